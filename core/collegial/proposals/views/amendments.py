"""Show amendments, support and debate them, answer them."""

from collections.abc import Collection, Sequence
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.forms.amendments import (
    AnswerForm,
    HideForm,
    NoteAnswerForm,
    RemarkForm,
)
from collegial.proposals.models import (
    Amendment,
    AmendmentKind,
    AmendmentRemark,
    AmendmentState,
    Proposal,
)
from collegial.proposals.permissions import AMEND
from collegial.proposals.queries import amendments as found_in
from collegial.proposals.queries.debating import mentionable
from collegial.proposals.queries.threads import debate_on
from collegial.proposals.rules import mark_words
from collegial.proposals.rules.mentioning import give_names
from collegial.proposals.rules.ordering import Place
from collegial.proposals.services import amending, debating
from collegial.proposals.views.loading import readable
from collegial.proposals.views.placing import place_name
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.once import new_mark
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer


def amendments(slug: str) -> ResponseReturnValue:
    """List the amendments to a proposal."""
    proposal = readable(slug)
    page = found_in.amendments_to(session(), proposal, request.args.get("page", 1, type=int))
    return render_template(
        "proposals/amendments.html", proposal=proposal, rules=queries.rules_of(proposal), page=page
    )


def amendment(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Show an amendment: what it changes in words, who supports it, what is said of it, its answer."""
    proposal = readable(slug)
    return _page(proposal, amendment_of(proposal, amendment_id))


def support(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Support an amendment, or take the support back."""
    found = amendment_of(readable(slug), amendment_id)
    if request.form.get("back"):
        amending.take_support_back(act(), found)
    else:
        amending.support_amendment(act(), found)
    return _back(slug, amendment_id)


def remark(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Say something of an amendment."""
    proposal, form = readable(slug), RemarkForm(prefix="remark")
    found = amendment_of(proposal, amendment_id)
    answered = next((one for one in found.remarks if str(one.id) == form.answers.data), None)
    status = form.attempt(lambda: debating.remark(act(), found, form.text.data, answers=answered))
    return _back(slug, amendment_id) if status is None else _page(proposal, found, {"remark": form}, status)


def hide(slug: str, amendment_id: int, remark_id: int) -> ResponseReturnValue:
    """Hide a remark."""
    proposal, form = readable(slug), HideForm(prefix=f"hide-{remark_id}")
    found = amendment_of(proposal, amendment_id)
    said = _remark(found, remark_id)
    status = form.attempt(lambda: debating.hide_remark(act(), said, form.why.data))
    if status is None:
        return _back(slug, amendment_id)
    return _page(proposal, found, {f"hide-{remark_id}": form}, status)


def answer(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Accept or reject an amendment."""
    proposal = readable(slug)
    found = amendment_of(proposal, amendment_id)
    form = _answer_form(found)(prefix="answer")
    status = form.attempt(
        lambda: amending.answer_amendment(
            act(), found, accept=form.answer.data == "accept", reasons=form.reasons.data
        )
    )
    if status is not None:
        return _page(proposal, found, {"answer": form}, status)
    flash(say(t("The answer is recorded, and its author is told.")), "success")
    return _back(slug, amendment_id)


def withdraw(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Withdraw one's own amendment."""
    found = amendment_of(readable(slug), amendment_id)
    is_remark = found.kind is AmendmentKind.REMARK
    amending.withdraw_amendment(act(), found)
    flash(say(t("The remark is withdrawn.") if is_remark else t("The amendment is withdrawn.")), "info")
    return _back(slug, amendment_id)


def _page(
    proposal: Proposal, found: Amendment, sent: dict[str, Form] | None = None, status: int = 200
) -> ResponseReturnValue:
    asked = request.args
    may = may_answer(proposal)
    left, following = _others(proposal, found) if may else (None, None)
    debate = debate_on(session(), found, number=asked.get("page", type=int), at=asked.get("remark", type=int))
    forms: dict[str, Form] = {
        "remark": RemarkForm(formdata=None, prefix="remark"),
        "answer": _answer_form(found)(formdata=None, prefix="answer"),
        **{f"hide-{one.id}": HideForm(formdata=None, prefix=f"hide-{one.id}") for one in debate.shown},
    }
    page = render_template(
        "proposals/amendment.html",
        proposal=proposal,
        amendment=found,
        rules=queries.rules_of(proposal),
        words=mark_words(found.base_text, "" if found.kind is AmendmentKind.REMOVE else found.text),
        title_words=mark_words(found.base_title, found.title),
        goes_to=_goes_to(found),
        forms={**forms, **(sent or {})},
        sent=next(iter((sent or {}).values()), None),
        is_open=found.state is AmendmentState.OPEN and not proposal.withdrawal,
        may_speak=viewer().may(AMEND) and not proposal.withdrawal,
        supports_it=viewer().actor_id in [one.actor_id for one in found.supports],
        may_answer=may,
        left=left,
        following=following,
        can_be_mentioned=_mentionable(found),
        debate=debate,
        words_of=partial(_named, debate.speakers),
        new_mark=new_mark,
    )
    return page, status


def _others(proposal: Proposal, found: Amendment) -> tuple[int | None, Amendment | None]:
    """Return how many wait and the first, beside one that is answered on the draft; None elsewhere."""
    is_answered = found.answer is not None and found.version is queries.draft_of(proposal)
    if not is_answered or proposal.withdrawal:
        return None, None
    waiting = found_in.open_amendments(session(), proposal)
    first = found_in.unanswered(session(), proposal, most=1) if waiting else ()
    return waiting, next(iter(first), None)


def _answer_form(found: Amendment) -> type[AnswerForm]:
    return NoteAnswerForm if found.kind is AmendmentKind.REMARK else AnswerForm


def may_answer(proposal: Proposal) -> bool:
    """Tell whether the viewer answers amendments: by right, and in the group that decides the next passage."""
    passage = queries.next_passage(proposal)
    group = queries.deciding_group(session(), passage) if passage else None
    return queries.may_decide(session(), viewer(), group, current_program().today)


def _goes_to(found: Amendment) -> str | None:
    """Say where a piece would be moved to, as its version stands now."""
    if found.kind is not AmendmentKind.MOVE:
        return None
    axes = queries.content_of(session(), found.version)
    return place_name(axes, Place(axis=found.to_axis_key, after=found.after_key))


def _mentionable(found: Amendment) -> Sequence[Actor]:
    return mentionable(session(), found, current_program().today) if viewer().may(AMEND) else ()


def _named(speakers: Collection[int], said: AmendmentRemark) -> str:
    """Return a remark with the names it mentions; visitors read those only who speak here themselves."""
    names = {
        one.number: one.actor.name
        for one in said.mentions
        if viewer().is_signed_in or one.actor_id in speakers
    }
    return give_names(said.text, names.get)


def amendment_of(proposal: Proposal, amendment_id: int) -> Amendment:
    """Return an amendment to a proposal, or answer that there is none."""
    found = found_in.amendment_in(session(), proposal, amendment_id)
    if found is None:
        raise Missing("proposals.no_amendment", t("There is no such amendment to this proposal."))
    return found


def _remark(found: Amendment, remark_id: int) -> AmendmentRemark:
    said = next((one for one in found.remarks if one.id == remark_id), None)
    if said is None:
        raise Missing("proposals.no_remark", t("There is no such message."))
    return said


def _back(slug: str, amendment_id: int) -> ResponseReturnValue:
    return redirect(url_for("proposals.amendment", slug=slug, amendment_id=amendment_id))
