"""The demonstration's ateliers: the priority ones of the study, on the territory that is there."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from collegial.plugin import (
    Actor,
    ActorFamily,
    ActorKind,
    Context,
    Money,
    Participation,
    Priority,
    Statement,
    Upload,
    charter_in_force,
    participations_in,
    record_gain,
    take_part,
)
from collegial_atelier import services
from collegial_atelier.models import Atelier, FundingState, ProductionKind, ProductionState, ProspectRole
from collegial_atelier.rules import AtelierKind, Size, Spot

Row = Mapping[str, Any]
_HALF, _HOUR = 2, time(13, 30, tzinfo=UTC)


def open_ateliers(context: Context) -> None:
    """Open the ateliers of the study and let those that it shows at work live through their phases."""
    told = tomllib.loads((files("collegial_atelier") / "demo.toml").read_text(encoding="utf-8"))
    priorities = set(context.session.scalars(select(Priority.key)))
    statement = Statement(**told["statement"], accepts_charter=True)
    for place, row in enumerate(told["ateliers"]):
        priority = row["priority"] if row["priority"] in priorities else None
        _live(context, row, priority, statement, place)


def _live(context: Context, row: Row, priority: str | None, statement: Statement, place: int) -> None:
    start = context.today + timedelta(days=row["starts"])
    atelier = services.open_atelier(
        context, kind=AtelierKind(row["kind"]), title=row["title"], question=row["question"],
        starts_on=start, ends_on=context.today + timedelta(days=row["ends"]), size=Size(least=3, most=8),
        needed=Money(row.get("needed", 0)), themes=row.get("themes", ()), priority_key=priority,
    )  # fmt: skip
    _find_money(context, atelier, row)
    group = _structures(context, row.get("group", 0), skip=place)
    for actor_id in group:
        one = services.spot(context, atelier_id=atelier.id, actor_id=actor_id, role=ProspectRole.STRUCTURE)
        for state in (Spot.CALLED, Spot.COMING):
            services.move_prospect(context, atelier_id=atelier.id, prospect_id=one.id, state=state)
        if charter_in_force(context.session) is not None:
            take_part(context, work_id=atelier.id, actor_id=actor_id, statement=statement)
    members = participations_in(context.session, atelier.id)
    if row["phase"] != "before" and len(members) >= atelier.least:
        _work(context, atelier, row, list(members))
        if row["phase"] == "after":
            _end(context, atelier, row, list(members))


def _find_money(context: Context, atelier: Atelier, row: Row) -> None:
    needed, found = row.get("needed", 0), row.get("found", 0)
    if found:
        services.add_funding(
            context, atelier_id=atelier.id, source="Conseil régional", amount=Money(found),
            state=FundingState.FOUND,
        )  # fmt: skip
    if needed > found:
        services.add_funding(
            context, atelier_id=atelier.id, source="AVISE, transfert de savoir-faire",
            amount=Money(needed - found),
        )  # fmt: skip


def _work(context: Context, atelier: Atelier, row: Row, members: list[Participation]) -> None:
    services.start_atelier(context, atelier_id=atelier.id)
    half_days, cents = row["contract"]
    first = datetime.combine(atelier.starts_on + timedelta(days=7), _HOUR)
    services.plan_season(
        context, atelier_id=atelier.id, first_at=first, number=row["meetings"], weeks=2, name="Réunion"
    )
    for place, one in enumerate(members):
        contract = services.draw_contract(
            context, atelier_id=atelier.id, participation_id=one.id, half_days=half_days,
            compensation=Money(cents),
        )  # fmt: skip
        if place == len(members) - 1 and row["phase"] == "during":
            continue  # the last one waits for its signature
        facts = {"atelier_id": atelier.id, "contract_id": contract.id}
        services.sign_contract(context, signed_on=context.today, **facts)
        services.record_day(
            context, done_on=context.today, half_days=_HALF, what="Première rencontre du groupe", **facts
        )
        paid = cents if row["phase"] == "after" else cents // 3
        services.pay(context, amount=Money(paid), paid_on=context.today, reference="VIR", **facts)


def _end(context: Context, atelier: Atelier, row: Row, members: list[Participation]) -> None:
    made, helping = row["production"], row["sponsor"]
    one = services.begin_production(
        context, atelier_id=atelier.id, kind=ProductionKind(made["kind"]), title=made["title"],
        summary=made["summary"],
    )  # fmt: skip
    services.edit_production(
        context, atelier_id=atelier.id, production_id=one.id, title=made["title"], summary=made["summary"],
        licence=made["licence"], cover=_file("cover.png"), file=_file("brochure.pdf"),
    )  # fmt: skip
    services.finish_atelier(context, atelier_id=atelier.id)
    for state in (ProductionState.REVIEW, ProductionState.READY, ProductionState.PUBLISHED):
        services.move_production(context, atelier_id=atelier.id, production_id=one.id, state=state)
    for member, gained in zip(members, row["gains"], strict=False):
        record_gain(context, member, gained=gained)
    services.offer_sponsor(
        context, atelier_id=atelier.id, actor_id=members[0].actor_id, offer=helping["offer"],
        capacity=helping["capacity"],
    )  # fmt: skip
    others = _structures(context, 1, skip=20)
    for actor_id in others:
        services.ask_for_help(context, atelier_id=atelier.id, actor_id=actor_id, need=helping["need"])


def _file(name: str) -> Upload:
    return Upload(name=name, content=(files("collegial_atelier") / "demo_files" / name).read_bytes())


def _structures(context: Context, number: int, *, skip: int) -> list[int]:
    query = select(Actor.id).join(ActorFamily).where(ActorFamily.level == 0)
    chosen = query.where(Actor.kind == ActorKind.ORGANISATION).order_by(Actor.id).offset(skip).limit(number)
    return list(context.session.scalars(chosen))
