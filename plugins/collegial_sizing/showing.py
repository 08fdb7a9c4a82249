"""What the pages of the sizing share: finding a scenario, and the rows of its charts."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from collegial.plugin import Missing, Money, say, session, t, written_amount
from collegial_sizing import queries, words
from collegial_sizing.models import SizingScenario
from collegial_sizing.queries import Sized
from collegial_sizing.rules.plan import KINDS, Section
from collegial_sizing.rules.projecting import YearFigures

TONES = {Section.TEAM: "accent", Section.EXTERNAL: "info", Section.EQUIPMENT: "warning"}


def found(scenario_id: int) -> SizingScenario:
    """Return a scenario; raises Missing."""
    scenario = queries.scenario(session(), scenario_id)
    if scenario is None:
        raise Missing("sizing.unknown", t("There is no such scenario."))
    return scenario


def to(scenario_id: int, anchor: str | None = None) -> str:
    """Return the address of a scenario's page."""
    return url_for("sizing.show", scenario_id=scenario_id, _anchor=anchor)


def cost_bars(years: Sequence[YearFigures]) -> list[Mapping[str, Any]]:
    """Return a bar for each year, as long as its cost."""
    return [
        {
            "label": year_name(one), "total": one.cost.cents, "total_shown": euros(one.cost),
            "parts": [
                (say(words.PARTS[section]), one.by_section[section].cents, euros(one.by_section[section]))
                for section in TONES
            ],
        }
        for one in years
    ]  # fmt: skip


def share_bars(years: Sequence[YearFigures]) -> list[Mapping[str, Any]]:
    """Return a bar for each year, cut by the shares of its cost."""
    return [
        {
            "label": year_name(one),
            "segments": [
                (say(words.PARTS[section]), share, TONES[section])
                for section, share in one.cost_shares.items()
            ],
        }
        for one in years
    ]


def resource_bars(found: Sized) -> list[Mapping[str, Any]]:
    """Return a bar for each year, as long as its resources, cut by their kinds."""
    kinds = [one for one in KINDS[Section.RESOURCES] if any(year.by_kind[one] for year in found.years)]
    return [
        {
            "label": year_name(one), "total": one.resources.cents, "total_shown": euros(one.resources),
            "parts": [
                (say(words.KINDS[kind]), one.by_kind[kind].cents, euros(one.by_kind[kind])) for kind in kinds
            ],
        }
        for one in found.years
        if kinds
    ]  # fmt: skip


def year_name(year: YearFigures) -> str:
    """Return the name of a year."""
    return say(t("Year %(number)s", number=year.number))


def euros(amount: Money) -> str:
    """Write an amount for a chart: whole euros, as the reader's language does."""
    return written_amount(amount, whole=True)
