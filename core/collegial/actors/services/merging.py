"""Make one of two actors that were one, with a trace of each row that moved; or note that they are two."""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsDistinguished, ActorsMerged
from collegial.actors.models import Actor, Distinction, Merge
from collegial.actors.queries import traits_of
from collegial.actors.rules import contradictions
from collegial.actors.services.checking import check_may_change, hold_named
from collegial.actors.services.joining_details import join_details
from collegial.actors.services.joining_standing import join_standing
from collegial.actors.services.terms import hold
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import Text, t

LONGEST_REASON = 500
_AGAINST: Mapping[str, Text] = {
    "siren": t("SIREN numbers"),
    "rna": t("RNA numbers"),
    "born_on": t("dates of birth"),
}


def merge_actors(context: Context, kept: Actor, dropped: Actor, reason: str) -> Merge:
    """Make one of two rows that are the same actor; the dropped one keeps its number and leaves the lists.

    What belongs to it goes to the kept one, row by row with a trace: here what actors have, elsewhere what
    the subscriptions to `ActorsMerged` give. Raises Invalid without a reason, Refused when one of the two was
    merged already, or when something says that they are two: their sort, numbers, births, voters, members,
    accounts.
    """
    check_may_change(context, kept, dropped)
    reason = _checked_reason(reason)
    hold(context.session, kept, dropped)
    hold_named(context.session, (kept,))
    _check_same(context.session, kept, dropped)
    merge = _write(context, kept, dropped, reason)
    merged = ActorsMerged(merge=merge.id, kept=kept.id, dropped=dropped.id)
    join_standing(context, merged)
    join_details(context, merged, kept, dropped)
    dropped.merged_into_id = kept.id
    context.session.flush()  # whoever hears of it reads the database
    context.emit(merged)
    return merge


def distinguish_actors(context: Context, one: Actor, other: Actor) -> None:
    """Note that two actors that look alike are two; said twice, it is noted once. Raises Invalid for one."""
    check_may_change(context, one, other)
    if one.id == other.id:
        raise _the_same()
    first, second = sorted((one.id, other.id))
    noted = Distinction(
        first_id=first, second_id=second, checked_at=context.clock.now(), checked_by=context.by.name
    )
    try:
        with context.session.begin_nested():
            context.session.add(noted)
    except IntegrityError:
        return
    context.emit(ActorsDistinguished(first=first, second=second))


def _checked_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(
            "actors.reason_missing",
            t("Say how you know that they are one: the trace keeps it."),
            field="reason",
        )
    return reason[:LONGEST_REASON]


def _check_same(session: Session, kept: Actor, dropped: Actor) -> None:
    if kept.id == dropped.id:
        raise _the_same()
    if (kept.kind, kept.is_joint) != (dropped.kind, dropped.is_joint):
        raise Refused(
            "actors.two_sorts", t("A person, an organisation and joint holders are never one actor.")
        )
    traits = traits_of(session, (kept.id, dropped.id))
    if against := contradictions(traits[kept.id], traits[dropped.id]):
        raise Refused(
            "actors.contradict",
            t("Their %(what)s differ: these are two actors. Correct what is wrong first, if they are one.",
              what=_AGAINST[against[0]]),
        )  # fmt: skip


def _write(context: Context, kept: Actor, dropped: Actor, reason: str) -> Merge:
    merge = Merge(
        kept_id=kept.id, dropped_id=dropped.id, reason=reason,
        merged_at=context.clock.now(), merged_by=context.by.name,
    )  # fmt: skip
    with or_refuse(
        context.session,
        Refused(
            "actors.merged", t("Someone merged one of these two at the same moment. Look at them again.")
        ),
    ):
        context.session.add(merge)
    return merge


def _the_same() -> Invalid:
    return Invalid("actors.one_actor", t("An actor cannot be compared with itself."))
