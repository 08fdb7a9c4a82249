"""Lock a row of a tool: a fund, a round, a loan; one act at a time moves what hangs on it."""

from typing import TypeVar

from sqlalchemy.orm import Session

from collegial.plugin import Base

Row = TypeVar("Row", bound=Base)


def locked(session: Session, kind: type[Row], number: int) -> Row | None:
    """Return a row, locked; None where there is none.

    What was read before the lock is read again when it is looked at: a page shows a pledge or an instalment before its
    act moves it, and another may have moved it meanwhile.
    """
    session.flush()
    session.expire_all()
    return session.get(kind, number, with_for_update=True, populate_existing=True)
