"""Come and go: the attendance sheet with its times, at the desk or from a distance."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update

from collegial.assemblies.events import Arrived, Departed
from collegial.assemblies.models import Assembly, AssemblyState, Attendance, AttendanceMode, RollEntry
from collegial.assemblies.permissions import ATTEND, DESK
from collegial.assemblies.queries.attending import (
    current_stay,
    hold_entries,
    last_departure,
    live_proxy_of,
    stays_left_open,
)
from collegial.assemblies.queries.blanks import live_blank_of
from collegial.assemblies.queries.spouses import live_spouse_of
from collegial.assemblies.rules import arrivals_have_begun
from collegial.assemblies.services.blanks import end_blank
from collegial.assemblies.services.corresponding import settle_on_arrival
from collegial.assemblies.services.proxies import end_proxy
from collegial.assemblies.services.spouses import end_spouse
from collegial.assemblies.services.staying import check_is_member
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t


def check_in_spouse(context: Context, entry: RollEntry) -> Attendance:
    """Write down that the spouse or partner whom a member named came in, in the room; the proxy goes on.

    Raises Refused without such a proxy, and where `check_in` does.
    """
    require(context.by, DESK)
    given = live_spouse_of(context.session, entry.id)
    if given is None:
        raise Refused("proxy.none_to_spouse", t("This member has not named a spouse or partner."))
    stay = _come(context, entry, mode=AttendanceMode.ROOM, at=None)
    given.came_at = stay.arrived_at
    return stay


def check_in(
    context: Context, entry: RollEntry, *, mode: AttendanceMode, at: datetime | None = None
) -> Attendance:
    """Write an arrival down; a proxy that the arriving member had given ends (L37), a form as the statutes say.

    At the desk for anyone; from a distance for oneself. `at` is when someone came whose arrival is entered
    later. Raises Refused before the day of the assembly, when it is over, when the entry is in already, or
    was still in at that time.
    """
    _check_may_move(context, entry)
    stay = _come(context, entry, mode=mode, at=at)
    spouse = live_spouse_of(context.session, entry.id)
    if spouse:
        end_spouse(context, spouse)
    return stay


def _come(context: Context, entry: RollEntry, *, mode: AttendanceMode, at: datetime | None) -> Attendance:
    hold_entries(context.session, entry)
    _check_is_held(context, entry.assembly)
    check_is_member(context, entry)
    if current_stay(context.session, entry.id):
        raise _already_in()
    _came_after_leaving(context, entry, at)
    now = context.clock.now()
    stay = Attendance(
        entry_id=entry.id, mode=mode, arrived_at=at or now, arrival_entered_at=now if at else None
    )
    with or_refuse(context.session, _already_in()):
        context.session.add(stay)
    given = live_proxy_of(context.session, entry.id)
    if given:
        end_proxy(context, given)
    left = live_blank_of(context.session, entry.id)
    if left:
        end_blank(context, left)
    settle_on_arrival(context, entry)
    context.emit(Arrived(assembly=entry.assembly_id, entry=entry.id, mode=mode.value, at=_written(at)))
    return stay


def check_out(context: Context, entry: RollEntry, *, at: datetime | None = None) -> None:
    """Write a departure down; raises Refused when the entry is not in, or came in after that time."""
    _check_may_move(context, entry)
    hold_entries(context.session, entry)
    stay = current_stay(context.session, entry.id)
    if stay is None:
        raise Refused("attendance.not_in", t("This member is not checked in."))
    if at is not None and at < stay.arrived_at:
        raise Refused(
            "attendance.came_later", t("This member came in after that time: the departure does not fit.")
        )
    now = context.clock.now()
    left = at or max(now, stay.arrived_at)  # a clock that was set back ends no stay before it began
    stay.left_at, stay.departure_entered_at = left, now if at else None
    context.emit(
        Departed(assembly=entry.assembly_id, entry=entry.id, at=_written(left if left != now else None))
    )


def end_stays(context: Context, meeting: Assembly) -> datetime:
    """Let everyone who is still in leave now, and return the moment: never before the last arrival or the opening."""
    here = select(RollEntry.id).where(RollEntry.assembly_id == meeting.id)
    still = (Attendance.left_at.is_(None), Attendance.entry_id.in_(here))
    last = context.session.scalar(select(func.max(Attendance.arrived_at)).where(*still))
    known = [moment for moment in (last, meeting.opened_at) if moment is not None]
    ended = max([context.clock.now(), *known])  # the clock may be set back
    context.session.execute(update(Attendance).where(*still).values(left_at=ended))
    return ended


def end_stays_left_open(context: Context) -> Mapping[Assembly, int]:
    """End the stays that were left open when their assembly ended, at that end; return how many, by assembly.

    A fault of earlier versions left some: who came in at the very moment of the end stayed for ever.
    """
    require(context.by, DESK)
    found = stays_left_open(context.session)
    for meeting, stays in found.items():
        for stay in stays:
            stay.left_at = max(meeting.closed_at or stay.arrived_at, stay.arrived_at)
            stay.departure_entered_at = context.clock.now()
            context.emit(Departed(assembly=meeting.id, entry=stay.entry_id, at=_written(stay.left_at)))
    return {meeting: len(stays) for meeting, stays in found.items()}


def _check_may_move(context: Context, entry: RollEntry) -> None:
    """Let the desk move anyone, and a voter move the entries that are theirs."""
    if context.by.may(DESK):
        return
    require(context.by, ATTEND)
    if entry.voter_id != context.by.actor_id:
        raise Forbidden(
            "attendance.not_yours", t("You can only check in yourself, or an organisation you represent.")
        )


def _check_is_held(context: Context, meeting: Assembly) -> None:
    if meeting.state not in (AssemblyState.CONVENED, AssemblyState.OPEN):
        raise Refused("attendance.not_held", t("This assembly is not being held: nobody can come in."))
    today, held_on = (local_day(moment, context.zone) for moment in (context.clock.now(), meeting.starts_at))
    if not arrivals_have_begun(today, held_on):
        raise Refused(
            "attendance.too_early", t("Arrivals are written down on the day of the assembly, not before.")
        )


def _came_after_leaving(context: Context, entry: RollEntry, at: datetime | None) -> None:
    """Refuse an arrival entered late for a time at which, as was written since, the member was there."""
    left_at = last_departure(context.session, entry.id) if at else None
    if at and left_at and at < left_at:
        raise Refused(
            "attendance.left_later", t("This member left after that time: the arrival does not fit.")
        )


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _already_in() -> Refused:
    return Refused("attendance.already_in", t("This member is already checked in."))
