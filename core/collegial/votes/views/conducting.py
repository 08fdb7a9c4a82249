"""Opening and closing of a vote, by who presides."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.queries import meetings
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.votes import queries, services
from collegial.votes.models import SessionState, VoteSession
from collegial.votes.services.room import check_room_counted
from collegial.web.forms import row_numbers
from collegial.web.languages import say
from collegial.web.request import act, session


def open_vote(assembly_id: int) -> ResponseReturnValue:
    """Open the vote on the resolutions that were chosen: the next one, or several at once."""
    meeting, chosen = (
        meetings.assembly(session(), assembly_id),
        row_numbers(request.form.getlist("resolution")),
    )
    try:
        vote = services.open_chosen_vote(act(), meeting, chosen)
    except Invalid as error:
        coming = queries.next_vote(act(), meeting)
        if chosen or not coming.offered:
            raise
        return render_template(
            "votes/choose.html", assembly=meeting, coming=coming, wrong=error.text
        ), error.status
    flash(say(_opened(vote)), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def _opened(vote: VoteSession) -> Text:
    return nt(
        "The vote on resolution %(numbers)s is open. Those who attend can vote now.",
        "The vote on resolutions %(numbers)s is open. Those who attend can vote now.",
        len(vote.questions),
        numbers=listed(one.resolution.number for one in vote.questions),
    )


def close_vote(vote_id: int) -> ResponseReturnValue:
    """Ask once, with who has not voted at this moment; then close the vote and go to its results."""
    vote = queries.vote_session(session(), vote_id)
    if request.method != "POST":  # a link scanner may ask for the head alone
        return _asked(vote) if vote.state is SessionState.OPEN else _to_results(vote_id)
    services.close_vote(act(), vote_id)
    flash(say(t("The vote is closed and counted.")), "success")
    return _to_results(vote_id)


def _asked(vote: VoteSession) -> str:
    """Return the page that asks; with htmx, only who has not voted."""
    services.check_open_protocol(vote)
    template = "votes/_awaited.html" if request.headers.get("HX-Request") else "votes/close.html"
    return render_template(
        template,
        vote=vote,
        turnout=queries.turnout(session(), vote.id),
        awaited=queries.awaited_rights(session(), vote),
        uncounted=_uncounted(vote),
        foreseen=queries.foreseen(session(), vote, meetings.rules_for(session(), vote.assembly, act().zone)),
    )


def _uncounted(vote: VoteSession) -> Text | None:
    """Return what keeps the vote from being closed: a room that was listed and is not counted."""
    try:
        check_room_counted(act(), vote)
    except Refused as refused:
        return refused.text
    return None


def _to_results(vote_id: int) -> ResponseReturnValue:
    return redirect(url_for("votes.results", vote_id=vote_id))
