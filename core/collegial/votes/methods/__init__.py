"""The core's own vote methods, offered like a plugin's."""

from collegial.hooks.voting import VoteMethod
from collegial.votes.methods.answers import ANSWERS, FOR_AGAINST
from collegial.votes.methods.grades import JUDGMENT
from collegial.votes.methods.marks import APPROVAL, PLURALITY
from collegial.votes.methods.ranking import PAIRS, RANKING, RUNOFF, TRANSFERS

CORE_METHODS: tuple[VoteMethod, ...] = (
    FOR_AGAINST, PLURALITY, APPROVAL, JUDGMENT, RUNOFF, TRANSFERS, PAIRS,
)  # fmt: skip
GRADING, MARKING = JUDGMENT.form, APPROVAL.form
FOR_AGAINST_KEY = FOR_AGAINST.key

__all__ = ["ANSWERS", "CORE_METHODS", "FOR_AGAINST_KEY", "GRADING", "MARKING", "RANKING"]
