"""The tables of actors."""

from collegial.actors.models.details import Address, Birth, Contact, ContactKind, Identifier
from collegial.actors.models.directory import Actor, ActorFamily, ActorKind
from collegial.actors.models.merging import Distinction, Merge, MergeMove
from collegial.actors.models.showing import ActorShowing
from collegial.actors.models.standing import Guardian, GuardianKind, JointHolder, Representative

__all__ = [
    "Actor",
    "ActorFamily",
    "ActorKind",
    "ActorShowing",
    "Address",
    "Birth",
    "Contact",
    "ContactKind",
    "Distinction",
    "Guardian",
    "GuardianKind",
    "Identifier",
    "JointHolder",
    "Merge",
    "MergeMove",
    "Representative",
]
