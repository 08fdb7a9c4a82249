"""Whom a row means: the same row read twice means the same actor, and two rows never mean it by accident."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from collegial.actors.rules import fold
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t


class KeyScheme(enum.Enum):
    """By what lists name an actor: the reference of the list that it came from, or its SIREN."""

    REFERENCE = "reference"
    SIREN = "siren"


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is said of an actor beside its name; None where nothing is said.

    `lines` and `postcode` are those of an address, whose place is `locality`.
    """

    email: str | None = None
    phone: str | None = None
    lines: str | None = None
    postcode: str | None = None
    locality: str | None = None
    born_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RowActor:
    """What a row says of the actor it means; `kind` is `person` or `organisation`."""

    kind: str
    name: str
    given_name: str | None = None
    family_name: str | None = None
    family_key: str | None = None
    keys: Mapping[KeyScheme, str] = field(default_factory=dict)
    siret: str | None = None
    details: Details = field(default_factory=Details)

    @cached_property
    def search_name(self) -> str:
        """Return the name as names are compared."""
        return fold(self.name)


@dataclass(frozen=True, kw_only=True)
class Known:
    """An actor of the directory, as far as it matters here."""

    id: int
    kind: str
    name: str
    search_name: str
    keys: Mapping[KeyScheme, frozenset[str]] = field(default_factory=dict)
    sirets: frozenset[str] = frozenset()
    details: Details = field(default_factory=Details)

    def news(self, row: RowActor) -> dict[str, object]:
        """Return what a row says that is not known yet, by name; an empty cell says nothing."""
        said = {
            name: value
            for name, value in vars(row.details).items()
            if value is not None and value != getattr(self.details, name)
        }
        for scheme, value in row.keys.items():
            if value not in self.keys.get(scheme, ()):
                said[scheme.value] = value
        if row.siret and row.siret not in self.sirets:
            said["siret"] = row.siret
        return said


@dataclass(frozen=True)
class Directory:
    """The actors that the rows of a file may mean, by what they are found by."""

    by_key: Mapping[tuple[KeyScheme, str], Known]
    by_name: Mapping[tuple[str, str], Sequence[Known]]


def match(row: RowActor, directory: Directory) -> Known | None:
    """Return the actor that a row means, None for someone new.

    A reference or a SIREN decides; without one that is known, the name does, together with the e-mail and
    the day of birth where both sides have them. Raises Invalid when a reference belongs to another name, a
    number contradicts the actor, or a name is that of several.
    """
    for key in row.keys.items():
        known = directory.by_key.get(key)
        if known:
            _check_same(key, row, known)
            return known
    namesakes = [
        one for one in directory.by_name.get((row.kind, row.search_name), ()) if not _is_other(one, row)
    ]
    if len(namesakes) > 1:
        namesakes = [one for one in namesakes if _is_confirmed(one, row)] or namesakes
    if len(namesakes) > 1:
        raise Invalid(
            "imports.ambiguous",
            t(
                "Several actors are called “%(name)s”: give the reference or the e-mail of the one that is meant.",
                name=row.name,
            ),
            field="name",
        )
    return namesakes[0] if namesakes else None


def doubles(rows: Sequence[RowActor | None]) -> Iterator[tuple[int, int]]:
    """Yield each place whose row means the same actor as an earlier one, with the place of that one."""
    seen: dict[tuple[str, str], list[tuple[int, RowActor]]] = {}
    for place, one in enumerate(rows):
        if one is None:
            continue
        marks = list(_marks(one))
        first = next((at for mark in marks for at, other in seen.get(mark, ()) if _may_be(one, other)), None)
        if first is not None:
            yield place, first
        for mark in marks:
            seen.setdefault(mark, []).append((place, one))


def _marks(row: RowActor) -> Iterator[tuple[str, str]]:
    for scheme, value in row.keys.items():
        yield scheme.value, value
    yield row.kind, row.search_name


def _may_be(one: RowActor, other: RowActor) -> bool:
    """Tell whether two rows mean one actor: a key in common, or one name and nothing that keeps them apart."""
    shared = one.keys.keys() & other.keys.keys()
    if shared:
        return any(one.keys[scheme] == other.keys[scheme] for scheme in shared)
    return not _contradict(one.details, other.details)


def _is_other(known: Known, row: RowActor) -> bool:
    """Tell whether a namesake is someone else; a key that both have would have been found before."""
    return bool(known.keys.keys() & row.keys.keys()) or _contradict(known.details, row.details)


def _contradict(one: Details, other: Details) -> bool:
    if one.email and other.email and one.email.casefold() != other.email.casefold():
        return not (one.born_on and one.born_on == other.born_on)
    return bool(one.born_on and other.born_on and one.born_on != other.born_on)


def _is_confirmed(known: Known, row: RowActor) -> bool:
    """Tell whether more than the name is the same."""
    one, other = known.details, row.details
    same_email = bool(one.email and other.email and one.email.casefold() == other.email.casefold())
    return same_email or bool(one.born_on and one.born_on == other.born_on)


def _check_same(key: tuple[KeyScheme, str], row: RowActor, known: Known) -> None:
    """Refuse to write one actor's contacts to another, whose reference or number was used again."""
    scheme, value = key
    if scheme is KeyScheme.REFERENCE and known.search_name != row.search_name:
        raise Invalid(
            "imports.reference_of_another",
            t(
                "The reference “%(reference)s” belongs to “%(name)s”. Correct the reference, or change the name "
                "on the actor’s page first.",
                reference=value,
                name=known.name,
            ),
            field="reference",
        )
    siren, sirens = row.keys.get(KeyScheme.SIREN), known.keys.get(KeyScheme.SIREN)
    if siren and sirens and siren not in sirens:
        raise Invalid(
            "imports.siren_of_another",
            t("“%(name)s” is known under another SIREN: one of the two is wrong.", name=known.name),
            field="siren",
        )
