"""The core's own vote methods, offered like a plugin's."""

from collegial.hooks.voting import VoteMethod
from collegial.votes.methods.answers import ANSWERS, FOR_AGAINST

CORE_METHODS: tuple[VoteMethod, ...] = (FOR_AGAINST,)
FOR_AGAINST_KEY = FOR_AGAINST.key

__all__ = ["ANSWERS", "CORE_METHODS", "FOR_AGAINST_KEY"]
