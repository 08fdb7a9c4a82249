"""What happens to the sizing, for the journal: no amount, no wage."""

from dataclasses import dataclass

from collegial.plugin import Event, t


@dataclass(frozen=True, kw_only=True)
class ScenarioWritten(Event):
    """A scenario was opened, copied or changed."""

    key = "sizing.scenario_written"
    sentence = t("The scenario %(scenario)s of the economic sizing was written: “%(title)s”.")
    scenario: int
    title: str


@dataclass(frozen=True, kw_only=True)
class LineWritten(Event):
    """A line was added or changed."""

    key = "sizing.line_written"
    sentence = t("The line %(line)s of the scenario %(scenario)s was written.")
    scenario: int
    line: int


@dataclass(frozen=True, kw_only=True)
class LineRemoved(Event):
    """A line was removed."""

    key = "sizing.line_removed"
    sentence = t("The line %(line)s of the scenario %(scenario)s was removed.")
    scenario: int
    line: int


@dataclass(frozen=True, kw_only=True)
class ScenarioChosen(Event):
    """A scenario was chosen, in the place of another if there was one."""

    key = "sizing.scenario_chosen"
    sentence = t("The scenario %(scenario)s of the economic sizing was chosen: “%(title)s”.")
    scenario: int
    title: str


@dataclass(frozen=True, kw_only=True)
class RateSet(Event):
    """A rate of the employer's charges was set."""

    key = "sizing.rate_set"
    sentence = t("The employer’s charges are %(rate)s of gross wages from %(starts_on)s on.")
    rate: str
    starts_on: str


EVENTS = (ScenarioWritten, LineWritten, LineRemoved, ScenarioChosen, RateSet)
