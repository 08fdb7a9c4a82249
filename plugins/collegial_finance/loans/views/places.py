"""Find funds and loans for their pages, and say where an act on one of them stands."""

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import DomainError, Missing, Text, act, session, t, viewer
from collegial_finance.committees.acting import Place, committee_facts
from collegial_finance.committees.queries import may_read
from collegial_finance.fields import WithdrawalForm
from collegial_finance.loans import forms, queries
from collegial_finance.loans.models import LoanFund, LoanState, PoleLoan
from collegial_finance.loans.showing import facts_of
from collegial_finance.permissions import READ
from collegial_finance.sending import Done, over_page, sent


def fund_of(fund_id: int) -> LoanFund:
    """Return a fund. Raises Missing."""
    found = queries.fund(session(), fund_id)
    if found is None:
        raise Missing("finance.loan_fund_unknown", t("There is no such loan fund."))
    return found


def loan_of(loan_id: int) -> PoleLoan:
    """Return a loan. Raises Missing."""
    found = queries.loan(session(), loan_id)
    if found is None:
        raise Missing("finance.loan_unknown", t("There is no such loan."))
    return found


def readable(loan_id: int) -> PoleLoan:
    """Return a loan that the reader may read: by right, or to decide on it. Raises Missing."""
    found = loan_of(loan_id)
    if not may_read(session(), viewer(), queries.case_of(found), act().today):
        raise Missing("finance.loan_unknown", t("There is no such loan."))
    return found


def place(fund: LoanFund, loan: PoleLoan | None = None, *, anchor: str | None = None) -> Place:
    """Return where an act on a fund, or on one of its loans, stands."""
    if loan is None:
        page = url_for("finance_loans.show", fund_id=fund.id)
        waiting = [one.borrower.name for one in queries.by_state(fund)[LoanState.REQUESTED]]
        standing = committee_facts(fund.committee, waiting)
        return Place(page=page, crumbs=crumbs(fund), about=fund.name, facts=standing)
    page = url_for("finance_loans.loan", loan_id=loan.id, _anchor=anchor)
    return Place(page=page, crumbs=crumbs(fund, loan), about=loan.borrower.name, facts=facts_of(loan))


def crumbs(found: LoanFund, loan: PoleLoan | None = None) -> list[tuple[Text | str, str]]:
    """Return the way to a fund, which its committee does not read, and to a loan."""
    above: list[tuple[Text | str, str]] = []
    if viewer().may(READ):
        above = [
            (t("Loans"), url_for("finance_loans.index")),
            (found.name, url_for("finance_loans.show", fund_id=found.id)),
        ]
    own: list[tuple[Text | str, str]] = []
    if loan:
        own = [(loan.borrower.name, url_for("finance_loans.loan", loan_id=loan.id))]
    return [*above, *own]


def act_on_loan(
    loan_id: int,
    form: forms.StepForm | WithdrawalForm,
    service: Callable[..., object],
    title: Text,
    done: Done,
    *,
    refusal: DomainError | None,
    **shown: object,
) -> ResponseReturnValue:
    """Do the work of a form on a loan, beside what there is to know of it, and go back to it.

    A `refusal` says why there is none.
    """
    found = loan_of(loan_id)

    def take() -> str:
        service(act(), loan_id=loan_id, **form.facts())
        return url_for("finance_loans.loan", loan_id=loan_id)

    stand = queries.standing(found, act().today)
    return sent(
        form,
        take,
        done,
        "finance/loans/step.html",
        loan=found,
        title=title,
        stand=stand,
        facts=facts_of(found),
        instead=over_page(refusal, title, crumbs(found.fund, found)),
        **shown,
    )
