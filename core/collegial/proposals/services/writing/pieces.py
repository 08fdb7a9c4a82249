"""Add and write the axes and actions of a draft; a piece that changed meanwhile is not overwritten."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, func, select, update

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, t
from collegial.proposals.models import Action, Axis, Mission, Priority, Version
from collegial.proposals.permissions import WRITE
from collegial.proposals.services.drafting import hold_draft, new_key
from collegial.proposals.services.keeping import drop_copy
from collegial.proposals.services.writing.saying import say_action, say_axis

LONGEST_TEXT, LONGEST_TITLE = 100_000, 300


@dataclass(frozen=True, kw_only=True)
class AxisFields:
    """What is written in an axis."""

    title: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionFields:
    """What is written in an action; priority and mission by their keys, empty for none."""

    title: str
    text: str = ""
    priority: str = ""
    mission: str = ""
    owner: str = ""


class ChangedMeanwhile(Refused):
    """Someone else saved this piece after its writer had opened it: nothing was overwritten."""

    def __init__(self, title: str) -> None:
        super().__init__(
            "proposals.changed_meanwhile",
            t(
                "Someone else saved “%(title)s” while you were writing. Nothing is lost: both are below.",
                title=title,
            ),
        )


def add_axis(context: Context, version: Version, fields: AxisFields) -> Axis:
    """Add an axis at the end of a draft."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    _check(fields.title, fields.text)
    last = select(func.max(Axis.position)).where(Axis.version_id == version.id)
    axis = Axis(
        version_id=version.id, position=(context.session.scalar(last) or 0) + 1, key=new_key(),
        title=fields.title.strip(), text=fields.text.strip() or None, **_stamp(context),
    )  # fmt: skip
    context.session.add(axis)
    context.session.flush()
    say_axis(context, proposal, version, axis)
    return axis


def add_action(context: Context, version: Version, axis: Axis, fields: ActionFields) -> Action:
    """Add an action at the end of an axis."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    _check(fields.title, fields.text)
    last = select(func.max(Action.position)).where(Action.axis_id == axis.id)
    action = Action(
        axis_id=axis.id, position=(context.session.scalar(last) or 0) + 1, key=new_key(),
        **_values(context, fields), **_stamp(context),
    )  # fmt: skip
    context.session.add(action)
    context.session.flush()
    say_action(context, proposal, version, axis, action)
    return action


def write_axis(context: Context, version: Version, axis: Axis, fields: AxisFields, *, seen: int) -> None:
    """Write an axis whose writer saw the revision `seen`; raises ChangedMeanwhile when it has another."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    _check(fields.title, fields.text)
    values = {"title": fields.title.strip(), "text": fields.text.strip() or None}
    _save(context, axis, values, seen)
    drop_copy(context, version, f"axis:{axis.key}")
    say_axis(context, proposal, version, axis)


def write_action(
    context: Context, version: Version, action: Action, fields: ActionFields, *, seen: int
) -> None:
    """Write an action as `write_axis` does an axis."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    _check(fields.title, fields.text)
    _save(context, action, _values(context, fields), seen)
    drop_copy(context, version, f"action:{action.key}")
    say_action(context, proposal, version, action.axis, action)


def take_over(context: Context, row: Axis | Action, seen: int) -> None:
    """Count one more change of a piece, if it still has the revision that was seen."""
    _save(context, row, {}, seen)


def _save(context: Context, row: Axis | Action, values: dict[str, Any], seen: int) -> None:
    """Let the database compare the revision: of two who save at once, the second finds none to change."""
    kind, title = type(row), row.title
    changed = context.session.execute(
        update(kind)
        .where(kind.id == row.id, kind.revision == seen)
        .values(**values, **_stamp(context), revision=seen + 1)
    )
    context.session.expire(row)
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise ChangedMeanwhile(title)  # the row may be gone


def _stamp(context: Context) -> dict[str, Any]:
    return {"changed_by": context.by.name[:200], "changed_at": context.clock.now()}


def _values(context: Context, fields: ActionFields) -> dict[str, Any]:
    return {
        "title": fields.title.strip(),
        "text": fields.text.strip() or None,
        "owner": fields.owner.strip() or None,
        "priority_id": _aim(context, Priority, fields.priority, "priority"),
        "mission_id": _aim(context, Mission, fields.mission, "mission"),
    }


def _aim(context: Context, kind: type[Priority] | type[Mission], key: str, field: str) -> int | None:
    if not key:
        return None
    found = context.session.scalar(select(kind.id).where(kind.key == key))
    if found is None:
        raise Invalid("proposals.no_aim", t("“%(key)s” is no longer in the list.", key=key), field=field)
    return found


def _check(title: str, text: str) -> None:
    if not title.strip():
        raise _wrong("title", t("Write a title."))
    if len(title.strip()) > LONGEST_TITLE:
        raise _wrong("title", t("Write a title of at most %(most)d characters.", most=LONGEST_TITLE))
    if len(text) > LONGEST_TEXT:
        raise _wrong(
            "text",
            t(
                "This text has %(length)d characters, and at most %(most)d are kept here: "
                "split it over several actions, or attach it as a file.",
                length=len(text), most=LONGEST_TEXT,
            ),
        )  # fmt: skip


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid(f"proposals.{field}", text, field=field)
