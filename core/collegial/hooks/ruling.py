"""The value objects of the rules that statutes may ask for beside their own: a quorum, a majority; all pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from collegial.kernel.text import Text


@dataclass(frozen=True, kw_only=True)
class CollegeFigures:
    """What a college brings to a decision on a text: its members, who attends, how they voted.

    Without colleges, all members are one of weight 1. `weight` is the college's share of the whole.
    """

    key: str
    name: str
    weight: Fraction
    members: int
    attending: int
    for_: int
    against: int
    abstain: int
    blank: int
    void: int


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """Whether a decision meets a rule, and why, in a sentence."""

    is_met: bool
    reason: Text


@dataclass(frozen=True, kw_only=True)
class CollegeAttendance:
    """How many voting rights of a college attend, each counted once, by the way it attends."""

    key: str
    name: str
    weight: Fraction
    members: int
    present: int = 0
    represented: int = 0
    remote: int = 0
    correspondence: int = 0

    @property
    def attending(self) -> int:
        """Count every way of attending that the quorum knows."""
        return self.present + self.represented + self.remote + self.correspondence

    @property
    def share(self) -> Fraction:
        """Give attending over members; a college with no member attends for nothing."""
        return Fraction(self.attending, self.members) if self.members else Fraction(0)


@dataclass(frozen=True, kw_only=True)
class AttendanceRule:
    """A quorum that statutes may ask for beside their own, by its key `plugin.thing`.

    It can miss what the quorum of the statutes reaches, not reach what it misses. `judge` is pure and exact: the
    same attendance gives the same ruling, which is kept with each quorum that is taken. Without colleges, all
    voting rights are one of weight 1.
    """

    key: str
    label: Text
    summary: Text
    judge: Callable[[Sequence[CollegeAttendance]], Ruling]


@dataclass(frozen=True, kw_only=True)
class DecisionRule:
    """A majority that statutes may ask of decisions on texts beside their own, by its key `plugin.thing`.

    It is asked for beside the majority and the quorum of the statutes, never in their place: it can refuse what
    they adopt, not adopt what they refuse. It sees who attends too. `judge` is pure and exact: the same figures
    give the same ruling, which is sealed with the result.
    """

    key: str
    label: Text
    summary: Text
    judge: Callable[[Sequence[CollegeFigures]], Ruling]
