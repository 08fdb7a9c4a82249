"""What can be done with actors."""

from collegial.actors.services.adding import ActorFacts, NewActor, add_actor, add_actors, add_family
from collegial.actors.services.checking import hold_named
from collegial.actors.services.editing import edit_actor, facts_of
from collegial.actors.services.guarding import end_guardian, name_guardian, record_birth
from collegial.actors.services.holding import add_holder, end_holder
from collegial.actors.services.identifying import end_identifier, read_bank_number, record_identifier
from collegial.actors.services.merging import distinguish_actors, merge_actors
from collegial.actors.services.reaching import (
    NewAddress,
    add_contact,
    move_to,
    prefer_contact,
    remove_contact,
)
from collegial.actors.services.representing import end_representative, name_representative
from collegial.actors.services.tracing import end_overlaps, give_to_kept

__all__ = [
    "ActorFacts",
    "NewActor",
    "NewAddress",
    "add_actor",
    "add_actors",
    "add_contact",
    "add_family",
    "add_holder",
    "distinguish_actors",
    "edit_actor",
    "end_guardian",
    "end_holder",
    "end_identifier",
    "end_overlaps",
    "end_representative",
    "facts_of",
    "give_to_kept",
    "hold_named",
    "merge_actors",
    "move_to",
    "name_guardian",
    "name_representative",
    "prefer_contact",
    "read_bank_number",
    "record_birth",
    "record_identifier",
    "remove_contact",
]
