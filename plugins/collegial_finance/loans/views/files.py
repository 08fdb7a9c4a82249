"""Show a loan, and lead its file until it is decided on."""

from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import Percent, Text, act, session, t, viewer
from collegial_finance.committees.acting import PUT_TO_VOTE, ask_committee, file_opened, step_aside
from collegial_finance.committees.showing import shown
from collegial_finance.fields import WithdrawalForm, offer_also
from collegial_finance.loans import forms, queries, services, words
from collegial_finance.loans.models import LoanFund, PoleLoan
from collegial_finance.loans.rules import left_to_lend, schedule
from collegial_finance.loans.views.places import act_on_loan, fund_of, loan_of, place, readable
from collegial_finance.modes import FundMode
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import over_page, sent


def ask(fund_id: int) -> ResponseReturnValue:
    """Open a file on a loan."""
    form, found, find = forms.LoanForm(), fund_of(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))
    _say_what_is_there(form, found)

    def open_file() -> str:
        made = services.request_loan(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_loans.loan", loan_id=made.id)

    return sent(
        form,
        open_file,
        file_opened(found.committee),
        "finance/loans/ask.html",
        fund=found,
        find=find,
        title=t("Open a file"),
        submit=t("Open the file"),
    )


def loan(loan_id: int) -> ResponseReturnValue:
    """Show a loan: where it stands, its instalments, its steps."""
    found = readable(loan_id)
    return render_template(
        "finance/loans/loan.html",
        loan=found,
        committee=shown(session(), viewer(), queries.case_of(found), act().today),
        stand=queries.standing(found, act().today),
        planned=schedule(found.terms),
        names=words,
    )


def change(loan_id: int) -> ResponseReturnValue:
    """Change a file that is not decided on."""
    found, find = loan_of(loan_id), request.args.get("find", "")
    form = forms.ChangeForm.of(found)
    form.offer(organisations(session(), find))
    offer_also(form.borrower_id, found.borrower)
    _say_what_is_there(form, found.fund)

    def save() -> str:
        services.change_loan(act(), loan_id=loan_id, **form.facts())
        return url_for("finance_loans.loan", loan_id=loan_id)

    title, done = t("Change the file"), t("The file is changed.")
    return sent(
        form, save, done, "finance/loans/ask.html", fund=found.fund, find=find, title=title, loan=found,
        instead=_decided(found, title),
    )  # fmt: skip


def withdraw(loan_id: int) -> ResponseReturnValue:
    """Withdraw a file that is not decided on."""
    title, done = t("Withdraw the file"), t("The file is withdrawn.")
    refusal = services.hindrance(act(), loan_of(loan_id))
    return act_on_loan(
        loan_id, WithdrawalForm(), services.withdraw_loan, title, done, refusal=refusal, tone="danger"
    )


def decide(loan_id: int) -> ResponseReturnValue:
    """Record the decision."""
    title, done = t("Record the decision"), t("The decision is recorded.")
    refusal = services.out_of_turn(loan_of(loan_id), "decide")
    return act_on_loan(loan_id, forms.LoanDecisionForm(), services.decide, title, done, refusal=refusal)


def vote(loan_id: int) -> ResponseReturnValue:
    """Put a loan to the vote of the committee."""
    found = loan_of(loan_id)
    question = t(
        "%(borrower)s asks for a loan of %(principal)s over %(months)d months, at %(rate)s a year: %(purpose)s",
        borrower=found.borrower.name, principal=found.principal, months=found.months,
        rate=Percent(found.rate), purpose=found.purpose,
    )  # fmt: skip
    title = t("Lend %(amount)s to %(name)s?", amount=found.principal, name=found.borrower.name)
    ask = partial(services.put_to_vote, act(), loan_id=loan_id)
    over = _decided(found, PUT_TO_VOTE)
    return ask_committee(place(found.fund, found), ask, title=title, question=question, instead=over)


def conflict(loan_id: int, member_id: int) -> ResponseReturnValue:
    """Declare a conflict of interest."""
    found = readable(loan_id)

    def declare(reason: str) -> None:
        services.declare_conflict(act(), loan_id=loan_id, member_id=member_id, reason=reason)

    refusal = services.out_of_turn(found, "accept")
    return step_aside(place(found.fund, found, anchor="committee"), declare, refusal)


def _decided(found: PoleLoan, title: Text) -> str | None:
    """Return the page that leads back to a file that is decided on, or voted on now; None where it may be changed."""
    return over_page(services.hindrance(act(), found), title, place(found.fund, found).crumbs)


def _say_what_is_there(form: forms.LoanForm, found: LoanFund) -> None:
    if found.mode is not FundMode.REFER:
        kept = queries.kept_for_accepted(session(), found.id)
        form.say_what_is_there(left_to_lend(found.available, kept), kept)
