"""The actors that the financial tools deal with: borrowers, funders, patrons, applicants, each of the directory."""

from collegial.plugin import Actor, Context, Invalid, t


def known_actor(context: Context, actor_id: int, field: str) -> Actor:
    """Return an actor of the directory. Raises Invalid at the field."""
    found = context.session.get(Actor, actor_id)
    if found is None:
        raise Invalid("finance.actor_unknown", t("Choose one from the list."), field=field)
    return found
