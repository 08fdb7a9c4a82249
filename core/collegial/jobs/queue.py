"""The queue that wakes workers, by Huey: it carries no work, only the news that some was promised.

The work stands in the database, written with the act that asked for it. A bell that is lost costs a minute.
"""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

import structlog
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from collegial.config import Settings
from collegial.kernel.spare import drop_damaged

log = structlog.get_logger(__name__)
_NAME = "collegial"
_PREFIX = "collegial_queue"  # begins the names of Huey's own tables on PostgreSQL
_PATIENCE = 30


class Bell:
    """Wakes the workers of one deployment, wherever they run.

    The queue is opened when it is first needed: whoever only looks makes no file and no table, and needs no server.
    """

    def __init__(self, open_queue: Callable[[], Huey], work: Callable[[], None]) -> None:
        self._open, self._work = open_queue, work

    @cached_property
    def huey(self) -> Huey:
        """Return the open queue, with the sweep of every minute."""
        huey = self._open()
        huey.periodic_task(crontab(), name="sweep")(_named(self._work))
        return huey

    @cached_property
    def _wake(self) -> Callable[[], object]:
        wake: Callable[[], object] = self.huey.task(name="wake")(_named(self._work))
        return wake

    def ring(self) -> None:
        """Say that there is work; once is enough until a worker has heard it. Never fails for whoever rings."""
        try:
            if self.huey.pending_count() == 0:
                self._wake()
        except Exception as error:  # noqa: BLE001 (a queue that is down must not undo what was committed)
            log.warning("jobs.bell_silent", error=type(error).__name__)

    def answer(self, *, threads: int) -> None:
        """Work until told to stop (SIGTERM or SIGINT), what was begun first."""
        self._wake()
        consumer = Consumer(
            self.huey, workers=threads, max_delay=1.0, shutdown_timeout=_PATIENCE, graceful_signal="TERM"
        )
        consumer.run()


def _named(work: Callable[[], None]) -> Callable[[], None]:
    """Give the work one name in every process: Huey knows tasks by module and name."""

    def wake() -> None:
        work()

    return wake


def bell_of(settings: Settings, work: Callable[[], None] = lambda: None) -> Bell | None:
    """Return the bell of a deployment; None where the settings want none, or for tests."""
    kind = queue_of(settings)
    if kind == "redis":
        return Bell(partial(RedisHuey, _NAME, url=_bounded(settings.redis_url), results=False), work)
    if kind == "postgresql":
        url = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        return Bell(partial(PostgresHuey, _NAME, dsn=url, table_prefix=_PREFIX, results=False), work)
    if kind == "sqlite":
        return Bell(partial(_on_file, settings.folder / "jobs.db"), work)
    return None


def _on_file(path: Path) -> Huey:
    """Open the queue in a file; one that a power cut damaged would keep every worker from starting."""
    drop_damaged(path)
    return SqliteHuey(_NAME, filename=str(path), results=False)


def _bounded(url: str) -> str:
    """Give a Redis that does not answer a few seconds: whoever rings waits for it."""
    return f"{url}{'&' if '?' in url else '?'}socket_connect_timeout=2&socket_timeout=5"


def queue_of(settings: Settings) -> str:
    """Return which kind of queue is used: the one that fits what there is, unless the settings name one."""
    if settings.jobs.queue != "auto":
        return settings.jobs.queue
    if settings.redis_url:
        return "redis"
    return "postgresql" if settings.database_url.startswith("postgresql") else "sqlite"
