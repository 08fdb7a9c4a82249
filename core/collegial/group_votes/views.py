"""Show the votes of groups, take answers, close."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.group_votes import queries, services
from collegial.group_votes.forms import ANSWERS, AnswerForm
from collegial.group_votes.models import GroupVote
from collegial.group_votes.rules import Answer, GroupVoteState
from collegial.group_votes.wording import STATES, TONES
from collegial.kernel.text import Text, t
from collegial.web.acting import FormPage, Over, sure_act
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
    """Close a vote and count it, once that is confirmed."""
    found = _readable(vote_id)
    short = None if found.count.meets(found.quorum) else Over(why=services.too_few(found.count, found.quorum))
    page = _final(
        found, short, t("Close the vote and count"),
        t("Nobody answers any more. More for than against adopts; a tie does not. This cannot be undone."),
    )  # fmt: skip
    return sure_act(
        lambda: services.close_group_vote(act(), vote_id), page,
        done=t("The vote is closed and counted."), to=_address(found),
    )  # fmt: skip


def break_off(vote_id: int) -> ResponseReturnValue:
    """Close a vote without a decision, once that is confirmed."""
    found = _readable(vote_id)
    page = _final(
        found, None, t("Break the vote off"),
        t("Nobody answers any more, and nothing is decided. This cannot be undone."),
    )  # fmt: skip
    return sure_act(
        lambda: services.break_group_vote_off(act(), vote_id), page,
        done=t("The vote is broken off. Nothing was decided."), to=_address(found),
    )  # fmt: skip


def _final(found: GroupVote, short: Over | None, title: Text, lead: Text) -> FormPage:
    """Return the page before the end of a vote: how many have answered; `short` says why it cannot end so yet."""
    is_open = found.state is GroupVoteState.OPEN
    over = (
        short
        if is_open
        else Over(why=t("This vote is closed: its result stands."), at=found.closed_at, by=found.closed_by)
    )
    facts = [
        (t("May answer"), found.count.rights),
        (t("Answers needed"), found.count.needed(found.quorum)),
        (t("Answers given"), found.count.answered),
    ]
    return FormPage(
        title=title, submit=title, lead=lead, facts=facts, tone="danger", eyebrow=found.called,
        crumbs=[(t("Votes of groups"), url_for("group_votes.index")), (found.called, _address(found))],
        back=(t("Leave it open"), _address(found)), over=over,
    )  # fmt: skip


def _address(found: GroupVote) -> str:
    return url_for("group_votes.show", vote_id=found.id)


def _readable(vote_id: int) -> GroupVote:
    context, found = act(), queries.group_vote(session(), vote_id)
    if not queries.may_read(session(), viewer(), found, context.today):
        raise queries.unknown()
    return found


def _form(found: GroupVote) -> AnswerForm:
    context, form = act(), AnswerForm()
    mine = queries.rights_of(session(), viewer(), found, context.today)
    form.offer([one for one in mine if one.set_aside is None])
    return form


def _page(found: GroupVote, form: AnswerForm) -> str:
    return render_template(
        "group_votes/show.html", vote=found, form=form, count=found.count, answers=ANSWERS, states=STATES,
        tones=TONES,
    )  # fmt: skip
