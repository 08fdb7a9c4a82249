"""Write the agenda of an assembly while it is prepared: items, resolutions, their order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from collegial.assemblies.models import AgendaItem, Assembly, AssemblyState, Resolution, RevokingDemand
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.agenda import documents_on, is_from_members
from collegial.assemblies.queries.amending import amendment
from collegial.assemblies.queries.meetings import hold_meeting
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.statutes.rules import Convocation, DecisionKind

Row = TypeVar("Row", AgendaItem, Resolution)


@dataclass(frozen=True, kw_only=True)
class NewResolution:
    """A resolution to write, in words."""

    title: str
    text: str
    kind: DecisionKind
    is_backed: bool = True
    is_secret: bool = False


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """An item to write with its resolutions; `template` is the key of the template it comes from."""

    title: str
    text: str | None = None
    template: str | None = None
    resolutions: Sequence[NewResolution] = field(default=())


def add_item(context: Context, meeting: Assembly, *, title: str, text: str | None = None) -> AgendaItem:
    """Add an item at the end of the agenda of an assembly that is not convened yet (L32)."""
    require(context.by, PREPARE)
    hold_draft(context.session, meeting)
    return put_item(meeting, NewItem(title=title, text=text))


def add_items(context: Context, meeting: Assembly, items: Sequence[NewItem]) -> list[AgendaItem]:
    """Add what a template holds; raises what add_item and add_resolution raise, and then adds nothing."""
    require(context.by, PREPARE)
    hold_draft(context.session, meeting)
    for one in items:
        for resolution in one.resolutions:
            _check_kind(meeting, resolution.kind)
    added = [put_item(meeting, one) for one in items]
    _number(context.session, meeting)
    return added


def edit_item(context: Context, item: AgendaItem, *, title: str, text: str | None = None) -> None:
    """Change the words of an item."""
    require(context.by, PREPARE)
    hold_draft(context.session, item.assembly)
    _check_is_ours(context.session, item.id)
    item.title, item.text = _titled(title), (text or "").strip() or None


def move_item(context: Context, item: AgendaItem, *, up: bool) -> None:
    """Move an item one place; at the end of the list nothing moves. Its resolutions move with it."""
    require(context.by, PREPARE)
    meeting = item.assembly
    hold_draft(context.session, meeting)
    _place(context.session, _moved(list(meeting.items), item, up=up), "position")
    _number(context.session, meeting)
    context.session.expire(meeting, ["items", "resolutions"])


def remove_item(context: Context, item: AgendaItem) -> None:
    """Take an item off the agenda with its resolutions; its documents stay with the assembly.

    Raises Refused for an item that the members put there.
    """
    require(context.by, PREPARE)
    session, meeting = context.session, item.assembly
    hold_draft(session, meeting)
    _check_is_ours(session, item.id)
    for document in documents_on(session, item.id):
        document.item_id = None
    for one in [one for one in meeting.resolutions if one.item_id == item.id]:
        _delete_resolution(session, one)
    session.delete(item)
    session.flush()  # the places are counted without it
    session.expire(meeting, ["items", "resolutions"])
    _place(session, meeting.items, "position")
    _number(session, meeting)


def add_resolution(
    context: Context,
    meeting: Assembly,
    *,
    title: str,
    text: str,
    kind: DecisionKind,
    item: AgendaItem | None = None,
    is_backed: bool = True,
    is_secret: bool = False,
) -> Resolution:
    """Add a resolution, as the last of its item; its kind must be one that this assembly can decide."""
    require(context.by, PREPARE)
    hold_draft(context.session, meeting)
    _check_kind(meeting, kind)
    new = NewResolution(title=title, text=text, kind=kind, is_backed=is_backed, is_secret=is_secret)
    resolution = _put_resolution(meeting, item, new)
    _number(context.session, meeting)
    return resolution


def edit_resolution(
    context: Context, resolution: Resolution, *, title: str, text: str, kind: DecisionKind, is_backed: bool
) -> None:
    """Change a resolution; raises Invalid for a kind that this assembly cannot decide."""
    require(context.by, PREPARE)
    hold_draft(context.session, resolution.assembly)
    _check_is_ours(context.session, resolution.item_id)
    _check_kind(resolution.assembly, kind)
    _check_amendment(context.session, resolution, kind)
    resolution.title, resolution.text = _titled(title), _worded(text)
    resolution.kind, resolution.is_backed = kind, is_backed


def move_resolution(context: Context, resolution: Resolution, *, up: bool) -> None:
    """Move a resolution one place among those of its item."""
    require(context.by, PREPARE)
    meeting = resolution.assembly
    hold_draft(context.session, meeting)
    beside = [one for one in meeting.resolutions if one.item_id == resolution.item_id]
    wanted = iter(_moved(beside, resolution, up=up))
    order = [next(wanted) if one in beside else one for one in meeting.resolutions]
    _place(context.session, order, "number")
    context.session.expire(meeting, ["resolutions"])


def remove_resolution(context: Context, resolution: Resolution) -> None:
    """Take a resolution back; raises Refused while something else depends on it."""
    require(context.by, PREPARE)
    session, meeting = context.session, resolution.assembly
    hold_draft(session, meeting)
    _check_is_ours(session, resolution.item_id)
    _delete_resolution(session, resolution)
    session.expire(meeting, ["resolutions"])
    _number(session, meeting)


def hold_draft(session: Session, meeting: Assembly) -> None:
    """Lock an assembly and read its agenda anew; raises Refused once it is convened, and for a second one (L31)."""
    hold_meeting(session, meeting)
    if meeting.state is AssemblyState.OPEN:
        raise Refused(
            "assemblies.already_convened",
            t(
                "The assembly sits: its agenda is the one that was sent. Note what is asked as an incident, which the "
                "minutes tell, and put it on the next agenda. Revoking directors is asked for in “Lead the sitting”."
            ),
        )
    if meeting.state is not AssemblyState.DRAFT:
        raise Refused(
            "assemblies.already_convened",
            t("The assembly is already convened: its agenda is the one that was sent."),
        )
    if meeting.convocation is Convocation.SECOND:
        raise Refused(
            "assemblies.same_agenda",
            t("A second convocation keeps the agenda of the first: nothing is added to it or taken off."),
        )


def put_item(meeting: Assembly, new: NewItem, *, demand: RevokingDemand | None = None) -> AgendaItem:
    """Write an item with its resolutions at the end of an agenda that the caller holds; off it, on a demand."""
    place = len(meeting.items) + 1
    text = (new.text or "").strip() or None
    item = AgendaItem(
        position=place, title=_titled(new.title), text=text, template=new.template, demand=demand
    )
    meeting.items.append(item)
    for one in new.resolutions:
        _put_resolution(meeting, item, one)
    return item


def _put_resolution(meeting: Assembly, item: AgendaItem | None, new: NewResolution) -> Resolution:
    resolution = Resolution(
        number=len(meeting.resolutions) + 1, title=_titled(new.title), text=_worded(new.text), kind=new.kind,
        item=item, is_backed=new.is_backed, is_secret=new.is_secret,
    )  # fmt: skip
    meeting.resolutions.append(resolution)
    return resolution


def _titled(title: str) -> str:
    if not title.strip():
        raise Invalid("agenda.no_title", t("Write a title."), field="title")
    return title.strip()


def _worded(text: str) -> str:
    if not text.strip():
        raise Invalid("agenda.no_text", t("Write the text that is put to the vote."), field="text")
    return text.strip()


def _check_kind(meeting: Assembly, kind: DecisionKind) -> None:
    if not meeting.kind.may_decide(kind):
        raise Invalid(
            "assemblies.wrong_kind",
            t(
                "This assembly cannot take that kind of decision. Make it a mixed assembly, or change the resolution."
            ),
            field="kind",
        )


def _check_amendment(session: Session, resolution: Resolution, kind: DecisionKind) -> None:
    """Keep a change of the statutes an extraordinary decision (L25)."""
    if kind is not DecisionKind.EXTRAORDINARY and amendment(session, resolution.id):
        raise Refused(
            "amending.stays_extraordinary",
            t("This resolution changes the statutes: it stays an extraordinary decision."),
            field="kind",
        )


def _check_is_ours(session: Session, item_id: int | None) -> None:
    """Refuse to change the words of members (L33)."""
    if is_from_members(session, item_id):
        raise Refused(
            "agenda.of_members",
            t("Members asked for this item: it stays on the agenda as it is. You can change its place."),
        )


def _delete_resolution(session: Session, resolution: Resolution) -> None:
    with or_refuse(
        session,
        Refused(
            "agenda.depended_on",
            t(
                "Resolution %(number)s stays: something else depends on it, such as a draft of the statutes put "
                "to the vote. Take that back first.",
                number=resolution.number,
            ),
        ),
    ):
        session.delete(resolution)


def _moved(rows: list[Row], row: Row, *, up: bool) -> list[Row]:
    place = rows.index(row)
    target = max(0, place - 1) if up else min(len(rows) - 1, place + 1)
    rows.insert(target, rows.pop(place))
    return rows


def _number(session: Session, meeting: Assembly) -> None:
    """Give the resolutions their numbers in the order of the agenda; those of no item come last."""
    last = len(meeting.items) + 1
    order = sorted(
        meeting.resolutions, key=lambda one: (one.item.position if one.item else last, abs(one.number))
    )
    _place(session, order, "number")
    session.expire(meeting, ["resolutions"])


def _place(session: Session, rows: Sequence[AgendaItem] | Sequence[Resolution], attribute: str) -> None:
    """Give rows their places from 1 on, by way of negative ones: the database lets no two share one."""
    wanted = list(range(1, len(rows) + 1))
    session.flush()  # what is new must have its place before others change theirs
    if [getattr(one, attribute) for one in rows] == wanted:
        return
    for sign in (-1, 1):
        for place, one in zip(wanted, rows, strict=True):
            setattr(one, attribute, sign * place)
        session.flush()  # both halves must reach the database, in this order
