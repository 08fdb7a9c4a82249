"""The lists that can be brought in; another one is a module here and a line in `KINDS`."""

from collegial.imports.kinds.actors import ACTORS
from collegial.imports.kinds.contract import ImportKind, Planned
from collegial.imports.kinds.members import MEMBERS
from collegial.kernel.errors import Missing
from collegial.kernel.text import t

KINDS = {kind.key: kind for kind in (MEMBERS, ACTORS)}


def kind_of(key: str) -> ImportKind:
    """Return a kind of list by its key; raises Missing."""
    if key not in KINDS:
        raise Missing("imports.unknown_kind", t("There is no such kind of list."))
    return KINDS[key]


__all__ = ["KINDS", "ImportKind", "Planned", "kind_of"]
