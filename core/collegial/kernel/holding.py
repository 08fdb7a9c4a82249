"""Hold a row until the transaction ends: others who want it wait, and then see what was done."""

from sqlalchemy.orm import Session

from collegial.kernel.base import Base


def hold_row(session: Session, row: Base) -> None:
    """Read a row again, as it is now, and lock it alone.

    A row that was found together with others is read again together with them, by an outer join: PostgreSQL refuses to
    lock these.
    """
    session.refresh(row, with_for_update={"of": type(row)})
