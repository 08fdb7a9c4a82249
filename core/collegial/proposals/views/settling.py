"""Settle an accepted amendment that met another change of the draft, or a remark that was taken up."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.forms.amendments import ConflictForm, LeaveOutForm
from collegial.proposals.forms.drafts import revision_in
from collegial.proposals.models import Action, Amendment, AmendmentKind, Axis, Proposal
from collegial.proposals.rules import mark_words, merge
from collegial.proposals.rules.ordering import Place
from collegial.proposals.services import settling
from collegial.proposals.services.merging import piece_of
from collegial.proposals.services.settling import Settling
from collegial.proposals.views.amendments import amendment_of, may_answer
from collegial.proposals.views.loading import readable
from collegial.proposals.views.placing import axis_choices, place_choices, place_in, place_name
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.request import act, session

_FIELDS = {
    AmendmentKind.CHANGE: ("title", "text"),
    AmendmentKind.ADD: ("title", "text", "place"),
    AmendmentKind.REMOVE: (),
    AmendmentKind.MOVE: ("place",),
}


def settle_amendment(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Decide what a draft says where an accepted amendment met another change, or a remark was taken up."""
    proposal = readable(slug)
    found, draft = amendment_of(proposal, amendment_id), queries.draft_of(proposal)
    if found.kind is AmendmentKind.REMARK:
        return _work_in(proposal, found)
    piece, form = piece_of(act(), draft, found), ConflictForm()
    _prepare(form, proposal, found, piece)
    status = form.attempt(
        lambda: settling.settle_conflict(
            act(), draft, found, _settling(form), seen=revision_in(form.revision.data)
        )
    )
    if status is not None:
        return _page(proposal, found, form, status=status)
    flash(say(t("The amendment is in the draft.")), "success")
    return redirect(url_for("proposals.draft", slug=slug))


def leave_out(slug: str, amendment_id: int) -> ResponseReturnValue:
    """Leave an accepted amendment out after all."""
    proposal, form = readable(slug), LeaveOutForm(prefix="leave")
    found, draft = amendment_of(proposal, amendment_id), queries.draft_of(proposal)
    status = form.attempt(lambda: settling.leave_out(act(), draft, found, form.why.data))
    if status is not None and found.kind is AmendmentKind.REMARK:
        return _remark_page(proposal, found, leave=form, status=status)
    if status is not None:
        first = ConflictForm(formdata=None)
        _prepare(first, proposal, found, piece_of(act(), draft, found))
        return _page(proposal, found, first, form, status=status)
    flash(say(t("The answer is recorded, and its author is told.")), "success")
    return redirect(url_for("proposals.amendment", slug=slug, amendment_id=amendment_id))


def _work_in(proposal: Proposal, found: Amendment) -> ResponseReturnValue:
    form = Form()
    status = form.attempt(lambda: settling.work_in(act(), queries.draft_of(proposal), found))
    if status is not None:
        return _remark_page(proposal, found, form=form, status=status)
    flash(say(t("The remark is worked in, and its author is told.")), "success")
    return redirect(url_for("proposals.draft", slug=proposal.slug))


def _remark_page(
    proposal: Proposal,
    found: Amendment,
    *,
    form: Form | None = None,
    leave: LeaveOutForm | None = None,
    status: int,
) -> ResponseReturnValue:
    page = render_template(
        "proposals/work_in.html", proposal=proposal, amendment=found, form=form or Form(formdata=None),
        leave=(leave or LeaveOutForm(formdata=None, prefix="leave")).of_remark(),
        may_answer=may_answer(proposal),
    )  # fmt: skip
    return page, status


def _prepare(form: ConflictForm, proposal: Proposal, found: Amendment, piece: Axis | Action | None) -> None:
    """Keep the fields that the kind needs, and fill them in as both changes suggest."""
    axes = queries.content_of(session(), queries.draft_of(proposal))
    if found.kind is AmendmentKind.MOVE and piece is not None:
        form.place.choices = place_choices(axes, piece.key)
    else:
        form.place.choices = axis_choices(axes)
    is_gone = piece is None and found.kind is not AmendmentKind.ADD
    form.keep(*(() if is_gone else _FIELDS[found.kind]))
    if form.is_submitted() and form.revision.raw_data:
        return
    both = merge(found.base_text, found.text, (piece.text or "") if piece else found.base_text)
    given = {"revision": piece.revision if piece else 0, "title": found.title, "text": both.text}
    for name, value in given.items():
        if name in form:
            form[name].data = value


def _settling(form: ConflictForm) -> Settling:
    def sent(name: str) -> str:
        return (form[name].data or "").replace("\r\n", "\n").strip() if name in form else ""

    return Settling(title=sent("title"), text=sent("text"), place=place_in(sent("place")))


def _page(
    proposal: Proposal,
    found: Amendment,
    form: ConflictForm,
    leave: LeaveOutForm | None = None,
    *,
    status: int,
) -> ResponseReturnValue:
    piece = piece_of(act(), queries.draft_of(proposal), found)
    now = (piece.text or "") if piece else ""
    axes = queries.content_of(session(), queries.draft_of(proposal))
    page = render_template(
        "proposals/conflict.html", proposal=proposal, amendment=found, piece=piece, form=form,
        leave=leave or LeaveOutForm(formdata=None, prefix="leave"), may_answer=may_answer(proposal),
        theirs=mark_words(found.base_text, now),
        mine=mark_words(found.base_text, "" if found.kind is AmendmentKind.REMOVE else found.text),
        stands_in=piece.axis.title if isinstance(piece, Action) else None,
        goes_to=place_name(axes, Place(axis=found.to_axis_key, after=found.after_key)),
    )  # fmt: skip
    return page, status
