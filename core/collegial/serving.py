"""Serve the pages by gunicorn, and do the promised work beside them."""

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, g
from gunicorn.app.base import BaseApplication

from collegial.app import create_app
from collegial.config import Settings
from collegial.web.program import Program

log = structlog.get_logger(__name__)
PAUSE = 2.0


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings; each process builds its own application after the fork."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings, self._options = settings, options
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application of one process, with a thread for the promised work."""
        app = create_app(self._settings)
        threading.Thread(target=work_forever, args=(app,), name="outbox", daemon=True).start()
        return app


def serve_forever(
    settings: Settings, *, host: str, port: int, workers: int, ready: Callable[[], None] | None = None
) -> None:
    """Serve until told to stop; `ready` is called once the port is open."""
    options: dict[str, Any] = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": 8,
        "timeout": 60,
        "loglevel": "warning",
    }
    if ready:
        options["when_ready"] = lambda _server: ready()
    _Server(settings, options).run()


def work_forever(app: Flask, *, once: bool = False) -> int:
    """Do what is due, again and again, or once; return how many messages were tried last."""
    while True:
        tried = _work(app)
        if once:
            return tried
        time.sleep(PAUSE)


def _work(app: Flask) -> int:
    """Drain the outbox as if a request at the public address did it, so that mails can hold links."""
    program: Program = app.extensions["collegial"]
    try:
        with app.test_request_context(base_url=program.settings.public_url):
            g.is_job = True
            return program.drain()
    except Exception:
        log.exception("outbox.stopped")
        return 0
