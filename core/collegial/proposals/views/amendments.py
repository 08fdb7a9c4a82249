"""Suggest amendments beside the text, debate them, answer them, settle what met another change."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.clock import local_day
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.forms.amendments import (
    AmendForm,
    AnswerForm,
    ConflictForm,
    HideForm,
    RemarkForm,
    RemoveForm,
)
from collegial.proposals.forms.drafts import revision_in
from collegial.proposals.models import (
    Action,
    Amendment,
    AmendmentKind,
    AmendmentRemark,
    AmendmentState,
    Axis,
    Proposal,
    Version,
)
from collegial.proposals.queries import amendments as found_in
from collegial.proposals.rules import mark_words, merge
from collegial.proposals.services import amending
from collegial.proposals.services.amending import AmendmentFields
from collegial.proposals.services.merging import piece_of, settle_conflict
from collegial.proposals.views.loading import readable
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer


def amendments(slug: str) -> ResponseReturnValue:
    """List the amendments to a proposal."""
    proposal = readable(slug)
    rows = found_in.amendments_to(session(), proposal)
    return render_template(
        "proposals/amendments.html", proposal=proposal, rules=queries.rules_of(proposal), amendments=rows
    )


def amend(slug: str, key: str) -> ResponseReturnValue:
    """Suggest to change a piece of the draft."""
    proposal, form = readable(slug), AmendForm()
    version = queries.draft_of(proposal)
    axis, piece = _piece(version, key)
    if not form.is_submitted():
        form.process(data={"title": piece.title, "text": piece.text})
    return _suggest(
        proposal, version, form, piece,
        lambda: AmendmentFields(
            kind=AmendmentKind.CHANGE, title=form.title.data, text=_plain(form.text.data),
            reasons=form.reasons.data, axis=axis.key, action=piece.key if piece is not axis else None,
        ),
    )  # fmt: skip


def amend_add(slug: str) -> ResponseReturnValue:
    """Suggest a new action of an axis, or a new axis."""
    proposal, form = readable(slug), AmendForm()
    version, key = queries.draft_of(proposal), request.args.get("axis")
    axis = _piece(version, key)[0] if key else None
    return _suggest(
        proposal, version, form, axis,
        lambda: AmendmentFields(
            kind=AmendmentKind.ADD, title=form.title.data, text=_plain(form.text.data),
            reasons=form.reasons.data, axis=key,
        ),
        is_new=True,
    )  # fmt: skip


def amend_remove(slug: str, key: str) -> ResponseReturnValue:
    """Suggest to take a piece out."""
    proposal, form = readable(slug), RemoveForm()
    version = queries.draft_of(proposal)
    axis, piece = _piece(version, key)
    return _suggest(
        proposal, version, form, piece,
        lambda: AmendmentFields(
            kind=AmendmentKind.REMOVE, title=piece.title, reasons=form.reasons.data, axis=axis.key,
            action=piece.key if piece is not axis else None,
        ),
    )  # fmt: skip


def amendment(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Show an amendment: what it changes in words, who supports it, what is said of it, its answer."""
    proposal = readable(slug)
    return _page(proposal, _amendment(proposal, amendment_id))


def support(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Support an amendment, or take the support back."""
    found = _amendment(readable(slug), amendment_id)
    if request.form.get("back"):
        amending.take_support_back(act(), found)
    else:
        amending.support_amendment(act(), found)
    return _back(slug, amendment_id)


def remark(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Say something of an amendment."""
    proposal, form = readable(slug), RemarkForm(prefix="remark")
    found = _amendment(proposal, amendment_id)
    answered = next((one for one in found.remarks if str(one.id) == form.answers.data), None)
    status = form.attempt(lambda: amending.remark(act(), found, form.text.data, answers=answered))
    return _back(slug, amendment_id) if status is None else _page(proposal, found, {"remark": form}, status)


def hide(slug: str, amendment_id: int, remark_id: int) -> ResponseReturnValue:
    """Hide a remark."""
    proposal, form = readable(slug), HideForm(prefix=f"hide-{remark_id}")
    found = _amendment(proposal, amendment_id)
    said = _remark(found, remark_id)
    status = form.attempt(lambda: amending.hide_remark(act(), said, form.why.data))
    if status is None:
        return _back(slug, amendment_id)
    return _page(proposal, found, {f"hide-{remark_id}": form}, status)


def answer(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Accept or reject an amendment."""
    proposal, form = readable(slug), AnswerForm(prefix="answer")
    found = _amendment(proposal, amendment_id)
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
    amending.withdraw_amendment(act(), _amendment(readable(slug), amendment_id))
    flash(say(t("The amendment is withdrawn.")), "info")
    return _back(slug, amendment_id)


def settle_amendment(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Decide what a piece says where an accepted amendment met another change."""
    proposal, form = readable(slug), ConflictForm()
    found, draft = _amendment(proposal, amendment_id), queries.draft_of(proposal)
    piece = piece_of(act(), draft, found)
    both = merge(found.base_text, found.text, (piece.text or "") if piece else found.base_text)
    if not form.is_submitted():
        form.process(data={
            "revision": piece.revision if piece else 0, "title": found.title, "text": both.text,
        })  # fmt: skip
    status = form.attempt(
        lambda: settle_conflict(
            act(), draft, found, title=form.title.data, text=_plain(form.text.data),
            seen=revision_in(form.revision.data),
        )
    )  # fmt: skip
    if status is None:
        flash(say(t("The amendment is in the draft.")), "success")
        return redirect(url_for("proposals.draft", slug=slug))
    page = render_template(
        "proposals/conflict.html", proposal=proposal, amendment=found, piece=piece, form=form,
        theirs=mark_words(found.base_text, (piece.text or "") if piece else ""),
        mine=mark_words(found.base_text, found.text),
    )  # fmt: skip
    return page, status


def _suggest(
    proposal: Proposal,
    version: Version,
    form: AmendForm | RemoveForm,
    piece: Axis | Action | None,
    fields: Callable[[], AmendmentFields],
    *,
    is_new: bool = False,
) -> ResponseReturnValue:
    made: list[Amendment] = []
    status = form.attempt(lambda: made.append(amending.suggest_amendment(act(), version, fields())))
    if status is None:
        flash(say(t("Your amendment is published. The group answers it before the next passage.")), "success")
        return _back(proposal.slug, made[0].id)
    page = render_template(
        "proposals/amend.html", proposal=proposal, version=version, rules=queries.rules_of(proposal),
        form=form, piece=piece, is_new=is_new,
    )  # fmt: skip
    return page, status


def _page(
    proposal: Proposal, found: Amendment, sent: dict[str, Form] | None = None, status: int = 200
) -> ResponseReturnValue:
    forms: dict[str, Form] = {
        "remark": RemarkForm(formdata=None, prefix="remark"),
        "answer": AnswerForm(formdata=None, prefix="answer"),
        **{f"hide-{one.id}": HideForm(formdata=None, prefix=f"hide-{one.id}") for one in found.remarks},
    }
    page = render_template(
        "proposals/amendment.html",
        proposal=proposal,
        amendment=found,
        rules=queries.rules_of(proposal),
        words=mark_words(found.base_text, "" if found.kind is AmendmentKind.REMOVE else found.text),
        title_words=mark_words(found.base_title, found.title),
        forms={**forms, **(sent or {})},
        sent=next(iter((sent or {}).values()), None),
        is_open=found.state is AmendmentState.OPEN,
        supports_it=viewer().actor_id in [one.actor_id for one in found.supports],
        may_answer=_may_answer(proposal),
    )
    return page, status


def _may_answer(proposal: Proposal) -> bool:
    passage, program = queries.next_passage(proposal), current_program()
    group = queries.deciding_group(session(), passage) if passage else None
    day = local_day(program.clock.now(), program.settings.pays.zone)
    return queries.may_decide(session(), viewer(), group, day)


def _piece(version: Version, key: str | None) -> tuple[Axis, Axis | Action]:
    for axis, piece in queries.pieces_of(queries.content_of(session(), version)):
        if piece.key == key:
            return axis, piece
    raise Missing("proposals.no_piece", t("This piece is not in the draft: someone may have taken it out."))


def _amendment(proposal: Proposal, amendment_id: int) -> Amendment:
    found = found_in.amendment_in(session(), proposal, amendment_id)
    if found is None:
        raise Missing("proposals.no_amendment", t("There is no such amendment to this proposal."))
    return found


def _remark(found: Amendment, remark_id: int) -> AmendmentRemark:
    said = next((one for one in found.remarks if one.id == remark_id), None)
    if said is None:
        raise Missing("proposals.no_remark", t("There is no such remark."))
    return said


def _back(slug: str, amendment_id: int) -> ResponseReturnValue:
    return redirect(url_for("proposals.amendment", slug=slug, amendment_id=amendment_id))


def _plain(written: str | None) -> str:
    return (written or "").replace("\r\n", "\n").strip()
