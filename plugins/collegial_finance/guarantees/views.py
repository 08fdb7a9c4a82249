"""Show guarantee funds and act on their files."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import Missing, Money, OnceForm, Text, act, local_day, session, t
from collegial_finance import words
from collegial_finance.guarantees import forms, queries, services
from collegial_finance.guarantees.models import FileState, GuaranteeFile, GuaranteeFund
from collegial_finance.loans.following import months_after
from collegial_finance.loans.rules import schedule
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import sent


def index() -> ResponseReturnValue:
    """Show all funds with what they stand for."""
    found = [(one, queries.exposure(session(), one.id)) for one in queries.funds(session())]
    return render_template("finance/funds.html", funds=found, words=words)


def show(fund_id: int) -> ResponseReturnValue:
    """Show a fund: its exposure, its contributors, its files by state."""
    found = _fund(fund_id)
    return render_template(
        "finance/fund.html",
        fund=found,
        exposure=queries.exposure(session(), fund_id),
        provided=queries.provided(found),
        months=_months(found),
        contributors=queries.contributors(found),
        files=queries.by_state(found),
        words=words,
    )


def create() -> ResponseReturnValue:
    """Open a fund."""
    form = forms.FundForm()

    def open_one() -> str:
        made = services.open_fund(act(), **form.facts())
        return url_for("finance_guarantees.show", fund_id=made.id)

    return sent(form, open_one, t("The fund is open. Record who paid into it."), "finance/open_fund.html")


def endow(fund_id: int) -> ResponseReturnValue:
    """Record that somebody paid into a fund."""
    form, found, find = forms.EndowForm(), _fund(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))

    def pay_in() -> str:
        services.endow(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_guarantees.show", fund_id=fund_id)

    return sent(
        form, pay_in, t("The contribution is in the books."), "finance/endow.html", fund=found, find=find
    )


def ask(fund_id: int) -> ResponseReturnValue:
    """Open a file on a loan."""
    form, found, find = forms.RequestForm(), _fund(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))

    def open_file() -> str:
        made = services.request_guarantee(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_guarantees.file", file_id=made.id)

    done = t("The file is open. The committee decides on it.")
    return sent(form, open_file, done, "finance/ask.html", fund=found, find=find)


def file(file_id: int) -> ResponseReturnValue:
    """Show a file with its schedule and its steps."""
    found = _file(file_id)
    return render_template(
        "finance/file.html", file=found, schedule=schedule(found.terms), states=FileState, words=words
    )


def decide(file_id: int) -> ResponseReturnValue:
    """Record the committee's decision."""
    form = forms.DecisionForm()

    def record() -> object:
        return services.decide(act(), file_id=file_id, accepted=form.accepted.data, reasons=form.reasons.data)

    return _step(file_id, form, record, t("Decision of the committee"), t("The decision is recorded."))


def issue(file_id: int) -> ResponseReturnValue:
    """Commit the fund."""
    form = OnceForm()

    def commit() -> object:
        return services.issue(act(), file_id=file_id)

    return _step(file_id, form, commit, t("Issue the guarantee"), t("The guarantee is issued."))


def repaid(file_id: int) -> ResponseReturnValue:
    """Note the instalments repaid."""
    form = forms.RepaidForm()

    def note() -> object:
        return services.note_repayments(act(), file_id=file_id, months=form.months.data)

    return _step(file_id, form, note, t("Instalments repaid"), t("The exposure follows what was repaid."))


def incident(file_id: int) -> ResponseReturnValue:
    """Note that the borrower does not pay."""
    form = forms.NoteForm()

    def note() -> object:
        return services.note_incident(act(), file_id=file_id, note=form.note.data)

    return _step(file_id, form, note, t("Unpaid instalments"), t("The incident is noted."))


def resume(file_id: int) -> ResponseReturnValue:
    """Note that the borrower pays again."""
    form = forms.NoteForm()

    def note() -> object:
        return services.resume(act(), file_id=file_id, note=form.note.data)

    return _step(file_id, form, note, t("The borrower pays again"), t("The guarantee runs again."))


def provide(file_id: int) -> ResponseReturnValue:
    """Set aside an amount for a call that is likely."""
    form = forms.SetAsideForm()

    def set_aside() -> object:
        return services.provide(act(), file_id=file_id, amount=form.amount.amount, note=form.note.data)

    return _step(file_id, form, set_aside, t("Set money aside"), t("The provision is recorded."))


def call(file_id: int) -> ResponseReturnValue:
    """Pay the lender."""
    form = forms.CallForm()

    def pay() -> object:
        return services.call(act(), file_id=file_id, final_loss=form.final_loss.amount)

    return _step(file_id, form, pay, t("Call the guarantee"), t("The payment to the lender is in the books."))


def recover(file_id: int) -> ResponseReturnValue:
    """Record what came back."""
    form = forms.RecoveryForm()

    def record() -> object:
        return services.recover(act(), file_id=file_id, amount=form.amount.amount)

    return _step(file_id, form, record, t("Recovery"), t("The recovery is in the books."))


def _step(
    file_id: int, form: OnceForm, work: Callable[[], object], title: Text, done: Text
) -> ResponseReturnValue:
    found = _file(file_id)

    def take() -> str:
        work()
        return url_for("finance_guarantees.file", file_id=file_id)

    return sent(form, take, done, "finance/file_step.html", file=found, title=title)


def _months(found: GuaranteeFund) -> Sequence[tuple[date, Money]]:
    """Return the last day of this month and of those to come, with what the fund will stand for."""
    context = act()
    first = local_day(context.clock.now(), context.zone).replace(day=1)
    return [
        (months_after(first, month + 1) - timedelta(days=1), amount)
        for month, amount in enumerate(queries.projected(found))
    ]


def _fund(fund_id: int) -> GuaranteeFund:
    found = queries.fund(session(), fund_id)
    if found is None:
        raise Missing("finance.fund_unknown", t("There is no such guarantee fund."))
    return found


def _file(file_id: int) -> GuaranteeFile:
    found = queries.file(session(), file_id)
    if found is None:
        raise Missing("finance.file_unknown", t("There is no such file."))
    return found
