"""Write one piece of a draft; who saves after someone else sees both, and loses nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.forms.drafts import ActionForm, AttachForm, AxisForm, FactsForm, PieceForm
from collegial.proposals.models import Action, Axis, Proposal, Version
from collegial.proposals.rules import Piece as Words
from collegial.proposals.rules import mark_words, merge_fields
from collegial.proposals.services import writing
from collegial.proposals.services.keeping import drop_copy, keep_copy
from collegial.proposals.services.writing import ActionFields, AxisFields, FactsFields
from collegial.proposals.views.drafting import action_of, axis_of
from collegial.proposals.views.loading import readable
from collegial.web.languages import say, worded
from collegial.web.request import act, session, viewer


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of a draft as it stands: where, its fields as plain texts, and who changed it last.

    `anchor` is where the outline of the draft shows it.
    """

    version: Version
    place: str
    anchor: str
    revision: int
    fields: Mapping[str, str]
    changed_by: str | None = None
    changed_at: datetime | None = None
    action: Action | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A field that two people changed: its name, theirs against mine in words, whether one must choose."""

    name: str
    words: tuple[Words, ...]
    is_open: bool


def write_facts(slug: str) -> ResponseReturnValue:
    """Write the first lines of the draft."""
    proposal, form = readable(slug), FactsForm()
    version = queries.draft_of(proposal)

    def save() -> None:
        fields = FactsFields(
            summary=form.summary.data, author=form.author.data, dated_on=form.dated_on.data,
            provenance=form.provenance.data or "",
        )  # fmt: skip
        writing.write_facts(act(), version, fields, seen=form.seen())

    return _write(proposal, form, lambda: _facts(version), save)


def write_axis(slug: str, axis_id: int) -> ResponseReturnValue:
    """Write an axis."""
    proposal, form = readable(slug), AxisForm()
    axis = axis_of(proposal, axis_id)

    def save() -> None:
        writing.write_axis(act(), axis.version, axis, AxisFields(**form.written()), seen=form.seen())

    return _write(proposal, form, lambda: _axis(axis), save)


def write_action(slug: str, action_id: int) -> ResponseReturnValue:
    """Write an action."""
    proposal, form = readable(slug), ActionForm()
    action = action_of(proposal, action_id)
    _offer_aims(form)

    def save() -> None:
        fields = ActionFields(**form.written())
        writing.write_action(act(), action.axis.version, action, fields, seen=form.seen())

    return _write(proposal, form, lambda: _action(action), save)


def keep(slug: str) -> ResponseReturnValue:
    """Keep what is being typed, for the script that saves quietly: it changes nothing that others see."""
    form = PieceForm()
    sent = {
        name: value for name, value in request.form.items() if name not in ("csrf_token", "revision", "base")
    }
    place = sent.pop("place", "")[:40]
    keep_copy(
        act(),
        queries.draft_of(readable(slug)),
        place,
        revision=form.seen(),
        base=form.started_from(),
        fields=sent,
    )
    return Response(status=204)


def forget(slug: str) -> ResponseReturnValue:
    """Forget what was typed and not saved, and go back to the draft."""
    drop_copy(act(), queries.draft_of(readable(slug)), request.form.get("place", ""))
    flash(say(t("What you had typed and not saved is gone.")), "info")
    return redirect(url_for("proposals.draft", slug=slug))


def _write(
    proposal: Proposal, form: PieceForm, piece: Callable[[], Piece], save: Callable[[], None]
) -> ResponseReturnValue:
    """Show the form of a piece, or save it; a save that comes second shows both put together."""
    if not form.is_submitted():
        return _first_page(proposal, form, piece())
    if not form.validate():
        return _page(proposal, form, piece(), status=422)
    status = form.attempt(save)
    if status is None:
        flash(say(t("Saved. Everyone who reads the draft sees it.")), "success")
        return redirect(url_for("proposals.draft", slug=proposal.slug, _anchor=piece().anchor))
    now = piece()
    if now.version.frozen_at is None and now.revision != form.seen():
        return _both(proposal, form, now, status)
    return _page(proposal, form, now, status=status)


def _first_page(proposal: Proposal, form: PieceForm, piece: Piece) -> ResponseReturnValue:
    copy = queries.working_copy(session(), piece.version, viewer().account_id, piece.place)
    if copy is None:
        form.show(piece.fields, revision=piece.revision, base=piece.fields)
    else:
        form.show({**piece.fields, **copy.fields}, revision=copy.revision, base=copy.base)
    return _page(proposal, form, piece, copy=copy.kept_at if copy else None)


def _both(proposal: Proposal, form: PieceForm, now: Piece, status: int) -> ResponseReturnValue:
    mine, base = form.written(), form.started_from()
    merged, to_choose = merge_fields(base, mine, now.fields)
    meetings = [
        Meeting(name=name, words=mark_words(now.fields[name], mine[name]), is_open=name in to_choose)
        for name in now.fields
        if now.fields[name] not in (mine[name], base.get(name, ""))
    ]
    form.show(merged, revision=now.revision, base=now.fields)
    form.form_errors.clear()  # what happened is told above what both wrote
    return _page(proposal, form, now, status=status, meetings=meetings)


def _page(
    proposal: Proposal,
    form: PieceForm,
    piece: Piece,
    *,
    status: int = 200,
    meetings: list[Meeting] | None = None,
    copy: datetime | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "proposals/piece.html",
        proposal=proposal,
        piece=piece,
        form=form,
        rules=queries.rules_of(proposal),
        meetings=meetings,
        kept_at=copy,
        files=_files(piece),
        attach=AttachForm(formdata=None, prefix="file"),
    )
    return page, status


def _files(piece: Piece) -> list[object]:
    key = piece.action.key if piece.action else None
    return [one for one in piece.version.attachments if key and one.action_key == key]


def _facts(version: Version) -> Piece:
    fields = {
        "summary": version.summary, "author": version.author, "dated_on": version.dated_on.isoformat(),
        "provenance": version.provenance or "",
    }  # fmt: skip
    return Piece(version=version, place="facts", anchor="facts", revision=version.revision, fields=fields)


def _axis(axis: Axis) -> Piece:
    return Piece(
        version=axis.version, place=f"axis:{axis.key}", anchor=f"axis-{axis.id}", revision=axis.revision,
        fields={"title": axis.title, "text": axis.text or ""},
        changed_by=axis.changed_by, changed_at=axis.changed_at,
    )  # fmt: skip


def _action(action: Action) -> Piece:
    fields = {
        "title": action.title, "text": action.text or "", "owner": action.owner or "",
        "priority": action.priority.key if action.priority else "",
        "mission": action.mission.key if action.mission else "",
    }  # fmt: skip
    return Piece(
        version=action.axis.version, place=f"action:{action.key}", anchor=f"action-{action.id}",
        revision=action.revision, fields=fields,
        changed_by=action.changed_by, changed_at=action.changed_at, action=action,
    )  # fmt: skip


def _offer_aims(form: ActionForm) -> None:
    none = ("", say(t("None of these")))
    form.priority.choices = [
        none, *((one.key, f"{one.position}. {worded(one).short}") for one in queries.priorities(session()))
    ]  # fmt: skip
    form.mission.choices = [
        none, *((one.key, f"{one.position}. {worded(one).short}") for one in queries.missions(session()))
    ]  # fmt: skip
