"""What a light is, and the words in which a rule gives its finding."""

from dataclasses import dataclass
from enum import StrEnum

from collegial.kernel.text import Text, t
from collegial.statutes.rules import FigureStatus, LegalFigure

# Attention is asked this close to a limit: a matter of prudence, not of law.
SOON_DAYS = 183


class LightState(StrEnum):
    """From what must be corrected now to what does not concern this form."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, kw_only=True)
class Light:
    """What one rule says on a day; `advice` is None where there is nothing to do."""

    key: str
    state: LightState
    title: Text
    finding: Text
    source: str
    status: FigureStatus
    advice: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found: the state, the figure in words, and the way out."""

    state: LightState
    text: Text
    advice: Text | None = None


def light_of(key: str, title: Text, found: Finding, source: LegalFigure) -> Light:
    """Return the light of a rule."""
    return Light(
        key=key, state=found.state, title=title, finding=found.text, advice=found.advice,
        source=source.citation, status=source.status,
    )  # fmt: skip


def red(text: Text, advice: Text) -> Finding:
    """Return a finding that must be corrected, with the way out."""
    return Finding(state=LightState.RED, text=text, advice=advice)


def amber(text: Text, advice: Text) -> Finding:
    """Return a finding that asks for attention, with what to do."""
    return Finding(state=LightState.AMBER, text=text, advice=advice)


def green(text: Text) -> Finding:
    """Return a finding that is in order."""
    return Finding(state=LightState.GREEN, text=text)


def does_not_apply() -> Finding:
    """Return the finding of a rule that these statutes do not know."""
    return Finding(state=LightState.NOT_APPLICABLE, text=t("This rule does not apply to these statutes."))
