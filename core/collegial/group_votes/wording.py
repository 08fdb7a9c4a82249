"""The names of what a group's vote can be."""

from collections.abc import Mapping

from collegial.group_votes.rules import GroupVoteState
from collegial.kernel.text import Text, t

STATES: Mapping[GroupVoteState, Text] = {
    GroupVoteState.OPEN: t("Open"),
    GroupVoteState.ADOPTED: t("Adopted"),
    GroupVoteState.REJECTED: t("Rejected"),
    GroupVoteState.BROKEN_OFF: t("Broken off"),
}
TONES: Mapping[GroupVoteState, str] = {
    GroupVoteState.OPEN: "info",
    GroupVoteState.ADOPTED: "success",
    GroupVoteState.REJECTED: "danger",
    GroupVoteState.BROKEN_OFF: "neutral",
}
