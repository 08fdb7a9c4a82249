"""Serve the pages by gunicorn or granian, and do the promised work beside them."""

import ctypes
import errno
import faulthandler
import gc
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, g
from gunicorn.app.base import BaseApplication
from sqlalchemy import make_url

from collegial.app import create_app
from collegial.config import Settings
from collegial.jobs.queue import bell_of
from collegial.jobs.services import promise_due
from collegial.kernel.logs import set_up_library_logs, set_up_logs
from collegial.kernel.outbox import more_is_due
from collegial.kernel.text import Text, t
from collegial.terminal.speech import Failure, tell
from collegial.web.maintenance import flag_of
from collegial.web.metrics import forget_process, share_figures
from collegial.web.program import Program

log = structlog.get_logger(__name__)
PAUSE = 2.0
MINUTE = 60.0
_ARENAS = -8  # M_ARENA_MAX of the C library's mallopt
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn makes a file of its own there)


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings; each process builds its own application after the fork."""

    def __init__(self, settings: Settings, options: dict[str, Any], *, works: bool) -> None:
        self._settings, self._options, self._works = settings, options, works
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application of one process, with a thread for the promised work unless others do it."""
        app = settled(self._settings)
        if self._works:
            threading.Thread(target=work_forever, args=(app,), name="outbox", daemon=True).start()
        return app


def settled(settings: Settings | None = None) -> Flask:
    """Build the application of a process that serves: by the settings of the deployment, unless others are given."""
    app = create_app(settings)
    settle()
    return app


def settle() -> None:
    """Make a process ready to serve for long, once its application is built and before its threads start.

    What was built stays, so it is left out of every later search for garbage: each of these stopped all threads for
    a quarter of a second. All threads share one heap, where the C library can be told so: only one of them runs
    Python at a time, and a heap for each kept what it had grown to.

    Should the process die within a library, it writes where its threads were: names of functions, no values.
    """
    if sys.__stderr__ is not None and not faulthandler.is_enabled():
        faulthandler.enable(sys.__stderr__)
    gc.freeze()
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_ARENAS, 1)


def require_free(host: str, port: int, *, else_say: Text) -> None:
    """Raise Failure with what is to be done where another program listens already, before ours is built to no end."""
    for family, kind, protocol, _, address in _addresses(host, port):
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(address)
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise Failure(else_say) from None


def _addresses(host: str, port: int) -> list[Any]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []  # the server says what is wrong with it


def serve_forever(
    settings: Settings,
    *,
    bind: str,
    workers: int,
    works: bool = True,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve until told to stop; `ready` is called once the port is open, else a sentence and the log say where.

    A stop lets requests that have begun end, for `serving.graceful_timeout` seconds.
    """
    _set_up_logs(settings)
    with tempfile.TemporaryDirectory(prefix="collegial-") as folder:
        if settings.secrets.metrics_token:
            share_figures(Path(folder))
        options = gunicorn_options(settings, bind=bind, workers=workers)
        started = ready or partial(_tell_of_start, settings, bind=bind, processes=workers)
        options["when_ready"] = lambda _server: started()
        _Server(settings, options, works=works).run()


def _set_up_logs(settings: Settings) -> None:
    set_up_logs(settings.observing.log_format, settings.observing.log_level)
    set_up_library_logs(settings.observing.log_format, settings.observing.log_level)


def _tell_of_start(settings: Settings, *, bind: str, processes: int) -> None:
    tell(t("The site is at %(address)s", address=_address(settings, bind)))
    log.info(
        "serving.started", bind=bind, processes=processes,
        database=make_url(settings.database_url).get_backend_name(),
        stop=f"Ctrl+C, or kill {os.getpid()}",
    )  # fmt: skip


def _address(settings: Settings, bind: str) -> str:
    """Return where the site is found: at its public address, unless that is another port of this machine."""
    is_elsewhere = settings.local_port and not bind.startswith("unix:")
    if is_elsewhere and not bind.endswith(f":{settings.local_port}"):
        return f"http://{bind}"
    return settings.public_url


def gunicorn_options(settings: Settings, *, bind: str, workers: int) -> dict[str, Any]:
    """Return gunicorn's options; what a proxy says of the visitor is read by the application, where it is set."""
    return {
        "bind": bind,
        "workers": workers,
        "worker_class": "gthread",
        "threads": settings.serving.threads,
        "timeout": settings.serving.timeout,
        "graceful_timeout": settings.serving.graceful_timeout,
        "keepalive": 15,
        "worker_tmp_dir": str(_IN_MEMORY) if _IN_MEMORY.is_dir() else None,
        "loglevel": "warning",
        "accesslog": None,  # its lines would hold addresses with personal links
        "forwarded_allow_ips": "",
        "secure_scheme_headers": {},
        "child_exit": lambda _server, worker: forget_process(worker.pid),
    }


def serve_by_granian(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve by granian, which is an extra: quicker with many open connections; work is done by `worker`."""
    from granian import Granian  # noqa: PLC0415 (optional)
    from granian.constants import Interfaces  # noqa: PLC0415

    _set_up_logs(settings)
    server = Granian(
        "collegial.serving:settled", factory=True, interface=Interfaces.WSGI, address=host, port=port,
        workers=workers, blocking_threads=settings.serving.threads, log_access=False,
        workers_kill_timeout=settings.serving.graceful_timeout,
    )  # fmt: skip
    server.on_startup(partial(_tell_of_start, settings, bind=f"{host}:{port}", processes=workers))
    server.serve()


def work_on_call(settings: Settings, *, threads: int) -> None:
    """Do promised work whenever the bell rings, and look by oneself every minute; until told to stop."""
    _set_up_logs(settings)
    app = settled(settings)
    program: Program = app.extensions["collegial"]

    def work() -> None:
        promise_periodic(program)
        if bell and _is_much(program):
            bell.ring()  # another worker, or another thread, finds something to do too
        _work(app)

    bell = bell_of(settings, work)
    if bell is None:
        work_forever(app)
        return
    bell.answer(threads=threads)
    program.database.close()


def _is_much(program: Program) -> bool:
    if flag_of(program.settings).exists():
        return False
    with program.database.reading() as session:
        return more_is_due(session, program.clock)


def promise_periodic(program: Program) -> None:
    """Promise the work that comes again, if its turn has come and no other process took it."""
    if flag_of(program.settings).exists():
        return
    with program.database.unit_of_work() as session:
        promise_due(session, program.periodic(), program.clock.now())


def work_forever(app: Flask, *, once: bool = False) -> int:
    """Do what is due, again and again, or once; return how many messages were tried last."""
    program: Program = app.extensions["collegial"]
    looked = 0.0
    while True:
        if not once and time.monotonic() - looked > MINUTE:
            looked = time.monotonic()
            _guarded(promise_periodic, program)
        tried = _work(app)
        if once:
            return tried
        time.sleep(PAUSE)


def _guarded(act: Callable[[Program], None], program: Program) -> None:
    try:
        act(program)
    except Exception:
        log.exception("periodic.stopped")


def _work(app: Flask) -> int:
    """Drain the outbox as if a request at the public address did it, so that mails can hold links."""
    program: Program = app.extensions["collegial"]
    if flag_of(program.settings).exists():
        return 0
    try:
        with app.test_request_context(base_url=program.settings.public_url):
            g.is_job = True
            return program.drain()
    except Exception:
        log.exception("outbox.stopped")
        return 0
