"""Read the whole roll of an assembly, for those who print or check it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor
from collegial.assemblies.models import Attendance, Mandate, MandateKind, RollEntry
from collegial.statutes.models import College


def whole_roll(assembly_id: int) -> Select[RollEntry, str]:
    """Select the voting rights of an assembly with the names of who uses them, by member number."""
    return (
        select(RollEntry, Actor.name)
        .join(Actor, RollEntry.voter_id == Actor.id)
        .options(joinedload(RollEntry.college))
        .where(RollEntry.assembly_id == assembly_id)
        .order_by(RollEntry.member_number)
    )


def stays(assembly_id: int) -> Select[Attendance]:
    """Select every stay at an assembly, by member number, then by time."""
    return (
        select(Attendance)
        .join(Attendance.entry)
        .options(joinedload(Attendance.entry).joinedload(RollEntry.college))
        .where(RollEntry.assembly_id == assembly_id)
        .order_by(RollEntry.member_number, Attendance.arrived_at)
    )


def represented_by(session: Session, entry_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the names of those whose live proxy some entries hold, by entry."""
    held: dict[int, list[str]] = {}
    live = (
        Mandate.holder_id.in_(entry_ids),
        Mandate.kind == MandateKind.PROXY,
        Mandate.revoked_at.is_(None),
    )
    for mandate in session.scalars(
        select(Mandate).options(joinedload(Mandate.giver)).where(*live).order_by(Mandate.id)
    ):
        held.setdefault(mandate.holder_id, []).append(mandate.giver.name)
    return held


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
