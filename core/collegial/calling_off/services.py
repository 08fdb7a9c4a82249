"""Call a convened assembly off, put it off, move it on its day; everyone who was convened is told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, literal, null, select

from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    Change,
    ChangeKind,
    ChangeLetter,
    Invitation,
    RollEntry,
)
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.changing import changes_of
from collegial.assemblies.queries.meetings import hold_meeting, replacement_of
from collegial.assemblies.services.attending import end_stays
from collegial.assemblies.services.letters import post_letters
from collegial.assemblies.services.replacing import prepare_replacement
from collegial.assemblies.services.roll import TOGETHER
from collegial.calling_off.events import (
    AssemblyCalledOff,
    AssemblyMoved,
    ChangeLettersPosted,
    ReplacementPrepared,
)
from collegial.calling_off.queries import addressed, letters_to_post
from collegial.calling_off.rules import has_moved, stays_on_its_day
from collegial.convocations.queries import MAIL, POST
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, t

SEND = "calling_off.send_letters"
_LONGEST = 2000
_WHY_NOT = {
    AssemblyState.DRAFT: t("Nobody was convened yet: change its day, or leave it in preparation."),
    AssemblyState.OPEN: t(
        "The assembly is open: what is voted in it stands. Close it; what is left goes to another assembly."
    ),
    AssemblyState.INQUORATE: t("The assembly was held: it can no longer be called off or moved."),
    AssemblyState.CLOSED: t("The assembly was held: it can no longer be called off or moved."),
    AssemblyState.CALLED_OFF: t("The assembly is called off already."),
}


def why_not(meeting: Assembly) -> Text | None:
    """Say why an assembly cannot be called off or moved now; None where it can."""
    return _WHY_NOT.get(meeting.state)


def call_off(context: Context, meeting: Assembly, *, reason: str) -> Change:
    """Call a convened assembly off (annuler): it is not held, and whoever was convened is told why.

    What was given for it is kept and has no effect. Raises Refused unless it is convened and not yet opened: a vote
    that was opened is counted, never called off. Raises Invalid without a reason.
    """
    require(context.by, PREPARE)
    _hold_convened(context, meeting)
    why = _said(reason)
    end_stays(context, meeting)  # who checked in already goes home
    made = _changed(context, meeting, ChangeKind.CALLED_OFF, why)
    meeting.state = AssemblyState.CALLED_OFF
    context.emit(AssemblyCalledOff(assembly=meeting.id, change=made.id, reason=why))
    _tell(context, made)
    return made


def put_off(context: Context, meeting: Assembly, *, reason: str, starts_at: datetime) -> Assembly:
    """Call an assembly off and prepare the one that replaces it (reporter): members are convened anew, in time.

    Raises what call_off and replace raise.
    """
    call_off(context, meeting, reason=reason)
    context.session.flush()  # the database lets what was called off be replaced, and nothing else
    return replace(context, meeting, starts_at=starts_at)


def replace(context: Context, meeting: Assembly, *, starts_at: datetime) -> Assembly:
    """Prepare another assembly with the agenda of one that was called off; it needs a convocation of its own (L30).

    Raises Refused unless it was called off, or when it is replaced already; Invalid for a day that is past.
    """
    require(context.by, PREPARE)
    hold_meeting(context.session, meeting)
    if meeting.state is not AssemblyState.CALLED_OFF:
        raise Refused("calling_off.not_called_off", t("Only an assembly that was called off is replaced."))
    if replacement_of(context.session, meeting):
        raise Refused("calling_off.replaced", t("The assembly that replaces this one is there already."))
    made = prepare_replacement(context, meeting, starts_at=starts_at)
    context.emit(ReplacementPrepared(assembly=made.id, replaces=meeting.id))
    return made


def move(
    context: Context,
    meeting: Assembly,
    *,
    starts_at: datetime,
    place: str,
    online_address: str | None,
    reason: str,
) -> Change:
    """Hold a convened assembly at another hour or place of the same day, and tell whoever was convened.

    Raises Refused unless it is convened and not yet opened; Invalid without a reason, for another day, which takes a
    new convocation, for an hour that is past, or when nothing changes.
    """
    require(context.by, PREPARE)
    _hold_convened(context, meeting)
    why, where, online = _said(reason), place.strip(), (online_address or "").strip() or None
    _check_move(context, meeting, starts_at, where, online)
    made = _changed(context, meeting, ChangeKind.MOVED, why)
    meeting.starts_at, meeting.place, meeting.online_address = starts_at, where, online
    context.emit(
        AssemblyMoved(
            assembly=meeting.id, change=made.id, reason=why, starts_at=starts_at.isoformat(), place=where
        )
    )
    _tell(context, made)
    return made


def note_posted(context: Context, change: Change, wanted: Sequence[int]) -> int:
    """Write down that letters were posted or handed over; return how many were not noted before."""
    require(context.by, PREPARE)
    waiting = letters_to_post(change.id).where(ChangeLetter.id.in_(wanted))
    count = post_letters(context, change.assembly, waiting)
    if count:
        context.emit(ChangeLettersPosted(assembly=change.assembly_id, change=change.number, count=count))
    return count


def note_mailed(context: Context, numbers: Sequence[int]) -> None:
    """Write down that letters left by mail."""
    require(context.by, PREPARE)
    for one, _person in addressed(context.session, numbers):
        one.sent_at = context.clock.now()


def send_by_post(context: Context, letter: ChangeLetter) -> None:
    """Let a letter that no mail can carry wait among those to print."""
    require(context.by, PREPARE)
    letter.channel = POST


def _hold_convened(context: Context, meeting: Assembly) -> None:
    hold_meeting(context.session, meeting)
    fault = why_not(meeting)
    if fault:
        raise Refused("calling_off.not_now", fault)


def _said(reason: str) -> str:
    words = reason.strip()
    if not words or len(words) > _LONGEST:
        raise Invalid(
            "calling_off.no_reason",
            t("Say why, in 2,000 characters at most: everyone who was convened reads it."),
            field="reason",
        )
    return words


def _check_move(
    context: Context, meeting: Assembly, starts_at: datetime, place: str, online: str | None
) -> None:
    if not place:
        raise Invalid("calling_off.no_place", t("Say where the assembly meets."), field="place")
    if not stays_on_its_day(meeting.starts_at, starts_at, context.zone):
        raise Invalid(
            "calling_off.another_day",
            t("Another day takes a new convocation, with its notice. Put the assembly off instead."),
            field="starts_at",
        )
    if starts_at <= context.clock.now():
        raise Invalid("calling_off.past", t("This hour is past. Choose a later one."), field="starts_at")
    former = meeting.starts_at, meeting.place, meeting.online_address
    if not has_moved(former, (starts_at, place, online)):
        raise Invalid("calling_off.nothing", t("Nothing changes: write another hour or place."))


def _changed(context: Context, meeting: Assembly, kind: ChangeKind, reason: str) -> Change:
    made = Change(
        assembly=meeting, number=len(changes_of(context.session, meeting.id)) + 1, kind=kind, reason=reason,
        decided_at=context.clock.now(), former_start=meeting.starts_at, former_place=meeting.place,
        former_address=meeting.online_address,
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()  # the event and the letters name it by its number
    return made


def _tell(context: Context, made: Change) -> None:
    """Write a letter to each who was convened, by the way of the convocation, and promise the mails."""
    convened = (
        select(literal(made.id), Invitation.entry_id, Invitation.channel, null())
        .join(RollEntry, Invitation.entry_id == RollEntry.id)
        .where(RollEntry.assembly_id == made.assembly_id)
        .order_by(Invitation.entry_id)
    )
    columns = ["change_id", "entry_id", "channel", "sent_at"]
    context.session.execute(insert(ChangeLetter).from_select(columns, convened))
    mailed = context.session.scalars(
        select(ChangeLetter.id)
        .where(ChangeLetter.change_id == made.id, ChangeLetter.channel == MAIL)
        .order_by(ChangeLetter.id)
    ).all()
    for first in range(0, len(mailed), TOGETHER):
        payload = {"letters": list(mailed[first : first + TOGETHER])}
        promise(context.session, SEND, payload, at=context.clock.now())
