"""Write drafts of the statutes: start, edit with live checks, read, record without a vote, give up."""

from datetime import date
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.hooks.contracts import StatutesPreset
from collegial.kernel.errors import DomainError
from collegial.kernel.text import t
from collegial.statutes import queries
from collegial.statutes.files import decode, parse_document
from collegial.statutes.forms import (
    DraftForm,
    Fault,
    RecordForm,
    StartForm,
    document_of,
    form_data,
    place_faults,
)
from collegial.statutes.forms.starting import FILE, IN_FORCE
from collegial.statutes.models import DraftState, Statutes, StatutesDraft
from collegial.statutes.presets import document_of as prepared
from collegial.statutes.rules import (
    InvalidStatutes,
    StatuteError,
    compare,
    statutes_document,
    wording,
)
from collegial.statutes.rules.checking import running_sum
from collegial.statutes.rules.rows import change_rows
from collegial.statutes.services import check_statutes, settling
from collegial.statutes.services import drafting as acts
from collegial.statutes.views.demanding import asked_of_modules
from collegial.statutes.views.reading import articles_of, current_version, sources_of
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def start() -> ResponseReturnValue:
    """Start a draft; a file that cannot be used shows all its errors, and its text stays to be corrected."""
    form, base = StartForm(), queries.newest(session())
    form.offer([(one.key, say(one.label)) for one in _presets()])
    if base is None:
        form.without_version()
    made: str | int
    try:
        _take_file(form)
        made = form.make(lambda: url_for("statutes.edit", draft_id=_start(form, base).id))
    except DomainError as error:
        form.validate()
        form.refuse(error)
        made = error.status
    if isinstance(made, str):
        return redirect(made)
    return render_template("statutes/start.html", form=form, faults=_faults_of_file(form)), made


def edit(draft_id: int) -> ResponseReturnValue:
    """Write a draft: each button keeps what is typed, right or wrong; the errors stand at their fields."""
    draft, form = queries.draft(session(), draft_id), DraftForm()
    if draft.state is not DraftState.EDITING:
        return redirect(url_for("statutes.draft", draft_id=draft.id))
    wish = request.form.get("do", "")
    status = form.attempt(lambda: _save(draft, form, wish))
    if status is None:
        target = "statutes.draft" if wish == "read" else "statutes.edit"
        return redirect(url_for(target, draft_id=draft.id, _anchor=_section(wish)))
    if status == HTTPStatus.OK:  # nothing was sent
        form = _filled(draft)
    return _editor(draft, form), status


def check(draft_id: int) -> ResponseReturnValue:
    """Say what is right and wrong with what is typed; nothing is kept."""
    draft, form = queries.draft(session(), draft_id), DraftForm()
    faults = place_faults(form, _errors(document_of(form), form.effective_from.data))
    return render_template("statutes/_verdict.html", draft=draft, **_verdict(form, faults))


def draft(draft_id: int) -> ResponseReturnValue:
    """Show a draft as it would read, beside the version it changes, and what can be done with it."""
    found = queries.draft(session(), draft_id)
    faults = place_faults(_filled(found), _errors(found.document, found.effective_from))
    rules = None if faults else check_statutes(found.document, on=found.effective_from)
    base = found.base
    return render_template(
        "statutes/draft.html", draft=found, rules=rules, faults=faults, wording=wording,
        differences=compare(queries.rules_of(base), rules) if base and rules else None,
        asked=asked_of_modules(rules),
        article=articles_of(rules.legal_form) if rules else None, newest=queries.newest(session()),
    )  # fmt: skip


def record(draft_id: int) -> ResponseReturnValue:
    """Record a draft without a vote: the first version, or an override with its reason."""
    found = queries.draft(session(), draft_id)
    form = RecordForm(effective_from=found.effective_from)
    newest = queries.newest(session())
    if newest is None:
        form.as_first_version()
    made: list[Statutes] = []
    status = form.attempt(lambda: made.append(_record(found, form)))
    if status is None:
        flash(say(t("Version %(number)s of the statutes is recorded.", number=made[0].version)), "success")
        return redirect(url_for("statutes.show", number=made[0].version))
    return render_template("statutes/record.html", form=form, draft=found, newest=newest), status


def record_adopted(draft_id: int) -> ResponseReturnValue:
    """Record what the members adopted, where it could not be recorded at once."""
    found = queries.draft(session(), draft_id)
    try:
        version = settling.record_adopted(act(), found, reason=say(t("Adopted by the members.")))
    except DomainError as error:
        flash(say(error.text), "warning")
        return redirect(url_for("statutes.draft", draft_id=draft_id))
    flash(say(t("Version %(number)s of the statutes is recorded.", number=version.version)), "success")
    return redirect(url_for("statutes.show", number=version.version))


def discard(draft_id: int) -> ResponseReturnValue:
    """Give a draft up."""
    acts.discard_draft(act(), queries.draft(session(), draft_id))
    flash(say(t("The draft is given up.")), "success")
    return redirect(url_for("statutes.index"))


def start_again(draft_id: int) -> ResponseReturnValue:
    """Start a new draft from one that is over."""
    new = acts.start_again(act(), queries.draft(session(), draft_id))
    flash(say(t("A new draft starts from the text of the old one.")), "success")
    return redirect(url_for("statutes.edit", draft_id=new.id))


def _take_file(form: StartForm) -> None:
    """Put the file's text where it can be read again and corrected: a page cannot keep a chosen file."""
    if form.is_submitted() and form.file.data and form.start.data in (FILE, None):
        form.document.data = decode(form.file.data.read())
        form.start.data = FILE


def _start(form: StartForm, base: Statutes | None) -> StatutesDraft:
    if form.start.data == IN_FORCE:
        version = current_version() or base
        assert version is not None
        return acts.start_draft(act(), version.document, base=base)
    if form.start.data == FILE:
        rules = check_statutes(parse_document(form.document.data or ""))
        return acts.start_draft(act(), statutes_document(rules), base=base)
    (chosen,) = [one for one in _presets() if one.key == form.start.data]
    return acts.start_draft(act(), prepared(chosen), base=base)


def _presets() -> list[StatutesPreset]:
    return current_program().host.of_active(session(), "statutes_presets")


def _faults_of_file(form: StartForm) -> tuple[StatuteError, ...]:
    """Return every error of a text that could be read but not used."""
    if not form.is_submitted() or form.start.data != FILE or not form.document.data:
        return ()
    try:
        check_statutes(parse_document(form.document.data))
    except InvalidStatutes as error:
        return error.errors
    except DomainError:
        return ()
    return ()


def _save(draft: StatutesDraft, form: DraftForm, wish: str) -> None:
    taken = {one.key for one in queries.colleges(session())} | {
        one.key for one in queries.categories(session())
    }
    acts.save_draft(
        act(), draft, change_rows(document_of(form), wish, taken=taken),
        effective_from=form.effective_from.data, revision=form.saved_revision,
    )  # fmt: skip


def _record(draft: StatutesDraft, form: RecordForm) -> Statutes:
    override = form.override.data if form.override else None
    return acts.record_draft(
        act(),
        draft,
        effective_from=form.effective_from.data,
        reason=form.reason.data or ("" if form.override else say(t("First version"))),
        override=override or "",
    )


def _section(wish: str) -> str | None:
    """Return where the reader was when a row was changed."""
    _, _, rest = wish.partition("-")
    return rest.partition("-")[0] or None


def _filled(draft: StatutesDraft) -> DraftForm:
    data = form_data(draft.document)
    values = {**data, "effective_from": draft.effective_from, "revision": draft.revision}
    return DraftForm(formdata=None, data=values)


def _errors(document: dict[str, object], effective_from: date | None) -> tuple[StatuteError, ...]:
    try:
        check_statutes(document, on=effective_from)
    except InvalidStatutes as error:
        return error.errors
    return ()


def _editor(draft: StatutesDraft, form: DraftForm) -> str:
    form.offer_colleges()
    form.offer_rules(_offered("decision_rules"), _offered("quorum_rules"))
    faults = place_faults(form, _errors(document_of(form), form.effective_from.data))
    return render_template(
        "statutes/edit.html", draft=draft, form=form, wording=wording,
        source=sources_of(form.chosen_form), **_verdict(form, faults),
    )  # fmt: skip


def _offered(hook: str) -> list[tuple[str, str]]:
    return [
        (one.key, f"{say(one.label)} – {say(one.summary)}")
        for one in current_program().host.of_active(session(), hook)
    ]


def _verdict(form: DraftForm, faults: list[Fault]) -> dict[str, object]:
    return {"faults": faults, "total": running_sum(document_of(form))}
