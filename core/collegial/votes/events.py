"""What happens in votes; no event holds a choice."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class VoteOpened(Event):
    """A vote session was opened on some resolutions; `asked` and `roll` are the fingerprints of what is put to whom.

    `questions` numbers them in their order: a secret vote may lose some of them later.
    """

    key = "votes.opened"
    sentence = nt_by(
        "resolutions",
        "Vote %(vote)s was opened in assembly %(assembly)s on %(resolutions)s resolution.",
        "Vote %(vote)s was opened in assembly %(assembly)s on %(resolutions)s resolutions.",
    )
    vote: int
    assembly: int
    resolutions: int
    questions: str
    asked: str
    roll: str


@dataclass(frozen=True, kw_only=True)
class VoteCast(Event):
    """A voting right was used; the board says how, the journal does not."""

    key = "votes.cast"
    sentence = t("Vote %(vote)s: entry %(giver)s of the roll voted (board line %(line)s).")
    vote: int
    giver: int
    holder: int
    line: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class AbsentEntered(Event):
    """The rights that vote by what was written beforehand were put on the board, before the count."""

    key = "votes.absent_entered"
    sentence = nt_by(
        "lines",
        "Vote %(vote)s: %(lines)s vote of an absent member entered the board, at line %(first)s.",
        "Vote %(vote)s: %(lines)s votes of absent members entered the board, from line %(first)s on.",
    )
    vote: int
    first: int
    lines: int
    head: str


@dataclass(frozen=True, kw_only=True)
class VotePaused(Event):
    """A vote was paused: nobody casts until it goes on."""

    key = "votes.paused"
    sentence = t("Vote %(vote)s was paused.")
    vote: int


@dataclass(frozen=True, kw_only=True)
class VoteResumed(Event):
    """A paused vote went on."""

    key = "votes.resumed"
    sentence = t("Vote %(vote)s went on after a pause.")
    vote: int


@dataclass(frozen=True, kw_only=True)
class RoomOpened(Event):
    """The rights that vote in the room were listed."""

    key = "votes.room_opened"
    sentence = nt_by(
        "rights",
        "Vote %(vote)s: %(rights)s voting right votes in the room (board line %(line)s).",
        "Vote %(vote)s: %(rights)s voting rights vote in the room (board line %(line)s).",
    )
    vote: int
    line: int
    rights: int
    way: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class RoomCounted(Event):
    """The bureau entered what it counted in the room; the board says the figures."""

    key = "votes.room_counted"
    sentence = t("Vote %(vote)s: the room was counted on question %(question)s (board line %(line)s).")
    vote: int
    question: int
    line: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class VoteClosed(Event):
    """A vote session was closed; the end of its board is sealed here too."""

    key = "votes.closed"
    sentence = nt_by(
        "lines",
        "Vote %(vote)s was closed with %(lines)s line on its board.",
        "Vote %(vote)s was closed with %(lines)s lines on its board.",
    )
    vote: int
    lines: int
    head: str


@dataclass(frozen=True, kw_only=True)
class ResolutionDecided(Event):
    """A resolution was counted."""

    key = "votes.decided"
    sentence = t("Resolution %(resolution)s was counted: %(share)s in favour.")
    resolution: int
    adopted: bool | None
    share: str | None


@dataclass(frozen=True, kw_only=True)
class ElectionCounted(Event):
    """An election was counted; who is elected stands with the result, not here."""

    key = "votes.elected"
    sentence = t("Resolution %(resolution)s was counted (seats filled: %(elected)s of %(seats)s).")
    resolution: int
    elected: int
    seats: int


@dataclass(frozen=True, kw_only=True)
class SeatsEntered(Event):
    """Those elected whom the directory knows took their seat by hand; `left` are not in the directory."""

    key = "votes.seats_entered"
    sentence = t(
        "The seats of those elected by resolution %(resolution)s were entered in the group “%(group)s”."
    )
    resolution: int
    group: str
    left: int


EVENTS = (
    VoteOpened,
    VoteCast,
    AbsentEntered,
    VotePaused,
    VoteResumed,
    RoomOpened,
    RoomCounted,
    VoteClosed,
    ResolutionDecided,
    ElectionCounted,
    SeatsEntered,
)
