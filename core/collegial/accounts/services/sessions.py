"""Begin a session of an account, note that it is in use, end it, and sweep away what is over."""

import secrets
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from collegial.accounts.events import SessionsEnded
from collegial.accounts.models import (
    Account,
    AccountSession,
    AddressChange,
    KeptForm,
)
from collegial.accounts.permissions import MANAGE
from collegial.accounts.rules import FORM_WAITS, LIFETIME, SEEN_EVERY, STOP_WITHIN, digest_of
from collegial.kernel.errors import Missing
from collegial.kernel.events import Context
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.text import t


def end_sessions(context: Context, account: Account) -> None:
    """End every session of an account, wherever it is signed in: one's own, or by the right over accounts."""
    if context.by.account_id != account.id:
        require(context.by, MANAGE)
    account.fs_uniquifier = secrets.token_hex(32)


def begin_session(session: Session, account: Account, *, device: str, now: datetime) -> str:
    """Hold a session for whoever has just signed in; return the key, which only the cookie keeps.

    The moment is the world's, as that of the cookie, and not the program's, which tests and demonstrations move.
    """
    key = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            account_id=account.id, mark=account.fs_uniquifier, digest=digest_of(key), device=device,
            began_at=now, seen_at=now,
        )
    )  # fmt: skip
    return key


def forget_session(session: Session, key: str) -> None:
    """End the session of a cookie: whoever copied the cookie is signed out with its owner."""
    session.execute(delete(AccountSession).where(AccountSession.digest == digest_of(key)))


def end_session(context: Context, session_id: int) -> None:
    """End one session of one's own account. Raises Missing for one that has ended, or is another's."""
    require(context.by, SIGNED_IN)
    if not _end(context, AccountSession.id == session_id):
        raise Missing("accounts.no_session", t("This session has already ended."))


def end_other_sessions(context: Context, *, but: int) -> int:
    """End all sessions of one's own account but the present one; return how many there were."""
    require(context.by, SIGNED_IN)
    return _end(context, AccountSession.id != but)


def note_seen(session: Session, session_id: int, now: datetime) -> None:
    """Note that a session is in use, unless somebody did a moment ago."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id, AccountSession.seen_at <= now - SEEN_EVERY)
        .values(seen_at=now),
        execution_options={"synchronize_session": False},
    )


def sweep_sessions(session: Session, now: datetime) -> int:
    """Forget the sessions that are over; return how many there were."""
    good = select(Account.fs_uniquifier).where(Account.id == AccountSession.account_id).scalar_subquery()
    is_over = or_(AccountSession.began_at <= now - LIFETIME, AccountSession.mark != good)
    done = session.execute(
        delete(AccountSession).where(is_over), execution_options={"synchronize_session": False}
    )
    return cast("CursorResult[Any]", done).rowcount


def sweep_waiting(session: Session, now: datetime) -> None:
    """Forget forms that nobody came back to, and changes of address that can be neither confirmed nor stopped."""
    for over in (
        delete(KeptForm).where(KeptForm.kept_at <= now - FORM_WAITS),
        delete(AddressChange).where(AddressChange.asked_at <= now - STOP_WITHIN),
    ):
        session.execute(over, execution_options={"synchronize_session": False})


def _end(context: Context, which: ColumnElement[bool]) -> int:
    account_id = cast("int", context.by.account_id)
    done = context.session.execute(
        delete(AccountSession).where(AccountSession.account_id == account_id, which),
        execution_options={"synchronize_session": False},
    )
    ended = cast("CursorResult[Any]", done).rowcount
    if ended:
        context.emit(SessionsEnded(account=account_id, sessions=ended))
    return ended
