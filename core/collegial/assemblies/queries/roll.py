"""Read the whole roll of an assembly, for those who print or check it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor
from collegial.assemblies.models import RollEntry
from collegial.statutes.models import College


def whole_roll(session: Session, assembly_id: int) -> Sequence[Row[RollEntry, str]]:
    """Return the voting rights of an assembly with the names of who uses them, by member number."""
    return session.execute(
        select(RollEntry, Actor.name)
        .join(Actor, RollEntry.voter_id == Actor.id)
        .options(joinedload(RollEntry.college))
        .where(RollEntry.assembly_id == assembly_id)
        .order_by(RollEntry.member_number)
    ).all()


def roll_facts(session: Session, assembly_id: int) -> list[dict[str, Any]]:
    """Return the roll as plain data, entry by entry: what a record holds, and whose fingerprint a vote seals."""
    rows = session.execute(
        select(RollEntry.id, RollEntry.member_number, RollEntry.name, RollEntry.voter_id, College.key)
        .outerjoin(College, RollEntry.college_id == College.id)
        .where(RollEntry.assembly_id == assembly_id)
        .order_by(RollEntry.id)
    )
    return [
        {"entry": entry, "member": number, "name": name, "voter": voter, "college": college}
        for entry, number, name, voter, college in rows
    ]
