"""Pages of the bureau during a vote: pause it, list who votes in the room, enter what was counted there."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import Missing
from collegial.kernel.text import nt, t
from collegial.room.forms import HEADS, TotalsForm, totals_form
from collegial.room.views.naming import college_names
from collegial.votes import queries
from collegial.votes.models import Question, RoomWay, VoteSession
from collegial.votes.services import pausing, room
from collegial.web.languages import say
from collegial.web.request import act, session


def pause(vote_id: int) -> ResponseReturnValue:
    """Pause the vote."""
    vote = pausing.pause_vote(act(), vote_id)
    flash(say(t("The vote is paused. What was cast stays; nobody casts until it goes on.")), "info")
    return redirect(url_for("assemblies.show", assembly_id=vote.assembly_id))


def resume(vote_id: int) -> ResponseReturnValue:
    """Let the vote go on."""
    vote = pausing.resume_vote(act(), vote_id)
    flash(say(t("The vote goes on.")), "success")
    return redirect(url_for("assemblies.show", assembly_id=vote.assembly_id))


def show(vote_id: int) -> ResponseReturnValue:
    """Show who votes in the room, and what was counted there."""
    return _page(queries.vote_session(session(), vote_id), None)


def list_rights(vote_id: int) -> ResponseReturnValue:
    """List who votes in the room."""
    way = RoomWay.PAPER if request.form.get("way") == RoomWay.PAPER.value else RoomWay.HANDS
    room.open_room(act(), vote_id, way)
    number = len(queries.room_rights(session(), vote_id))
    flash(
        say(nt("%(count)d right votes in the room.", "%(count)d rights vote in the room.", number)), "success"
    )
    return redirect(url_for("room.show", vote_id=vote_id))


def count(vote_id: int, question_id: int) -> ResponseReturnValue:
    """Enter the totals of one resolution."""
    vote = queries.vote_session(session(), vote_id)
    question = next(
        (one for one in vote.questions if one.id == question_id and not one.resolution.elects), None
    )
    if question is None:
        raise Missing("votes.unknown_question", t("This resolution is not put to this vote."))
    limits = room.room_limits(act(), vote)
    form = totals_form(limits)()
    status = form.attempt(lambda: room.count_room(act(), vote_id, question, form.sums(list(limits))))
    if status is not None:
        return _page(vote, (question, form)), status
    flash(
        say(t("The count of resolution %(number)s is entered.", number=question.resolution.number)), "success"
    )
    return redirect(url_for("room.show", vote_id=vote_id, _anchor=f"count-{question_id}"))


def _page(vote: VoteSession, wrong: tuple[Question, TotalsForm] | None) -> str:
    limits, counts = room.room_limits(act(), vote), queries.room_counts(session(), vote.id)
    kind = totals_form(limits)
    forms = {
        one.id: kind(formdata=None, data=_entered(counts[one.id].sums if one.id in counts else {}))
        for one in vote.questions
        if not one.resolution.elects
    }
    if wrong:
        forms[wrong[0].id] = wrong[1]
    return render_template(
        "room/room.html",
        vote=vote, limits=limits, counts=counts, forms=forms, heads=HEADS,
        rights=queries.room_rights(session(), vote.id), names=college_names(vote),
        boxes=queries.room_votes(session(), vote.id), is_wrong=wrong[0].id if wrong else None,
    )  # fmt: skip


def _entered(sums: dict[str, dict[str, int]]) -> dict[str, int]:
    return {f"{key}-{name}": figure for key, figures in sums.items() for name, figure in figures.items()}
