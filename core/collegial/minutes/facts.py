"""What the minutes of a general meeting must state, as already settled facts."""

from dataclasses import dataclass
from datetime import date, datetime

from collegial.assemblies.rules import CollegeAttendance, QuorumVerdict
from collegial.hooks.voting import Option, Tally
from collegial.kernel.text import Text
from collegial.statutes.rules import Carry, Convocation, DecisionKind, MajorityRule
from collegial.votes.rules import CollegeSums, Result


@dataclass(frozen=True, kw_only=True)
class Cooperative:
    """Who met; the legal mention names form, variable capital, seat and registration."""

    name: str
    legal_mention: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """Another hour or place of the same day, before and after, and why."""

    decided_on: date
    before: tuple[datetime, str]
    after: tuple[datetime, str]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Convening:
    """How the members were called; a reason is there only when the notice was late.

    `replaces_on` is the day of the assembly that was called off and that this one replaces.
    """

    convocation: Convocation
    sent_on: date
    manner: str
    notice_days: int
    last_sending_day: date
    override_reason: str | None = None
    first_meeting_on: date | None = None
    moves: tuple[Move, ...] = ()
    replaces_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Where and when the members met, remote place included; `closed_at` is None while the meeting lasts.

    `college` names the college that met alone.
    """

    held_on: date
    place: str
    opened_at: datetime
    closed_at: datetime | None
    college: str | None = None


@dataclass(frozen=True, kw_only=True)
class StatutesInForce:
    """The statutes of the day of the meeting; an old meeting keeps its own."""

    label: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """Who led the meeting and answers for its minutes; why there were fewer scrutineers than the law asks for."""

    chair: str
    scrutineers: tuple[str, ...]
    secretary: str
    why_few: str | None = None


@dataclass(frozen=True, kw_only=True)
class DocumentLaidOpen:
    """A document put at the members' disposal, with the fingerprint of its file when it has one."""

    title: str
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class OpeningQuorum:
    """The quorum found at the opening for one kind of decision; a mixed meeting has two.

    Where it was missed then and reached before a vote, the verdict is the later one, and `reached_at` its moment.
    """

    kind: DecisionKind
    verdict: QuorumVerdict
    reached_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Something that troubled the meeting, as the secretary noted it."""

    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class QuestionFacts:
    """A written question, whose it is, and its answer; `later_on` is its day where the meeting was over by then."""

    by: str
    text: str
    answer: str | None = None
    later_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ResolutionFacts:
    """A resolution put to the vote: its text, the rule it fell under, the sums and the result.

    `came` says how many votes came from where: online, by a form, by the chair, by hands or paper in the room.
    """

    number: int
    title: str
    text: str
    kind: DecisionKind
    is_secret: bool
    majority: MajorityRule
    carry: Carry
    sums: tuple[CollegeSums, ...]
    result: Result
    quorum: QuorumVerdict | None = None
    debate: str = ""
    came: tuple[tuple[str, int], ...] = ()
    guarding: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ElectionFacts:
    """An election: how it was voted, in words, its list, and the count with all its steps.

    `keeping` are those elected to replace whom the assembly did not revoke: they keep their seat, and fill no other.
    """

    number: int
    title: str
    text: str
    kind: DecisionKind
    is_secret: bool
    method: Text
    terms: tuple[Text, ...]
    options: tuple[Option, ...]
    tally: Tally
    seats: int
    members: int
    attending: int
    papers: int
    void: int = 0
    keeping: tuple[str, ...] = ()
    quorum: QuorumVerdict | None = None
    debate: str = ""
    came: tuple[tuple[str, int], ...] = ()
    guarding: tuple[Text, ...] = ()

    @property
    def elected(self) -> tuple[str, ...]:
        """Return the names of those who are elected, best first."""
        names = {one.number: one.name for one in self.options}
        return tuple(names[number] for number in self.tally.elected)

    @property
    def empty_seats(self) -> int:
        """Return how many seats nobody fills."""
        return self.seats - len(self.elected) + len(self.keeping)


@dataclass(frozen=True, kw_only=True)
class Fingerprints:
    """SHA-256 heads that tie the minutes to the record that proves them; None where there is none."""

    board_head: str | None
    journal_head: str | None
    record: str | None


@dataclass(frozen=True, kw_only=True)
class MinutesFacts:
    """Everything that the minutes of one meeting state; `number` is continuous in the register.

    `documents` and `incidents` are None where nobody keeps them: the minutes then say nothing of them, while
    an empty tuple lets them say that there were none.
    """

    number: int
    cooperative: Cooperative
    convening: Convening
    sitting: Sitting
    statutes: StatutesInForce
    bureau: Bureau
    agenda: tuple[str | Text, ...]
    documents: tuple[DocumentLaidOpen, ...] | None
    attendance: tuple[CollegeAttendance, ...]
    quorums: tuple[OpeningQuorum, ...]
    debate: str
    incidents: tuple[Incident, ...] | None
    resolutions: tuple[ResolutionFacts | ElectionFacts, ...]
    fingerprints: Fingerprints
    came_later: int = 0
    left_early: int = 0
    unvoted: tuple[int, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()

    @property
    def kinds(self) -> frozenset[DecisionKind]:
        """Say which kinds of decision the meeting was called for."""
        return frozenset(quorum.kind for quorum in self.quorums)

    @property
    def unanswered(self) -> int:
        """Say how many written questions have no answer."""
        return sum(one.answer is None for one in self.questions)

    @property
    def may_decide(self) -> bool:
        """Say whether the quorum was reached for at least one kind of decision."""
        return any(quorum.verdict.reached for quorum in self.quorums)
