"""Show how the sending stands, print what goes by post, send again what came back."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.assemblies.addressing import places_of
from collegial.assemblies.models import AssemblyState, Invitation
from collegial.assemblies.naming import CONVOCATION, SAMPLE, batch_name, file_name
from collegial.assemblies.queries import meetings
from collegial.convocations import previewing, queries, services
from collegial.convocations.composing import letters_pdf
from collegial.convocations.forms import AgainForm
from collegial.convocations.models import Outcome
from collegial.convocations.reasons import reason_in_words
from collegial.convocations.redrawing import another, as_it_left
from collegial.kernel.text import nt, pt, t
from collegial.tables.writing import Column, Row
from collegial.web.countries import country_name
from collegial.web.forms import row_number, row_numbers
from collegial.web.languages import say
from collegial.web.letters import Batch, batch_of, flash_noted, letters_response, noted_letters
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.tables import table_response

_SHOWN_BACK = 50
OUTCOMES = {
    Outcome.MAILED: t("Left by e-mail"),
    Outcome.POSTED: t("Posted"),
    Outcome.HANDED: t("Handed over"),
    Outcome.FAILED: t("Could not leave"),
    Outcome.BOUNCED: pt("a convocation", "Came back"),
}

_LABELS = (
    Column(label=t("Number"), kind="number"), Column(label=t("Member"), kind="text"),
    Column(label=t("For the attention of"), kind="text"), Column(label=t("Number, street, building"), kind="text"),
    Column(label=t("Postcode"), kind="text"), Column(label=t("Locality"), kind="text"),
    Column(label=t("Country"), kind="text"),
)  # fmt: skip
_SENT_AGAIN = {
    queries.MAIL: t("The convocation leaves again by e-mail."),
    queries.POST: t("The convocation joins the letters to be posted."),
}


def index(assembly_id: int) -> ResponseReturnValue:
    """Show the sending of an assembly's convocations."""
    search = request.args.get("q", "").strip()
    found = queries.matching(session(), assembly_id, search) if search else []
    return render_template(
        "convocations/index.html",
        **_state(assembly_id), batch=_batch(assembly_id), search=search, found=found,
    )  # fmt: skip


def progress(assembly_id: int) -> ResponseReturnValue:
    """Give the counts alone, for a page that looks again every few seconds."""
    return render_template("convocations/_progress.html", **_state(assembly_id))


def letters(assembly_id: int) -> ResponseReturnValue:
    """Print one batch of the letters that go by post: those in the language that is asked for, or in its first."""
    meeting, batch = meetings.assembly(session(), assembly_id), _batch(assembly_id)
    locale, wanted = batch.wanted()
    printed = letters_pdf(session(), meeting, wanted, locale=locale)
    return letters_response(printed, batch_name(meeting, CONVOCATION, batch, locale=locale))


def own(invitation_id: int) -> ResponseReturnValue:
    """Print one letter in its reader's language; that of a mail as it left, or marked as another one."""
    one = queries.invitation(session(), invitation_id)
    person = session().get_one(Actor, one.entry.voter_id)
    meeting, locale = one.entry.assembly, person.locale
    left = queries.left_as(session(), one, request.args.get("attempt", type=row_number))
    if left is not None:
        printed = as_it_left(session(), left, person) or another(session(), left, person)
    else:
        printed = letters_pdf(session(), meeting, [(one, person)], locale=locale, sent_at=one.sent_at)
    return letters_response(printed, file_name(meeting, CONVOCATION, locale=locale))


def sample(assembly_id: int) -> ResponseReturnValue:
    """Show a convocation as a voter of one's choice will get it, before anybody is convened."""
    meeting, today = meetings.assembly(session(), assembly_id), act().today
    if meeting.state is not AssemblyState.DRAFT:
        return redirect(url_for("convocations.index", assembly_id=assembly_id))
    search, chosen = request.args.get("q", "").strip(), request.args.get("member", type=row_number)
    found = previewing.rights_called(session(), meeting, today, search)
    right = next((one for one in found if one.member_id == chosen), found[0] if found else None)
    return render_template(
        "convocations/sample.html",
        assembly=meeting, search=search, found=found, right=right,
        letter=previewing.sample_mail(session(), meeting, right) if right else None,
    )  # fmt: skip


def sample_letter(assembly_id: int, member_id: int) -> ResponseReturnValue:
    """Print the letter that a voter will get, marked as not sent."""
    meeting = meetings.assembly(session(), assembly_id)
    if meeting.state is not AssemblyState.DRAFT:
        return redirect(url_for("convocations.index", assembly_id=assembly_id))
    right = previewing.right_of(session(), meeting, act().today, member_id)
    printed, locale = previewing.sample_letter(session(), meeting, right)
    return letters_response(printed, file_name(meeting, SAMPLE, locale=locale))


def labels(assembly_id: int, file_format: str) -> ResponseReturnValue:
    """Give the postal list for a spreadsheet."""
    meetings.assembly(session(), assembly_id)
    return table_response(t("Postal list"), _LABELS, _labels(assembly_id), file_format)


def _labels(assembly_id: int) -> Iterator[Row]:
    """Give each letter that waits with whom it is for and where it goes."""
    found = session().scalars(queries.by_post(assembly_id)).all()
    letters = [(one.entry, person) for one, person in _with_readers(found)]
    places = places_of(session(), letters, act().today)
    for entry, person in letters:
        place = places[entry.id]
        country = country_name(place.country) if place.country else None
        yield (
            entry.member_number, entry.name, person.name,
            ", ".join(place.street), place.postcode, place.locality, country,
        )  # fmt: skip


def proofs(assembly_id: int, file_format: str) -> ResponseReturnValue:
    """Give every attempt for a spreadsheet: the proof of sending of the whole assembly."""
    meetings.assembly(session(), assembly_id)
    columns = [
        Column(label=t("Number"), kind="number"), Column(label=t("Member")), Column(label=t("When"), kind="moment"),
        Column(label=t("What")), Column(label=t("Reason")), Column(label=t("Fingerprint")), Column(label=t("Message")),
    ]  # fmt: skip
    zone = ZoneInfo(current_program().settings.pays.zone)
    rows = [
        (
            entry.member_number, entry.name, one.at.astimezone(zone), say(OUTCOMES[one.outcome]),
            _said(one.reason), one.digest, one.message_id,
        )
        for one, entry in queries.proofs(session(), assembly_id)
    ]  # fmt: skip
    return table_response(t("Proof of sending"), columns, rows, file_format)


def _said(reason: str | None) -> str | None:
    words = reason_in_words(reason)
    return say(words) if words else None


def returned(invitation_id: int) -> ResponseReturnValue:
    """Write down that a convocation came back."""
    services.note_returned(act(), queries.invitation(session(), invitation_id))
    flash(
        say(t("It is noted that the convocation came back. Send it again, corrected or by post.")), "success"
    )
    return redirect(url_for("convocations.again", invitation_id=invitation_id))


def posted(assembly_id: int) -> ResponseReturnValue:
    """Write down that the letters of one batch, or all of them, were posted, or handed over."""
    meeting = meetings.assembly(session(), assembly_id)
    outcome = Outcome.HANDED if request.form.get("way") == Outcome.HANDED.value else Outcome.POSTED
    wanted = noted_letters(queries.by_post(assembly_id))
    count = services.note_posted(act(), meeting, wanted, outcome=outcome)
    flash_noted(count)
    return redirect(url_for("convocations.index", assembly_id=assembly_id, _anchor="post"))


def by_post(assembly_id: int) -> ResponseReturnValue:
    """Put what came back on the postal list."""
    meeting = meetings.assembly(session(), assembly_id)
    count = services.send_by_post(act(), meeting, row_numbers(request.form.getlist("invitation")))
    flash(
        say(nt("%(count)d letter joins the postal list.", "%(count)d letters join the postal list.", count)),
        "success",
    )
    return redirect(url_for("convocations.index", assembly_id=assembly_id, _anchor="post"))


def again(invitation_id: int) -> ResponseReturnValue:
    """Show the attempts to reach someone, and send again."""
    one, form = queries.invitation(session(), invitation_id), AgainForm()
    person = session().get_one(Actor, one.entry.voter_id)
    if not form.is_submitted():
        form.email.data = person.email
    status = form.attempt(
        lambda: services.send_again(act(), one, person, way=form.way.data, email=form.email.data or "")
    )
    if status is None:
        flash(say(_SENT_AGAIN[one.channel]), "success")
        return redirect(url_for("convocations.index", assembly_id=one.entry.assembly_id))
    attempts = queries.attempts_of(session(), invitation_id)
    return render_template(
        "convocations/again.html",
        assembly=meetings.assembly(session(), one.entry.assembly_id),
        invitation=one, person=person, form=form, attempts=attempts,
        changed=[tried for tried in attempts if tried.digest and not as_it_left(session(), tried, person)],
        outcomes=OUTCOMES, reason_in_words=reason_in_words,
    ), status  # fmt: skip


def _state(assembly_id: int) -> dict[str, object]:
    meeting = meetings.assembly(session(), assembly_id)
    return {
        "assembly": meeting,
        "may_send": meeting.state is AssemblyState.CONVENED,
        "sending": queries.sending_of(session(), assembly_id),
        "came_back": session().scalars(queries.came_back(assembly_id).limit(_SHOWN_BACK)).all(),
        "reason_in_words": reason_in_words,
    }


def _batch(assembly_id: int) -> Batch[Invitation]:
    return batch_of(queries.by_post(assembly_id), _with_readers)


def _with_readers(found: Sequence[Invitation]) -> Iterator[tuple[Invitation, Actor]]:
    people = queries.voters(session(), found)
    return ((one, people[one.entry.voter_id]) for one in found)
