"""What a group's vote decides: a quorum of those who may answer, then more for than against."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

HALF = Fraction(1, 2)


class Answer(enum.Enum):
    """What someone answers."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class GroupVoteState(enum.Enum):
    """Open to answers; then adopted, rejected, or broken off without a decision."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    BROKEN_OFF = "broken_off"


@dataclass(frozen=True, kw_only=True)
class GroupCount:
    """The answers counted; `rights` is how many may answer, those set aside left out."""

    votes_for: int
    against: int
    abstentions: int
    rights: int

    @property
    def answered(self) -> int:
        """Return how many answered; an abstention is an answer."""
        return self.votes_for + self.against + self.abstentions

    def needed(self, quorum: Fraction) -> int:
        """Return how many must answer: the share, rounded up, and one at least."""
        return max(1, ceil(quorum * self.rights))

    def meets(self, quorum: Fraction) -> bool:
        """Tell whether enough answered."""
        return self.answered >= self.needed(quorum)

    @property
    def outcome(self) -> GroupVoteState:
        """Return what is decided; a tie adopts nothing."""
        return GroupVoteState.ADOPTED if self.votes_for > self.against else GroupVoteState.REJECTED


def count(answers: Iterable[Answer | None]) -> GroupCount:
    """Count the answers of those who may answer; None for those who have not yet."""
    given = list(answers)
    return GroupCount(
        votes_for=given.count(Answer.FOR),
        against=given.count(Answer.AGAINST),
        abstentions=given.count(Answer.ABSTAIN),
        rights=len(given),
    )


def check_quorum(quorum: Fraction) -> None:
    """Refuse a share that cannot be: Invalid `group_votes.quorum`."""
    if not 0 <= quorum <= 1:
        raise Invalid(
            "group_votes.quorum", t("The quorum of a group lies between 0 % and 100 %."), field="quorum"
        )
