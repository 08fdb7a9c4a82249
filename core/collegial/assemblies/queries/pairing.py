"""Read which ordinary and extraordinary assemblies lie near enough for one proxy to hold in both (L37)."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, AssemblyKind, AssemblyState, RollEntry
from collegial.assemblies.queries.meetings import rules_for
from collegial.kernel.clock import local_day
from collegial.statutes.rules import pair_days_of

_OTHER = {
    AssemblyKind.ORDINARY: AssemblyKind.EXTRAORDINARY,
    AssemblyKind.EXTRAORDINARY: AssemblyKind.ORDINARY,
}


def pair_days(session: Session, meeting: Assembly, zone: str) -> int | None:
    """Return how far the other assembly may lie; None where one proxy cannot hold in two."""
    if meeting.kind not in _OTHER:
        return None
    return pair_days_of(rules_for(session, meeting, zone), on=local_day(meeting.starts_at, zone))


def pair_of(session: Session, meeting: Assembly, zone: str) -> Assembly | None:
    """Return the assembly of the other kind that is convened and near enough, the nearest."""
    days = pair_days(session, meeting, zone)
    if days is None:
        return None
    near = timedelta(days=days + 1)
    found = session.scalars(
        select(Assembly).where(
            Assembly.kind == _OTHER[meeting.kind],
            Assembly.state.in_((AssemblyState.CONVENED, AssemblyState.OPEN)),
            Assembly.starts_at.between(meeting.starts_at - near, meeting.starts_at + near),
        )
    )
    day = local_day(meeting.starts_at, zone)
    close = [one for one in found if abs((local_day(one.starts_at, zone) - day).days) <= days]
    return min(close, key=lambda one: abs(one.starts_at - meeting.starts_at), default=None)


def entry_of_member(session: Session, assembly_id: int, member_id: int) -> RollEntry | None:
    """Return a member's place on the roll of an assembly."""
    return session.scalars(
        select(RollEntry).where(RollEntry.assembly_id == assembly_id, RollEntry.member_id == member_id)
    ).one_or_none()
