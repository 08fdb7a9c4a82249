"""Cast votes: choices, sign-off, board line and journal in one act, or nothing.

Those that come together are cast together: what a cast must know is read for all of them at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from collegial.assemblies.models import Mandate, MandateKind
from collegial.assemblies.queries.attending import current_stay, hold
from collegial.assemblies.services.proxies import accept_by_use
from collegial.assemblies.services.staying import check_is_member
from collegial.journal.services import hold_order
from collegial.kernel.errors import Forbidden, Invalid, Missing, Refused
from collegial.kernel.events import Act, Context
from collegial.kernel.permissions import Viewer, require
from collegial.kernel.text import t
from collegial.kernel.writing import Change, Rows, write_together
from collegial.votes.asking import Asked, asked, not_asked, only_college
from collegial.votes.models import (
    Ballot,
    Origin,
    Secrecy,
    SessionState,
    SignOff,
    VoteSession,
)
from collegial.votes.permissions import CAST
from collegial.votes.queries import (
    Line,
    Right,
    choices_of,
    hold_rights,
    line_of,
    locked_session,
    rights_by_mandate,
)
from collegial.votes.sealing import End, end_of, next_line, vote_cast
from collegial.votes.services.absent import answers_on, with_form
from collegial.votes.services.room import in_room

Reading = Callable[[Sequence[Asked]], Mapping[int, str]]


@dataclass(frozen=True, kw_only=True)
class Cast:
    """A paper that someone hands in by a right; `read` gives its choices, once it is known what the right is asked."""

    by: Viewer
    mandate_id: int
    read: Reading


def cast_vote(context: Context, vote_id: int, mandate: Mandate, choices: Mapping[int, str]) -> Line:
    """Use a voting right in an open vote; the digest of the board's line is the receipt.

    The same right sent again with the same choices (a double click, a lost answer) gives the same receipt.
    Raises Refused when the vote is not open, the right was used otherwise, or its holder does not attend;
    Forbidden for a right that is not the viewer's to use; Invalid for incomplete or unknown choices.
    """
    one = Cast(by=context.by, mandate_id=mandate.id, read=lambda _asks: choices)
    (answer,) = cast_votes(context, vote_id, lambda: [one])
    if isinstance(answer, Exception):
        raise answer
    return answer


def cast_votes(context: Context, vote_id: int, come: Callable[[], Sequence[Cast]]) -> list[Line | Exception]:
    """Cast votes that came together, each by its own viewer: a line of the board for each, or why it was refused.

    `come` is asked for them once the board is locked: those who came while others wrote are among them.
    What is refused leaves no trace and hinders no other. The number of statements does not grow with their number.
    Raises Missing for an unknown vote, Refused for a secret one or where the database holds that a right was used:
    the transaction is then to be rolled back.
    """
    vote = locked_session(context.session, vote_id)
    check_open_protocol(vote)
    casts = come()
    mandates = [one.mandate_id for one in casts]
    hold_rights(context.session, mandates)
    hold_order(context.session)  # whoever leaves the cooperative does so before, and is seen, or after
    found = rights_by_mandate(context.session, vote.id, mandates, today=context.today)
    asks = asked(context.session, context.methods, vote.questions)
    table = _Table(context, vote, found, asks, end=end_of(vote))
    answers = [table.take(one) for one in casts]
    table.write()
    return answers


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """A paper that is taken: the line that it has on the board, what it says, and who used which right."""

    line: Line
    choices: Mapping[int, str]
    by: Viewer
    right: Right


@dataclass
class _Table:
    """The table with the ballot box: papers are taken one after the other, and written down together.

    `end` is where the board will end with those that are taken.
    """

    context: Context
    vote: VoteSession
    rights: Mapping[int, Right]
    asks: Sequence[Asked]
    end: End
    taken: dict[int, _Taken] = field(default_factory=dict)

    def take(self, cast: Cast) -> Line | Exception:
        """Return the line of a paper, or why it is not taken; one that its method cannot read hinders no other."""
        try:
            return self._taken(cast)
        except SQLAlchemyError:
            raise
        except Exception as refusal:  # noqa: BLE001 (it is raised to whoever handed this paper in)
            return refusal

    def _taken(self, cast: Cast) -> Line:
        require(cast.by, CAST)
        right = self.rights.get(cast.mandate_id)
        if right is None:
            raise Missing("votes.unknown_mandate", t("There is no such voting right."))
        _check_holder(cast.by, self.vote, right.voter_id, right.assembly_id)
        if not right.is_used:
            _check_live(right.revoked_at)
        asks = [one for one in self.asks if only_college(one.question) in (None, right.college_id)]
        fixed = self._on_form(right)
        choices = with_form(right.kind, cast.read(asks), fixed)
        earlier = self._cast_before(right)
        if earlier:
            return _repeated(*earlier, right, choices)
        _check_now(self.vote, right)
        _check_choices(asks, choices, written=set(fixed or ()))
        origin = Origin.ONLINE if fixed is None else Origin.FORM_AND_PROXY
        return self._add(cast.by, right, choices, origin)

    def _on_form(self, right: Right) -> dict[int, str] | None:
        if right.answers is None:
            return None
        return answers_on(self.vote.questions, right.answers, right.college_id)

    def _cast_before(self, right: Right) -> tuple[Line, Mapping[int, str]] | None:
        if right.is_used:
            session, vote = self.context.session, self.vote.id
            stored = line_of(session, vote, right.giver_id)
            return stored, choices_of(session, vote, right.giver_id)
        taken = self.taken.get(right.giver_id)
        return (taken.line, taken.choices) if taken else None

    def _add(self, by: Viewer, right: Right, choices: Mapping[int, str], origin: Origin) -> Line:
        used, now = (right.id, right.giver_id, right.holder_id), self.context.clock.now()
        line = next_line(self.vote, used, choices, origin=origin, now=now, after=self.end)
        self.taken[right.giver_id] = _Taken(line=line, choices=choices, by=by, right=right)
        self.end = End(length=line.sequence, head=line.digest)
        return line

    def write(self) -> None:
        """Write down what was taken: lines, ballots and the board's new end, and tell of it."""
        if not self.taken:
            return
        context, taken = self.context, self.taken.values()
        try:
            self._write_board()
        except IntegrityError:
            raise _used() from None
        accept_by_use(context, [(one.by, one.right) for one in taken])
        context.emit_all([Act(by=one.by, event=vote_cast(one.line)) for one in taken])

    def _write_board(self) -> None:
        taken = self.taken.values()
        lines = Rows(of=SignOff, rows=[vars(one.line) for one in taken])
        ballots = Rows(of=Ballot, rows=[row for one in taken for row in _ballots(one)])
        moved = {"board_length": self.end.length, "board_head": self.end.head}
        board = Change(of=VoteSession, key=self.vote.id, values=moved)
        write_together(self.context.session, [lines, ballots], board)
        self.context.session.expire(self.vote, list(moved))


def _ballots(taken: _Taken) -> Iterator[dict[str, object]]:
    line, college = taken.line, taken.right.college_id
    for question, choice in taken.choices.items():
        yield {
            "session_id": line.session_id, "question_id": question, "giver_id": line.giver_id,
            "college_id": college, "choice": str(choice),
        }  # fmt: skip


def _check_now(vote: VoteSession, right: Right) -> None:
    """Raise Refused unless the vote is open and the right can be used in it at this moment."""
    if vote.state is not SessionState.OPEN:
        raise Refused("votes.closed", t("This vote is closed: no ballot can be added."))
    if vote.paused_at is not None:
        raise Refused(
            "votes.paused", t("This vote is paused. Your vote is not cast; try again when it goes on.")
        )
    if right.is_in_room:
        raise in_room()
    if right.is_gone:
        raise Refused("votes.no_member", t("A member who has left no longer votes, and nobody votes for it."))
    _check_presence(right.kind, holder=right.is_holder_here, giver=right.is_giver_here)


def _repeated(line: Line, cast: Mapping[int, str], right: Right, choices: Mapping[int, str]) -> Line:
    if dict(cast) == dict(choices) and line.mandate_id == right.id:
        return line
    _check_live(right.revoked_at)
    raise _used()


def _used() -> Refused:
    return Refused(
        "votes.already_voted",
        t("This voting right has already been used. A vote that is cast stays as it is."),
    )


def check_open_protocol(vote: VoteSession) -> None:
    """Raise Refused for a secret vote: its ballots follow another protocol."""
    if vote.secrecy is not Secrecy.OPEN:
        raise Refused("votes.is_secret", t("This vote is secret: it is cast and counted on its own pages."))


def check_right(context: Context, vote: VoteSession, mandate: Mandate) -> None:
    """Raise unless the viewer may use this right in this vote; its entries stay locked."""
    hold(context.session, mandate.giver_id, mandate.holder_id)
    context.session.refresh(mandate, ["revoked_at"])  # its giver may have come in since it was read
    _check_holder(context.by, vote, mandate.holder.voter_id, mandate.assembly_id)
    _check_live(mandate.revoked_at)


def _check_holder(by: Viewer, vote: VoteSession, voter_id: int, assembly_id: int) -> None:
    if voter_id != by.actor_id and not by.is_program:
        raise Forbidden("votes.not_yours", t("This voting right is not yours to use."))
    if assembly_id != vote.assembly_id:
        raise Invalid("votes.other_assembly", t("This voting right belongs to another assembly."))


def _check_live(revoked_at: datetime | None) -> None:
    if revoked_at is not None:
        raise Refused("votes.proxy_ended", t("This proxy has ended: its giver came in or took it back."))


def check_presence(context: Context, mandate: Mandate) -> None:
    """Raise Refused unless the holder attends, and the giver of a proxy does not, both members still."""
    for one in (mandate.giver, mandate.holder):
        check_is_member(context, one)
    here = [current_stay(context.session, one) is not None for one in (mandate.holder_id, mandate.giver_id)]
    _check_presence(mandate.kind, holder=here[0], giver=here[1])


def _check_presence(kind: MandateKind, *, holder: bool, giver: bool) -> None:
    if not holder:
        raise Refused("votes.not_here", t("Check in first: only those who attend can vote."))
    if kind is MandateKind.PROXY and giver:
        raise Refused("votes.giver_here", t("The giver of this proxy is here and votes in person."))


def _check_choices(asks: Sequence[Asked], choices: Mapping[int, str], *, written: set[int]) -> None:
    """Check a paper; what a form has `written` stays as it was taken in, void answers too."""
    if not asks:
        raise not_asked()
    if set(choices) != {one.question.id for one in asks}:
        raise Invalid(
            "votes.incomplete", t("Choose an answer to each resolution; a blank vote is an answer.")
        )
    for one in asks:
        if one.question.id not in written:
            one.check(choices[one.question.id])
