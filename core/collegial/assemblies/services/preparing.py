"""Prepare an assembly: create it, write its agenda and its resolutions, convene it."""

from datetime import datetime, timedelta

from sqlalchemy import insert, literal, select

from collegial.actors.models import Actor
from collegial.assemblies.events import AssemblyConvened, AssemblyPrepared, ProxyGiven
from collegial.assemblies.models import (
    AgendaItem,
    Assembly,
    AssemblyKind,
    AssemblyState,
    Invitation,
    Mandate,
    MandateKind,
    Resolution,
    RollEntry,
)
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.attending import RollRow, proxies_to_carry, roll_on
from collegial.assemblies.queries.meetings import (
    hold_meeting,
    missed_kinds,
    notice_days,
    rules_for,
    second_of,
    statutes_for,
)
from collegial.assemblies.rules import last_sending_day, sending_is_late
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.rules import Convocation, DecisionKind

SEND = "assemblies.send_invitation"
LINK_HOLDS = timedelta(days=2)


def prepare_assembly(
    context: Context,
    *,
    kind: AssemblyKind,
    title: str,
    starts_at: datetime,
    place: str,
    online_address: str | None = None,
) -> Assembly:
    """Create an assembly; nobody is told before it is convened."""
    require(context.by, PREPARE)
    if not title.strip():
        raise Invalid("assemblies.no_title", t("Give the assembly a title."), field="title")
    meeting = Assembly(
        kind=kind, title=title.strip(), starts_at=starts_at, place=place, online_address=online_address
    )
    context.session.add(meeting)
    context.session.flush()  # the event names the assembly by its number
    context.emit(AssemblyPrepared(assembly=meeting.id))
    return meeting


def add_item(context: Context, meeting: Assembly, *, title: str, text: str | None = None) -> AgendaItem:
    """Add an item at the end of the agenda of an assembly that is not convened yet (L32)."""
    require(context.by, PREPARE)
    _still_draft(meeting)
    item = AgendaItem(position=len(meeting.items) + 1, title=title, text=text)
    meeting.items.append(item)
    return item


def add_resolution(
    context: Context,
    meeting: Assembly,
    *,
    title: str,
    text: str,
    kind: DecisionKind,
    item: AgendaItem | None = None,
    is_backed: bool = True,
) -> Resolution:
    """Add a resolution; its kind must be one that this assembly can decide."""
    require(context.by, PREPARE)
    _still_draft(meeting)
    if meeting.kind is not AssemblyKind.MIXED and meeting.kind.value != kind.value:
        raise Invalid(
            "assemblies.wrong_kind",
            t(
                "This assembly cannot take that kind of decision. Make it a mixed assembly, or change the resolution."
            ),
            field="kind",
        )
    number = len(meeting.resolutions) + 1
    resolution = Resolution(number=number, title=title, text=text, kind=kind, item=item, is_backed=is_backed)
    meeting.resolutions.append(resolution)
    return resolution


def convene(context: Context, meeting: Assembly, *, late_reason: str | None = None) -> None:
    """Fix the statutes and the roll, and promise a convocation to each voter.

    Raises Refused when there is nothing to decide, or when the notice is too short (L30) and no reason
    is given; the reason goes to the minutes.
    """
    require(context.by, PREPARE)
    hold_meeting(context.session, meeting)
    _still_draft(meeting)
    if not meeting.resolutions:
        raise Refused(
            "assemblies.nothing_to_decide", t("The agenda holds no resolution. Add one before convening.")
        )
    meeting.statutes = statutes_for(context.session, meeting, context.zone)
    _check_notice(context, meeting, late_reason)
    meeting.state, meeting.convened_at = AssemblyState.CONVENED, context.clock.now()
    meeting.late_reason = (late_reason or "").strip() or None
    rows = roll_on(context.session, local_day(meeting.convened_at, context.zone))
    _write_roll(context, meeting, rows)
    _carry_proxies(context, meeting)
    _invite(context, meeting)
    context.emit(AssemblyConvened(assembly=meeting.id, voters=len(rows), late_reason=meeting.late_reason))


def convene_again(context: Context, first: Assembly, *, starts_at: datetime) -> Assembly:
    """Prepare the second convocation: same agenda, the statutes' lower quorum (L31, L34).

    A mixed assembly that could decide a part convenes again for the other part alone. Raises Refused
    unless the first assembly was held and missed a quorum, or when there is a second one already.
    """
    require(context.by, PREPARE)
    is_over = first.state in (AssemblyState.INQUORATE, AssemblyState.CLOSED)
    missed = missed_kinds(context.session, first)
    if first.convocation is Convocation.SECOND or not is_over or not missed:
        raise Refused(
            "assemblies.first_not_failed",
            t("A second convocation needs a first assembly that missed its quorum; this one has not."),
        )
    if second_of(context.session, first):
        raise Refused(
            "assemblies.second_exists", t("The second convocation of this assembly is already there.")
        )
    second = prepare_assembly(
        context, kind=first.kind, title=first.title, starts_at=starts_at, place=first.place,
        online_address=first.online_address,
    )  # fmt: skip
    second.convocation, second.first_id = Convocation.SECOND, first.id
    _copy_agenda(context, first, second, missed)
    return second


def _copy_agenda(context: Context, first: Assembly, second: Assembly, kinds: list[DecisionKind]) -> None:
    decided = {old.item_id for old in first.resolutions if old.kind not in kinds}
    items = {
        old.id: add_item(context, second, title=old.title, text=old.text)
        for old in first.items
        if old.id not in decided
    }
    for old in first.resolutions:
        if old.kind not in kinds:
            continue
        add_resolution(
            context, second, title=old.title, text=old.text, kind=old.kind,
            item=items.get(old.item_id or 0), is_backed=old.is_backed,
        )  # fmt: skip


def _still_draft(meeting: Assembly) -> None:
    if meeting.state is not AssemblyState.DRAFT:
        raise Refused(
            "assemblies.already_convened",
            t("The assembly is already convened: its agenda is the one that was sent."),
        )


def _check_notice(context: Context, meeting: Assembly, late_reason: str | None) -> None:
    days = notice_days(rules_for(context.session, meeting, context.zone), meeting)
    today = local_day(context.clock.now(), context.zone)
    held_on = local_day(meeting.starts_at, context.zone)
    if sending_is_late(today, held_on, days) and not (late_reason or "").strip():
        raise Refused(
            "assemblies.too_late",
            t(
                "It is too late to convene: the statutes ask for %(days)s days, so the last day was %(last)s. "
                "Move the assembly, or give a reason, which goes to the minutes.",
                days=days,
                last=last_sending_day(held_on, days=days).isoformat(),
            ),
            field="late_reason",
        )


def _write_roll(context: Context, meeting: Assembly, rows: list[RollRow]) -> None:
    """Write one entry and one own mandate per voting right, in bulk: rolls are long."""
    context.session.flush()  # the rows below name the assembly by its number
    entries = [
        {
            "assembly_id": meeting.id, "member_id": row.member_id, "actor_id": row.actor_id,
            "voter_id": row.voter_id, "college_id": row.college_id, "member_number": row.number, "name": row.name,
        }
        for row in rows
    ]  # fmt: skip
    if not entries:
        raise Refused(
            "assemblies.nobody", t("Nobody is a member on that day, so there is nobody to convene.")
        )
    context.session.execute(insert(RollEntry), entries)
    own = select(
        RollEntry.assembly_id, literal(MandateKind.OWN, Mandate.kind.type), RollEntry.id, RollEntry.id,
        literal(context.clock.now(), Mandate.given_at.type), literal(False),
    ).where(RollEntry.assembly_id == meeting.id)  # fmt: skip
    columns = ["assembly_id", "kind", "giver_id", "holder_id", "given_at", "on_paper"]
    context.session.execute(insert(Mandate).from_select(columns, own))


def _carry_proxies(context: Context, meeting: Assembly) -> None:
    """Let the proxies of the first convocation hold for the second (L37), under the cap of its statutes."""
    if meeting.first_id is None:
        return
    cap = rules_for(context.session, meeting, context.zone).proxies_per_holder
    for old, giver_id, holder_id in proxies_to_carry(context.session, meeting, cap):
        context.session.add(
            Mandate(
                assembly_id=meeting.id, kind=MandateKind.PROXY, giver_id=giver_id, holder_id=holder_id,
                slot=old.slot, cap=cap, given_at=old.given_at, on_paper=old.on_paper,
            )
        )  # fmt: skip
        context.emit(ProxyGiven(assembly=meeting.id, giver=giver_id, holder=holder_id, on_paper=old.on_paper))


def _invite(context: Context, meeting: Assembly) -> None:
    """Write one invitation per entry, and promise a mail to those who have an address (others: by post)."""
    voters = select(RollEntry.id, Actor.email).join(Actor, Actor.id == RollEntry.voter_id)
    expires = meeting.starts_at + LINK_HOLDS
    rows = context.session.execute(voters.where(RollEntry.assembly_id == meeting.id))
    invitations = [
        Invitation(
            entry_id=entry_id,
            created_at=context.clock.now(),
            expires_at=expires,
            channel="mail" if email else "post",
        )
        for entry_id, email in rows
    ]
    context.session.add_all(invitations)
    context.session.flush()  # the promises name the invitations by their number
    for one in invitations:
        if one.channel == "mail":
            promise(context.session, SEND, {"invitation": one.id}, at=context.clock.now())
