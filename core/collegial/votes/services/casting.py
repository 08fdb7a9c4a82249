"""Cast a vote: choices, sign-off, board line and journal in one act, or nothing."""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from collegial.assemblies.models import Mandate, MandateKind
from collegial.assemblies.queries.attending import current_stay, hold
from collegial.assemblies.services.proxies import accept_by_use
from collegial.kernel.chain import seal
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.votes.absent import on_form, with_form
from collegial.votes.asking import asked, not_asked, questions_for
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
    choices_of,
    content,
    locked_session,
    sign_off_of,
)
from collegial.votes.room import check_not_in_room


def cast_vote(context: Context, vote_id: int, mandate: Mandate, choices: Mapping[int, str]) -> SignOff:
    """Use a voting right in an open vote; the sign-off's digest is the receipt.

    The same right sent again with the same choices (a double click, a lost answer) gives the same receipt.
    Raises Refused when the vote is not open, the right was used otherwise, or its holder does not attend;
    Forbidden for a right that is not the viewer's to use; Invalid for incomplete or unknown choices.
    """
    require(context.by, CAST)
    vote = locked_session(context.session, vote_id)
    check_open_protocol(vote)
    check_right(context, vote, mandate)
    fixed = on_form(context.session, vote, mandate.giver_id)
    choices = with_form(mandate, choices, fixed)
    earlier = sign_off_of(context.session, vote.id, mandate.giver_id)
    if earlier:
        return _repeated(context, vote, earlier, mandate, choices)
    if vote.state is not SessionState.OPEN:
        raise Refused("votes.closed", t("This vote is closed: no ballot can be added."))
    if vote.paused_at is not None:
        raise Refused(
            "votes.paused", t("This vote is paused. Your vote is not cast; try again when it goes on.")
        )
    check_not_in_room(context.session, vote, mandate.giver_id)
    check_presence(context, mandate)
    _check_choices(context, vote, mandate, choices, written=set(fixed or ()))
    accept_by_use(context, mandate)
    return _write(context, vote, mandate, choices, Origin.ONLINE if fixed is None else Origin.FORM_AND_PROXY)


def check_open_protocol(vote: VoteSession) -> None:
    """Raise Refused for a secret vote: its ballots follow another protocol."""
    if vote.secrecy is not Secrecy.OPEN:
        raise Refused("votes.is_secret", t("This vote is secret: it is cast and counted on its own pages."))


def check_right(context: Context, vote: VoteSession, mandate: Mandate) -> None:
    """Raise unless the viewer may use this right in this vote; its entries stay locked."""
    if mandate.holder.voter_id != context.by.actor_id and not context.by.is_program:
        raise Forbidden("votes.not_yours", t("This voting right is not yours to use."))
    if mandate.assembly_id != vote.assembly_id:
        raise Invalid("votes.other_assembly", t("This voting right belongs to another assembly."))
    hold(context.session, mandate.giver_id, mandate.holder_id)
    context.session.refresh(mandate, ["revoked_at"])  # its giver may have come in since it was read
    if mandate.revoked_at is not None:
        raise Refused("votes.proxy_ended", t("This proxy has ended: its giver came in or took it back."))


def check_presence(context: Context, mandate: Mandate) -> None:
    """Raise Refused unless the holder attends, and the giver of a proxy does not."""
    if current_stay(context.session, mandate.holder_id) is None:
        raise Refused("votes.not_here", t("Check in first: only those who attend can vote."))
    if mandate.kind is MandateKind.PROXY and current_stay(context.session, mandate.giver_id):
        raise Refused("votes.giver_here", t("The giver of this proxy is here and votes in person."))


def _check_choices(
    context: Context, vote: VoteSession, mandate: Mandate, choices: Mapping[int, str], *, written: set[int]
) -> None:
    """Check a paper; what a form has `written` stays as it was taken in, void answers too."""
    mine = questions_for(vote.questions, mandate.giver.college_id)
    if not mine:
        raise not_asked()
    if set(choices) != {question.id for question in mine}:
        raise Invalid(
            "votes.incomplete", t("Choose an answer to each resolution; a blank vote is an answer.")
        )
    for one in asked(context.session, context.methods, mine):
        if one.question.id not in written:
            one.check(choices[one.question.id])


def _repeated(
    context: Context, vote: VoteSession, earlier: SignOff, mandate: Mandate, choices: Mapping[int, str]
) -> SignOff:
    same = choices_of(context.session, vote.id, mandate.giver_id) == dict(choices)
    if same and earlier.mandate_id == mandate.id:
        return earlier
    raise Refused(
        "votes.already_voted",
        t("This voting right was used already. A vote that is cast stays as it is."),
    )


def _write(
    context: Context, vote: VoteSession, mandate: Mandate, choices: Mapping[int, str], origin: Origin
) -> SignOff:
    line = new_line(context, vote, mandate, choices, origin)
    college = mandate.giver.college_id
    ballots = [
        Ballot(
            session_id=vote.id,
            question_id=question,
            giver_id=mandate.giver_id,
            college_id=college,
            choice=str(choice),
        )
        for question, choice in choices.items()
    ]
    try:
        with context.session.begin_nested():
            context.session.add(line)
            context.session.flush()  # the ballots point to the sign-off
            context.session.add_all(ballots)
    except IntegrityError:
        raise Refused(
            "votes.already_voted",
            t("This voting right was used already. A vote that is cast stays as it is."),
        ) from None
    put_on_board(context, vote, line)
    return line


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
