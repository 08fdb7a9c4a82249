"""Show the votes of groups, take answers, close."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.group_votes import queries, services
from collegial.group_votes.forms import ANSWERS, AnswerForm
from collegial.group_votes.models import GroupVote
from collegial.group_votes.rules import Answer
from collegial.group_votes.wording import STATES, TONES
from collegial.kernel.errors import DomainError, Missing
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.request import act, session, viewer


def index() -> ResponseReturnValue:
    """Show the votes that the reader may read: those that wait for an answer, then the others."""
    context = act()
    today = context.today
    found = queries.readable(session(), viewer(), today, request.args.get("page", 1, type=int))
    waiting = {one.id for one in queries.waiting_for(session(), viewer(), today)}
    return render_template("group_votes/index.html", page=found, waiting=waiting, states=STATES, tones=TONES)


def show(vote_id: int) -> ResponseReturnValue:
    """Show a vote, and take an answer in it."""
    found = _readable(vote_id)
    form = _form(found)
    status = form.attempt(
        lambda: services.answer(act(), vote_id, actor_id=form.actor_id.data, said=Answer(form.said.data))
    )
    if status is not None:
        return _page(found, form), status
    flash(say(t("Your answer is recorded. You may change it until the vote is closed.")), "success")
    return redirect(url_for("group_votes.show", vote_id=vote_id))


def close(vote_id: int) -> ResponseReturnValue:
    """Close a vote and count it."""
    done = t("The vote is closed and counted.")
    return _done(vote_id, lambda: services.close_group_vote(act(), vote_id), done)


def break_off(vote_id: int) -> ResponseReturnValue:
    """Close a vote without a decision."""
    done = t("The vote is broken off. Nothing was decided.")
    return _done(vote_id, lambda: services.break_group_vote_off(act(), vote_id), done)


def _done(vote_id: int, work: Callable[[], object], text: Text) -> ResponseReturnValue:
    try:
        work()
    except Missing:
        raise
    except DomainError as error:
        session().rollback()  # the page shows the vote as it still is
        found = _readable(vote_id)
        return _page(found, _form(found, sent=False), refusal=error), error.status
    flash(say(text), "success")
    return redirect(url_for("group_votes.show", vote_id=vote_id))


def _readable(vote_id: int) -> GroupVote:
    context, found = act(), queries.group_vote(session(), vote_id)
    if not queries.may_read(session(), viewer(), found, context.today):
        raise queries.unknown()
    return found


def _form(found: GroupVote, *, sent: bool = True) -> AnswerForm:
    context = act()
    form = AnswerForm() if sent else AnswerForm(formdata=None)
    mine = queries.rights_of(session(), viewer(), found, context.today)
    form.offer([one for one in mine if one.set_aside is None])
    return form


def _page(found: GroupVote, form: AnswerForm, refusal: DomainError | None = None) -> str:
    return render_template(
        "group_votes/show.html", vote=found, form=form, count=found.count, answers=ANSWERS, states=STATES,
        tones=TONES, refusal=refusal,
    )  # fmt: skip
