"""How the settings must say where data are kept, and how the program is run and watched."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from collegial.config_checks.guarding import KEY_LENGTH
from collegial.kernel.text import Text, t

if TYPE_CHECKING:
    from collegial.config import Settings

DATABASES = ("sqlite", "postgresql+psycopg")
QUEUES = ("auto", "sqlite", "postgresql", "redis", "none")
LOG_FORMATS = ("text", "json")
LOG_LEVELS = ("debug", "info", "warning", "error")


def database_faults(written: str) -> Iterator[Text]:
    """Yield what is wrong with the address of the database; an empty one is that of the folder."""
    if not written:
        return
    try:
        url = make_url(written)
    except ArgumentError:
        yield (
            t(
                "The setting database_url cannot be read: write sqlite:///FILE, or "
                "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE, a special character of the password as %XX."
            )
        )
        return
    if url.drivername == "postgresql+psycopg" and find_spec("psycopg") is None:
        yield t(
            "The setting database_url asks for PostgreSQL: install it by pip install 'collegial[postgres]'."
        )
    elif url.drivername not in DATABASES:
        yield t("The setting database_url must begin with one of: %(names)s.", names=", ".join(DATABASES))


def running_faults(settings: Settings) -> Iterator[Text]:
    """Yield what is wrong with how the program is run and watched."""
    for section, names in (
        ("serving", ("workers", "threads", "timeout", "graceful_timeout")),
        ("jobs", ("threads",)),
        ("lists", ("csv_at_once", "xlsx_at_once", "kept_days")),
        ("postgres", ("pool_size", "statement_timeout", "lock_timeout")),
    ):
        for name in names:
            if getattr(getattr(settings, section), name) < 1:
                yield t("The setting %(section)s.%(name)s must be at least 1.", section=section, name=name)
    if settings.postgres.pool_overflow < 0:
        yield t("The setting postgres.pool_overflow must be zero or more.")
    for name, known in (("log_format", LOG_FORMATS), ("log_level", LOG_LEVELS)):
        if getattr(settings.observing, name) not in known:
            yield t(
                "The setting observing.%(name)s must be one of: %(names)s.", name=name, names=", ".join(known)
            )
    yield from _queue_faults(settings)
    yield from _collector_faults(settings)


def _queue_faults(settings: Settings) -> Iterator[Text]:
    queue, address = settings.jobs.queue, settings.redis_url
    if queue not in QUEUES:
        yield t("The setting jobs.queue must be one of: %(names)s.", names=", ".join(QUEUES))
    if queue == "redis" and not address:
        yield t("The setting jobs.queue asks for Redis: set redis_url, such as redis://localhost:6379/0.")
    if queue == "postgresql" and not settings.database_url.startswith("postgresql"):
        yield t("The setting jobs.queue asks for PostgreSQL, and database_url names none.")
    if address and not address.startswith(("redis://", "rediss://", "unix://")):
        yield t("The setting redis_url must begin with redis://, rediss:// or unix://.")
    if address and find_spec("redis") is None:
        yield t("The setting redis_url needs: pip install 'collegial[redis]'.")


def _collector_faults(settings: Settings) -> Iterator[Text]:
    token = settings.secrets.metrics_token
    if token and len(token) < KEY_LENGTH:
        yield t(
            "The setting secrets.metrics_token must hold at least %(least)d random characters, or nothing.",
            least=KEY_LENGTH,
        )
    wished = {"sentry_sdk": settings.observing.sentry_dsn, "opentelemetry": settings.observing.opentelemetry}
    for library, wish in wished.items():
        if wish and find_spec(library) is None:
            name = "sentry_dsn" if library == "sentry_sdk" else "opentelemetry"
            yield t(
                "The setting observing.%(name)s needs: pip install 'collegial[observability]'.", name=name
            )
