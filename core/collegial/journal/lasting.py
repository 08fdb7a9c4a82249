"""What need not be made again while nothing happens: kept in the process until the journal's next entry.

Every act of consequence moves the journal's head, on whatever process or machine, so the head says whether a value
that follows from such acts still holds.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from collegial.journal.models import JournalHead

Value = TypeVar("Value")
_MOST = 256

_KEPT: "WeakKeyDictionary[Engine | Connection, OrderedDict[Hashable, tuple[str, Any]]]" = WeakKeyDictionary()
_LOCK = Lock()


def lasting(session: Session, key: Hashable, make: Callable[[], Value]) -> Value:
    """Return what was made under this key since the last entry of the journal, or make it.

    The value must follow from journaled acts and the key alone, and must not be changed by whoever gets it.
    """
    head = session.scalar(select(JournalHead.digest))
    bind = session.get_bind()
    with _LOCK:
        shelf = _KEPT.setdefault(bind, OrderedDict())
        known = shelf.get(key)
    if head is not None and known and known[0] == head:
        value: Value = known[1]
        return value
    made = make()
    if head is not None:
        _keep(shelf, key, (head, made))
    return made


def _keep(shelf: "OrderedDict[Hashable, tuple[str, Any]]", key: Hashable, kept: tuple[str, Any]) -> None:
    with _LOCK:
        shelf[key] = kept
        shelf.move_to_end(key)
        while len(shelf) > _MOST:
            shelf.popitem(last=False)
