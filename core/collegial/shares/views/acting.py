"""Enter movements of shares: subscriptions, payments, transfers, withdrawals, cancellations, corrections."""

from flask import url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.fractions import Percent
from collegial.kernel.text import Text, t
from collegial.membership.models import Member
from collegial.membership.queries import member as member_by_id
from collegial.shares import forms, queries, services
from collegial.shares.models import PaymentMethod, ShareEntry, WithdrawalCause
from collegial.shares.views.answering import (
    ActPage,
    Fact,
    answer_act,
    done,
    of_member,
    under_member,
    under_register,
)
from collegial.web.forms import OnceForm
from collegial.web.request import act, session


def subscribe(member_id: int) -> ResponseReturnValue:
    """Enter a subscription with its first payment."""
    member, form = member_by_id(session(), member_id), forms.SubscriptionForm()
    _propose_today(form, "effective_on")

    def run() -> str:
        entry = services.subscribe(
            act(), member, shares=form.shares.data, effective_on=form.effective_on.data,
            payment=form.payment(), reason=form.reason.data or None,
        )  # fmt: skip
        return _entered(
            entry, t("Entry %(number)s: the subscription is in the register.", number=entry.number)
        )

    rule = queries.capital_rule_on(session(), act().today)
    terms: list[Fact] = [(t("Nominal of a share"), rule.nominal), (t("To pay at once, at least"),
             t("%(part)s of the amount", part=Percent(rule.paid_at_subscription)))] if rule else []  # fmt: skip
    page = _page(member, t("Enter a subscription"), t("The member receives new shares: the capital grows."),
                 t("Enter the subscription"), [*_held(member), *terms])  # fmt: skip
    return answer_act(page, form, run)


def pay(number: int) -> ResponseReturnValue:
    """Record a payment for a subscription."""
    entry, form = queries.entry(session(), number), forms.PaymentForm()
    _propose_today(form, "received_on")

    def run() -> str:
        services.record_payment(
            act(), entry, amount=form.amount.amount, method=PaymentMethod(form.method.data),
            received_on=form.received_on.data, reference=form.reference.data or None,
        )  # fmt: skip
        return _entered(entry, t("The payment is recorded."))

    due = queries.outstanding(session(), act().today, member_id=entry.to_member_id)
    open_now = next((one.due for one in due if one.entry.id == entry.id), None)
    facts: list[Fact] = [(t("Amount of the subscription"), entry.amount)]
    if open_now:
        facts.append((t("Still due"), open_now))
    page = _entry_page(
        entry,
        t("Record a payment"),
        t("All of what is due, or a part of it."),
        t("Record the payment"),
        facts,
    )
    return answer_act(page, form, run)


def correct_payment(payment_id: int) -> ResponseReturnValue:
    """Take a payment back that was recorded by mistake, or went back."""
    payment, form = queries.payment(session(), payment_id), forms.CorrectionForm()

    def run() -> str:
        services.correct_payment(act(), payment, reason=form.reason.data)
        return _entered(payment.entry, t("The payment is corrected by its opposite."))

    page = _entry_page(
        payment.entry, t("Correct a payment"),
        t("The payment stays in sight; its opposite is recorded with your reason."),
        t("Correct the payment"), [(t("Amount"), payment.amount)], tone="danger",
    )  # fmt: skip
    return answer_act(page, form, run)


def transfer(member_id: int) -> ResponseReturnValue:
    """Enter a transfer to another member."""
    member, form = member_by_id(session(), member_id), forms.TransferForm()
    _propose_today(form, "effective_on")

    def run() -> str:
        entry = services.transfer(
            act(), member, queries.find_holder(session(), form.receiver.data, act().today),
            shares=form.shares.data, effective_on=form.effective_on.data, reason=form.reason.data or None,
        )  # fmt: skip
        return _entered(entry, t("Entry %(number)s: the transfer is in the register.", number=entry.number))

    free = queries.transferable(session(), member.id, act().today)
    page = _page(
        member, t("Enter a transfer"), t("The shares change hands by this entry: the capital stays as it is."),
        t("Enter the transfer"), [*_held(member), (t("Shares that can be transferred"), free)],
        warning=_why_none(member, free),
    )  # fmt: skip
    return answer_act(page, form, run)


def withdraw(member_id: int) -> ResponseReturnValue:
    """Put shares of a member who stays in the queue of those to be redeemed."""
    member, form = member_by_id(session(), member_id), forms.WithdrawalForm()
    _propose_today(form, "requested_on")

    def run() -> str:
        services.request_withdrawal(
            act(), member, shares=form.shares.data, cause=WithdrawalCause.PARTIAL,
            requested_on=form.requested_on.data,
        )  # fmt: skip
        return done(t("The withdrawal waits in the queue."), url_for("shares.withdrawals"))

    free = queries.transferable(session(), member.id, act().today)
    page = _page(
        member, t("Record a withdrawal"),
        t("The shares wait in the order of the requests, and are redeemed when the floor of the capital allows. "
          "For a member who leaves, record the leaving: all its shares are queued then."),
        t("Put in the queue"), [*_held(member), (t("Shares that can be withdrawn"), free)],
        warning=_why_none(member, free),
    )  # fmt: skip
    return answer_act(page, form, run)


def cancel_shares(member_id: int) -> ResponseReturnValue:
    """Cancel shares of a member."""
    member, form = member_by_id(session(), member_id), forms.CancellationForm()
    _propose_today(form, "effective_on")

    def run() -> str:
        entry = services.cancel_shares(
            act(), member, shares=form.shares.data, effective_on=form.effective_on.data,
            reason=form.reason.data,
        )  # fmt: skip
        return _entered(entry, t("Entry %(number)s: the shares are cancelled.", number=entry.number))

    page = _page(
        member, t("Cancel shares"),
        t("For shares never paid for after a formal notice, or used up by losses. Nothing is repaid, and the "
          "capital falls."),
        t("Cancel the shares"), _held(member), tone="danger",
    )  # fmt: skip
    return answer_act(page, form, run)


def correct(number: int) -> ResponseReturnValue:
    """Undo an entry by a new one."""
    entry, form = queries.entry(session(), number), forms.CorrectionForm()

    def run() -> str:
        correction = services.correct_entry(act(), entry, reason=form.reason.data)
        return _entered(
            correction,
            t(
                "Entry %(number)s corrects entry %(corrected)s.",
                number=correction.number,
                corrected=entry.number,
            ),
        )

    page = _entry_page(
        entry, t("Correct entry %(number)s", number=entry.number),
        t("An entry is never changed: a new one undoes it from the same day on, and names it. Enter the right one "
          "after that. What was paid for it is taken back too."),
        t("Correct the entry"), [(t("Shares"), entry.shares), (t("Amount"), entry.amount)], tone="danger",
    )  # fmt: skip
    return answer_act(page, form, run)


def _why_none(member: Member, free: int) -> Text | None:
    """Say why none of a member's shares can move, before anyone tries."""
    held = queries.holding_of(session(), member.id, act().today)
    if free:
        return None
    if not held.shares:
        return t("This member holds no share.")
    if held.due:
        return t(
            "None of these shares can move: %(due)s is still due on them. Record that payment first.",
            due=held.due,
        )
    return t("None of these shares can move: they wait to be redeemed. Take that withdrawal back first.")


def _page(
    member: Member,
    title: Text,
    lead: Text,
    button: Text,
    facts: list[Fact],
    *,
    tone: str = "primary",
    warning: Text | None = None,
) -> ActPage:
    return ActPage(
        title=title, lead=lead, button=button, eyebrow=of_member(member), tone=tone,
        trail=under_member(member), facts=facts, warning=warning,
    )  # fmt: skip


def _entry_page(
    entry: ShareEntry, title: Text, lead: Text, button: Text, facts: list[Fact], *, tone: str = "primary"
) -> ActPage:
    named = t("Entry %(number)s", number=entry.number)
    trail = under_register(named, url_for("shares.show", number=entry.number))
    member = entry.to_member or entry.from_member
    about = member.actor.name if member else named
    return ActPage(title=title, lead=lead, button=button, eyebrow=about, tone=tone, trail=trail, facts=facts)


def _held(member: Member) -> list[Fact]:
    held = queries.holding_of(session(), member.id, act().today)
    return [(t("Shares held"), held.shares), (t("Nominal value of the shares"), held.worth)]


def _entered(entry: ShareEntry, text: Text) -> str:
    return done(text, url_for("shares.show", number=entry.number))


def _propose_today(form: OnceForm, field: str) -> None:
    if not form.is_submitted():
        form[field].data = act().today
