"""Fill a form in online, enter a paper one or a list of them, withdraw one, see which came in."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from collegial.assemblies.models import Assembly, CorrespondenceForm, RollEntry
from collegial.assemblies.queries import attending, meetings
from collegial.assemblies.queries.corresponding import live_form_of, live_forms
from collegial.assemblies.queries.voting import Answerable, answerables
from collegial.assemblies.services import corresponding
from collegial.assemblies.services.listing import wrong_rows
from collegial.assemblies.showing import refusal, voter_form_over
from collegial.correspondence import queries, services
from collegial.correspondence.forms import AnswersForm, FindForm, FormListForm, PaperForm, with_questions
from collegial.correspondence.rules import listed_forms
from collegial.files.exchanging import received
from collegial.kernel.errors import Forbidden, Missing
from collegial.kernel.paging import page_of
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import ARRIVALS
from collegial.tables.reading import Limits, read_table
from collegial.tables.writing import Column
from collegial.votes.queries import secret_resolutions
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer
from collegial.web.tables import table_response

_PAGE, _LIMITS = 50, Limits(size=2_000_000, rows=2_000)


def fill_in(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Vote by correspondence online; what was sent before stands in the form."""
    meeting, entry = meetings.assembly(session(), assembly_id), _mine(assembly_id, entry_id)
    if request.method == "GET" and (why := refusal(lambda: corresponding.check_sending(act(), entry))):
        return voter_form_over(entry, t("Vote by correspondence"), why, anchor="correspondence")
    earlier = live_form_of(session(), entry.id)
    form = with_questions(AnswersForm, _asked(meeting, entry))(formdata=_sent(), data=_said(earlier))
    back = url_for("assemblies.show", assembly_id=assembly_id, _anchor="correspondence")

    def send() -> None:
        services.send(act(), entry, form.answers())

    done = t("Your form is in. It is counted when each vote closes, and you count for the quorum.")
    return _page("correspondence/form.html", entry, form, send, (done, back))


def _asked(meeting: Assembly, entry: RollEntry) -> list[Answerable]:
    """Return what a form can answer: all that its college is asked, save what is voted in secret."""
    return [one for one in _open(meeting) if one.asks(entry.college_id)]


def _open(meeting: Assembly) -> list[Answerable]:
    secret = {one.id for one in secret_resolutions(session(), meeting.id)}
    return [one for one in answerables(session(), act().methods, meeting) if one.resolution.id not in secret]


def enter(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Enter a paper form."""
    meeting, entry = (
        meetings.assembly(session(), assembly_id),
        attending.entry(session(), assembly_id, entry_id),
    )
    back = url_for("correspondence.index", assembly_id=assembly_id)
    if request.method == "GET" and (why := refusal(lambda: corresponding.check_before_sitting(act(), entry))):
        return voter_form_over(entry, t("Enter a paper form"), why, back=back)
    form = with_questions(PaperForm, _asked(meeting, entry))(formdata=_sent())

    def record() -> None:
        services.enter(act(), entry, form.answers(), received_on=form.received_on.data)

    done = t("The form of %(name)s is recorded.", name=entry.name)
    return _page("correspondence/paper.html", entry, form, record, (done, back))


def withdraw(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Withdraw one's own form."""
    corresponding.withdraw_form(act(), _mine(assembly_id, entry_id))
    flash(say(t("Your form is withdrawn. Come, give a proxy, or fill in another form in time.")), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id, _anchor="correspondence"))


def withdraw_paper(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Withdraw a member's form at the desk, on a written wish."""
    entry = attending.entry(session(), assembly_id, entry_id)
    corresponding.withdraw_form(act(), entry)
    flash(say(t("The form of %(name)s is withdrawn.", name=entry.name)), "success")
    return redirect(url_for("correspondence.index", assembly_id=assembly_id))


def index(assembly_id: int) -> ResponseReturnValue:
    """Show which forms came in, never what they say, and find the member whose paper form is entered."""
    meeting, form = meetings.assembly(session(), assembly_id), FindForm()
    found: list[RollEntry] = []
    status = form.attempt(lambda: found.append(services.found_entry(act(), assembly_id, form.member.data)))
    if found:
        return redirect(url_for("correspondence.enter", assembly_id=assembly_id, entry_id=found[0].id))
    page = page_of(
        session(), live_forms(assembly_id), number=request.args.get("page", 1, type=int), size=_PAGE
    )
    return render_template(
        "correspondence/index.html", assembly=meeting, form=form, page=page, terms=_terms(meeting)
    ), status or 200


def bring_in(assembly_id: int) -> ResponseReturnValue:
    """Enter the paper forms of a list, all of them or none."""
    meeting, form = meetings.assembly(session(), assembly_id), FormListForm()
    wrong: list[services.WrongCell] = []
    entered: list[int] = []
    status = form.attempt(lambda: entered.append(_enter_list(meeting, form, wrong)))
    if status is None:
        flash(say(nt("%(count)d form is recorded.", "%(count)d forms are recorded.", entered[0])), "success")
        return redirect(url_for("correspondence.index", assembly_id=assembly_id))
    return render_template(
        "correspondence/list.html", assembly=meeting, form=form, wrong=wrong, terms=_terms(meeting),
        arrivals=ARRIVALS, secret=secret_resolutions(session(), assembly_id), asked=_open(meeting),
    ), status  # fmt: skip


def _enter_list(meeting: Assembly, form: FormListForm, wrong: list[services.WrongCell]) -> int:
    sheet = read_table(received(form.file.data).content, _LIMITS)
    numbers = {str(one.number) for one in meeting.resolutions}
    listed = listed_forms(sheet.headers, [(row.number, row.cells) for row in sheet.rows], numbers)
    wrong += services.enter_list(act(), meeting, listed)
    if wrong:
        raise wrong_rows("correspondence.wrong_rows", len(wrong))
    return len(listed.forms)


def empty_list(assembly_id: int, file_format: str) -> ResponseReturnValue:
    """Give the titles of a list to fill in, without what is voted in secret."""
    meeting = meetings.assembly(session(), assembly_id)
    columns = [
        Column(label=t("Member"), kind="number"), Column(label=t("Received on"), kind="date"),
        *(
            Column(label=t("Resolution %(number)s", number=one.resolution.number), kind="text")
            for one in _open(meeting)
        ),
    ]  # fmt: skip
    return table_response(t("Forms to enter"), columns, (), file_format)


def _page(
    template: str, entry: RollEntry, form: AnswersForm, run: Callable[[], None], done: tuple[Text, str]
) -> ResponseReturnValue:
    """Show a form, or run its act, say that it is done and go where `done` says."""
    meeting, (said, back) = meetings.assembly(session(), entry.assembly_id), done
    terms = _terms(meeting)
    if terms is None:
        raise Missing("correspondence.none", t("There is no vote by correspondence in this assembly."))
    status = form.attempt(run)
    if status is None:
        flash(say(said), "success")
        return redirect(back)
    texts = {one.id: one for one in meeting.resolutions}
    return render_template(
        template, assembly=meeting, entry=entry, form=form, back=back, terms=terms, texts=texts, arrivals=ARRIVALS,
        earlier=live_form_of(session(), entry.id), given=attending.live_proxy_of(session(), entry.id),
        secret=secret_resolutions(session(), meeting.id),
    ), status  # fmt: skip


def _terms(meeting: Assembly) -> queries.Terms | None:
    return queries.terms_of(session(), meeting, current_program().settings.pays.zone)


def _mine(assembly_id: int, entry_id: int) -> RollEntry:
    entry = attending.entry(session(), assembly_id, entry_id)
    if entry.voter_id != viewer().actor_id:
        raise Forbidden("correspondence.not_yours", t("This voting right is not yours."))
    return entry


def _sent() -> MultiDict[str, str] | None:
    return request.form if request.method == "POST" else None


def _said(form: CorrespondenceForm | None) -> dict[str, str]:
    return {f"r{number}": choice for number, choice in form.answers.items()} if form else {}
