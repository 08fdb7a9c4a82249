"""Record who was heard for the draft of a proposal."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.queries import families
from collegial.files.exchanging import received
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.forms.drafts import AttachForm, revision_in
from collegial.proposals.forms.hearing import MOST_LINES, HearingForm
from collegial.proposals.models import Contribution, Heard, Proposal, Version
from collegial.proposals.services.hearing import (
    attach_to_hearing,
    change_hearing,
    erase_name,
    record_hearing,
    remove_hearing,
)
from collegial.proposals.views.loading import offered_kinds, readable
from collegial.web.languages import say
from collegial.web.request import act, session


def hear(slug: str) -> ResponseReturnValue:
    """Record a contribution to the draft."""
    proposal, form = readable(slug), HearingForm()
    version = queries.draft_of(proposal)
    if _wants_room(form):
        return _page(proposal, version, form)
    if not form.is_submitted():
        form.kind.data = request.args.get("kind")
    _offer(proposal, version, form)
    status = form.attempt(lambda: record_hearing(act(), version, form.hearing(), offered=offered_kinds()))
    if status is not None:
        return _page(proposal, version, form, status=status)
    flash(say(t("The contribution is recorded.")), "success")
    return redirect(url_for("proposals.draft", slug=slug, _anchor="heard"))


def heard(slug: str, contribution_id: int) -> ResponseReturnValue:
    """Change a contribution."""
    proposal, form = readable(slug), HearingForm()
    row = _contribution(proposal, contribution_id)
    if not form.is_submitted():
        form.show(row)
        return _page(proposal, row.version, form, row=row)
    if _wants_room(form):
        return _page(proposal, row.version, form, row=row)
    _offer(proposal, row.version, form)
    status = form.attempt(
        lambda: change_hearing(
            act(), row, form.hearing(), seen=revision_in(form.revision.data), offered=offered_kinds()
        )
    )
    if status is not None:
        return _page(proposal, row.version, form, row=row, status=status)
    flash(say(t("The contribution is saved.")), "success")
    return redirect(url_for("proposals.draft", slug=slug, _anchor="heard"))


def unhear(slug: str, contribution_id: int) -> ResponseReturnValue:
    """Take a contribution out of the draft."""
    remove_hearing(act(), _contribution(readable(slug), contribution_id))
    flash(say(t("The contribution is taken out.")), "info")
    return redirect(url_for("proposals.draft", slug=slug, _anchor="heard"))


def attach_heard(slug: str, contribution_id: int) -> ResponseReturnValue:
    """Attach a file to a contribution."""
    proposal, form = readable(slug), AttachForm(prefix="file")
    row = _contribution(proposal, contribution_id)
    status = form.attempt(
        lambda: attach_to_hearing(act(), row, received(form.file.data), title=form.title.data or "")
    )
    if status is not None:
        page = HearingForm(formdata=None)
        page.show(row)
        return _page(proposal, row.version, page, row=row, attach=form, status=status)
    flash(say(t("The file is attached.")), "success")
    return redirect(url_for("proposals.heard", slug=slug, contribution_id=contribution_id, _anchor="files"))


def unname(slug: str, heard_id: int) -> ResponseReturnValue:
    """Erase the name of someone who was heard."""
    proposal = readable(slug)
    found = session().get(Heard, heard_id)
    if found is None or found.contribution.version.proposal_id != proposal.id:
        raise Missing("proposals.no_heard", t("There is no such line."))
    erase_name(act(), found)
    flash(say(t("The name is erased. How many were heard stays.")), "success")
    return redirect(
        url_for(
            "proposals.version", slug=slug, stage=found.contribution.version.stage, _anchor="contributions"
        )
    )


def _contribution(proposal: Proposal, contribution_id: int) -> Contribution:
    for version in proposal.versions:
        for one in version.contributions:
            if one.id == contribution_id:
                return one
    raise Missing("proposals.no_contribution", t("There is no such contribution."))


def _wants_room(form: HearingForm) -> bool:
    """Give room for more lines, when asked, before anything is checked."""
    if not (form.is_submitted() and form.more.data):
        return False
    for _ in range(min(3, MOST_LINES - len(form.lines))):
        form.lines.append_entry({"number": 1})
    return True


def _page(
    proposal: Proposal,
    version: Version,
    form: HearingForm,
    *,
    row: Contribution | None = None,
    attach: AttachForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    _offer(proposal, version, form)
    page = render_template(
        "proposals/hearing.html",
        proposal=proposal,
        version=version,
        form=form,
        row=row,
        attach=attach or AttachForm(formdata=None, prefix="file"),
    )
    return page, status


def _offer(proposal: Proposal, version: Version, form: HearingForm) -> None:
    known = [(kind.key, kind.label) for kind in queries.rules_of(proposal).kinds]
    added = [(key, say(label)) for key, label in offered_kinds().items() if key not in dict(known)]
    none = ("", say(t("Not noted")))
    actions = [
        (action.key, action.title)
        for axis in queries.content_of(session(), version)
        for action in axis.actions
    ]
    form.offer([*known, *added], [none, *((one.key, one.label) for one in families(session()))], actions)
