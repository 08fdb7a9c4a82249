"""Hold a row until the transaction ends: others who want it wait, and then see what was done."""

from typing import Any, TypeVar

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import Session

from collegial.kernel.base import Base
from collegial.kernel.refusing import taken_away

Row = TypeVar("Row", bound=Base)


class HoldingSession(Session):
    """A session that reads anew when it locks a row by its key, as `held_row` does, and deletes only what is there."""

    def get(self, entity: Any, ident: Any, *, with_for_update: Any = None, **more: Any) -> Any:
        """Return a row by its key, locked and as it is now where a lock is asked for."""
        if with_for_update:
            _lock(self, entity, ident)
        return super().get(entity, ident, **more)

    def delete(self, instance: object) -> None:
        """Delete a row; raises Refused when someone else took it away after it was read."""
        state = inspect(instance)
        if state.persistent:
            with self.no_autoflush:  # the act may be half written down
                is_there = self.execute(_locked(type(instance), state.identity)).all()
            if not is_there:
                raise taken_away()
        super().delete(instance)


def held_row(session: Session, kind: type[Row], key: Any) -> Row | None:
    """Return a row by its key, locked until the transaction ends; None where there is none.

    All that the session has read before is read again when it is looked at: a page shows what hangs on the row before
    its act locks it, and another may have moved that meanwhile.
    """
    _lock(session, kind, key)
    return session.get(kind, key)


def hold_row(session: Session, row: Base) -> None:
    """Lock a row that was found already; it and all that was read before is read again, as `held_row` does."""
    _lock(session, type(row), inspect(row).identity)
    session.refresh(row)


def _lock(session: Session, kind: type[Any], key: Any) -> None:
    """Wait for the row, then forget what was read.

    The lock is a statement of its own. What one statement reads of other rows while it waits is as it was before the
    wait, and PostgreSQL refuses to lock what an outer join may leave empty.
    """
    session.flush()
    session.execute(_locked(kind, key)).all()
    session.expire_all()


def _locked(kind: type[Any], key: Any) -> Select[Any]:
    columns = inspect(kind).primary_key
    values = key if isinstance(key, tuple) else (key,)
    own = [column == value for column, value in zip(columns, values, strict=True)]
    return select(*columns).where(*own).with_for_update()
