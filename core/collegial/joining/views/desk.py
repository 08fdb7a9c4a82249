"""The staff's pages: the list of applications, one application, what was paid for it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.queries import actor as actor_of
from collegial.joining import services
from collegial.joining.exports import APPLICATIONS, COLUMNS, application_row
from collegial.joining.forms.applying import own_value_words, tie_words
from collegial.joining.forms.desk import CorrectForm, GiveBackForm, ReceiptForm
from collegial.joining.models import Application, Receipt
from collegial.joining.queries import applications as queries
from collegial.joining.queries.duplicates import like_actors, like_applications
from collegial.joining.rules import CLOSED, FRUITLESS, ApplicationState
from collegial.joining.views.following import call_answer
from collegial.joining.views.placing import doubts
from collegial.kernel.errors import Missing
from collegial.kernel.money import ZERO, Money
from collegial.kernel.paging import page_of
from collegial.kernel.text import Text, t
from collegial.shares.words import METHODS
from collegial.statutes.queries import categories, colleges
from collegial.web.acting import make_or_show
from collegial.web.countries import country_name
from collegial.web.forms import Form, row_number
from collegial.web.languages import say
from collegial.web.request import act, session
from collegial.web.tables import table_response

LONGEST_SEARCH = 100


def index() -> ResponseReturnValue:
    """Show one list of applications, with how many each list holds."""
    which = request.args.get("list", queries.TO_DECIDE)
    if which not in queries.LISTS:
        raise _no_list()
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    page = page_of(
        session(), queries.applications(which, words), number=request.args.get("page", 1, type=int)
    )
    return render_template(
        "joining/index.html",
        page=page, which=which, words_sought=words, counts=queries.counts(session()), today=act().today,
        actors=like_actors(session(), page.items), others=like_applications(session(), page.items),
        paid=queries.received(session(), [one.id for one in page.items]), doubts=doubts(page.items),
        categories={one.key: one.name for one in categories(session())},
        to_give_back=queries.to_give_back(session()),
    )  # fmt: skip


def show(application_id: int) -> ResponseReturnValue:
    """Show one application to those who handle it or decide on it."""
    return _page(queries.application(session(), application_id), Form())


def link(application_id: int) -> ResponseReturnValue:
    """Say which actor of the directory the applicant is, or that it is none."""
    one, number = queries.application(session(), application_id), request.form.get("actor", type=row_number)
    actor = actor_of(session(), number) if number else None
    return _act(
        one,
        lambda: services.link_actor(act(), one, actor),
        t("The application is linked with the directory."),
    )


def send_again(application_id: int) -> ResponseReturnValue:
    """Send the link that confirms the address once more."""
    one = queries.application(session(), application_id)
    return _act(one, lambda: services.send_confirmation(act(), one), t("The e-mail was sent again."))


def withdraw(application_id: int) -> ResponseReturnValue:
    """Withdraw the application for an applicant who said so by word or letter."""
    one = queries.application(session(), application_id)
    return _act(one, lambda: services.withdraw(act(), one), t("The application is withdrawn."))


def forget(application_id: int) -> ResponseReturnValue:
    """Erase what an application that came to nothing says of the applicant."""
    one = queries.application(session(), application_id)
    return _act(one, lambda: services.forget(act(), one), t("What it said of the applicant is erased."))


def export(file_format: str) -> ResponseReturnValue:
    """Give one list of applications as a file for a spreadsheet."""
    which, words = request.args.get("list", queries.TO_DECIDE), request.args.get("q", "").strip()
    if which not in queries.LISTS:
        raise _no_list()
    found = session().scalars(queries.applications(which, words[:LONGEST_SEARCH])).all()
    paid = queries.received(session(), [one.id for one in found])
    named = {one.key: one.name for one in categories(session())}
    rows = (application_row(one, named, paid.get(one.id, ZERO)) for one in found)
    return table_response(APPLICATIONS, COLUMNS, rows, file_format)


def call(application_id: int) -> ResponseReturnValue:
    """Give the call for payment as a PDF."""
    return call_answer(queries.application(session(), application_id))


def record(application_id: int) -> ResponseReturnValue:
    """Record a payment; the one that completes the call admits the applicant."""
    one, form = queries.application(session(), application_id), ReceiptForm()
    if not form.is_submitted():
        form.received_on.data = act().today

    def pay() -> str:
        services.record_receipt(act(), one, form.receipt())
        is_in = one.state is ApplicationState.ADMITTED
        text = (
            t("The payment is recorded, and the applicant is a member.")
            if is_in
            else t("The payment is recorded.")
        )
        return _done(one, text)

    made = form.make(pay)
    if isinstance(made, str):
        return redirect(made)
    return render_template("joining/record.html", application=one, form=form, paid=_paid(one)), made


def correct(application_id: int, receipt_id: int) -> ResponseReturnValue:
    """Undo a line that was wrong."""
    one, form = queries.application(session(), application_id), CorrectForm()
    receipt = _receipt(one, receipt_id)

    def undo() -> str:
        services.correct_receipt(act(), receipt)
        return _done(one, t("The line is corrected by its opposite."))

    return make_or_show(form, undo, "joining/correct.html", application=one, receipt=receipt)


def give_back(application_id: int) -> ResponseReturnValue:
    """Record that the money of an application that is over went back."""
    one, form = queries.application(session(), application_id), GiveBackForm()

    def note() -> str:
        services.give_back(act(), one, method=form.way(), reference=form.reference.data or "")
        return _done(one, t("It is recorded that the money went back."))

    made = form.make(note)
    if isinstance(made, str):
        return redirect(made)
    return render_template("joining/give_back.html", application=one, form=form, paid=_paid(one)), made


def _no_list() -> Missing:
    return Missing("joining.no_list", t("There is no such list of applications."))


def _done(one: Application, text: Text) -> str:
    flash(say(text), "success")
    return url_for("joining.show", application_id=one.id)


def _paid(one: Application) -> Money:
    return queries.received(session(), [one.id]).get(one.id, ZERO)


def _receipt(one: Application, receipt_id: int) -> Receipt:
    found = next((receipt for receipt in one.receipts if receipt.id == receipt_id), None)
    if found is None:
        raise Missing("joining.unknown_receipt", t("There is no such payment."))
    return found


def _act(one: Application, act_on: Callable[[], object], done: Text) -> ResponseReturnValue:
    """Do what a button asks; a refusal stands at the head of the application's page."""
    form = Form()
    status = form.attempt(act_on)
    return redirect(_done(one, done)) if status is None else _page(one, form, status)


def _page(one: Application, form: Form, status: int = 200) -> ResponseReturnValue:
    is_waiting = one.state is ApplicationState.WAITING
    page = render_template(
        "joining/show.html",
        application=one, form=form, today=act().today, is_over=one.state in CLOSED,
        is_fruitless=one.state in FRUITLESS,
        paid=_paid(one), doubt=doubts([one]).get(one.id),
        position=queries.waiting_position(session(), one) if is_waiting else None,
        actors=like_actors(session(), [one])[one.id], others=like_applications(session(), [one])[one.id],
        categories={row.key: row.name for row in categories(session())},
        colleges={row.key: row.name for row in colleges(session())},
        country=country_name(one.country), ties=tie_words(), own_values=own_value_words(), methods=METHODS,
        corrected={receipt.corrects_id for receipt in one.receipts},
    )  # fmt: skip
    return page, status
