"""The bureau's page on paper ballots of the room in a secret vote: list who votes so, enter the sums."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import Missing, Refused
from collegial.kernel.text import t
from collegial.secret import queries
from collegial.secret.forms import HEADS, PapersForm, papers_form
from collegial.secret.models import Ceremony, Stage
from collegial.secret.services import papers
from collegial.secret.steps import real
from collegial.votes.models import Question, VoteSession
from collegial.votes.queries import room_counts, room_rights
from collegial.web.languages import say
from collegial.web.request import act, session


def show(ceremony_id: int) -> ResponseReturnValue:
    """Show who votes on paper, and what was counted."""
    return _page(queries.ceremony(session(), ceremony_id))


def list_rights(ceremony_id: int) -> ResponseReturnValue:
    """List who votes on paper."""
    papers.list_papers(act(), ceremony_id)
    flash(say(t("Those who are in the room and have not voted vote on paper.")), "success")
    return redirect(url_for("secret.papers", ceremony_id=ceremony_id))


def count(ceremony_id: int, question_id: int) -> ResponseReturnValue:
    """Enter the sums of a resolution, or correct them."""
    found = queries.ceremony(session(), ceremony_id)
    vote = _vote(found)
    question = next((one for one in vote.questions if one.id == question_id), None)
    if question is None:
        raise Missing("secret.unknown_question", t("This resolution is not part of this vote."))
    limits = papers.paper_limits(act(), found, vote)
    form = papers_form(limits)(prefix=str(question_id))
    status = form.attempt(lambda: papers.count_papers(act(), found.id, question, form.sums(list(limits))))
    if status is not None:
        return _page(found, (question, form), status)
    flash(say(t("The count is entered.")), "success")
    return redirect(url_for("secret.papers", ceremony_id=ceremony_id))


def _page(
    found: Ceremony, wrong: tuple[Question, PapersForm] | None = None, status: int = 200
) -> ResponseReturnValue:
    vote = _vote(found)
    limits, counts = papers.paper_limits(act(), found, vote), room_counts(session(), vote.id)
    forms = {}
    for one in vote.questions:
        entered = counts[one.id].sums if one.id in counts else {}
        values = {f"{key}-{name}": figure for key, sums in entered.items() for name, figure in sums.items()}
        forms[one.id] = papers_form(limits)(data=values, prefix=str(one.id))
    if wrong:
        forms[wrong[0].id] = wrong[1]
    return render_template(
        "secret/papers.html", ceremony=found, vote=vote, limits=limits, counts=counts, forms=forms, heads=HEADS,
        rights=room_rights(session(), vote.id), is_open=found.stage is Stage.OPEN,
        names={papers.key_of(one): one.name or say(t("All members")) for one in real(found)},
    ), status  # fmt: skip


def _vote(found: Ceremony) -> VoteSession:
    if found.vote is None:
        raise Refused("secret.not_open", t("This secret vote is not open."))
    return found.vote
