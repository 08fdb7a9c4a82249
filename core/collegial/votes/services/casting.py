"""Cast votes: choices, sign-off, board line and journal in one act, or nothing.

Those that come together are cast together: what a cast must know is read for all of them at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.exc import IntegrityError

from collegial.assemblies.models import Mandate, MandateKind
from collegial.assemblies.queries.attending import current_stay, hold
from collegial.assemblies.services.proxies import accept_by_use
from collegial.kernel.chain import seal
from collegial.kernel.errors import DomainError, Forbidden, Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import Viewer, require
from collegial.kernel.text import t
from collegial.votes.absent import answers_on, with_form
from collegial.votes.asking import Asked, asked, not_asked, questions_for
from collegial.votes.events import VoteCast
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
    Standing,
    choices_of,
    content,
    hold_rights,
    locked_session,
)
from collegial.votes.room import in_room

Reading = Callable[[Sequence[Asked]], Mapping[int, str]]


@dataclass(frozen=True, kw_only=True)
class Cast:
    """A paper that someone hands in by a right; `read` gives its choices, once it is known what the right is asked."""

    by: Viewer
    mandate_id: int
    read: Reading


def cast_vote(context: Context, vote_id: int, mandate: Mandate, choices: Mapping[int, str]) -> SignOff:
    """Use a voting right in an open vote; the sign-off's digest is the receipt.

    The same right sent again with the same choices (a double click, a lost answer) gives the same receipt.
    Raises Refused when the vote is not open, the right was used otherwise, or its holder does not attend;
    Forbidden for a right that is not the viewer's to use; Invalid for incomplete or unknown choices.
    """
    one = Cast(by=context.by, mandate_id=mandate.id, read=lambda _asks: choices)
    (answer,) = cast_votes(context, vote_id, lambda: [one])
    if isinstance(answer, DomainError):
        raise answer
    return answer


def cast_votes(
    context: Context, vote_id: int, come: Callable[[], Sequence[Cast]]
) -> list[SignOff | DomainError]:
    """Cast votes that came together, each by its own viewer: a sign-off for each, or why it was refused.

    `come` is asked for them once the board is locked: those who came while others wrote are among them.
    What is refused leaves no trace and hinders no other. The number of statements does not grow with their number.
    Raises Missing for an unknown vote, Refused for a secret one or where the database holds that a right was used:
    the transaction is then to be rolled back.
    """
    vote = locked_session(context.session, vote_id)
    check_open_protocol(vote)
    casts = come()
    rights = hold_rights(context.session, vote.id, [one.mandate_id for one in casts])
    table = _Table(context, vote, rights, asked(context.session, context.methods, vote.questions))
    with context.session.no_autoflush:
        answers = [table.take(one) for one in casts]
    table.write()
    return answers


@dataclass
class _Table:
    """The table with the ballot box: papers are taken one after the other, and written down together."""

    context: Context
    vote: VoteSession
    rights: Mapping[int, Standing]
    asks: Sequence[Asked]
    taken: dict[int, tuple[SignOff, Mapping[int, str]]] = field(default_factory=dict)

    def take(self, cast: Cast) -> SignOff | DomainError:
        """Return the sign-off of a paper, or the reason why it is not taken."""
        try:
            return self._taken(cast)
        except DomainError as refusal:
            return refusal

    def _taken(self, cast: Cast) -> SignOff:
        require(cast.by, CAST)
        right = self.rights.get(cast.mandate_id)
        if right is None:
            raise Missing("votes.unknown_mandate", t("There is no such voting right."))
        mandate = right.mandate
        _check_holder(cast.by, self.vote, mandate)
        mine = questions_for(self.vote.questions, mandate.giver.college_id)
        asks = [one for one in self.asks if one.question in mine]
        fixed = None if right.form is None else answers_on(self.vote, right.form)
        choices = with_form(mandate, cast.read(asks), fixed)
        earlier = self._cast_before(right)
        if earlier:
            return _repeated(earlier, mandate, choices)
        _check_now(self.vote, right)
        _check_choices(asks, choices, written=set(fixed or ()))
        context = replace(self.context, by=cast.by)
        accept_by_use(context, mandate)
        origin = Origin.ONLINE if fixed is None else Origin.FORM_AND_PROXY
        return self._sign_off(context, mandate, choices, origin)

    def _cast_before(self, right: Standing) -> tuple[SignOff, Mapping[int, str]] | None:
        if right.used is None:
            return self.taken.get(right.mandate.giver_id)
        return right.used, choices_of(self.context.session, self.vote.id, right.used.giver_id)

    def _sign_off(
        self, context: Context, mandate: Mandate, choices: Mapping[int, str], origin: Origin
    ) -> SignOff:
        line = new_line(context, self.vote, mandate, choices, origin)
        self.taken[mandate.giver_id] = line, choices
        put_on_board(context, self.vote, line)
        return line

    def write(self) -> None:
        """Write down what was taken: the sign-offs, then the ballots, which point to them."""
        session, taken = self.context.session, list(self.taken.values())
        ballots = [
            self._ballot(line, question, choice)
            for line, choices in taken
            for question, choice in choices.items()
        ]
        try:
            session.flush()
            session.bulk_save_objects([line for line, _ in taken])
            session.bulk_save_objects(ballots)
        except IntegrityError:
            raise _used() from None

    def _ballot(self, line: SignOff, question: int, choice: str) -> Ballot:
        return Ballot(
            session_id=self.vote.id, question_id=question, giver_id=line.giver_id,
            college_id=self.rights[line.mandate_id].mandate.giver.college_id, choice=str(choice),
        )  # fmt: skip


def _check_now(vote: VoteSession, right: Standing) -> None:
    """Raise Refused unless the vote is open and the right can be used in it at this moment."""
    if vote.state is not SessionState.OPEN:
        raise Refused("votes.closed", t("This vote is closed: no ballot can be added."))
    if vote.paused_at is not None:
        raise Refused(
            "votes.paused", t("This vote is paused. Your vote is not cast; try again when it goes on.")
        )
    if right.is_in_room:
        raise in_room()
    _check_presence(right.mandate, holder=right.is_holder_here, giver=right.is_giver_here)


def _repeated(
    earlier: tuple[SignOff, Mapping[int, str]], mandate: Mandate, choices: Mapping[int, str]
) -> SignOff:
    line, cast = earlier
    if dict(cast) == dict(choices) and line.mandate_id == mandate.id:
        return line
    raise _used()


def _used() -> Refused:
    return Refused(
        "votes.already_voted",
        t("This voting right was used already. A vote that is cast stays as it is."),
    )


def check_open_protocol(vote: VoteSession) -> None:
    """Raise Refused for a secret vote: its ballots follow another protocol."""
    if vote.secrecy is not Secrecy.OPEN:
        raise Refused("votes.is_secret", t("This vote is secret: it is cast and counted on its own pages."))


def check_right(context: Context, vote: VoteSession, mandate: Mandate) -> None:
    """Raise unless the viewer may use this right in this vote; its entries stay locked."""
    hold(context.session, mandate.giver_id, mandate.holder_id)
    context.session.refresh(mandate, ["revoked_at"])  # its giver may have come in since it was read
    _check_holder(context.by, vote, mandate)


def _check_holder(by: Viewer, vote: VoteSession, mandate: Mandate) -> None:
    if mandate.holder.voter_id != by.actor_id and not by.is_program:
        raise Forbidden("votes.not_yours", t("This voting right is not yours to use."))
    if mandate.assembly_id != vote.assembly_id:
        raise Invalid("votes.other_assembly", t("This voting right belongs to another assembly."))
    if mandate.revoked_at is not None:
        raise Refused("votes.proxy_ended", t("This proxy has ended: its giver came in or took it back."))


def check_presence(context: Context, mandate: Mandate) -> None:
    """Raise Refused unless the holder attends, and the giver of a proxy does not."""
    here = [current_stay(context.session, one) is not None for one in (mandate.holder_id, mandate.giver_id)]
    _check_presence(mandate, holder=here[0], giver=here[1])


def _check_presence(mandate: Mandate, *, holder: bool, giver: bool) -> None:
    if not holder:
        raise Refused("votes.not_here", t("Check in first: only those who attend can vote."))
    if mandate.kind is MandateKind.PROXY and giver:
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


def new_line(
    context: Context,
    vote: VoteSession,
    mandate: Mandate,
    choices: Mapping[int, str],
    origin: Origin = Origin.ONLINE,
) -> SignOff:
    """Return the line that follows on the board of a vote whose row is locked; a secret vote's says no choice."""
    line = SignOff(
        session_id=vote.id, mandate_id=mandate.id, giver_id=mandate.giver_id, holder_id=mandate.holder_id,
        origin=origin, cast_at=vote.not_before(context.clock.now()),
        sequence=vote.board_length + 1, previous=vote.board_head,
    )  # fmt: skip
    line.digest = seal(line.sequence, line.previous, content(vote, line, dict(choices)))
    return line


def put_on_board(context: Context, vote: VoteSession, line: SignOff) -> None:
    """Make a line that is stored the end of the board, and tell."""
    vote.board_length, vote.board_head = line.sequence, line.digest
    context.emit(
        VoteCast(
            vote=vote.id, giver=line.giver_id, holder=line.holder_id, line=line.sequence, digest=line.digest
        )
    )
