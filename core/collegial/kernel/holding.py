"""Hold a row until the transaction ends: others who want it wait, and then see what was done."""

from typing import Any

from sqlalchemy.orm import Session

from collegial.kernel.base import Base


class HoldingSession(Session):
    """A session that reads a row anew when it locks it, whatever it had read of it before.

    A page reads what it shows before its act locks what it moves: what is decided afterwards must rest on what is there
    then.
    """

    def get(self, entity: Any, ident: Any, *, with_for_update: Any = None, **more: Any) -> Any:
        """Return a row by its key, locked and as it is now where a lock is asked for."""
        if with_for_update:
            self.flush()
            more["populate_existing"] = True
        return super().get(entity, ident, with_for_update=with_for_update, **more)


def hold_row(session: Session, row: Base) -> None:
    """Read a row again, as it is now, and lock it alone.

    A row that was found together with others is read again together with them, by an outer join: PostgreSQL refuses to
    lock these.
    """
    session.refresh(row, with_for_update={"of": type(row)})
