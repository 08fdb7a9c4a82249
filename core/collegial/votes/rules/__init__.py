"""The rules that turn counted votes into a decision: exact, explained, without storage."""

from collegial.votes.rules.decision import check_countable, result
from collegial.votes.rules.quorate import steps_under, under_quorum
from collegial.votes.rules.room import RoomSums, check_room_sums, with_room
from collegial.votes.rules.sums import CarriedCollege, CollegeSums, Result, Standing
from collegial.votes.rules.unanimity import voted_alike

__all__ = [
    "CarriedCollege",
    "CollegeSums",
    "Result",
    "RoomSums",
    "Standing",
    "check_countable",
    "check_room_sums",
    "result",
    "steps_under",
    "under_quorum",
    "voted_alike",
    "with_room",
]
