"""The demonstration's scenarios: the study's figures, for both ways of splitting the two permanent posts."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from collegial.plugin import Actor, ActorKind, Context, Money, Proposal
from collegial_sizing import queries, services
from collegial_sizing.rules.plan import Amount, LineKind
from collegial_sizing.services import LineFields, ScenarioFields

Row = Mapping[str, Any]


def size_the_pole(context: Context) -> None:
    """Set the rate of charges, write each scenario with what both share, choose the first."""
    told = tomllib.loads((files("collegial_sizing") / "demo.toml").read_text(encoding="utf-8"))
    for row in told["rates"]:
        services.set_rate(
            context, starts_on=row["starts_on"], rate=Fraction(row["rate"]), source=row["source"]
        )
    proposal = context.session.scalar(select(Proposal.id).order_by(Proposal.id).limit(1))
    made = [_write(context, row, told["lines"], proposal) for row in told["scenarios"]]
    services.choose_scenario(context, scenario_id=made[0])


def _write(context: Context, row: Row, shared: Sequence[Row], proposal: int | None) -> int:
    starts_on: date = row["starts_on"]
    fields = ScenarioFields(
        title=row["title"], note=row["note"], starts_on=starts_on, years=row["years"],
        opening_cash=Money(row["opening_cash"] * 100), public_limit=Fraction(row["public_limit"]),
        proposal_id=proposal,
    )  # fmt: skip
    made = services.open_scenario(context, fields)
    keys = {title: key for key, title in queries.actions(context.session, made.proposal)}
    for line in (*row["lines"], *shared):
        facts = _line(context, line, row["years"], keys)
        services.write_line(context, scenario_id=made.id, fields=facts)
    return made.id


def _line(context: Context, row: Row, years: int, keys: Mapping[str, str]) -> LineFields:
    quantities = _each(row.get("quantity", "1"), years)
    units = _each(row["unit"], years)
    return LineFields(
        kind=LineKind(row["kind"]), label=row["label"], funder_id=_organisation(context, row.get("funder")),
        pay_month=row.get("pay_month"), life_years=row.get("life_years"),
        action_key=keys.get(row.get("action", "")),
        amounts=tuple(
            Amount(quantity=Fraction(quantity), unit=Money(unit * 100))
            for quantity, unit in zip(quantities, units, strict=True)
        ),
    )  # fmt: skip


def _each(told: Any, years: int) -> Sequence[Any]:
    return told if isinstance(told, list) else [told] * years


def _organisation(context: Context, name: str | None) -> int | None:
    query = select(Actor.id).where(Actor.name == name, Actor.kind == ActorKind.ORGANISATION)
    return context.session.scalar(query.order_by(Actor.id).limit(1)) if name else None
