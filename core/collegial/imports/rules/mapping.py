"""Recognise columns by their titles, in three languages, and remember what was chosen for them."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from collegial.actors.rules import fold
from collegial.imports.rules.fields import ImportField
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
Needs = tuple[tuple[str, ...], ...]


def names_of(headers: Sequence[str]) -> list[str]:
    """Return the titles as they are compared; a title that stands twice gets a number from its second time on."""
    seen: Counter[str] = Counter()
    names = []
    for header in headers:
        name = _folded(header)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


def signature(headers: Sequence[str]) -> str:
    """Return what two files with the same titles share, in whatever order their columns stand."""
    return hashlib.sha256("\n".join(sorted(names_of(headers))).encode()).hexdigest()


def guess_mapping(
    headers: Sequence[str],
    fields: Sequence[ImportField],
    *,
    remembered: Mapping[str, str] | None = None,
    labels: Mapping[str, Sequence[str]] | None = None,
    rows: Sequence[Sequence[str]] = (),
) -> dict[str, int]:
    """Return which column gives which field: as remembered for these titles, else by what offices call them.

    `labels` are what our own pages call a field, in every language: the titles of the empty list we give. `rows` are
    the first ones: where they can tell what a title means, they do.
    A field takes one column at most, by the first of its names that stands; a column gives one field at most.
    """
    names = names_of(headers)
    if remembered is not None:
        known = {one.key for one in fields}
        return {remembered[name]: at for at, name in enumerate(names) if remembered.get(name) in known}
    mapping: dict[str, int] = {}
    taken: set[int] = set()
    for one in fields:
        wanted = [_folded(name) for name in (one.key, *(labels or {}).get(one.key, ()), *one.names)]
        found = [names.index(name) for name in wanted if name in names]
        found += _read_as(one, names, rows)
        at = next((column for column in found if column not in taken), None)
        if at is not None:
            mapping[one.key] = at
            taken.add(at)
    return mapping


def _read_as(one: ImportField, names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that mean a field by what stands in them: an “Organisation” of yes and no is no name."""
    columns = [names.index(name) for name in map(_folded, one.names_if_read) if name in names]
    return [at for at in columns if one.reads([row[at] for row in rows if at < len(row) and row[at]])]


def check_mapping(
    mapping: Sequence[str], fields: Sequence[ImportField], needs: Needs, defaults: Mapping[str, str]
) -> dict[str, int]:
    """Return the column of each field; `mapping` names the field of each column, empty for none.

    Raises Invalid, at the field `column_<position>` where there is one, for a field given twice, and for
    one of the `needs` that no column and no default meets.
    """
    labels = {one.key: one.label for one in fields}
    found: dict[str, int] = {}
    for at, key in enumerate(mapping):
        if key in found:
            raise Invalid(
                "imports.field_twice",
                t(
                    "“%(field)s” is already given by another column: choose one of the two.",
                    field=labels[key],
                ),
                field=f"column_{at}",
            )
        if key in labels:
            found[key] = at
    for alternatives in needs:
        if not any(key in found or defaults.get(key) for key in alternatives):
            raise Invalid(
                "imports.field_missing",
                t(
                    "No column gives “%(field)s”: choose the one that does. Without it, a row points to nobody.",
                    field=labels[alternatives[0]],
                ),
            )
    return found


def _folded(header: str) -> str:
    return _NOT_A_WORD.sub(" ", fold(header)).strip()
