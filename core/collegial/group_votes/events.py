"""What happens to the votes of groups; what somebody answered stays with the vote."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.group_votes.wording import STATES
from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class GroupVoteOpened(Event):
    """A question was put to a group."""

    key = "group_votes.opened"
    sentence = t("The vote %(vote)s of the group “%(group)s” was opened on %(subject)s %(subject_id)s.")
    vote: int
    group: str
    subject: str
    subject_id: int


@dataclass(frozen=True, kw_only=True)
class GroupVoteAnswered(Event):
    """A member answered, or changed its answer."""

    key = "group_votes.answered"
    sentence = t("Actor %(actor)s answered in the vote %(vote)s of a group.")
    vote: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class GroupVoterSetAside(Event):
    """A member was set aside from a vote."""

    key = "group_votes.set_aside"
    sentence = t("Actor %(actor)s was set aside from the vote %(vote)s of a group.")
    vote: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class GroupVoteClosed(Event):
    """A vote was closed and counted, or broken off. A module that opened it hears it within the transaction."""

    key = "group_votes.closed"
    sentence = t(
        "The vote %(vote)s of a group was closed: %(outcome)s; for: %(votes_for)s, against: %(against)s, "
        "abstaining: %(abstentions)s."
    )
    words: ClassVar = {"outcome": {state.value: name for state, name in STATES.items()}}
    vote: int
    subject: str
    subject_id: int
    outcome: str
    votes_for: int
    against: int
    abstentions: int


EVENTS = (GroupVoteOpened, GroupVoteAnswered, GroupVoterSetAside, GroupVoteClosed)
