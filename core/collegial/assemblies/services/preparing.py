"""Prepare an assembly: create it, change it, convene it; its agenda is written by `agenda`."""

from datetime import datetime

from collegial.assemblies.events import AssemblyConvened, AssemblyPrepared
from collegial.assemblies.models import (
    Assembly,
    AssemblyKind,
    AssemblyState,
)
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.amending import amendments_in
from collegial.assemblies.queries.attending import roll_on
from collegial.assemblies.queries.meetings import (
    hold_meeting,
    missed_kinds,
    notice_days,
    rules_for,
    second_of,
    statutes_for,
)
from collegial.assemblies.rules import last_sending_day, sending_is_late
from collegial.assemblies.services.agenda import add_item, add_resolution
from collegial.assemblies.services.carrying import carry_mandates
from collegial.assemblies.services.copying import copy_agenda
from collegial.assemblies.services.corresponding import carry_forms
from collegial.assemblies.services.roll import LINK_HOLDS, SEND, SEND_SOME, invite, write_roll
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import nt, t
from collegial.statutes.models import College
from collegial.statutes.rules import Convocation

# One prepares with the acts of the agenda as well.
__all__ = [
    "LINK_HOLDS",
    "SEND",
    "SEND_SOME",
    "add_item",
    "add_resolution",
    "change_frame",
    "convene",
    "convene_again",
    "prepare_assembly",
]

NO_COLLEGE = t("Choose the college whose members are convened.")
PAST = t("The day and hour of the assembly are past. Choose a later day.")


def prepare_assembly(
    context: Context,
    *,
    kind: AssemblyKind,
    title: str,
    starts_at: datetime,
    place: str,
    online_address: str | None = None,
    college: College | None = None,
) -> Assembly:
    """Create an assembly; nobody is told before it is convened.

    Raises Invalid without a title, for a special assembly without its college, and for a day that is past.
    """
    require(context.by, PREPARE)
    _still_to_come(context, starts_at)
    meeting = Assembly(
        kind=kind, title=_titled(title), starts_at=starts_at, place=place, online_address=online_address,
        college_id=_college_of(kind, college),
    )  # fmt: skip
    context.session.add(meeting)
    context.session.flush()  # the event names the assembly by its number
    context.emit(AssemblyPrepared(assembly=meeting.id))
    return meeting


def change_frame(
    context: Context,
    meeting: Assembly,
    *,
    kind: AssemblyKind,
    title: str,
    starts_at: datetime,
    place: str,
    online_address: str | None = None,
    college: College | None = None,
) -> None:
    """Change what, when and where while the assembly is prepared.

    Raises Refused once it is convened; Invalid for a kind that cannot take the resolutions already written,
    and for another kind than the first assembly's at a second convocation (L31).
    """
    require(context.by, PREPARE)
    hold_meeting(context.session, meeting)
    _still_draft(meeting)
    college_id = _college_of(kind, college)
    _check_frame(context, meeting, kind, college_id)
    _still_to_come(context, starts_at)
    meeting.kind, meeting.college_id, meeting.title = kind, college_id, _titled(title)
    meeting.starts_at, meeting.place, meeting.online_address = starts_at, place, online_address
    context.emit(AssemblyPrepared(assembly=meeting.id))


def _still_to_come(context: Context, starts_at: datetime) -> None:
    if starts_at <= context.clock.now():
        raise Invalid("assemblies.past", PAST, field="starts_at")


def _titled(title: str) -> str:
    if not title.strip():
        raise Invalid("assemblies.no_title", t("Give the assembly a title."), field="title")
    return title.strip()


def _college_of(kind: AssemblyKind, college: College | None) -> int | None:
    if kind is not AssemblyKind.SPECIAL:
        return None
    if college is None:
        raise Invalid("assemblies.no_college", NO_COLLEGE, field="college")
    return college.id


def _check_frame(context: Context, meeting: Assembly, kind: AssemblyKind, college_id: int | None) -> None:
    if meeting.convocation is Convocation.SECOND and (kind, college_id) != (meeting.kind, meeting.college_id):
        raise Invalid(
            "assemblies.second_kind",
            t("A second convocation is of the same kind as the first. Change only the day and the place."),
            field="kind",
        )
    if kind is AssemblyKind.SPECIAL and amendments_in(context.session, meeting.id):
        raise Invalid(
            "assemblies.amends",
            t(
                "This assembly decides on a draft of the statutes: one college alone cannot. Take the draft back first."
            ),
            field="kind",
        )
    left_out = [one for one in meeting.resolutions if not kind.may_decide(one.kind)]
    if left_out:
        raise Invalid(
            "assemblies.kind_in_use",
            t(
                "Resolution %(number)s cannot be decided by an assembly of that kind. "
                "Change the resolution first, or choose a mixed assembly.",
                number=left_out[0].number,
            ),
            field="kind",
        )


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
    if meeting.starts_at <= context.clock.now():
        raise Refused("assemblies.past", PAST)
    meeting.statutes = statutes_for(context.session, meeting, context.zone)
    _check_notice(context, meeting, late_reason)
    meeting.state, meeting.convened_at = AssemblyState.CONVENED, context.clock.now()
    meeting.late_reason = (late_reason or "").strip() or None
    day = local_day(meeting.convened_at, context.zone)
    rows = roll_on(context.session, day, college_id=meeting.college_id)
    write_roll(context, meeting, rows)
    # What was given for the first convocation is told after this one: its record begins here.
    context.emit(AssemblyConvened(assembly=meeting.id, voters=len(rows), late_reason=meeting.late_reason))
    carry_mandates(context, meeting)
    carry_forms(context, meeting)
    invite(context, meeting)


def convene_again(context: Context, first: Assembly, *, starts_at: datetime) -> Assembly:
    """Prepare the second convocation: same agenda, the statutes' lower quorum (L31, L34).

    A mixed assembly that could decide a part convenes again for the other part alone. Raises Refused
    unless the first assembly was held and missed a quorum, or when there is a second one already.
    """
    require(context.by, PREPARE)
    hold_meeting(context.session, first)
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
        online_address=first.online_address, college=first.college,
    )  # fmt: skip
    copy_agenda(context, first, second, missed)
    second.convocation, second.first_id = Convocation.SECOND, first.id
    return second


def _still_draft(meeting: Assembly) -> None:
    if meeting.state is not AssemblyState.DRAFT:
        raise Refused(
            "assemblies.already_convened",
            t("The assembly is already convened: its agenda is the one that was sent."),
        )


def _check_notice(context: Context, meeting: Assembly, late_reason: str | None) -> None:
    days = notice_days(rules_for(context.session, meeting, context.zone), meeting)
    today = context.today
    held_on = local_day(meeting.starts_at, context.zone)
    if sending_is_late(today, held_on, days) and not (late_reason or "").strip():
        raise Refused(
            "assemblies.too_late",
            nt(
                "It is too late to convene: the statutes ask for %(days)s day, so the last day was %(last)s. "
                "Move the assembly, or give a reason, which goes to the minutes.",
                "It is too late to convene: the statutes ask for %(days)s days, so the last day was %(last)s. "
                "Move the assembly, or give a reason, which goes to the minutes.",
                days,
                days=days,
                last=last_sending_day(held_on, days=days),
            ),
            field="late_reason",
        )
