"""Find whom somebody means on the roll, or say why nobody can tell."""

from collections.abc import Sequence

from collegial.assemblies.models import RollEntry
from collegial.assemblies.permissions import DESK
from collegial.assemblies.queries.attending import entries_named
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, t


def named_entry(
    context: Context, assembly_id: int, wanted: str, *, code: str, field: str, whole: bool = False
) -> RollEntry:
    """Return the one entry with this number or name; raises Invalid at the field for nobody, and for several.

    A part of a name is enough where somebody looks whom it found; without that, ask for the `whole`. Only who keeps
    the desk is told who the several are.
    """
    found = entries_named(context.session, assembly_id, wanted, whole=whole) if wanted else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise nobody_named(code, field)
    raise Invalid(code, _several(found, told=context.by.may(DESK)), field=field)


def nobody_named(code: str, field: str) -> Invalid:
    """Return what is said where a name is nobody's on the roll."""
    text = t(
        "Nobody on the roll of this assembly answers to that. Check the name, or use the member’s number."
    )
    return Invalid(code, text, field=field)


def _several(found: Sequence[RollEntry], *, told: bool) -> Text:
    if not told:
        return t(
            "More than one member on the roll answers to that. Write the full name, or the member’s number."
        )
    names = listed(f"{one.name} ({one.member_number})" for one in found)
    return t("More than one member answers to that, such as %(names)s. Use the member’s number.", names=names)
