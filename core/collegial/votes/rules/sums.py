"""The figures a decision starts from and the figures it ends with."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from collegial.kernel.text import Text
from collegial.statutes.rules import MajorityBase


@dataclass(frozen=True, kw_only=True)
class CollegeSums:
    """The counted votes of one college on one resolution."""

    key: str
    name: str
    weight: Fraction
    members: int
    attending: int
    for_: int = 0
    against: int = 0
    abstain: int = 0
    blank: int = 0
    void: int = 0

    @property
    def cast(self) -> int:
        """Count the votes that take a side: abstentions, blank and void votes are not cast."""
        return self.for_ + self.against

    @property
    def votes(self) -> int:
        """Count every vote received, cast or not."""
        return self.cast + self.abstain + self.blank + self.void

    def base(self, base: MajorityBase) -> int:
        """Count what the votes in favour are compared with."""
        counts = {
            MajorityBase.CAST: self.cast,
            MajorityBase.PRESENT: self.attending,
            MajorityBase.MEMBERS: self.members,
        }
        return counts[base]


class Standing(StrEnum):
    """How a college stands before its weight is carried: it decides, is tied, or has nothing to count."""

    DECIDED = "decided"
    TIED = "tied"
    EMPTY = "empty"


@dataclass(frozen=True, kw_only=True)
class CarriedCollege:
    """What a college adds to the total.

    `for_share` is None where there is nothing to divide by. `counted_weight` is the weight after dropped
    weights have left and shared weights were received: all sum to 1, or to 0 where no weight counts.
    """

    key: str
    name: str
    weight: Fraction
    standing: Standing
    for_share: Fraction | None
    counted_weight: Fraction
    carried: Fraction


@dataclass(frozen=True, kw_only=True)
class Result:
    """A decision with its arithmetic; `adopted` and `for_share` are None where the statutes miss a rule.

    `for_share` is the sum of what the colleges carry. The last step says the verdict.
    """

    adopted: bool | None
    for_share: Fraction | None
    threshold: Fraction
    strict: bool
    colleges: tuple[CarriedCollege, ...]
    steps: tuple[Text, ...]
