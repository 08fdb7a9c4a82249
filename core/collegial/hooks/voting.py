"""The value objects of vote methods: pure, so that counting rules may use them."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from collegial.hooks.ruling import AttendanceRule, DecisionRule
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session  # counting rules use this file: it stays without a database

Fields = Mapping[str, Sequence[str]]
BLANK = "blank"
VOID = "void"  # a paper that cannot be counted: the program counts it apart, no method sees it


class Asks(enum.Enum):
    """What a method is put to: a text that is adopted or rejected, or options of which some are elected."""

    TEXT = "text"
    OPTIONS = "options"


class TieRule(enum.Enum):
    """What a tie means where the method has no rule left: the seat stays empty, or the list's order decides."""

    REPORT = "report"
    LISTED = "listed"


@dataclass(frozen=True, kw_only=True)
class Option:
    """A candidate or a proposal among which the voters choose; `number` is its place on the list, from 1."""

    number: int
    name: str
    statement: str = ""


@dataclass(frozen=True, kw_only=True)
class Poll:
    """What is asked: the options, none for a text, how many are to be elected, and what a tie means.

    `least` and `most` limit how many a paper may mark; without `most` the method says it.
    """

    options: tuple[Option, ...] = ()
    seats: int = 1
    ties: TieRule = TieRule.REPORT
    least: int = 1
    most: int | None = None
    takes_blank: bool = True

    def name(self, number: int) -> str:
        """Return the name of an option."""
        return self.options[number - 1].name


@dataclass(frozen=True, kw_only=True)
class Papers:
    """How many ballot papers say the same, in the canonical text of the method."""

    choice: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The votes on a text; only those for and against are cast."""

    for_: int = 0
    against: int = 0
    abstain: int = 0
    blank: int = 0
    void: int = 0


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The marks of each option, by its number, and how many papers gave any: what weights can carry."""

    marks: Mapping[int, int]
    papers: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A table of a count as pages and minutes print it; the first cell of a row names it."""

    caption: Text
    heads: tuple[Text | str, ...]
    rows: tuple[tuple[Text | str | int | Decimal, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Tied:
    """Options between which the method has no rule left; `is_settled` when that changes nothing, or a rule did."""

    options: tuple[int, ...]
    text: Text
    is_settled: bool = False


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a count found, with its explanation.

    Of a text: `sides`. Of options: who is elected, best first, and the ties met on the way; an open tie leaves
    seats empty. `steps` and `figures` explain every step: the page and the minutes print them. `votes` says what
    each of those elected had in the end, where that is one figure: the register of decisions keeps it.
    """

    sides: Sides | None = None
    elected: tuple[int, ...] = ()
    ties: tuple[Tied, ...] = ()
    steps: tuple[Text, ...] = ()
    figures: tuple[Figures, ...] = ()
    votes: Mapping[int, Text | str | int | Decimal] = field(default_factory=dict)


class Layout(enum.Enum):
    """What one does on paper: ticks names, gives each a grade, or numbers them."""

    MARKS = "marks"
    GRADES = "grades"
    RANKS = "ranks"


@dataclass(frozen=True, kw_only=True)
class PaperForm:
    """How a list is filled in by hand, and the sentences that say so; `heads` are the grades, the best first."""

    layout: Layout
    hint: Callable[[Poll], Sequence[Text]]
    heads: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BallotForm:
    """How a ballot paper is filled in on a page without JavaScript.

    `template` names its fields after the variable `name` with an ending, such as `-rank-2`. `read` turns what
    was filled in, by ending, into the canonical text of the choice, and raises Invalid with a sentence for the
    voter; `write` is its inverse. A text is valid when reading what it writes gives it back. `told` says a
    choice in words, one sentence for each part.

    `paper` lays the form out for printing; without it the list cannot be filled in on paper. `backing` writes the
    choice that supports the options given and no other, in the order of the list: so the chair votes for whom the
    board backs.
    """

    template: str
    read: Callable[[Poll, Fields], str]
    write: Callable[[Poll, str], Fields]
    told: Callable[[Poll, str], Sequence[Text | str]]
    paper: PaperForm | None = None
    backing: Callable[[Poll, Sequence[int]], str] | None = None

    def holds(self, poll: Poll, choice: str) -> bool:
        """Tell whether a text is the one way to write a choice on this form."""
        try:
            return self.read(poll, self.write(poll, choice)) == choice
        except (Invalid, ValueError, LookupError):  # the core's own forms raise the last two on nonsense
            return False


@dataclass(frozen=True, kw_only=True)
class Totals:
    """How marks that were added up by hand are counted, beside so many blank papers.

    `most` says how many names one paper marks at the most.
    """

    tally: Callable[[Poll, Scores, int], Tally]
    most: Callable[[Poll], int]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A question of a secret ballot: choose from `least` to `most` of the answers, or vote blank where it is offered.

    `about` is the number of the option that it is about; None where the options are the answers.
    """

    answers: tuple[Text | str, ...]
    least: int = 1
    most: int = 1
    takes_blank: bool = True
    about: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What is known of secret ballots: how many there are, and how often each answer to each question was chosen.

    A question that offers the blank vote has its sum first.
    """

    ballots: int
    counted: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class SealedForm:
    """How a method is voted in secret: its answers are added up encrypted, and only the sums are ever decrypted.

    `asks` returns the questions of the ballot. `tally` and `scores` count from sums alone.
    """

    asks: Callable[[Poll], Sequence[Ask]]
    tally: Callable[[Poll, Sums], Tally]
    scores: Callable[[Poll, Sums], Scores] | None = None


@dataclass(frozen=True, kw_only=True)
class VoteMethod:
    """A way to vote and to count, by its key `plugin.thing`.

    `revision` is raised with every change of what a ballot says or how it is counted; it is kept with each
    vote, and a vote is counted under no other. `tally` is pure and exact, gives the same for the same papers in
    any order, and never draws lots. A method that adds marks gives `scores` too: the weights of colleges can
    carry it; with `totals` too, the sums of papers counted by hand can be entered. `sealed` says how it is voted
    in secret; without it, it is voted openly only. `fills_several` says whether it can fill more than one seat,
    `takes_limits` whether its papers mark options, of which a poll may ask for a number.
    """

    key: str
    revision: int
    label: Text
    summary: Text
    form: BallotForm
    tally: Callable[[Poll, Sequence[Papers]], Tally]
    asks: Asks = Asks.OPTIONS
    scores: Callable[[Poll, Sequence[Papers]], Scores] | None = None
    totals: Totals | None = None
    sealed: SealedForm | None = None
    fills_several: bool = True
    takes_limits: bool = False
    weight: int = field(default=50, compare=False)


class MethodBook(Protocol):
    """Where services find vote methods."""

    def vote_method(self, session: "Session", key: str) -> VoteMethod:
        """Return a method; raises Refused that names its module when it is not available."""

    def decision_rule(self, session: "Session", key: str) -> DecisionRule:
        """Return a rule of decision; raises Refused that names its module when it is not available."""

    def quorum_rule(self, session: "Session", key: str) -> AttendanceRule:
        """Return a rule of quorum; raises Refused that names its module when it is not available."""

    def vote_methods(self, session: "Session") -> list[VoteMethod]:
        """Return the methods of the active modules, in the order in which they are offered."""
