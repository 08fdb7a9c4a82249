"""Suggest amendments beside the text: other words, something new, another place, or nothing there."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.proposals import queries
from collegial.proposals.forms.amendments import AmendForm, MoveForm, NoteForm, RemoveForm
from collegial.proposals.models import Action, AmendmentKind, Axis, Proposal, Version
from collegial.proposals.services import amending
from collegial.proposals.services.amending import AmendmentFields
from collegial.proposals.views.loading import readable
from collegial.proposals.views.placing import place_choices, place_in
from collegial.web.languages import say
from collegial.web.request import act, session


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
    form.text.description = ""  # there are no words yet to be changed
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


def amend_move(slug: str, key: str) -> ResponseReturnValue:
    """Suggest another place for a piece."""
    proposal, form = readable(slug), MoveForm()
    version = queries.draft_of(proposal)
    axis, piece = _piece(version, key)
    axes = queries.content_of(session(), version)
    form.place.choices = place_choices(axes, key)
    return _suggest(
        proposal, version, form, piece,
        lambda: AmendmentFields(
            kind=AmendmentKind.MOVE, title=piece.title, reasons=form.reasons.data, axis=axis.key,
            action=piece.key if piece is not axis else None, place=place_in(form.place.data),
        ),
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


def amend_remark(slug: str, key: str) -> ResponseReturnValue:
    """Make a remark on a piece."""
    proposal, form = readable(slug), NoteForm()
    version = queries.draft_of(proposal)
    axis, piece = _piece(version, key)
    return _suggest(
        proposal, version, form, piece,
        lambda: AmendmentFields(
            kind=AmendmentKind.REMARK, title=piece.title, reasons=form.reasons.data, axis=axis.key,
            action=piece.key if piece is not axis else None,
        ),
        is_remark=True,
    )  # fmt: skip


def _suggest(
    proposal: Proposal,
    version: Version,
    form: AmendForm | RemoveForm | MoveForm | NoteForm,
    piece: Axis | Action | None,
    fields: Callable[[], AmendmentFields],
    *,
    is_new: bool = False,
    is_remark: bool = False,
) -> ResponseReturnValue:

    def publish() -> str:
        made = amending.suggest_amendment(act(), version, fields())
        flash(say(_published(proposal, is_remark=is_remark)), "success")
        return url_for("proposals.amendment", slug=proposal.slug, amendment_id=made.id)

    outcome = form.make(publish)
    if isinstance(outcome, str):
        return redirect(outcome)
    page = render_template(
        "proposals/amend.html", proposal=proposal, version=version, rules=queries.rules_of(proposal),
        form=form, piece=piece, is_new=is_new, is_remark=is_remark,
    )  # fmt: skip
    return page, outcome


def _published(proposal: Proposal, *, is_remark: bool) -> Text:
    if is_remark:
        return t("Your remark is published. It is answered on its page, and you are told.")
    passage = queries.next_passage(proposal)
    if passage and queries.deciding_group(session(), passage):
        return t("Your amendment is published. The group answers it before the next passage.")
    return t("Your amendment is published. Whoever may decide on this proposal answers it.")


def _piece(version: Version, key: str | None) -> tuple[Axis, Axis | Action]:
    for axis, piece in queries.pieces_of(queries.content_of(session(), version)):
        if piece.key == key:
            return axis, piece
    raise Missing("proposals.no_piece", t("This piece is not in the draft: someone may have taken it out."))


def _plain(written: str | None) -> str:
    return (written or "").replace("\r\n", "\n").strip()
