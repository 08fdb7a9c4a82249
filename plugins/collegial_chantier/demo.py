"""The demonstration's chantiers: the priority ones of the study, on the territory that is there."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from collegial.plugin import (
    Actor,
    ActorFamily,
    ActorKind,
    Context,
    Priority,
    Proposal,
    Statement,
    adopt_charter,
    charter_in_force,
)
from collegial_chantier import services
from collegial_chantier.models import Chantier, CommitmentState, MeasureKind
from collegial_chantier.rules import BASE_LEVEL, Consent, Stance

Row = Mapping[str, Any]


def open_chantiers(context: Context) -> None:
    """Open the chantiers of the study and let those that it shows at work live through their phases."""
    told = tomllib.loads((files("collegial_chantier") / "demo.toml").read_text(encoding="utf-8"))
    if charter_in_force(context.session) is None:
        adopt_charter(context, text=told["charter"]["text"])
    statement = Statement(**told["statement"], accepts_charter=True)
    proposal_id = context.session.scalar(select(Proposal.id).order_by(Proposal.id).limit(1))
    priorities = set(context.session.scalars(select(Priority.key)))
    for row in told["chantiers"]:
        priority = row["priority"] if row["priority"] in priorities else None
        _live(context, row, priority, proposal_id, statement)


def _live(
    context: Context, row: Row, priority: str | None, proposal_id: int | None, statement: Statement
) -> None:
    chantier = services.open_chantier(
        context, title=row["title"], question=row["question"], theme=row.get("theme"),
        priority_key=priority, proposal_id=proposal_id,
    )  # fmt: skip
    bases = _base_structures(context, row.get("base_structures", 0))
    for actor_id in bases:
        services.add_participant(context, chantier_id=chantier.id, actor_id=actor_id, statement=statement)
    _bring_together(context, chantier, row)
    for actor_id, said in zip(bases, row.get("testimonies", []), strict=False):
        _testify(context, chantier, actor_id, said)
    if row.get("starts") and bases:
        services.start_chantier(context, chantier_id=chantier.id)
        _share(context, chantier, row)
        if "measure" in row:
            _measure(context, chantier, row["measure"])


def _bring_together(context: Context, chantier: Chantier, row: Row) -> None:
    for key in ("parties", "invited"):
        for actor_id in _named(context, row.get(key, [])):
            party = services.identify_party(context, chantier_id=chantier.id, actor_id=actor_id)
            services.invite_party(context, chantier_id=chantier.id, party_id=party.id)
            if key == "parties":
                services.answer_invitation(context, chantier_id=chantier.id, party_id=party.id, accepts=True)


def _testify(context: Context, chantier: Chantier, actor_id: int, said: Row) -> None:
    one = services.give_testimony(
        context, chantier_id=chantier.id, actor_id=actor_id, text=said["text"],
        consent=Consent(said["consent"]), attribution=said.get("attribution", ""),
    )  # fmt: skip
    services.publish_testimony(context, chantier_id=chantier.id, testimony_id=one.id)


def _share(context: Context, chantier: Chantier, row: Row) -> None:
    services.write_diagnosis(context, chantier_id=chantier.id, text=row["diagnosis"], seen=0)
    for one, said in zip(chantier.active, row["stances"], strict=False):
        services.take_stance(
            context, chantier_id=chantier.id, version=1, participant_id=one.id, stance=Stance(said),
            comment=row["reserve"] if said == "reserves" else "",
        )  # fmt: skip
    for one, said in zip(chantier.active, row.get("expressions", []), strict=False):
        services.express(context, chantier_id=chantier.id, participant_id=one.id, text=said)


def _measure(context: Context, chantier: Chantier, told: Row) -> None:
    by_name = {name: number for name in {told["institution"]} for number in _named(context, [name])}
    services.finish_chantier(
        context, chantier_id=chantier.id, kind=MeasureKind(told["kind"]), title=told["title"],
        description=told["description"], institution_id=by_name.get(told["institution"]),
    )  # fmt: skip
    services.publish_measure(context, chantier_id=chantier.id, information=told["information"])
    for one in told["commitments"]:
        if one["by"] in by_name:
            due_on = context.today + timedelta(days=one["days"])
            row = services.commit(
                context, chantier_id=chantier.id, actor_id=by_name[one["by"]], text=one["text"], due_on=due_on
            )
            services.move_commitment(
                context, chantier_id=chantier.id, commitment_id=row.id, state=CommitmentState(one["state"])
            )
    recognised = told["recognition"]
    if recognised["by"] in by_name:
        services.recognise_pole(
            context, chantier_id=chantier.id, actor_id=by_name[recognised["by"]],
            recognised_on=context.today, text=recognised["text"],
        )  # fmt: skip


def _base_structures(context: Context, number: int) -> list[int]:
    query = select(Actor.id).join(ActorFamily).where(ActorFamily.level == BASE_LEVEL)
    structures = query.where(Actor.kind == ActorKind.ORGANISATION).order_by(Actor.id).limit(number)
    return list(context.session.scalars(structures))


def _named(context: Context, names: Sequence[str]) -> list[int]:
    query = select(Actor.id).where(Actor.name.in_(names), Actor.kind == ActorKind.ORGANISATION)
    return list(context.session.scalars(query.order_by(Actor.id)))
