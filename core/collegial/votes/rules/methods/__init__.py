"""Methods that choose among several candidates: exact, explained round by round, never by lot."""

from collegial.votes.rules.methods.approval import approval, plurality
from collegial.votes.rules.methods.blt import read_blt
from collegial.votes.rules.methods.grading import GradedElection, majority_judgment
from collegial.votes.rules.methods.papers import Election, Paper, Tie
from collegial.votes.rules.methods.runoff import instant_runoff
from collegial.votes.rules.methods.schulze import schulze
from collegial.votes.rules.methods.stv import scottish_stv

__all__ = [
    "Election",
    "GradedElection",
    "Paper",
    "Tie",
    "approval",
    "instant_runoff",
    "majority_judgment",
    "plurality",
    "read_blt",
    "schulze",
    "scottish_stv",
]
