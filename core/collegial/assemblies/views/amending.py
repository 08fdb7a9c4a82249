"""Put a draft of the statutes to the vote of an assembly, and take it back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from collegial.assemblies.forms import AmendmentForm
from collegial.assemblies.models import Resolution
from collegial.assemblies.queries import amending, meetings
from collegial.assemblies.services import amending as acts
from collegial.kernel.errors import DomainError
from collegial.kernel.text import Text, t
from collegial.statutes.models import StatutesDraft
from collegial.statutes.queries import draft
from collegial.statutes.rules import Difference, InvalidStatutes, statutes_document
from collegial.statutes.rules.wording import Said
from collegial.statutes.services import check_statutes, digest_of
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def amend(draft_id: int) -> ResponseReturnValue:
    """Choose the assembly and the words of the resolution, pre-written from the comparison."""
    found, form = draft(session(), draft_id), AmendmentForm()
    choices = amending.assemblies_to_amend(session())
    form.offer([(one.id, one.title) for one in choices])
    fault = _pre_write(form, found) if not form.is_submitted() else None
    made: list[Resolution] = []
    status = form.attempt(lambda: made.append(_put(form, found)))
    if status is None:
        flash(say(t("The change of the statutes is on the agenda.")), "success")
        return redirect(url_for("assemblies.show", assembly_id=made[0].assembly_id))
    page = {"draft": found, "form": form, "assemblies": choices, "fault": fault}
    return render_template("assemblies/amend.html", **page), status


def take_amendment_back(assembly_id: int, resolution_id: int) -> ResponseReturnValue:
    """Take a draft off the agenda, or free it after an assembly that did not decide on it."""
    change = amending.amendment_to_take_back(session(), resolution_id)
    draft_id = change.draft_id
    try:
        acts.take_back(act(), change)
    except DomainError as error:
        flash(say(error.text), "warning")
        return redirect(url_for("assemblies.show", assembly_id=assembly_id))
    flash(say(t("The draft is taken back and can be changed again.")), "success")
    return redirect(url_for("statutes.draft", draft_id=draft_id))


def _put(form: AmendmentForm, found: StatutesDraft) -> Resolution:
    meeting = meetings.assembly(session(), form.assembly.data)
    return acts.put_to_vote(
        act(), found, meeting, title=form.title.data, text=form.text.data, is_backed=form.is_backed.data
    )


def _pre_write(form: AmendmentForm, found: StatutesDraft) -> InvalidStatutes | None:
    """Fill the form in the deployment's own language: the resolution is read by all, whoever writes it."""
    try:
        rules = check_statutes(found.document, on=found.effective_from)
        changes = [_sentence(one) for one in amending.changes_of(session(), rules)]
    except InvalidStatutes as error:
        return error
    with force_locale(current_program().settings.pays.languages[0]):
        form.title.data = say(t("Change of the statutes"))
        form.text.data = render_template(
            "assemblies/amendment.txt",
            changes=changes,
            draft=found,
            digest=digest_of(statutes_document(rules)),
        )
    return None


def _sentence(one: Difference) -> Text:
    """Say what becomes of a clause, in the Markdown of the resolution's text."""
    before = None if one.before is None else _ended(one.before)
    after = None if one.after is None else _ended(one.after)
    if before is None:
        return t("**%(clause)s** is added: %(after)s", clause=one.heading, after=after)
    if after is None:
        return t("**%(clause)s** is removed; it was: %(before)s", clause=one.heading, before=before)
    return t(
        "**%(clause)s** was: %(before)s It becomes: %(after)s", clause=one.heading, before=before, after=after
    )


def _ended(said: Said) -> Said | Text:
    """Close what a clause said with a full stop, unless it is a sentence already."""
    return said if str(said).endswith(".") else t("%(words)s.", words=said)
