"""Scenarios for other programs: what each year costs and brings."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from collegial.plugin import ApiResource, Rows, Viewer, show_fraction, t
from collegial_sizing import queries
from collegial_sizing.models import SizingScenario
from collegial_sizing.permissions import READ


class YearRecord(BaseModel):
    """A year in whole cents; shares are exact fractions."""

    number: int
    team_cents: int
    external_cents: int
    depreciation_cents: int
    cost_cents: int
    resources_cents: int
    result_cents: int
    volunteering_cents: int
    public_share: str | None


class ScenarioRecord(BaseModel):
    """A scenario and its years."""

    number: int
    title: str
    starts_on: date
    chosen: bool
    years: list[YearRecord]


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the scenarios by number."""
    return select(SizingScenario).order_by(SizingScenario.id)


def write(scenario: SizingScenario) -> ScenarioRecord:
    """Return what others read of a scenario."""
    session = object_session(scenario)
    assert session is not None
    years = [
        YearRecord(
            number=one.number, team_cents=one.team.cents, external_cents=one.external.cents,
            depreciation_cents=one.depreciation.cents, cost_cents=one.cost.cents,
            resources_cents=one.resources.cents, result_cents=one.result.cents,
            volunteering_cents=one.volunteering.cents,
            public_share=None if one.public_share is None else show_fraction(one.public_share),
        )
        for one in queries.sized(session, scenario).years
    ]  # fmt: skip
    return ScenarioRecord(
        number=scenario.id, title=scenario.title, starts_on=scenario.starts_on,
        chosen=bool(scenario.chosen), years=years,
    )  # fmt: skip


SCENARIOS_API = ApiResource(
    key="sizing.scenarios", title=t("Scenarios of the economic sizing"), record=ScenarioRecord, rows=rows,
    number=SizingScenario.id, write=write, permission=READ,
)  # fmt: skip
