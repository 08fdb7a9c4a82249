"""What a plugin forgets without anything that breaks at once: each forgetting, as a sentence."""

from collections.abc import Iterator

from collegial.actors.events import ActorsMerged
from collegial.hosting.host import Host
from collegial.kernel.events import Phase


def merge_faults(host: Host, name: str) -> Iterator[str]:
    """Yield the columns that name an actor, where the plugin does not follow merges of actors."""
    followed = any(
        owner == name and one.event is ActorsMerged and one.phase is Phase.WITHIN
        for owner, one in host.declared("subscriptions")
    )
    for table in () if followed else host.tables_of(name):
        for column in table.columns:
            if any(key.target_fullname == "actor.id" for key in column.foreign_keys):
                yield (
                    f"{table.name}.{column.name} names an actor, and no subscription to ActorsMerged follows when"
                    " two actors are merged: see give_to_kept."
                )
