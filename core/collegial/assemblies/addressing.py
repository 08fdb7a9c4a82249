"""Where a letter to a voter goes: the address of the member that it is about, else the reader's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from collegial.actors.models import Actor, Address
from collegial.actors.queries import addresses_on
from collegial.assemblies.models import RollEntry
from collegial.web.countries import country_name

_HOME = "FR"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A postal address; a member without one may have a locality alone."""

    street: tuple[str, ...] = ()
    postcode: str = ""
    locality: str = ""
    country: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return it as it is written on a letter, with the country where that is another."""
        locality = f"{self.postcode} {self.locality}".strip()
        country = "" if self.country in {"", _HOME} else country_name(self.country)
        return tuple(line for line in (*self.street, locality, country) if line)


def places_of(session: Session, letters: Iterable[tuple[RollEntry, Actor]], day: date) -> dict[int, Place]:
    """Return where letters go on a day, by entry, in one statement; each entry stands with its reader."""
    wanted = list(letters)
    known = addresses_on(session, {number for entry, _ in wanted for number in _whose(entry)}, day)
    return {entry.id: _place(entry, reader, known) for entry, reader in wanted}


def _whose(entry: RollEntry) -> tuple[int, int]:
    return entry.actor_id, entry.voter_id


def _place(entry: RollEntry, reader: Actor, known: dict[int, Address]) -> Place:
    found = next((known[number] for number in _whose(entry) if number in known), None)
    if found is None:
        return Place(locality=reader.locality or "")
    return Place(
        street=tuple(line.strip() for line in found.lines.splitlines() if line.strip()),
        postcode=found.postcode or "", locality=found.locality, country=found.country,
    )  # fmt: skip
