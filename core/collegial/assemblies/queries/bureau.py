"""Compare the names of a bureau with the roll, and offer those who attend."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.models import Attendance, RollEntry
from collegial.kernel.folding import folded_text

_MOST_OFFERED = 300


def attending_names(session: Session, assembly_id: int) -> Sequence[str]:
    """Return the names of those who are in now, for a bureau to be chosen among them."""
    here = (
        select(Actor.name)
        .join(RollEntry, RollEntry.voter_id == Actor.id)
        .join(Attendance, Attendance.entry_id == RollEntry.id)
        .where(RollEntry.assembly_id == assembly_id, Attendance.left_at.is_(None))
    )
    return session.scalars(here.distinct().order_by(Actor.name).limit(_MOST_OFFERED)).all()


def not_on_roll(session: Session, assembly_id: int, names: Sequence[str]) -> Mapping[str, str | None]:
    """Return which names nobody on the roll bears, each with the one name there that holds it, where there is just one.

    The roll names members and whoever votes for an organisation.
    """
    strangers: dict[str, str | None] = {}
    for name in dict.fromkeys(names):
        found = _bearers(session, assembly_id, name)
        if folded_text(name.strip()) not in map(folded_text, found):
            strangers[name] = found[0] if len(found) == 1 else None
    return strangers


def spelled(session: Session, assembly_id: int, name: str) -> str:
    """Return a name as the roll spells it, where one there differs in capitals and accents alone; else as typed."""
    asked = folded_text(name.strip())
    same = [one for one in _bearers(session, assembly_id, name) if folded_text(one) == asked]
    return same[0] if len(same) == 1 else name.strip()


def _bearers(session: Session, assembly_id: int, name: str) -> Sequence[str]:
    """Return the names on the roll that hold a name; the shortest first, so that the very name is among them."""
    members = select(RollEntry.name).where(RollEntry.assembly_id == assembly_id)
    voters = (
        select(Actor.name)
        .join(RollEntry, RollEntry.voter_id == Actor.id)
        .where(RollEntry.assembly_id == assembly_id)
    )
    known = union(members, voters).subquery()
    holds = func.folded(known.c.name).contains(folded_text(name.strip()) or "", autoescape=True)
    found = select(known.c.name).where(holds).order_by(func.length(known.c.name), known.c.name)
    return session.scalars(found.limit(3)).all()
