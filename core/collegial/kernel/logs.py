"""How the program logs: one line for each thing that happened, with known keys only, and no values of variables."""

import logging
import sys
from typing import Any

import structlog

# Whatever is logged under another name is left out: a name, an address or a choice has no place in a log.
KNOWN = frozenset({
    "answer", "asset", "attempts", "bind", "count", "database", "dataset", "document", "endpoint", "error", "errors",
    "event", "exc_info", "exception", "folder", "gate", "gone", "hook", "item", "job", "level", "logger",
    "message", "method", "ms", "owner", "piece", "place", "plugin", "problem", "processes", "reason", "request",
    "rule", "seconds", "section", "source", "stack_info", "status", "stop", "task", "template", "timestamp",
    "what", "worker",
})  # fmt: skip
_LIBRARIES = ("gunicorn.error", "huey", "alembic", "sqlalchemy", "py.warnings")


def only_known(_logger: object, _name: str, line: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is logged under a key that is not known, and name the key."""
    left = sorted(key for key in line if key not in KNOWN and not key.startswith("_"))
    for key in left:
        del line[key]
    return line | {"reason": f"not logged: {', '.join(left)}"} if left else line


def set_up_logs(form: str = "text", level: str = "info") -> None:
    """Set structlog up once, unless whoever embeds the program has done so; `form` is `text` or `json`.

    Its own default prints the local variables of every frame: secrets, names, the choices of voters.
    """
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[*_SHARED, *_ending(form)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_to_stderr,
    )


def set_up_library_logs(form: str, level: str) -> None:
    """Let libraries log in the same form: for programs that run on their own, such as the server's."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_ending(form)],
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    logging.captureWarnings(capture=True)
    for name in _LIBRARIES:
        logging.getLogger(name).handlers, logging.getLogger(name).propagate = [], True


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    only_known,
]


def _ending(form: str) -> list[Any]:
    """Return how a line is written: for a person, or for a program that collects logs."""
    if form == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def _to_stderr(*_names: object) -> structlog.PrintLogger:
    """Write beside what commands print; where that is, is asked anew, since tests move it."""
    return structlog.PrintLogger(sys.stderr)
