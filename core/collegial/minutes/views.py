"""Write, establish, print and sign minutes."""

from http import HTTPStatus

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale

from collegial.assemblies.models import Assembly
from collegial.assemblies.queries import meetings
from collegial.documents.voice import Voice
from collegial.files.exchanging import file_response
from collegial.kernel.errors import Missing
from collegial.kernel.text import nt, t
from collegial.minutes import queries, services
from collegial.minutes.facts import Cooperative, MinutesFacts
from collegial.minutes.forms import PassageForm, SignatureForm
from collegial.minutes.models import Minutes, Signature
from collegial.minutes.places import resolution_at
from collegial.minutes.printing import print_minutes
from collegial.minutes.rules import minutes_document
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.voices import voice_of_papers


def draft(assembly_id: int) -> ResponseReturnValue:
    """Show the minutes as they would be established: protected facts, and the places to write at."""
    meeting = meetings.assembly(session(), assembly_id)
    worded = minutes_document(_facts(queries.draft_of(session(), meeting)), _voice(str(get_locale())))
    return render_template(
        "minutes/draft.html",
        assembly=meeting, document=worded, passages=queries.passages_of(session(), assembly_id),
        minutes=queries.minutes_of(session(), assembly_id),
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
    return _inline(_printed(draft, str(get_locale())), "draft.pdf")


def establish(assembly_id: int) -> ResponseReturnValue:
    """Enter the minutes in the register, and keep their print in the first language of the deployment."""
    minutes = services.establish_minutes(act(), meetings.assembly(session(), assembly_id))
    locale = current_program().settings.pays.languages[0]
    with force_locale(locale):
        services.keep_print(act(), minutes, _printed(minutes, locale), locale=locale)
    flash(say(t("The minutes are established under number %(number)s.", number=minutes.number)), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def pdf(assembly_id: int) -> ResponseReturnValue:
    """Give the print that was kept; in another language, print the same facts anew."""
    minutes, locale = _established(assembly_id), str(get_locale())
    kept, name = queries.print_of(session(), minutes.id), f"minutes-{minutes.number}-{locale}.pdf"
    if kept and kept.locale == locale:
        return _inline(kept.file.content, name)
    return _inline(_printed(minutes, locale), name)


def signatures(assembly_id: int) -> ResponseReturnValue:
    """Show who has signed and record signatures."""
    minutes, form = _established(assembly_id), SignatureForm()
    missing = services.missing_signers(act(), minutes)
    form.offer(missing)
    recorded: list[Signature] = []
    status = form.attempt(lambda: recorded.extend(services.record_signatures(act(), minutes, form.signing())))
    if status is None:
        flash(
            say(nt("%(count)d signature is recorded.", "%(count)d signatures are recorded.", len(recorded))),
            "success",
        )
        return redirect(url_for("minutes.signatures", assembly_id=assembly_id))
    return render_template(
        "minutes/signatures.html",
        assembly=minutes.assembly, minutes=minutes, form=form, missing=missing,
        signatures=queries.signatures_of(session(), minutes.id), kept=queries.print_of(session(), minutes.id),
    ), status  # fmt: skip


def share(assembly_id: int) -> ResponseReturnValue:
    """Tell the members by mail what was decided."""
    sharing = services.share_minutes(act(), _established(assembly_id))
    flash(
        say(nt("%(count)d e-mail is on its way.", "%(count)d e-mails are on their way.", sharing.mails)),
        "success",
    )
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def proof(signature_id: int) -> ResponseReturnValue:
    """Give the scan or the signed file of a signature."""
    return file_response(queries.signature(session(), signature_id).file)


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
    return print_minutes(_facts(minutes), _voice(locale), locale=locale)


def _facts(minutes: Minutes) -> MinutesFacts:
    pays = current_program().settings.pays
    cooperative = Cooperative(name=pays.name, legal_mention=pays.legal_mention)
    return queries.facts_of(session(), minutes, cooperative, pays.zone, say(queries.MANNER))


def _voice(locale: str) -> Voice:
    return voice_of_papers(locale)


def _inline(printed: bytes, name: str) -> Response:
    return Response(
        printed, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
