"""Pause a vote and let it go on: while it is paused, nobody casts; what was cast stays."""

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.votes.events import VotePaused, VoteResumed
from collegial.votes.models import Pause, SessionState, VoteSession
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import locked_session


def pause_vote(context: Context, vote_id: int) -> VoteSession:
    """Pause an open vote; raises Refused when it is not open, or paused already."""
    require(context.by, PRESIDE)
    vote = locked_session(context.session, vote_id)
    if vote.state is not SessionState.OPEN or vote.paused_at:
        raise Refused("votes.not_running", t("This vote is not under way, so it cannot be paused."))
    vote.paused_at = context.clock.now()
    context.emit(VotePaused(vote=vote.id))
    return vote


def resume_vote(context: Context, vote_id: int) -> VoteSession:
    """Let a paused vote go on; raises Refused when it is not paused."""
    require(context.by, PRESIDE)
    vote = locked_session(context.session, vote_id)
    if vote.paused_at is None:
        raise Refused("votes.not_paused", t("This vote is not paused."))
    end_pause(context, vote)
    context.emit(VoteResumed(vote=vote.id))
    return vote


def end_pause(context: Context, vote: VoteSession) -> None:
    """Write the pause down with its end; a vote may be closed out of a pause."""
    if vote.paused_at:
        pause = Pause(session_id=vote.id, paused_at=vote.paused_at, resumed_at=context.clock.now())
        context.session.add(pause)
        vote.paused_at = None
