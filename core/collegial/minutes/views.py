"""Write, establish, print and sign minutes, and tell the members of them."""

from http import HTTPStatus

from babel import Locale
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale

from collegial.assemblies.models import Assembly
from collegial.assemblies.naming import batch_name, file_name
from collegial.assemblies.queries import meetings
from collegial.files.exchanging import file_response
from collegial.kernel.errors import Missing
from collegial.kernel.text import nt, t
from collegial.minutes import proofs, queries, services
from collegial.minutes.decided import decided_in
from collegial.minutes.facts import Cooperative, MinutesFacts
from collegial.minutes.forms import PassageForm, RightFileForm, SignatureForm
from collegial.minutes.lacking import lacks
from collegial.minutes.letters import letters_pdf
from collegial.minutes.models import Minutes, MinutesLetter, Signature
from collegial.minutes.places import resolution_at
from collegial.minutes.printing import print_minutes
from collegial.minutes.rules import minutes_document
from collegial.minutes.services.sharing import note_posted, share_minutes
from collegial.minutes.telling import addressed, letters_to_post, reach_of, told_of
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.letters import Batch, batch_of, flash_noted, letters_response, noted_letters
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.voices import voice_of_papers


def index() -> ResponseReturnValue:
    """Show the register: all minutes, by number."""
    page = queries.page_of_register(session(), request.args.get("page", 1, type=int))
    return render_template("minutes/index.html", page=page)


def draft(assembly_id: int) -> ResponseReturnValue:
    """Show the minutes as they would be established: protected facts, and the places to write at."""
    meeting = meetings.assembly(session(), assembly_id)
    minutes = queries.minutes_of(session(), assembly_id)
    facts = _facts(minutes or queries.draft_of(session(), meeting))
    worded = minutes_document(facts, voice_of_papers(str(get_locale())))
    return render_template(
        "minutes/draft.html",
        assembly=meeting, document=worded, passages=queries.passages_of(session(), assembly_id),
        minutes=minutes, unanswered=facts.unanswered,
    )  # fmt: skip


def passage(assembly_id: int, place: str) -> ResponseReturnValue:
    """Write at one place; what someone else wrote meanwhile is shown beside."""
    meeting, form = meetings.assembly(session(), assembly_id), PassageForm()
    last = queries.passages_of(session(), assembly_id).get(place)
    if not form.is_submitted():
        form.text.data = _start(meeting, place, last.text if last else None)
        form.seen.data = str(last.version if last else 0)
    status = form.attempt(
        lambda: services.write_passage(act(), meeting, place, form.text.data or "", seen=form.version_seen())
    )
    if status is None:
        flash(say(t("The passage is written.")), "success")
        return redirect(url_for("minutes.draft", assembly_id=assembly_id, _anchor=place))
    theirs = last if status == HTTPStatus.CONFLICT else None
    if theirs:
        form.seen.data = str(theirs.version)  # saving again, once both texts are one, goes through
    return render_template(
        "minutes/passage.html",
        assembly=meeting, form=form, theirs=theirs, number=resolution_at(place),
    ), status  # fmt: skip


def preview(assembly_id: int) -> ResponseReturnValue:
    """Print the draft."""
    draft = queries.draft_of(session(), meetings.assembly(session(), assembly_id))
    locale = str(get_locale())
    name = file_name(draft.assembly, t("Draft of the minutes"), locale=locale)
    return _inline(_printed(draft, locale), name)


def establish(assembly_id: int) -> ResponseReturnValue:
    """Say what the minutes still lack; then enter them in the register, and keep their print."""
    meeting, form = meetings.assembly(session(), assembly_id), Form()
    if queries.minutes_of(session(), assembly_id):
        return redirect(url_for("assemblies.show", assembly_id=assembly_id, _anchor="conduct"))
    status = form.attempt(lambda: _establish(meeting))
    if status is None:
        return redirect(url_for("assemblies.show", assembly_id=assembly_id, _anchor="conduct"))
    draft = queries.draft_of(session(), meeting)
    return render_template(
        "minutes/establish.html",
        assembly=meeting, form=form, number=draft.number, lacks=lacks(_facts(draft)),
        is_over=meeting.state in services.ENDED,
    ), status  # fmt: skip


def _establish(meeting: Assembly) -> None:
    """Establish the minutes with their print in the first language of the deployment."""
    minutes = services.establish_minutes(act(), meeting)
    locale = current_program().settings.pays.languages[0]
    with force_locale(locale):
        services.keep_print(act(), minutes, _printed(minutes, locale), locale=locale)
    flash(say(t("The minutes are established under number %(number)s.", number=minutes.number)), "success")


def pdf(assembly_id: int) -> ResponseReturnValue:
    """Give the print that was kept; in another language, print the same facts anew."""
    minutes, locale = _established(assembly_id), str(get_locale())
    kept = queries.print_of(session(), minutes.id)
    name = file_name(minutes.assembly, t("Minutes of an assembly"), locale=locale)
    if kept and kept.locale == locale:
        return _inline(kept.file.content, name)
    return _inline(_printed(minutes, locale), name)


def to_sign(assembly_id: int) -> ResponseReturnValue:
    """Give the print that the bureau signs, these very bytes, whatever the reader's language."""
    minutes = _established(assembly_id)
    kept = queries.print_of(session(), minutes.id)
    if kept is None:
        raise Missing("minutes.no_print", t("No print of these minutes was kept."))
    name = file_name(minutes.assembly, t("Minutes of an assembly"), locale=kept.locale)
    return _inline(kept.file.content, name)


def signatures(assembly_id: int) -> ResponseReturnValue:
    """Show who has signed and record signatures."""
    minutes, form = _established(assembly_id), SignatureForm()
    missing = services.missing_signers(act(), minutes)
    form.offer(missing)
    if not form.is_submitted():
        form.signed_on.data = act().today
    recorded: list[Signature] = []
    status = form.attempt(
        lambda: recorded.extend(
            services.record_signatures(act(), minutes, form.signing(_reading_copies(minutes)))
        )
    )
    if status is None:
        flash(
            say(nt("%(count)d signature is recorded.", "%(count)d signatures are recorded.", len(recorded))),
            "success",
        )
        return redirect(url_for("minutes.signatures", assembly_id=assembly_id))
    kept = queries.print_of(session(), minutes.id)
    return render_template(
        "minutes/signatures.html",
        assembly=minutes.assembly, minutes=minutes, form=form, missing=missing,
        named=services.named_once(missing),
        kept=kept, signed=proofs.signed_by_file(session(), minutes.id),
        replacements=proofs.replacements_of(session(), minutes.id),
        language=Locale.parse(kept.locale).get_display_name(get_locale()) if kept else "",
    ), status  # fmt: skip


def share(assembly_id: int) -> ResponseReturnValue:
    """Say who would be told what was decided, and how; once they are told, what was done and which letters wait."""
    minutes, form = _established(assembly_id), Form()
    told = told_of(session(), minutes)
    if told:
        return render_template(
            "minutes/told.html", assembly=minutes.assembly, told=told, batch=_batch(minutes)
        )
    status = form.attempt(lambda: flash(_on_their_way(share_minutes(act(), minutes).mails), "success"))
    if status is None:
        return redirect(url_for("minutes.share", assembly_id=assembly_id))
    reach, decided = reach_of(session(), assembly_id), decided_in(session(), minutes.assembly)
    return render_template(
        "minutes/share.html", assembly=minutes.assembly, form=form, reach=reach, decided=decided
    ), status


def _on_their_way(mails: int) -> str:
    if not mails:
        return say(t("The letters can be printed now."))
    return say(nt("%(count)d e-mail is on its way.", "%(count)d e-mails are on their way.", mails))


def letters(assembly_id: int) -> ResponseReturnValue:
    """Print one batch of the letters: those in the language that is asked for, or in its first."""
    minutes = _established(assembly_id)
    batch = _batch(minutes)
    locale, wanted = batch.wanted()
    printed = letters_pdf(session(), minutes, wanted, locale=locale)
    return letters_response(
        printed, batch_name(minutes.assembly, t("What was decided"), batch, locale=locale)
    )


def posted(assembly_id: int) -> ResponseReturnValue:
    """Write down that the letters of a batch, or all, were posted or handed over."""
    minutes = _established(assembly_id)
    flash_noted(note_posted(act(), minutes, noted_letters(letters_to_post(minutes.id))))
    return redirect(url_for("minutes.share", assembly_id=assembly_id, _anchor="post"))


def _batch(minutes: Minutes) -> Batch[MinutesLetter]:
    return batch_of(
        letters_to_post(minutes.id), lambda found: addressed(session(), [one.id for one in found])
    )


def proof(signature_id: int) -> ResponseReturnValue:
    """Give the scan or the signed file that counts for a signature."""
    signed = queries.signature(session(), signature_id)
    return file_response(proofs.proofs_of(session(), signed.minutes_id)[signed.id])


def mistaken(file_id: int) -> ResponseReturnValue:
    """Give a file that made way for another."""
    return file_response(proofs.replacement(session(), file_id).replaced)


def replace(file_id: int) -> ResponseReturnValue:
    """Put the right file of signatures in the place of a mistaken one."""
    minutes, file = proofs.proof_in(session(), file_id)
    signed, form = proofs.proved_by(session(), minutes, file), RightFileForm()
    status = form.attempt(
        lambda: services.replace_proof(act(), minutes, file, form.right(_reading_copies(minutes)))
    )
    back = redirect(url_for("minutes.signatures", assembly_id=minutes.assembly_id, _anchor="replaced"))
    if status is None:
        flash(
            say(t("The right file is in its place. The mistaken one can still be read on this page.")),
            "success",
        )
    if status is None or not (signed or form.is_submitted()):
        return back
    return render_template(
        "minutes/replace.html",
        minutes=minutes, assembly=minutes.assembly, form=form, file=file, signed=signed,
        signers=services.named_once([(one.role, one.name) for one in signed]),
    ), status  # fmt: skip


def _start(meeting: Assembly, place: str, written: str | None) -> str:
    if written is not None:
        return written
    return (meeting.debate or "") if resolution_at(place) is None else ""


def _established(assembly_id: int) -> Minutes:
    minutes = queries.minutes_of(session(), assembly_id)
    if minutes is None:
        raise Missing("minutes.none", t("The minutes of this assembly are not established yet."))
    return minutes


def _printed(minutes: Minutes, locale: str) -> bytes:
    return print_minutes(_facts(minutes), voice_of_papers(locale), locale=locale)


def _reading_copies(minutes: Minutes) -> tuple[bytes, ...]:
    """Print the minutes in each language in which they are read only; the same facts give the same bytes."""
    kept = queries.print_of(session(), minutes.id)
    others = [one for one in current_program().settings.pays.languages if kept and one != kept.locale]
    copies = []
    for locale in others:
        with force_locale(locale):
            copies.append(_printed(minutes, locale))
    return tuple(copies)


def _facts(minutes: Minutes) -> MinutesFacts:
    pays = current_program().settings.pays
    cooperative = Cooperative(name=pays.name, legal_mention=pays.legal_mention)
    return queries.facts_of(session(), minutes, cooperative, pays.zone, say(queries.MANNER))


def _inline(printed: bytes, name: str) -> Response:
    return Response(
        printed, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
