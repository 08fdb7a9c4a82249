"""Act on a loan that was accepted: pay it, follow what comes back, write it off."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask.typing import ResponseReturnValue

from collegial.plugin import Context, Refused, Text, act, t
from collegial_finance.loans import forms, queries, services
from collegial_finance.loans.models import LoanAct
from collegial_finance.loans.views.places import act_on_loan, loan_of


def lend(loan_id: int) -> ResponseReturnValue:
    """Pay the loan out."""
    title, done = t("Pay the loan"), t("The loan runs from now on.")
    return _in_turn(loan_id, forms.LendForm(), services.lend, title, done)


def repay(loan_id: int) -> ResponseReturnValue:
    """Record a repayment."""
    done = t("The repayment is recorded.")
    stand = queries.standing(loan_of(loan_id), act().today)
    form = forms.ComebackForm(data={"amount": stand.expected if stand else None, "on": act().today})
    return _in_turn(loan_id, form, services.repay, t("Record a repayment"), done)


def repay_early(loan_id: int) -> ResponseReturnValue:
    """Record an early repayment, once the interest that comes with it was shown."""
    form, title = forms.EarlyForm(), t("Record an early repayment")

    def record(context: Context, **facts: Any) -> None:
        try:
            services.repay_early(context, **facts)
        except Refused as asked:
            form.ask(asked)
            raise

    over = services.out_of_turn(loan_of(loan_id), "repay_early")
    done = partial(_early_done, loan_id)
    return act_on_loan(loan_id, form, record, title, done, refusal=over, is_early=True)


def _early_done(loan_id: int) -> Text:
    """Say what an early repayment brought: the principal, the interest and both."""
    one = next(step for step in reversed(loan_of(loan_id).steps) if step.act is LoanAct.EARLY)
    return t(
        "%(total)s is recorded: %(capital)s of principal and %(interest)s of interest. What remains is lower.",
        total=one.capital + one.interest, capital=one.capital, interest=one.interest,
    )  # fmt: skip


def provide(loan_id: int) -> ResponseReturnValue:
    """Set the provision."""
    done = t("The provision is recorded.")
    return _in_turn(loan_id, forms.ProvisionForm(), services.provide, t("Set money aside"), done)


def lose(loan_id: int) -> ResponseReturnValue:
    """Write the loan off."""
    title, done = t("Write the loan off"), t("The loan is written off.")
    return _in_turn(loan_id, forms.LossForm(), services.lose, title, done, tone="danger")


def recover(loan_id: int) -> ResponseReturnValue:
    """Record what came back."""
    done = t("The recovery is recorded.")
    return _in_turn(loan_id, forms.ComebackForm(), services.recover, t("Record a recovery"), done)


def _in_turn(
    loan_id: int,
    form: forms.StepForm,
    service: Callable[..., object],
    title: Text,
    done: Text,
    **shown: object,
) -> ResponseReturnValue:
    """Let a service act on a loan where it is its turn."""
    refusal = services.out_of_turn(loan_of(loan_id), service.__name__)
    return act_on_loan(loan_id, form, service, title, done, refusal=refusal, **shown)
