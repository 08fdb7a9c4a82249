"""The marks of forms that were sent: each is good for one sending, and remembers what that one made."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from collegial.kernel.base import Base

KEPT = timedelta(days=30)
_BYTES = 24
_SHORTEST = 16
_LONGEST = 64
_SURE = "sure."


class FormToken(Base):
    """A form that was sent, and the address of what its first sending made."""

    __tablename__ = "form_token"

    token: Mapped[str] = mapped_column(String(_LONGEST), primary_key=True)
    address: Mapped[str | None] = mapped_column(String(500))
    used_at: Mapped[datetime] = mapped_column(index=True)


def new_mark() -> str:
    """Return a mark that nobody can guess, for a form about to be shown."""
    return secrets.token_urlsafe(_BYTES)


def is_mark(token: str) -> bool:
    """Tell whether a form carries what can be a mark."""
    return _SHORTEST <= len(token) <= _LONGEST


def sent_before(session: Session, token: str) -> str | None:
    """Return the address that the first sending of a form led to; None when it was not sent yet."""
    mark = session.get(FormToken, token, populate_existing=True)
    return mark.address if mark else None


def take(session: Session, token: str, *, now: datetime) -> FormToken | None:
    """Use a mark up in this transaction; None when another sending has used it.

    Two sendings at the same moment wait for each other here, by the primary key: the second goes on once the
    first is committed. Marks older than `KEPT` are forgotten.
    """
    session.execute(delete(FormToken).where(FormToken.used_at < now - KEPT))
    mark = FormToken(token=token, used_at=now)
    try:
        with session.begin_nested():
            session.add(mark)
    except IntegrityError:
        return None
    return mark


def sure_mark() -> str:
    """Return a mark for a form whose sender is asked whether it means the same once more."""
    return f"{_SURE}{new_mark()}"


def is_sure(token: str) -> bool:
    """Tell whether the sender of a form was asked, and sent it again."""
    return token.startswith(_SURE)


def sent_alike(session: Session, content: str, *, now: datetime, within: timedelta) -> bool:
    """Tell whether the same content was sent a short while ago, and note that it is sent now.

    Two sendings at the same moment wait for each other here, as those of one mark do.
    """
    if take(session, content, now=now) is not None:
        return False
    known = session.get_one(FormToken, content, populate_existing=True, with_for_update=True)
    was_sent, known.used_at = now - known.used_at < within, now
    return was_sent
