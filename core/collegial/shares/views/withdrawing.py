"""The queue of withdrawals and what blocks it; the redemption of what can be; the repayments that follow."""

from dataclasses import dataclass
from datetime import date

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import Refused
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import Text, nt, t
from collegial.shares import exports, forms, queries, services
from collegial.shares.models import Withdrawal
from collegial.shares.rules import how_many_in_reach
from collegial.shares.views.answering import ActPage, answer_act, done, under_register
from collegial.shares.words import CAUSES
from collegial.web.languages import say
from collegial.web.request import act, session
from collegial.web.tables import table_response

QUEUE = t("Withdrawals of shares")


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What waits, how much of it the floor lets go today, and what it would take for the rest."""

    waiting: list[Withdrawal]
    in_reach: int
    capital: Money
    floor: Money
    nominal: Money

    @property
    def to_redeem(self) -> Money:
        """Return what the shares in reach are worth at their nominal."""
        return self.nominal * sum(one.shares for one in self.waiting[: self.in_reach])

    @property
    def missing(self) -> Money:
        """Return by how much the capital must grow before the first that is blocked can be redeemed."""
        if self.in_reach == len(self.waiting):
            return ZERO
        gone = sum(one.shares for one in self.waiting[: self.in_reach + 1])
        return self.floor - (self.capital - self.nominal * gone)


def withdrawals() -> ResponseReturnValue:
    """Show what waits, in its order, and what is to be repaid."""
    due = queries.repayments_due(session())
    return render_template(
        "shares/withdrawals.html", queue=_queue(act().today), causes=CAUSES, repayments=due, today=act().today,
        to_repay=sum((one.repayment for one in due if one.repayment), ZERO),
    )  # fmt: skip


def export_withdrawals(file_format: str) -> Response:
    """Give what waits and what is to be repaid as one table."""
    waiting = [
        exports.withdrawal_row(place, one) for place, one in enumerate(queries.queue(session()), start=1)
    ]
    executed = [exports.withdrawal_row(None, one) for one in queries.repayments_due(session())]
    return table_response(QUEUE, exports.WITHDRAWAL_COLUMNS, [*waiting, *executed], file_format)


def execute() -> ResponseReturnValue:
    """Redeem what waits, in order, as far as the floor allows."""
    form, queue = forms.ExecutionForm(), _queue(act().today)
    if not form.is_submitted():
        form.effective_on.data = act().today

    def run() -> str:
        executed = services.execute_withdrawals(
            act(), effective_on=form.effective_on.data, loss_per_share=form.loss_per_share.amount,
            repay_by=form.repay_by.data,
        )  # fmt: skip
        if not executed:
            raise _nothing_in_reach()
        told = nt("%(count)d withdrawal was executed.", "%(count)d withdrawals were executed.", len(executed))
        return done(told, url_for("shares.withdrawals"))

    page = ActPage(
        title=t("Redeem shares"),
        lead=t("In the order of the requests: the first that would take the capital under its floor stops it, and "
               "none overtakes."),
        button=t("Redeem the shares"), tone="danger", trail=under_register(QUEUE, url_for("shares.withdrawals")),
        facts=[
            (t("Withdrawals that wait"), len(queue.waiting)), (t("Of which can be repaid today"), queue.in_reach),
            (t("To be repaid for them, before losses"), queue.to_redeem),
            (t("Capital"), queue.capital), (t("Floor of the capital"), queue.floor),
        ],
    )  # fmt: skip
    return answer_act(page, form, run, "shares/execute.html", queue=queue)


def take_back(withdrawal_id: int) -> ResponseReturnValue:
    """Take a withdrawal back while it waits."""
    services.cancel_withdrawal(act(), queries.withdrawal(session(), withdrawal_id))
    flash(say(t("The withdrawal is taken back: the member keeps the shares.")), "success")
    return redirect(url_for("shares.withdrawals"))


def repay(withdrawal_id: int) -> ResponseReturnValue:
    """Record that the money of redeemed shares went back."""
    one, form = queries.withdrawal(session(), withdrawal_id), forms.RepaymentForm()
    if not form.is_submitted():
        form.repaid_on.data = act().today

    def run() -> str:
        services.record_repayment(act(), one, repaid_on=form.repaid_on.data)
        return done(t("The repayment is recorded."), url_for("shares.withdrawals"))

    page = ActPage(
        title=t("Record a repayment"), lead=t("Once the money has left the account of the cooperative."),
        eyebrow=one.member.actor.name, button=t("Record the repayment"),
        trail=under_register(QUEUE, url_for("shares.withdrawals")),
        facts=[(t("Shares"), one.shares), (t("Loss borne by each share"), one.loss_per_share),
               (t("Set off: what was never paid"), one.unpaid), (t("To be repaid"), one.repayment or ZERO)],
    )  # fmt: skip
    return answer_act(page, form, run)


def _queue(day: date) -> Queue:
    waiting, rule = list(queries.queue(session())), queries.capital_rule_on(session(), day)
    capital, floor = queries.capital_on(session(), day), queries.floor_on(session(), day)
    nominal = rule.nominal if rule else ZERO
    reach = how_many_in_reach([one.shares for one in waiting], nominal=nominal, capital=capital, floor=floor)
    return Queue(waiting=waiting, in_reach=reach, capital=capital, floor=floor, nominal=nominal)


def _nothing_in_reach() -> Refused:
    text: Text = t(
        "Nothing could be redeemed: nothing waits on that day, or the first that waits would take the capital "
        "under its floor."
    )
    return Refused("shares.nothing_in_reach", text)
