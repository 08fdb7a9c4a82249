"""What can be done with actors."""

from collegial.actors.services.adding import NewActor, add_actor, add_actors, add_family
from collegial.actors.services.representing import end_representative, name_representative

__all__ = ["NewActor", "add_actor", "add_actors", "add_family", "end_representative", "name_representative"]
