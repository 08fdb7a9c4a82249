"""When a protocol is reviewed, what the review counts, and what it may decide."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from collegial.plugin import Text, t
from collegial_partners.rules.referring import (
    Direction,
    ProjectKind,
    ReferralFigures,
    ReferralOutcome,
    ReferralState,
)


class ReviewDecision(enum.Enum):
    """What the responsibles conclude."""

    CONTINUED = "continued"
    RENEWED = "renewed"
    ENDED = "ended"


class IndicatorMeasure(enum.Enum):
    """Where an indicator's figure comes from."""

    BY_HAND = "by_hand"
    REFERRALS = "referrals"
    TAKEN_ON = "taken_on"
    SUPPORTED = "supported"


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days that a review covers: from the first until the day before `until`, when it is due."""

    first: date
    until: date


def anniversary(day: date, years: int) -> date:
    """Return a day some years later; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def span_of(number: int, starts_on: date, ends_on: date) -> Span | None:
    """Return the days of the review of a number, from 1; None for one that would begin after the end."""
    first = anniversary(starts_on, number - 1)
    if first >= ends_on:
        return None
    return Span(first=first, until=min(anniversary(starts_on, number), ends_on))


def why_not_conclude(
    decision: ReviewDecision, *, technical: str, political: str, ends_on: date, renewed_until: date | None
) -> tuple[str, Text] | None:
    """Return the field and the reason for which a review cannot be concluded, None when it can."""
    if not technical.strip():
        return "technical", t("Name the technical leads who were there: the review is theirs.")
    if not political.strip():
        return "political", t("Name the political leads who were there: the review is theirs.")
    if decision is ReviewDecision.RENEWED and (renewed_until is None or renewed_until <= ends_on):
        return "renewed_until", t("Renewed until when? Give a day after the present end of the protocol.")
    return None


def measured(measure: IndicatorMeasure, figures: ReferralFigures) -> int | None:
    """Return an indicator's figure as counted from the referrals; None for one given by hand."""
    helped = (ReferralOutcome.SUPPORTED, ReferralOutcome.LAUNCHED)
    taken = (ReferralState.ACCEPTED, ReferralState.MET, ReferralState.CLOSED)
    counts: Mapping[IndicatorMeasure, int] = {
        IndicatorMeasure.REFERRALS: figures.total,
        IndicatorMeasure.TAKEN_ON: sum(n for (_, state), n in figures.states.items() if state in taken),
        IndicatorMeasure.SUPPORTED: sum(n for (_, came), n in figures.outcomes.items() if came in helped),
    }
    return counts.get(measure)


def written_figures(figures: ReferralFigures) -> dict[str, dict[str, int]]:
    """Write figures as a document that JSON can hold; `read_figures` reads the same from it."""
    return {
        "states": {f"{way.value}:{one.value}": n for (way, one), n in figures.states.items()},
        "outcomes": {f"{way.value}:{one.value}": n for (way, one), n in figures.outcomes.items()},
        "projects": {kind.value: n for kind, n in figures.projects.items()},
    }


def read_figures(document: Mapping[str, Mapping[str, int]]) -> ReferralFigures:
    """Read what `written_figures` wrote."""
    return ReferralFigures(
        states={
            (way, one): document["states"].get(f"{way.value}:{one.value}", 0)
            for way in Direction
            for one in ReferralState
        },
        outcomes={
            (way, one): document["outcomes"].get(f"{way.value}:{one.value}", 0)
            for way in Direction
            for one in ReferralOutcome
        },
        projects={kind: document["projects"].get(kind.value, 0) for kind in ProjectKind},
    )
