"""Put the agenda of one assembly before the members of another: a second convocation, or one that replaces it."""

from collections.abc import Sequence

from collegial.assemblies.models import Assembly, Resolution
from collegial.assemblies.services.agenda import NewItem, NewResolution, add_items, add_resolution
from collegial.assemblies.services.amending import carry_amendments
from collegial.assemblies.services.voting import carry_votings
from collegial.kernel.events import Context
from collegial.statutes.rules import DecisionKind


def copy_agenda(context: Context, first: Assembly, second: Assembly, kinds: Sequence[DecisionKind]) -> None:
    """Copy the items, and the resolutions of some kinds with how they are voted and what they change."""
    decided = {old.item_id for old in first.resolutions if old.kind not in kinds}
    items = [
        NewItem(
            title=old.title,
            text=old.text,
            template=old.template,
            resolutions=[_copied(one) for one in first.resolutions if one.item_id == old.id],
        )
        for old in first.items
        if old.id not in decided and old.demand_id is None
    ]
    add_items(context, second, items)
    for old in first.resolutions:
        if old.item_id is None and old.kind in kinds:
            add_resolution(
                context, second, title=old.title, text=old.text, kind=old.kind, is_backed=old.is_backed,
                is_secret=old.is_secret,
            )  # fmt: skip
    carry_amendments(context, first, second)
    carry_votings(context, first, second)


def _copied(old: Resolution) -> NewResolution:
    return NewResolution(
        title=old.title, text=old.text, kind=old.kind, is_backed=old.is_backed, is_secret=old.is_secret
    )
