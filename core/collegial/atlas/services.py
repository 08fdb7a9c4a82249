"""Show an actor because it agreed, and hide it as soon as it takes that back."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from collegial.actors.events import ActorsMerged
from collegial.actors.models import Actor, ActorShowing
from collegial.atlas.events import ActorHidden, ActorShown
from collegial.atlas.queries import may_decide, showing_of
from collegial.journal.services import hold_order
from collegial.kernel.errors import Forbidden, Invalid, Missing
from collegial.kernel.events import Context
from collegial.kernel.text import t

Coordinates = tuple[int, int]


def show_actor(
    context: Context, actor_id: int, *, how: str, at: Coordinates | None, on: date | None = None
) -> ActorShowing:
    """Record that an actor agreed to be shown, or where it stands on the map if it is shown already.

    `how` and `on` say how and on which day the agreement was given, now where no day is told.
    Raises Forbidden for someone who may not say so, Missing, Invalid.
    """
    _check(context, actor_id)
    if not how.strip():
        raise Invalid("atlas.no_reason", t("Say how the agreement was given."), field="how")
    if on is not None and on > context.today:
        raise Invalid("atlas.to_come", t("An agreement was given today or earlier."), field="on")
    hold_order(context.session)  # two at once are shown once
    found = showing_of(context.session, actor_id)
    if found is None:
        found = ActorShowing(
            actor_id=actor_id, agreed_at=_moment(context, on), how=how.strip(), recorded_by=context.by.name
        )
        context.session.add(found)
        context.emit(ActorShown(actor=actor_id))
    found.north, found.east = at or (None, None)
    context.session.flush()
    return found


def _moment(context: Context, on: date | None) -> datetime:
    """Return now, or the beginning of the day that is told."""
    if on is None or on == context.today:
        return context.clock.now()
    return datetime.combine(on, time(), ZoneInfo(context.zone))


def hide_actor(context: Context, actor_id: int) -> None:
    """Take an actor off the public site at once, with its place on the map; nothing happens where it is not there."""
    _check(context, actor_id)
    hold_order(context.session)  # two at once are hidden once
    _end(context, actor_id)


def hide_merged(context: Context, merged: ActorsMerged) -> None:
    """Hide an actor that was found to be another one: the agreement was given for the name that goes."""
    _end(context, merged.dropped)


def _end(context: Context, actor_id: int) -> None:
    found = showing_of(context.session, actor_id)
    if found is None:
        return
    found.withdrawn_at, found.north, found.east = context.clock.now(), None, None
    context.emit(ActorHidden(actor=actor_id))


def _check(context: Context, actor_id: int) -> None:
    actor = context.session.get(Actor, actor_id)
    if actor is None or actor.merged_into_id is not None:
        raise Missing("actors.unknown", t("There is no such actor in the directory."))
    today = context.today
    if not may_decide(context.session, context.by, actor_id, today):
        raise Forbidden(
            "atlas.not_yours", t("Only the actor itself, who speaks for it, or the staff may say this.")
        )
