"""Acts of voting: open, cast, close. A cast is one act: choices, sign-off, board line, journal, or nothing.

Papers and counts of the room, pauses, and what secret votes share with open ones, stand in modules of their own.
"""

from collegial.votes.services.casting import (
    Cast,
    cast_vote,
    cast_votes,
    check_open_protocol,
    check_presence,
    check_right,
)
from collegial.votes.services.closing import close_vote, seal_elections, seal_outcomes, stored
from collegial.votes.services.opening import open_chosen_vote, open_next_vote, open_vote

__all__ = [
    "Cast",
    "cast_vote",
    "cast_votes",
    "check_open_protocol",
    "check_presence",
    "check_right",
    "close_vote",
    "open_chosen_vote",
    "open_next_vote",
    "open_vote",
    "seal_elections",
    "seal_outcomes",
    "stored",
]
