"""Show loan funds and act on their loans."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import Context, Missing, Percent, Refused, Text, act, groups, session, t, viewer
from collegial_finance.committees.acting import (
    PUT_TO_VOTE,
    Place,
    ask_committee,
    committee_facts,
    file_opened,
    name_committee,
    step_aside,
)
from collegial_finance.committees.queries import may_read
from collegial_finance.committees.showing import shown
from collegial_finance.fields import WithdrawalForm, offer_also
from collegial_finance.loans import forms, queries, services, words
from collegial_finance.loans.models import LoanAct, LoanFund, LoanState, PoleLoan
from collegial_finance.loans.rules import left_to_lend, schedule
from collegial_finance.loans.showing import facts_of
from collegial_finance.modes import FundMode
from collegial_finance.permissions import READ
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import Done, over_page, sent


def index() -> ResponseReturnValue:
    """Show all funds, and the loans that are late."""
    found = queries.funds(session())
    late = queries.late(queries.running(session()), act().today)
    return render_template(
        "finance/loans/funds.html", funds=[(one, queries.lent(one)) for one in found], late=late, names=words
    )


def show(fund_id: int) -> ResponseReturnValue:
    """Show a fund: what it has, what it lent, its loans by state."""
    found = _fund(fund_id)
    return render_template(
        "finance/loans/fund.html",
        fund=found,
        lent=queries.lent(found),
        contributed=queries.contributed(found),
        loans=queries.by_state(found),
        late=queries.late(found.loans, act().today),
        names=words,
    )


def create() -> ResponseReturnValue:
    """Open a fund."""
    form, known = forms.LoanFundForm(), groups(session())
    form.offer(known)

    def open_one() -> str:
        made = services.open_fund(act(), **form.facts())
        return url_for("finance_loans.show", fund_id=made.id)

    return sent(form, open_one, t("The fund is open."), "finance/loans/open.html", groups=known)


def committee(fund_id: int) -> ResponseReturnValue:
    """Name the committee of a fund."""
    return name_committee(
        _place(_fund(fund_id)),
        lambda chosen: services.name_committee(act(), fund_id=fund_id, committee_id=chosen),
    )


def put_in(fund_id: int) -> ResponseReturnValue:
    """Record money to lend."""
    form, found, find = forms.MeansForm(), _fund(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))
    title, done = t("Record money to lend"), t("The money is in the books.")
    return _means(fund_id, form, services.put_in, title, done, fund=found, find=find)


def give_back(fund_id: int) -> ResponseReturnValue:
    """Record money given back to who put it in."""
    form, found = forms.GiveBackForm(), _fund(fund_id)
    put_in = queries.contributed(found)
    form.offer_shares(put_in)
    facts = [(t("Can be lent now, or given back"), found.available)]
    title, done = t("Record money given back"), t("What was given back is in the books.")
    return _means(fund_id, form, services.give_back, title, done, fund=found, find=None, facts=facts)


def ask(fund_id: int) -> ResponseReturnValue:
    """Open a file on a loan."""
    form, found, find = forms.LoanForm(), _fund(fund_id), request.args.get("find", "")
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
    )


def _say_what_is_there(form: forms.LoanForm, found: LoanFund) -> None:
    if found.mode is not FundMode.REFER:
        kept = queries.kept_for_accepted(session(), found.id)
        form.say_what_is_there(left_to_lend(found.available, kept), kept)


def loan(loan_id: int) -> ResponseReturnValue:
    """Show a loan: where it stands, its instalments, its steps."""
    found = _readable(loan_id)
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
    found, find = _loan(loan_id), request.args.get("find", "")
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
    over = _decided(_loan(loan_id), title)
    return _step(loan_id, WithdrawalForm(), services.withdraw_loan, title, done, tone="danger", instead=over)


def _decided(found: PoleLoan, title: Text) -> str | None:
    """Return the page that leads back to a file that is decided on, or voted on now; None where it may be changed."""
    return over_page(services.hindrance(act(), found), title, _place(found.fund, found).crumbs)


def decide(loan_id: int) -> ResponseReturnValue:
    """Record the decision."""
    done = t("The decision is recorded.")
    return _step(loan_id, forms.LoanDecisionForm(), services.decide, t("Record the decision"), done)


def vote(loan_id: int) -> ResponseReturnValue:
    """Put a loan to the vote of the committee."""
    found = _loan(loan_id)
    question = t(
        "%(borrower)s asks for a loan of %(principal)s over %(months)d months, at %(rate)s a year: %(purpose)s",
        borrower=found.borrower.name, principal=found.principal, months=found.months,
        rate=Percent(found.rate), purpose=found.purpose,
    )  # fmt: skip
    title = t("Lend %(amount)s to %(name)s?", amount=found.principal, name=found.borrower.name)
    ask = partial(services.put_to_vote, act(), loan_id=loan_id)
    over = _decided(found, PUT_TO_VOTE)
    return ask_committee(_place(found.fund, found), ask, title=title, question=question, instead=over)


def conflict(loan_id: int, member_id: int) -> ResponseReturnValue:
    """Declare a conflict of interest."""
    found = _readable(loan_id)

    def declare(reason: str) -> None:
        services.declare_conflict(act(), loan_id=loan_id, member_id=member_id, reason=reason)

    return step_aside(_place(found.fund, found, anchor="committee"), declare)


def lend(loan_id: int) -> ResponseReturnValue:
    """Pay the loan out."""
    title, done = t("Pay the loan"), t("The loan runs from now on.")
    return _step(loan_id, forms.LendForm(), services.lend, title, done)


def repay(loan_id: int) -> ResponseReturnValue:
    """Record a repayment."""
    done = t("The repayment is recorded.")
    stand = queries.standing(_loan(loan_id), act().today)
    form = forms.ComebackForm(data={"amount": stand.expected if stand else None, "on": act().today})
    return _step(loan_id, form, services.repay, t("Record a repayment"), done)


def repay_early(loan_id: int) -> ResponseReturnValue:
    """Record an early repayment, once the interest that comes with it was shown."""
    form, title = forms.EarlyForm(), t("Record an early repayment")

    def record(context: Context, **facts: Any) -> None:
        try:
            services.repay_early(context, **facts)
        except Refused as asked:
            form.ask(asked)
            raise

    return _step(loan_id, form, record, title, partial(_early_done, loan_id), is_early=True)


def _early_done(loan_id: int) -> Text:
    """Say what an early repayment brought: the principal, the interest and both."""
    one = next(step for step in reversed(_loan(loan_id).steps) if step.act is LoanAct.EARLY)
    return t(
        "%(total)s is recorded: %(capital)s of principal and %(interest)s of interest. What remains is lower.",
        total=one.capital + one.interest, capital=one.capital, interest=one.interest,
    )  # fmt: skip


def provide(loan_id: int) -> ResponseReturnValue:
    """Set the provision."""
    done = t("The provision is recorded.")
    return _step(loan_id, forms.ProvisionForm(), services.provide, t("Set money aside"), done)


def lose(loan_id: int) -> ResponseReturnValue:
    """Write the loan off."""
    title, done = t("Write the loan off"), t("The loan is written off.")
    return _step(loan_id, forms.LossForm(), services.lose, title, done, tone="danger")


def recover(loan_id: int) -> ResponseReturnValue:
    """Record what came back."""
    done = t("The recovery is recorded.")
    return _step(loan_id, forms.ComebackForm(), services.recover, t("Record a recovery"), done)


def _step(
    loan_id: int,
    form: forms.StepForm | WithdrawalForm,
    service: Callable[..., object],
    title: Text,
    done: Done,
    *,
    instead: str | None = None,
    **shown: object,
) -> ResponseReturnValue:
    found = _loan(loan_id)

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
        instead=instead,
        **shown,
    )


def _means(
    fund_id: int,
    form: forms.MeansForm,
    service: Callable[..., object],
    title: Text,
    done: Text,
    **shown: Any,
) -> ResponseReturnValue:
    def move() -> str:
        service(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_loans.show", fund_id=fund_id)

    return sent(form, move, done, "finance/loans/ask.html", title=title, **shown)


def _place(fund: LoanFund, loan: PoleLoan | None = None, *, anchor: str | None = None) -> Place:
    """Return where an act on a fund, or on one of its loans, stands."""
    page = url_for("finance_loans.show", fund_id=fund.id)
    if loan:
        page = url_for("finance_loans.loan", loan_id=loan.id, _anchor=anchor)
    if not loan:
        waiting = [one.borrower.name for one in queries.by_state(fund)[LoanState.REQUESTED]]
        standing = committee_facts(fund.committee, waiting)
        return Place(page=page, crumbs=_crumbs(fund), about=fund.name, facts=standing)
    return Place(page=page, crumbs=_crumbs(fund, loan), about=loan.borrower.name, facts=facts_of(loan))


def _crumbs(found: LoanFund, loan: PoleLoan | None = None) -> list[tuple[Text | str, str]]:
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


def _readable(loan_id: int) -> PoleLoan:
    """Return a loan that the reader may read: by right, or to decide on it. Raises Missing."""
    found = _loan(loan_id)
    if not may_read(session(), viewer(), queries.case_of(found), act().today):
        raise Missing("finance.loan_unknown", t("There is no such loan."))
    return found


def _fund(fund_id: int) -> LoanFund:
    found = queries.fund(session(), fund_id)
    if found is None:
        raise Missing("finance.loan_fund_unknown", t("There is no such loan fund."))
    return found


def _loan(loan_id: int) -> PoleLoan:
    found = queries.loan(session(), loan_id)
    if found is None:
        raise Missing("finance.loan_unknown", t("There is no such loan."))
    return found
