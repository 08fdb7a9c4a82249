"""Give the times for which a dropped actor stood for someone, or someone for it, to the kept one."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute

from collegial.actors.events import ActorsMerged
from collegial.actors.models import Guardian, JointHolder, Representative
from collegial.actors.services.tracing import end_overlaps, give_to_kept
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t

_Number = InstrumentedAttribute[Any]
# Whom someone votes for, and the column of who does.
_ONE_AT_A_TIME: tuple[tuple[_Number, _Number], ...] = (
    (Representative.organisation_id, Representative.person_id),
    (Guardian.minor_id, Guardian.person_id),
)
_TOGETHER: tuple[tuple[_Number, _Number], ...] = (
    (JointHolder.joint_id, JointHolder.person_id),
    (JointHolder.person_id, JointHolder.joint_id),
)


def join_standing(context: Context, merged: ActorsMerged) -> None:
    """Give representatives, guardians and holders, on both sides.

    Where both have someone on the same day, the kept one's stands and the other's ends today. Raises Refused
    when two persons vote for them now or later, or when one of the two votes for the other.
    """
    _check_strangers(context, merged)
    for whom, who in _ONE_AT_A_TIME:
        _check_one_voter(context, merged, whom, who)
        met = end_overlaps(context, merged, whom)
        give_to_kept(context, merged, whom, whom.class_.id.not_in(met))
        give_to_kept(context, merged, who)
    for side, other in _TOGETHER:
        met = end_overlaps(context, merged, side, alike=other)
        give_to_kept(context, merged, side, JointHolder.id.not_in(met))


def _check_strangers(context: Context, merged: ActorsMerged) -> None:
    both = (merged.kept, merged.dropped)
    guards = select(Guardian.id).where(Guardian.minor_id.in_(both), Guardian.person_id.in_(both))
    if context.session.scalar(guards.limit(1)) is not None:
        raise Refused(
            "actors.votes_for_the_other", t("One of them votes for the other: these are two persons.")
        )


def _check_one_voter(context: Context, merged: ActorsMerged, whom: _Number, who: _Number) -> None:
    today, ends_on = context.today, whom.class_.ends_on
    running = select(whom, who).where(
        whom.in_((merged.kept, merged.dropped)), or_(ends_on.is_(None), ends_on > today)
    )
    rows = context.session.execute(running).all()
    if len({organisation for organisation, _ in rows}) > 1 and len({person for _, person in rows}) > 1:
        raise Refused(
            "actors.two_voters",
            t("Two persons vote for them today or later. End what one of them may do, then merge."),
        )
