"""Acts of voting: open, cast, close. A cast is one act: choices, sign-off, board line, journal, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy.exc import IntegrityError

from collegial.assemblies.models import Assembly, AssemblyState, Mandate, MandateKind, Resolution
from collegial.assemblies.queries.attending import current_stay, hold, quorum_of
from collegial.assemblies.queries.meetings import hold_meeting, rules_for
from collegial.assemblies.queries.roll import roll_facts
from collegial.assemblies.queries.voting import poll_of
from collegial.assemblies.services.conducting import take_quorum
from collegial.assemblies.services.proxies import accept_by_use
from collegial.assemblies.services.voting import carries_weights, recheck
from collegial.kernel.chain import GENESIS, fingerprint, seal
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.fractions import show_fraction
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.rules import Carry, StatuteRules
from collegial.votes.absent import enter_absent, on_form, with_form
from collegial.votes.asking import Asked, asked, methods_of, questions_for
from collegial.votes.electing import count_elections
from collegial.votes.events import ElectionCounted, ResolutionDecided, VoteCast, VoteClosed, VoteOpened
from collegial.votes.methods import FOR_AGAINST_KEY
from collegial.votes.models import (
    Ballot,
    ElectionOutcome,
    Origin,
    Outcome,
    Question,
    Secrecy,
    SessionState,
    SignOff,
    VoteSession,
)
from collegial.votes.pausing import end_pause
from collegial.votes.permissions import CAST, PRESIDE
from collegial.votes.queries import (
    asked_facts,
    choices_of,
    content,
    count,
    last_cast,
    locked_session,
    open_session_of,
    resolutions_to_vote,
    result_of,
    sign_off_of,
    texts_first,
)
from collegial.votes.room import check_not_in_room, check_room_counted
from collegial.votes.rules import CollegeSums, check_countable
from collegial.votes.rules.explanation import written_tally


def open_vote(
    context: Context,
    meeting: Assembly,
    resolutions: Sequence[Resolution],
    *,
    secrecy: Secrecy = Secrecy.OPEN,
) -> VoteSession:
    """Put resolutions to the vote, openly unless told otherwise; the quorum of each kind is taken again (L39).

    Raises Refused when the assembly is not open, another vote is, nothing is left to vote on, the quorum
    is missed, the statutes lack a rule that the count may need, or a vote method is not available.
    """
    require(context.by, PRESIDE)
    _check_opening(context, meeting, resolutions, secrecy)
    for kind in sorted({one.kind for one in resolutions}):
        if not take_quorum(context, meeting, kind).reached:
            raise Refused(
                "votes.no_quorum",
                t("The quorum is missed for a resolution: it cannot be put to the vote in this assembly."),
            )
    vote = VoteSession(
        assembly_id=meeting.id, secrecy=secrecy, state=SessionState.OPEN, opened_at=context.clock.now(),
        board_head=GENESIS,
        questions=[_question(context, one, place) for place, one in enumerate(resolutions, start=1)],
    )  # fmt: skip
    context.session.add(vote)
    context.session.flush()  # the event names the vote by its number
    context.emit(
        VoteOpened(
            vote=vote.id, assembly=meeting.id, resolutions=len(resolutions),
            asked=fingerprint(asked_facts(vote.questions, resolutions)),
            roll=fingerprint(roll_facts(context.session, meeting.id)),
        )
    )  # fmt: skip
    return vote


def _question(context: Context, resolution: Resolution, position: int) -> Question:
    """Fix the method in its revision; one that is missing, or that cannot count even nothing, raises Refused."""
    key = resolution.voting.method if resolution.voting else FOR_AGAINST_KEY
    method = methods_of(context.methods).vote_method(context.session, key)
    method.tally(poll_of(resolution), ())
    return Question(
        resolution_id=resolution.id, position=position, method=method.key, method_revision=method.revision
    )


def open_next_vote(context: Context, meeting: Assembly) -> VoteSession:
    """Put to the vote all that is left and can be decided now; raises what open_vote raises.

    In a mixed assembly one kind of decision may have its quorum and the other not: the first is voted. Texts come
    before elections, which are a vote of their own: texts may be voted by hand in the room.
    """
    left = texts_first(resolutions_to_vote(context.session, meeting.id))
    quorate = {
        kind
        for kind in {one.kind for one in left}
        if quorum_of(context.session, meeting, kind, context.zone).reached
    }
    return open_vote(context, meeting, [one for one in left if one.kind in quorate] or left)


def _check_opening(
    context: Context, meeting: Assembly, resolutions: Sequence[Resolution], secrecy: Secrecy
) -> None:
    hold_meeting(context.session, meeting)
    if meeting.state is not AssemblyState.OPEN:
        raise Refused(
            "votes.assembly_not_open", t("Open the assembly first: votes take place during the sitting.")
        )
    if open_session_of(context.session, meeting.id):
        raise Refused("votes.already_open", t("A vote is open already. Close it before opening the next."))
    left = {one.id for one in resolutions_to_vote(context.session, meeting.id, secrecy)}
    if not resolutions or not {one.id for one in resolutions} <= left:
        raise Refused(
            "votes.nothing_left", t("These resolutions were put to the vote already, or there are none.")
        )
    if secrecy is Secrecy.SECRET and any(one.elects for one in resolutions):
        raise Refused(
            "votes.secret_election",
            t(
                "A secret vote cannot elect among a list yet: take the secrecy or the candidates away before convening."
            ),
        )
    for one in resolutions:
        recheck(context, one)
    if any(carries_weights(one) for one in resolutions):
        check_countable(rules_for(context.session, meeting, context.zone))


def cast_vote(context: Context, vote_id: int, mandate: Mandate, choices: Mapping[int, str]) -> SignOff:
    """Use a voting right in an open vote; the sign-off's digest is the receipt.

    The same right sent again with the same choices (a double click, a lost answer) gives the same receipt.
    Raises Refused when the vote is not open, the right was used otherwise, or its holder does not attend;
    Forbidden for a right that is not the viewer's to use; Invalid for incomplete or unknown choices.
    """
    require(context.by, CAST)
    vote = locked_session(context.session, vote_id)
    _check_open_protocol(vote)
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
    _check_choices(context, vote, mandate, choices)
    accept_by_use(context, mandate)
    return _write(context, vote, mandate, choices, Origin.ONLINE if fixed is None else Origin.FORM_AND_PROXY)


def _check_open_protocol(vote: VoteSession) -> None:
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


def _check_choices(context: Context, vote: VoteSession, mandate: Mandate, choices: Mapping[int, str]) -> None:
    mine = questions_for(vote.questions, mandate.giver.college_id)
    if not mine:
        raise Refused(
            "votes.not_asked",
            t("This vote is for another college alone: this voting right has no part in it."),
        )
    if set(choices) != {question.id for question in mine}:
        raise Invalid(
            "votes.incomplete", t("Choose an answer to each resolution; a blank vote is an answer.")
        )
    for one in asked(context.session, context.methods, mine):
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


def close_vote(context: Context, vote_id: int) -> VoteSession:
    """Close a vote and count it by the assembly's statutes; whoever was acknowledged before is counted.

    Those who vote by correspondence enter the board first.
    """
    require(context.by, PRESIDE)
    vote = locked_session(context.session, vote_id)
    _check_open_protocol(vote)
    if vote.state is not SessionState.OPEN:
        raise Refused("votes.not_open", t("This vote is not open."))
    check_room_counted(context, vote)
    end_pause(context, vote)
    enter_absent(context, vote)
    last = last_cast(context.session, vote.id) or vote.opened_at or context.clock.now()
    vote.closed_at = max(context.clock.now(), last)  # the clock may be set back
    vote.state = SessionState.CLOSED
    context.session.flush()  # the count reads the attendance at the closing
    context.emit(VoteClosed(vote=vote.id, lines=vote.board_length, head=vote.board_head))
    _count(context, vote)
    return vote


def _count(context: Context, vote: VoteSession) -> None:
    rules = rules_for(context.session, vote.assembly, context.zone)
    asks = asked(context.session, context.methods, vote.questions)
    texts = [one for one in asks if not one.elects]
    seal_outcomes(context, vote, rules, count(context.session, vote, rules, texts))
    _count_elections(context, vote, rules, [one for one in asks if one.elects])


def _count_elections(context: Context, vote: VoteSession, rules: StatuteRules, asks: Sequence[Asked]) -> None:
    if not asks:
        return
    for question_id, counted in count_elections(context.session, vote, rules, asks).items():
        one = next(one for one in asks if one.question.id == question_id)
        context.session.add(
            ElectionOutcome(
                question_id=question_id, elected=list(counted.tally.elected),
                explanation=written_tally(one.method, counted.tally), members=counted.members,
                attending=counted.attending, papers=counted.papers, counted_at=context.clock.now(),
            )
        )  # fmt: skip
        context.emit(
            ElectionCounted(
                resolution=one.question.resolution_id,
                elected=len(counted.tally.elected),
                seats=one.poll.seats,
            )
        )


def seal_outcomes(
    context: Context, vote: VoteSession, rules: StatuteRules, sums: Mapping[int, Sequence[CollegeSums]]
) -> None:
    """Decide each text that has sums by the statutes, and write the results down."""
    for question in [one for one in vote.questions if one.id in sums]:
        decided = result_of(rules, question, sums[question.id])
        context.session.add(
            Outcome(
                question_id=question.id, adopted=decided.adopted, for_share=decided.for_share,
                carry=rules.carry if rules.colleges else Carry.HEADS, threshold=decided.threshold,
                sums=[stored(one) for one in sums[question.id]], counted_at=context.clock.now(),
            )
        )  # fmt: skip
        share = None if decided.for_share is None else show_fraction(decided.for_share)
        context.emit(
            ResolutionDecided(resolution=question.resolution_id, adopted=decided.adopted, share=share)
        )


def stored(sums: CollegeSums) -> dict[str, object]:
    """Return the sums of a college as they are kept."""
    return {**asdict(sums), "weight": show_fraction(sums.weight)}
