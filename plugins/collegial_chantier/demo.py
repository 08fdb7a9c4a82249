"""The demonstration's chantiers: the priority ones of the study, on the territory that is there."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from collegial.plugin import Actor, ActorFamily, ActorKind, Context, Priority, Proposal
from collegial_chantier import services
from collegial_chantier.models import ParticipantRole
from collegial_chantier.rules import BASE_LEVEL


def open_chantiers(context: Context) -> None:
    """Open the chantiers of the study and start those that it shows at work."""
    text = (files("collegial_chantier") / "demo.toml").read_text(encoding="utf-8")
    proposal_id = context.session.scalar(select(Proposal.id).order_by(Proposal.id).limit(1))
    priorities = set(context.session.scalars(select(Priority.key)))
    for row in tomllib.loads(text)["chantiers"]:
        priority = row["priority"] if row["priority"] in priorities else None
        _open(context, row, priority, proposal_id)


def _open(context: Context, row: Mapping[str, Any], priority: str | None, proposal_id: int | None) -> None:
    chantier = services.open_chantier(
        context,
        title=row["title"],
        question=row["question"],
        theme=row.get("theme"),
        priority_key=priority,
        proposal_id=proposal_id,
    )
    bases = _base_structures(context, row.get("base_structures", 0))
    parties = _parties(context, row.get("parties", []))
    for role, ids in ((ParticipantRole.BASE_STRUCTURE, bases), (ParticipantRole.STAKEHOLDER, parties)):
        for actor_id in ids:
            services.add_participant(context, chantier_id=chantier.id, actor_id=actor_id, role=role)
    if row.get("starts") and bases:
        services.start_chantier(context, chantier_id=chantier.id)


def _base_structures(context: Context, number: int) -> list[int]:
    query = select(Actor.id).join(ActorFamily).where(ActorFamily.level == BASE_LEVEL)
    structures = query.where(Actor.kind == ActorKind.ORGANISATION).order_by(Actor.id).limit(number)
    return list(context.session.scalars(structures))


def _parties(context: Context, names: list[str]) -> list[int]:
    query = select(Actor.id).where(Actor.name.in_(names), Actor.kind == ActorKind.ORGANISATION)
    return list(context.session.scalars(query.order_by(Actor.id)))
