"""How the program logs: one line for each thing that happened, and tracebacks without the values of variables."""

import sys

import structlog


def set_up_logs() -> None:
    """Set structlog up once, unless whoever embeds the program has done so.

    Its own default prints the local variables of every frame: secrets, names, the choices of voters.
    """
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        logger_factory=_to_stderr,
    )


def _to_stderr(*_names: object) -> structlog.PrintLogger:
    """Write beside what commands print; where that is, is asked anew, since tests move it."""
    return structlog.PrintLogger(sys.stderr)
