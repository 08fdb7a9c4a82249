"""Write the draft of a proposal on its pages, piece by piece."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.files.exchanging import file_response, received
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.forms.drafts import AddForm, AttachForm, revision_in
from collegial.proposals.models import Action, Axis, Proposal, Version
from collegial.proposals.queries.amendments import amendments_in_conflict, remarks_taken_up
from collegial.proposals.services import writing
from collegial.proposals.services.attaching import attach_file, detach_file
from collegial.proposals.services.writing import ActionFields, AxisFields
from collegial.proposals.views.loading import readable
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.request import act, session, viewer


def draft(slug: str) -> ResponseReturnValue:
    """Show the outline of the draft, with the ways to write, move and add its pieces; none while it is withdrawn."""
    proposal = readable(slug)
    if proposal.withdrawal:
        return redirect(url_for("proposals.show", slug=slug))
    return draft_page(proposal)


def draft_page(proposal: Proposal, *, sent: Form | None = None, status: int = 200) -> ResponseReturnValue:
    """Show the draft; `sent` is the form to show again with its errors."""
    version = queries.draft_of(proposal)
    axes = queries.content_of(session(), version)
    forms = {f"axis-{axis.id}": AddForm(formdata=None, prefix=f"axis-{axis.id}") for axis in axes}
    forms["draft"] = AddForm(formdata=None, prefix="draft")
    if sent is not None:
        forms[sent._prefix.rstrip("-")] = sent  # noqa: SLF001 (WTForms gives no other way to it)
    page = render_template(
        "proposals/draft.html",
        proposal=proposal,
        version=version,
        rules=queries.rules_of(proposal),
        axes=axes,
        forms=forms,
        sent=sent,
        ordered=request.args.get("ordered", type=int),
        conflicts=amendments_in_conflict(session(), proposal),
        taken_up=remarks_taken_up(session(), proposal),
        typed=queries.places_typed_at(session(), version, viewer().account_id),
    )
    return page, status


def add_axis(slug: str) -> ResponseReturnValue:
    """Add an axis, then go where its first action is added."""
    proposal, form = readable(slug), AddForm(prefix="draft")
    version = queries.draft_of(proposal)

    def add() -> str:
        axis = writing.add_axis(act(), version, AxisFields(title=form.title.data))
        flash(say(t("The axis is in the draft. Add its first action, or write its text.")), "success")
        return url_for("proposals.draft", slug=slug, _anchor=f"axis-{axis.id}")

    return _added(proposal, form, add)


def add_action(slug: str, axis_id: int) -> ResponseReturnValue:
    """Add an action to an axis, then go to write it."""
    proposal, form = readable(slug), AddForm(prefix=f"axis-{axis_id}")
    axis = axis_of(proposal, axis_id)

    def add() -> str:
        action = writing.add_action(act(), axis.version, axis, ActionFields(title=form.title.data))
        return url_for("proposals.write_action", slug=slug, action_id=action.id)

    return _added(proposal, form, add)


def _added(proposal: Proposal, form: AddForm, add: Callable[[], str]) -> ResponseReturnValue:
    made = form.make(add)
    return redirect(made) if isinstance(made, str) else draft_page(proposal, sent=form, status=made)


def move_axis(slug: str, axis_id: int) -> ResponseReturnValue:
    """Move an axis up or down."""
    axis = axis_of(readable(slug), axis_id)
    writing.move_piece(act(), axis.version, axis, by=_direction())
    return _in_order(slug, axis, f"axis-{axis_id}")


def move_action(slug: str, action_id: int) -> ResponseReturnValue:
    """Move an action up or down."""
    action = action_of(readable(slug), action_id)
    writing.move_piece(act(), action.axis.version, action, by=_direction())
    return _in_order(slug, action.axis, f"action-{action_id}")


def _in_order(slug: str, axis: Axis, place: str) -> ResponseReturnValue:
    """Go back to the list in which an axis is put in order, which stands open."""
    return redirect(url_for("proposals.draft", slug=slug, ordered=axis.id, _anchor=f"place-{place}"))


def remove_axis(slug: str, axis_id: int) -> ResponseReturnValue:
    """Take an axis out."""
    axis = axis_of(readable(slug), axis_id)
    return _removed(slug, axis.title, lambda seen: writing.remove_axis(act(), axis.version, axis, seen=seen))


def remove_action(slug: str, action_id: int) -> ResponseReturnValue:
    """Take an action out."""
    action = action_of(readable(slug), action_id)
    return _removed(
        slug, action.title, lambda seen: writing.remove_action(act(), action.axis.version, action, seen=seen)
    )


def attach(slug: str, action_id: int) -> ResponseReturnValue:
    """Attach a file to an action."""
    proposal, form = readable(slug), AttachForm(prefix="file")
    action = action_of(proposal, action_id)
    status = form.attempt(
        lambda: attach_file(
            act(), action.axis.version, action, received(form.file.data), title=form.title.data or ""
        )
    )
    if status is not None:
        page = render_template("proposals/attach.html", proposal=proposal, action=action, form=form)
        return page, status
    flash(say(t("The file is attached.")), "success")
    return redirect(url_for("proposals.write_action", slug=slug, action_id=action_id, _anchor="files"))


def detach(slug: str, attachment_id: int) -> ResponseReturnValue:
    """Take a file away from the draft."""
    version = queries.draft_of(readable(slug))
    found = next((one for one in version.attachments if one.id == attachment_id), None)
    if found is None:
        raise Missing("proposals.no_file", t("There is no such file in the draft."))
    detach_file(act(), version, found)
    flash(say(t("“%(title)s” is taken away.", title=found.title)), "info")
    return redirect(url_for("proposals.draft", slug=slug))


def attached(slug: str, token: str) -> ResponseReturnValue:
    """Give a file that a version or a topic of the proposal names, to whoever may read the proposal."""
    proposal = readable(slug)
    named = [
        *(one.file for version in proposal.versions for one in version.attachments),
        *(one.file for topic in proposal.topics for one in topic.documents),
    ]
    for file in named:
        if file.token == token:
            return file_response(file)
    raise Missing("proposals.no_file", t("There is no such file in this proposal."))


def axis_of(proposal: Proposal, axis_id: int) -> Axis:
    """Return an axis of any version of a proposal."""
    found = session().get(Axis, axis_id)
    if found is None or found.version.proposal_id != proposal.id:
        raise Missing("proposals.no_axis", t("There is no such axis: someone may have taken it out."))
    return found


def action_of(proposal: Proposal, action_id: int) -> Action:
    """Return an action of any version of a proposal."""
    found = session().get(Action, action_id)
    if found is None or _version(found).proposal_id != proposal.id:
        raise Missing("proposals.no_action", t("There is no such action: someone may have taken it out."))
    return found


def _version(action: Action) -> Version:
    return action.axis.version


def _direction() -> int:
    return -1 if request.form.get("by") == "up" else 1


def _removed(slug: str, title: str, act_of: Callable[[int], None]) -> ResponseReturnValue:
    try:
        act_of(revision_in(request.form.get("revision")))
    except Refused as error:
        flash(say(error.text), "danger")
        return draft_page(readable(slug), status=error.status)
    flash(say(t("“%(title)s” is taken out of the draft.", title=title)), "info")
    return redirect(url_for("proposals.draft", slug=slug))
