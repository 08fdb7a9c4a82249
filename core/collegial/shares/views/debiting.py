"""Direct debits: the mandates that members gave, the orders to the bank, and what became of them."""

from datetime import timedelta

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import Missing, Refused
from collegial.kernel.paging import page_of
from collegial.kernel.text import nt, t
from collegial.membership.queries import member as member_by_id
from collegial.shares import forms, queries, services
from collegial.shares.models import DebitState
from collegial.shares.sepa import Collection, Creditor, debit_file
from collegial.shares.views.answering import (
    ActPage,
    answer_act,
    done,
    of_member,
    under_member,
    under_register,
)
from collegial.shares.words import DEBITS
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.tables import attachment

ORDERS = t("Direct debits")


def orders() -> ResponseReturnValue:
    """Show the orders, the newest first."""
    page = page_of(session(), queries.debit_orders(), number=request.args.get("page", 1, type=int))
    return render_template(
        "shares/debits.html", page=page, states=DEBITS, bank=current_program().settings.bank
    )


def order() -> ResponseReturnValue:
    """Order direct debits."""
    bank, form = current_program().settings.bank, forms.OrderForm()
    if not bank.can_debit:
        raise _no_account()
    first = act().today + timedelta(days=bank.debit_notice_days)
    if not form.is_submitted():
        form.until.data = form.collected_on.data = first

    def run() -> str:
        made = services.order_debits(
            act(),
            until=form.until.data,
            collected_on=form.collected_on.data,
            notice_days=bank.debit_notice_days,
        )
        return done(
            t("The order is made: download the file and give it to the bank."),
            url_for("shares.show_order", order_id=made.id),
        )

    page = ActPage(
        title=t("Order direct debits"),
        lead=t("Of what is due from members who gave a mandate. Each is told by e-mail, with the amount and the day."),
        button=t("Make the order"), trail=under_register(ORDERS, url_for("shares.orders")),
        facts=[(t("Days between the e-mail and the debit"), bank.debit_notice_days)],
    )  # fmt: skip
    return answer_act(page, form, run)


def show_order(order_id: int) -> ResponseReturnValue:
    """Show an order; while it waits, record what the bank did with it."""
    one, form = queries.debit_order(session(), order_id), forms.ConfirmForm()
    form.offer([debit.id for debit in one.debits])
    if not form.is_submitted():
        form.confirmed_on.data = max(one.collected_on, act().today)
    made = form.make(lambda: _confirm(form, order_id))
    if isinstance(made, str):
        return redirect(made)
    return render_template(
        "shares/debit_order.html", order=one, form=form, states=DEBITS, today=act().today,
        is_waiting=one.state is DebitState.WAITING,
    ), made  # fmt: skip


def order_file(order_id: int) -> Response:
    """Give the file of an order for the bank; raises Missing for an order that ended."""
    one, settings = queries.debit_order(session(), order_id), current_program().settings
    if not settings.bank.can_debit:
        raise _no_account()
    if one.state is not DebitState.WAITING:
        raise Missing("shares.no_file", t("This order has ended: its file must not go to the bank again."))
    creditor = Creditor(
        name=settings.pays.name, iban=settings.bank.iban, bic=settings.bank.bic,
        creditor_id=settings.bank.creditor_id,
    )  # fmt: skip
    collections = [
        Collection(
            reference=debit.reference, amount=debit.amount, holder=debit.mandate.holder, iban=debit.mandate.iban,
            mandate=debit.mandate.reference, signed_on=debit.mandate.signed_on,
            purpose=f"Parts sociales, souscription {debit.entry.number}",
        )
        for debit in one.debits
    ]  # fmt: skip
    content = debit_file(
        creditor, collections, reference=one.reference, collected_on=one.collected_on, made_at=one.recorded_at
    )
    return attachment(content, f"{one.reference}.xml", "application/xml")


def cancel_order(order_id: int) -> ResponseReturnValue:
    """Take back an order that the bank did not get, or refused as a whole."""
    services.cancel_debits(act(), order_id)
    return redirect(
        done(
            t("The order is cancelled: nothing is debited."), url_for("shares.show_order", order_id=order_id)
        )
    )


def mandate(member_id: int) -> ResponseReturnValue:
    """Record the mandate of a member."""
    member, form = member_by_id(session(), member_id), forms.MandateForm()
    if not form.is_submitted():
        form.holder.data, form.signed_on.data = member.actor.name[:70], act().today

    def run() -> str:
        services.record_mandate(
            act(), member, iban=form.iban.data, holder=form.holder.data, signed_on=form.signed_on.data
        )
        return done(t("The mandate is recorded."), url_for("membership.show", member_id=member.id))

    page = ActPage(
        title=t("Record a direct debit mandate"),
        lead=t("As it was signed on paper; keep the paper. A mandate in force before ends that day."),
        button=t("Record the mandate"), eyebrow=of_member(member),
        trail=under_member(member),
    )  # fmt: skip
    return answer_act(page, form, run)


def end_mandate(member_id: int) -> ResponseReturnValue:
    """Record that a member takes its mandate back."""
    member, form = member_by_id(session(), member_id), forms.EndMandateForm()
    current = queries.mandate_of(session(), member.id)
    if current is None:
        raise Missing("shares.no_mandate", t("This member has no mandate in force."))
    if not form.is_submitted():
        form.ended_on.data = act().today

    def run() -> str:
        services.end_mandate(act(), current, ended_on=form.ended_on.data)
        return done(t("The mandate has ended."), url_for("membership.show", member_id=member.id))

    page = ActPage(
        title=t("End the direct debit mandate"), lead=t("Nothing more is debited from this account."),
        button=t("End the mandate"), tone="danger", eyebrow=of_member(member),
        trail=under_member(member),
        facts=[(t("Mandate"), current.reference)],
    )  # fmt: skip
    return answer_act(page, form, run)


def _confirm(form: forms.ConfirmForm, order_id: int) -> str:
    made = services.confirm_debits(
        act(), order_id, confirmed_on=form.confirmed_on.data, returned=form.chosen.data or []
    )
    paid = sum(one.state is DebitState.PAID for one in made.debits)
    told = nt("%(count)d payment is recorded.", "%(count)d payments are recorded.", paid)
    return done(told, url_for("shares.show_order", order_id=order_id))


def _no_account() -> Refused:
    return Refused(
        "shares.no_account",
        t("The account and the creditor identifier of the cooperative are not set: direct debits need both. "
          "Whoever runs the program enters them in its settings."),
    )  # fmt: skip
