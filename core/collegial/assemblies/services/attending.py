"""Come and go: the attendance sheet with its times, at the desk or from a distance."""

from sqlalchemy.exc import IntegrityError

from collegial.assemblies.events import Arrived, Departed
from collegial.assemblies.models import Assembly, AssemblyState, Attendance, AttendanceMode, RollEntry
from collegial.assemblies.permissions import ATTEND, DESK
from collegial.assemblies.queries.attending import current_stay, hold, live_proxy_of
from collegial.assemblies.queries.blanks import live_blank_of
from collegial.assemblies.rules import arrivals_have_begun
from collegial.assemblies.services.blanks import end_blank
from collegial.assemblies.services.corresponding import settle_on_arrival
from collegial.assemblies.services.proxies import end_proxy
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def check_in(context: Context, entry: RollEntry, *, mode: AttendanceMode) -> Attendance:
    """Write an arrival down; a proxy that the arriving member had given ends (L37), a form as the statutes say.

    At the desk for anyone; from a distance for oneself. Raises Refused before the day of the assembly, when
    it is over, or when the entry is in already.
    """
    _may_move(context, entry)
    _held_now(context, entry.assembly)
    hold(context.session, entry.id)
    if current_stay(context.session, entry.id):
        raise _already_in()
    stay = Attendance(entry_id=entry.id, mode=mode, arrived_at=context.clock.now())
    try:
        with context.session.begin_nested():
            context.session.add(stay)
    except IntegrityError:
        raise _already_in() from None
    given = live_proxy_of(context.session, entry.id)
    if given:
        end_proxy(context, given)
    left = live_blank_of(context.session, entry.id)
    if left:
        end_blank(context, left)
    settle_on_arrival(context, entry)
    context.emit(Arrived(assembly=entry.assembly_id, entry=entry.id, mode=mode.value))
    return stay


def check_out(context: Context, entry: RollEntry) -> None:
    """Write a departure down; raises Refused when the entry is not in."""
    _may_move(context, entry)
    stay = current_stay(context.session, entry.id)
    if stay is None:
        raise Refused("attendance.not_in", t("This member is not checked in."))
    stay.left_at = context.clock.now()
    context.emit(Departed(assembly=entry.assembly_id, entry=entry.id))


def _may_move(context: Context, entry: RollEntry) -> None:
    """Let the desk move anyone, and a voter move the entries that are theirs."""
    if context.by.may(DESK):
        return
    require(context.by, ATTEND)
    if entry.voter_id != context.by.actor_id:
        raise Forbidden(
            "attendance.not_yours", t("You can only check in yourself, or an organisation you represent.")
        )


def _held_now(context: Context, meeting: Assembly) -> None:
    if meeting.state not in (AssemblyState.CONVENED, AssemblyState.OPEN):
        raise Refused("attendance.not_held", t("This assembly is not being held: nobody can come in."))
    today, held_on = (local_day(moment, context.zone) for moment in (context.clock.now(), meeting.starts_at))
    if not arrivals_have_begun(today, held_on):
        raise Refused(
            "attendance.too_early", t("Arrivals are written down on the day of the assembly, not before.")
        )


def _already_in() -> Refused:
    return Refused("attendance.already_in", t("This member is already checked in."))
