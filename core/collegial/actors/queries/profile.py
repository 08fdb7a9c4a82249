"""All that the page of one actor shows to those who work with persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from collegial.actors.models import (
    Actor,
    Address,
    Contact,
    Guardian,
    Identifier,
    JointHolder,
    Merge,
    Representative,
)
from collegial.actors.queries.details import addresses_of, born_on, contacts_of, identifiers_of, merges_into
from collegial.actors.queries.standing import acts_for, guardians_of, holders_of, representatives_of
from collegial.actors.rules import is_of_age


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One actor with its contacts, its numbers, and those who stand for it, as of a day."""

    contacts: Sequence[Contact]
    addresses: Sequence[Address]
    identifiers: Sequence[Identifier]
    representatives: Sequence[Representative]
    guardians: Sequence[Guardian]
    holders: Sequence[JointHolder]
    acts_for: Sequence[Actor]
    merges: Sequence[Merge]
    born_on: date | None
    is_minor: bool


def profile(session: Session, actor: Actor, day: date) -> Profile:
    """Return what is known of an actor, in a constant number of statements."""
    born = born_on(session, actor.id) if actor.is_person else None
    return Profile(
        contacts=contacts_of(session, actor.id),
        addresses=addresses_of(session, actor.id),
        identifiers=identifiers_of(session, actor.id),
        representatives=() if actor.is_person else representatives_of(session, actor.id),
        guardians=guardians_of(session, actor.id) if actor.is_person else (),
        holders=holders_of(session, actor.id) if actor.is_joint else (),
        acts_for=acts_for(session, actor.id, day) if actor.is_person else (),
        merges=merges_into(session, actor.id),
        born_on=born,
        is_minor=born is not None and not is_of_age(born, day),
    )
