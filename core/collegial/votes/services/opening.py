"""Put resolutions to the vote."""

from collections.abc import Collection, Sequence

from collegial.assemblies.models import Assembly, AssemblyState, Resolution
from collegial.assemblies.queries.meetings import hold_meeting, rules_for
from collegial.assemblies.queries.roll import roll_facts
from collegial.assemblies.queries.voting import poll_of
from collegial.assemblies.services.conducting import take_quorum
from collegial.assemblies.services.voting import carries_weights, recheck
from collegial.kernel.chain import GENESIS, fingerprint
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.votes.asking import chosen_method
from collegial.votes.demands import check_demands
from collegial.votes.events import VoteOpened
from collegial.votes.models import (
    Question,
    Secrecy,
    SessionState,
    VoteSession,
)
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import (
    asked_facts,
    next_vote,
    open_session_of,
    resolutions_to_vote,
    wait_for_quorum,
)
from collegial.votes.rules import check_countable


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
        verdict = take_quorum(context, meeting, kind)
        if not verdict.reached:
            asked = [one for one in resolutions if one.kind is kind]
            raise Refused("votes.no_quorum", wait_for_quorum(asked, verdict))
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
            questions=", ".join(str(one.id) for one in vote.questions),
            asked=fingerprint(asked_facts(vote.questions, resolutions)),
            roll=fingerprint(roll_facts(context.session, meeting.id)),
        )
    )  # fmt: skip
    return vote


def _question(context: Context, resolution: Resolution, position: int) -> Question:
    """Fix the method in its revision; one that is missing, or that cannot count even nothing, raises Refused."""
    method = chosen_method(context.session, context.methods, resolution)
    method.tally(poll_of(resolution), ())
    return Question(
        resolution_id=resolution.id, position=position, method=method.key, method_revision=method.revision
    )


def open_next_vote(context: Context, meeting: Assembly) -> VoteSession:
    """Put to the vote at once what can be, as `next_vote` tells; raises what open_vote raises."""
    return open_vote(context, meeting, next_vote(context, meeting).together)


def open_chosen_vote(context: Context, meeting: Assembly, chosen: Collection[int]) -> VoteSession:
    """Put the resolutions with these numbers of rows to the vote, one or several at once.

    Raises Invalid for none, Refused when one of them was put to the vote meanwhile, and what open_vote raises.
    """
    if not chosen:
        raise Invalid("votes.none_chosen", t("Choose at least one resolution to put to the vote."))
    left = {one.id: one for one in resolutions_to_vote(context.session, meeting.id)}
    if not set(chosen) <= left.keys():
        raise _nothing_left()
    return open_vote(context, meeting, [one for number, one in left.items() if number in chosen])


def _check_opening(
    context: Context, meeting: Assembly, resolutions: Sequence[Resolution], secrecy: Secrecy
) -> None:
    hold_meeting(context.session, meeting)
    if meeting.state is not AssemblyState.OPEN:
        raise Refused(
            "votes.assembly_not_open", t("Open the assembly first: votes take place during the sitting.")
        )
    if open_session_of(context.session, meeting.id):
        raise Refused("votes.already_open", t("A vote is already open. Close it before opening the next."))
    left = {one.id for one in resolutions_to_vote(context.session, meeting.id, secrecy)}
    if not resolutions or not {one.id for one in resolutions} <= left:
        raise _nothing_left()
    for one in resolutions:
        recheck(context, one)
    if any(carries_weights(one) for one in resolutions):
        check_countable(rules_for(context.session, meeting, context.zone))
    texts = sorted({one.kind for one in resolutions if not one.elects})
    if texts:
        check_demands(context, rules_for(context.session, meeting, context.zone), texts)


def _nothing_left() -> Refused:
    return Refused(
        "votes.nothing_left", t("These resolutions have already been put to the vote, or there are none.")
    )
