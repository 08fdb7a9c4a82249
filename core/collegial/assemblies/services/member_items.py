"""Ask for an item on the agenda, support one, and put on the agenda what has enough support (L33)."""

from collegial.actors.models import Actor
from collegial.assemblies.events import ItemAsked, ItemPutOnAgenda, ItemSupported
from collegial.assemblies.models import (
    AdditionLetter,
    Assembly,
    AssemblyState,
    Invitation,
    ItemSupport,
    MemberItem,
    MemberItemState,
)
from collegial.assemblies.permissions import ATTEND, PREPARE
from collegial.assemblies.queries.attending import convened_once
from collegial.assemblies.queries.meetings import hold_meeting
from collegial.assemblies.queries.member_items import (
    Asking,
    asking,
    may_still_ask,
    rights_of,
    support_of,
    supporters_of,
)
from collegial.assemblies.services.agenda import NewItem, NewResolution, put_item
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.rules import Convocation, DecisionKind

SEND_ADDITION = "assemblies.send_addition"


def ask_for_item(
    context: Context,
    meeting: Assembly,
    member_id: int,
    *,
    title: str,
    reasons: str,
    resolution: str = "",
    kind: DecisionKind | None = None,
) -> MemberItem:
    """Ask for an item, with or without a draft resolution; whoever asks is its first supporter.

    Raises Forbidden for another's voting right; Refused where the statutes know no such items, or too late;
    Invalid for missing words, and for a kind that this assembly cannot decide.
    """
    rule = _hold(context, meeting, member_id)
    for field, words in (("title", title), ("reasons", reasons)):
        if not words.strip():
            raise Invalid("member_items.incomplete", t("Write a title and your reasons."), field=field)
    draft = resolution.strip() or None
    item = MemberItem(
        assembly_id=meeting.id, member_id=member_id, title=title.strip(), reasons=reasons.strip(),
        resolution=draft, kind=_kind(meeting, kind) if draft else None, asked_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(item)
    context.session.flush()  # the event and the first support name the item by its number
    context.emit(ItemAsked(assembly=meeting.id, item=item.id, member=member_id))
    _support(context, meeting, item, member_id, rule)
    return item


def support_item(context: Context, item: MemberItem, member_id: int) -> None:
    """Support an item with one voting right; at the threshold it enters the agenda by itself.

    The same support given twice is one. Raises what ask_for_item raises, and Refused once it is on the agenda.
    """
    rule = _hold(context, item.assembly, member_id)
    _still_open(context, item)
    if support_of(context.session, item, member_id) is None:
        _support(context, item.assembly, item, member_id, rule)


def take_support_back(context: Context, item: MemberItem, member_id: int) -> None:
    """Take a support back while the item is not on the agenda."""
    _hold(context, item.assembly, member_id)
    _still_open(context, item)
    given = support_of(context.session, item, member_id)
    if given is None:
        return
    context.session.delete(given)
    context.session.flush()  # the supporters are counted without it
    context.emit(_supported(context, item))


def accept_item(context: Context, item: MemberItem) -> None:
    """Put an item on the agenda below the threshold: the staff may, while the assembly is prepared."""
    require(context.by, PREPARE)
    meeting = item.assembly
    hold_meeting(context.session, meeting)
    _still_open(context, item)
    if meeting.state is not AssemblyState.DRAFT or meeting.convocation is Convocation.SECOND:
        raise Refused(
            "member_items.convened",
            t("The assembly is convened: only the members’ support can still put this item on its agenda."),
        )
    _put(context, meeting, item, needed=None)


def _hold(context: Context, meeting: Assembly, member_id: int) -> Asking:
    """Lock the assembly, so that supporters are counted one after the other; check the right and the time."""
    require(context.by, ATTEND)
    hold_meeting(context.session, meeting)
    today = context.today
    rights = rights_of(context.session, meeting, context.by.actor_id, today)
    if member_id not in {one.member_id for one in rights}:
        raise Forbidden(
            "member_items.not_yours",
            t("You can only ask and support in your own name, or that of an organisation you represent."),
        )
    rule = asking(context.session, meeting, context.zone)
    if rule is None:
        raise Refused(
            "member_items.unknown_right",
            t("The statutes do not say how members put items on this agenda. Write to the staff."),
        )
    if not may_still_ask(meeting, rule, today):
        raise Refused(
            "member_items.too_late",
            t("It is too late for members’ items: the last day was %(last)s.", last=rule.last_day),
        )
    return rule


def _still_open(context: Context, item: MemberItem) -> None:
    context.session.refresh(item, ["state"])  # another supporter may have carried it over the threshold
    if item.state is not MemberItemState.OPEN:
        raise Refused("member_items.added", t("This item is already on the agenda."))


def _kind(meeting: Assembly, kind: DecisionKind | None) -> DecisionKind:
    if kind is None or not meeting.kind.may_decide(kind):
        raise Invalid(
            "member_items.wrong_kind",
            t("This assembly cannot take that kind of decision. Choose another kind for your resolution."),
            field="kind",
        )
    return kind


def _support(context: Context, meeting: Assembly, item: MemberItem, member_id: int, rule: Asking) -> None:
    context.session.add(
        ItemSupport(member_item_id=item.id, member_id=member_id, supported_at=context.clock.now())
    )
    context.session.flush()  # the supporters are counted with it
    told = _supported(context, item)
    context.emit(told)
    if told.supporters >= rule.needed:
        _put(context, meeting, item, needed=rule.needed)


def _supported(context: Context, item: MemberItem) -> ItemSupported:
    return ItemSupported(
        assembly=item.assembly_id, item=item.id, supporters=supporters_of(context.session, item)
    )


def _put(context: Context, meeting: Assembly, item: MemberItem, *, needed: int | None) -> None:
    """Write an item at the end of the agenda; members who are convened already are told."""
    context.session.expire(meeting, ["items", "resolutions"])
    resolutions = []
    if item.resolution and item.kind:
        resolutions = [NewResolution(title=item.title, text=item.resolution, kind=item.kind, is_backed=False)]
    placed = put_item(meeting, NewItem(title=item.title, text=item.reasons, resolutions=resolutions))
    context.session.flush()  # the item is named by its number
    item.state, item.item_id, item.added_at = MemberItemState.ADDED, placed.id, context.clock.now()
    supporters = supporters_of(context.session, item)
    context.emit(ItemPutOnAgenda(assembly=meeting.id, item=item.id, supporters=supporters, needed=needed))
    if meeting.state is AssemblyState.CONVENED:
        _tell(context, meeting, item)


def _tell(context: Context, meeting: Assembly, item: MemberItem) -> None:
    """Promise a mail to each who was convened and has an address, and a letter to print to each who has none."""
    for invitation_id in convened_once(context.session, meeting.id, Actor.email.is_not(None), Invitation.id):
        promise(
            context.session,
            SEND_ADDITION,
            {"invitation": invitation_id, "item": item.id},
            at=context.clock.now(),
        )
    without = convened_once(context.session, meeting.id, Actor.email.is_(None), Invitation.entry_id)
    context.session.add_all(AdditionLetter(item_id=item.id, entry_id=entry) for entry in without)
