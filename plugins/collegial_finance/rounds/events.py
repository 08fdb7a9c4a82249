"""What happens at the table of a round."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.plugin import Event, pt, t
from collegial_finance.words import ROUND_STATES, STATES


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """A round was opened for a project."""

    key = "finance.round_opened"
    sentence = t("The funding round %(round)s was opened: “%(title)s”.")
    round: int
    title: str


@dataclass(frozen=True, kw_only=True)
class PledgeMoved(Event):
    """A pledge took a step."""

    key = "finance.pledge_moved"
    sentence = t("The pledge %(pledge)s of the funding round %(round)s took the step “%(state)s”.")
    words: ClassVar = {"state": {state.value: name for state, name in STATES.items()}}
    round: int
    pledge: int
    state: str


@dataclass(frozen=True, kw_only=True)
class RoundChanged(Event):
    """What an open round says was changed: its title, its need or its last day."""

    key = "finance.round_changed"
    sentence = t("The funding round %(round)s was changed: its title, its need or its last day.")
    round: int


@dataclass(frozen=True, kw_only=True)
class RoundCancelled(Event):
    """An open round was called off before anything was paid."""

    key = "finance.round_cancelled"
    sentence = t("The funding round %(round)s was called off; its pledges lapsed.")
    round: int


@dataclass(frozen=True, kw_only=True)
class RoundEnded(Event):
    """A round ended: it holds, or its pledges lapse."""

    key = "finance.round_ended"
    sentence = t("The funding round %(round)s ended: %(outcome)s.")
    words: ClassVar = {"outcome": {state.value: name for state, name in ROUND_STATES.items()}}
    round: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class TableShown(Event):
    """A funder was given a link to the table, or it was taken back."""

    key = "finance.table_shown"
    sentence = t("The link %(link)s to the funding round %(round)s: “%(step)s”.")
    words: ClassVar = {"step": {"given": pt("link", "Given"), "revoked": pt("link", "Taken back")}}
    round: int
    link: int
    step: str


EVENTS = (RoundOpened, RoundChanged, RoundCancelled, PledgeMoved, RoundEnded, TableShown)
