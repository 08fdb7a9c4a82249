"""Note a failed sign-in once the request is over: what the request wrote may have been undone."""

from datetime import UTC, datetime

import structlog
from flask import Flask, g, request
from sqlalchemy.exc import SQLAlchemyError

from collegial.accounts.attempts import note_attempt, was_just_told
from collegial.accounts.rules import Way, device_of
from collegial.kernel.outbox import promise
from collegial.web.program import current_program

TELL_USED = "accounts.tell_used_code"
log = structlog.get_logger(__name__)


def note_failure(account_id: int | None, way: Way) -> None:
    """Have it noted that somebody could not sign in; None for an address that has no account."""
    g.setdefault("failures", []).append((account_id, way, device_of(request.user_agent.string)))


def keep_failures(app: Flask) -> None:
    """Write down what was noted, after each request."""
    app.teardown_appcontext(_write)


def _write(_error: BaseException | None) -> None:
    program, found = current_program(), g.pop("failures", [])
    if not found:
        return
    now = datetime.now(UTC)  # as that of sessions: the world's, and not the program's
    try:
        with program.database.unit_of_work() as own:
            for account_id, way, device in found:
                if way is Way.USED and account_id is not None and not was_just_told(own, account_id, now):
                    promise(own, TELL_USED, {"account": account_id}, at=program.clock.now())
                note_attempt(own, account_id, way, device=device, now=now)
    except SQLAlchemyError as error:  # whoever failed was told so: not keeping it must not hide that
        log.warning("sign_in.not_noted", error=type(error).__name__)
