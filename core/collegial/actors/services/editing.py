"""Correct what the directory says of an actor."""

from dataclasses import fields

from collegial.actors.events import ActorEdited
from collegial.actors.models import Actor
from collegial.actors.queries import families
from collegial.actors.services.adding import ActorFacts, checked_family, checked_name
from collegial.actors.services.checking import check_may_change, hold_named
from collegial.actors.services.reaching import read_email
from collegial.kernel.events import Context


def facts_of(actor: Actor) -> ActorFacts:
    """Return what the directory says of an actor now, to be changed in part by `dataclasses.replace`."""
    return ActorFacts(
        name=actor.name,
        family_key=actor.family.key if actor.family else None,
        given_name=actor.given_name,
        family_name=actor.family_name,
        email=actor.email,
        locality=actor.locality,
        summary=actor.summary,
        locale=actor.locale,
    )


def edit_actor(context: Context, actor: Actor, facts: ActorFacts) -> None:
    """Write down what is right of an actor; the journal keeps which facts changed, not what they were.

    Raises Invalid for an empty name, an unknown family or an e-mail address that cannot be right. Rolls and
    records of the past keep the name they were made with.
    """
    check_may_change(context, actor)
    hold_named(context.session, (actor,), field="name")
    by_key = {family.key: family for family in families(context.session)}
    before = facts_of(actor)
    actor.name = checked_name(facts.name)
    actor.family = checked_family(facts.family_key or None, by_key)
    actor.email = read_email(facts.email) if facts.email else None
    for name in ("given_name", "family_name", "locality", "summary"):
        setattr(actor, name, getattr(facts, name) or None)
    actor.locale = facts.locale or actor.locale
    after = facts_of(actor)
    changed = [one.name for one in fields(after) if getattr(before, one.name) != getattr(after, one.name)]
    if changed:
        context.emit(ActorEdited(actor=actor.id, facts=changed))
