"""Opening and closing of a vote, by who presides."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.queries import meetings
from collegial.kernel.text import Text, nt, t
from collegial.votes import services
from collegial.votes.models import VoteSession
from collegial.web.languages import say
from collegial.web.request import act, session


def open_vote(assembly_id: int) -> ResponseReturnValue:
    """Open the vote on every resolution that is left and has its quorum."""
    meeting = meetings.assembly(session(), assembly_id)
    vote = services.open_next_vote(act(), meeting)
    flash(say(_opened(vote)), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def _opened(vote: VoteSession) -> Text:
    return nt(
        "The vote on resolution %(numbers)s is open. Those who attend can vote now.",
        "The vote on resolutions %(numbers)s is open. Those who attend can vote now.",
        len(vote.questions),
        numbers=", ".join(str(one.resolution.number) for one in vote.questions),
    )


def close_vote(vote_id: int) -> ResponseReturnValue:
    """Close the vote and go to its results."""
    services.close_vote(act(), vote_id)
    flash(say(t("The vote is closed and counted.")), "success")
    return redirect(url_for("votes.results", vote_id=vote_id))
