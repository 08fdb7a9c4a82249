"""Who reaches which rows: a right held over everything by a role, or over some rows by a rule."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true
from sqlalchemy.orm import Session

from collegial.kernel.permissions import Permission, Viewer


def allowed(session: Session, viewer: Viewer, permission: Permission, column: Any) -> ColumnElement[bool]:
    """Return the condition under which a row is reached; `column` holds the row's number.

    True for those who hold the permission; for others, what the access rules of active modules give.
    """
    if viewer.may(permission):
        return true()
    return or_(false(), *(column.in_(rows) for rows in viewer.reach(session, viewer, permission)))
