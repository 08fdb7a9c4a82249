"""The directory as a table for a spreadsheet; an import reads it back as it is."""

from collegial.actors.models import Actor
from collegial.kernel.text import t
from collegial.tables.writing import Column, Row

DIRECTORY = t("Directory of actors")
COLUMNS = (
    Column(t("Person or organisation")),
    Column(t("Name")),
    Column(t("Given name")),
    Column(t("Family name")),
    Column(t("Family of actors")),
    Column(t("Level"), "number"),
    Column(t("Locality")),
    Column(t("E-mail address")),
)
_KINDS = {True: t("Person"), False: t("Organisation")}


def directory_row(actor: Actor, *, with_addresses: bool) -> Row:
    """Return the row of an actor; its address of e-mail only for those who may see them."""
    family = actor.family
    return (
        _KINDS[actor.is_person], actor.name, actor.given_name, actor.family_name,
        family.label if family else None, family.level if family else None, actor.locality,
        actor.email if with_addresses else None,
    )  # fmt: skip
