"""During: contracts and compensations, meetings that rotate, the end of the group's work."""

from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import (
    ActorKind,
    Missing,
    Over,
    WorkPhase,
    act,
    actor_named,
    ending_facts,
    form_act,
    participations_in,
    row_number,
    say,
    session,
    sure_act,
    t,
)
from collegial_atelier import queries, services
from collegial_atelier.forms.during import ContractForm, DayForm, PaymentForm, SeasonForm, SignForm
from collegial_atelier.models import Atelier, Contract
from collegial_atelier.rules import shown_days
from collegial_atelier.rules.ledger import total
from collegial_atelier.showing import form_page, found, press, to


def rotation(atelier_id: int) -> ResponseReturnValue:
    """Show who hosts which meeting, who should, and how fair that is."""
    atelier = found(atelier_id)
    proposal = services.propose_hosts(act(), atelier)
    names = {one.actor_id: one.actor.name for one in participations_in(session(), atelier_id)}
    territories = {one.key: one.territory for one in proposal.hosts}
    return render_template(
        "atelier/rotation.html", atelier=atelier, proposal=proposal, names=names, territories=territories
    )


def take(atelier_id: int) -> ResponseReturnValue:
    """Take the planner's proposal over."""
    return press(
        atelier_id, t("Every meeting has a host. Change one where people prefer another."),
        url_for("atelier.rotation", atelier_id=atelier_id),
        lambda: services.take_proposal(act(), atelier_id=atelier_id),
    )  # fmt: skip


def choose(atelier_id: int, meeting_id: int) -> ResponseReturnValue:
    """Let people decide who hosts a meeting."""
    host_id = row_number(request.form.get("host_id"))
    return press(
        atelier_id, t("The host is changed."), url_for("atelier.rotation", atelier_id=atelier_id),
        lambda: services.choose_host(
            act(), atelier_id=atelier_id, meeting_id=meeting_id, host_id=host_id
        ),
    )  # fmt: skip


def season(atelier_id: int) -> ResponseReturnValue:
    """Plan the meetings of the season."""
    atelier, form = found(atelier_id), SeasonForm()
    page = form_page(
        atelier, t("Plan the meetings of the season"), t("Plan the meetings"),
        lead=t("Each gets a host: structures in turn, and territories in turn where that can be."),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.plan_season(
            act(), atelier_id=atelier_id, number=form.number.data, weeks=form.weeks.data,
            name=say(t("Meeting")),
            first_at=form.first_at.data.replace(tzinfo=ZoneInfo(act().zone)),
        ),
        page, done=t("The meetings are planned. Look at the rotation."),
        to=url_for("atelier.rotation", atelier_id=atelier_id),
    )  # fmt: skip


def ledger(atelier_id: int) -> ResponseReturnValue:
    """Show the contracts: days due and done, compensations agreed and paid."""
    contracts = queries.contracts(session(), atelier_id)
    return render_template(
        "atelier/ledger.html",
        atelier=found(atelier_id),
        contracts=contracts,
        agreed=total(one.compensation for one in contracts),
        paid=total(one.paid for one in contracts),
        shown_days=shown_days,
    )


def draw(atelier_id: int) -> ResponseReturnValue:
    """Draw up a contract."""
    atelier, form = found(atelier_id), ContractForm()
    form.offer(participations_in(session(), atelier_id))

    def draw_up() -> Contract:
        named = form.person.data
        person = actor_named(session(), named, field="person", kind=ActorKind.PERSON).id if named else None
        return services.draw_contract(
            act(), atelier_id=atelier_id, participation_id=form.participation_id.data or 0,
            half_days=form.half_days.data, compensation=form.compensation.amount, person_id=person,
        )  # fmt: skip

    page = form_page(atelier, t("Draw up a contract"), t("Draw up the contract"))
    return form_act(
        form, draw_up, page, done=t("The contract is drawn up. Print it and have it signed."),
        to=_ledger(atelier_id),
    )  # fmt: skip


def sign(atelier_id: int, contract_id: int) -> ResponseReturnValue:
    """Record that a contract was signed."""
    form, contract = SignForm(), _contract(atelier_id, contract_id)
    return form_act(
        form,
        lambda: services.sign_contract(
            act(), atelier_id=atelier_id, contract_id=contract_id, signed_on=form.signed_on.data
        ),
        form_page(
            contract.atelier, t("Record the signature"), t("Record the signature"), eyebrow=_whose(contract)
        ),
        done=t("The contract is signed."), to=_ledger(atelier_id),
    )  # fmt: skip


def work(atelier_id: int, contract_id: int) -> ResponseReturnValue:
    """Record what was done on a day."""
    form, contract = DayForm(), _contract(atelier_id, contract_id)
    return form_act(
        form,
        lambda: services.record_day(
            act(), atelier_id=atelier_id, contract_id=contract_id, done_on=form.done_on.data,
            half_days=int(form.half_days.data), what=form.what.data,
        ),
        form_page(contract.atelier, t("Record what was done"), t("Record this day"), eyebrow=_whose(contract)),
        done=t("The day is recorded."), to=_ledger(atelier_id),
    )  # fmt: skip


def pay(atelier_id: int, contract_id: int) -> ResponseReturnValue:
    """Record a payment."""
    form, contract = PaymentForm(), _contract(atelier_id, contract_id)
    ledger = contract.ledger
    return form_act(
        form,
        lambda: services.pay(
            act(), atelier_id=atelier_id, contract_id=contract_id, amount=form.amount.amount,
            paid_on=form.paid_on.data, reference=form.reference.data or "",
        ),
        form_page(
            contract.atelier, t("Pay a part of the compensation"), t("Record the payment"),
            eyebrow=_whose(contract),
            facts=[(t("Compensation"), ledger.agreed), (t("Paid"), ledger.paid), (t("Left to pay"), ledger.left)],
        ),
        done=t("The payment is in the ledger."), to=_ledger(atelier_id),
    )  # fmt: skip


def finish(atelier_id: int) -> ResponseReturnValue:
    """End the work of the group, once it is said what is called off with it."""
    atelier = found(atelier_id)
    page = form_page(
        atelier, t("Finish the atelier"), t("Finish the atelier"),
        lead=t(
            "It cannot be taken back: the group is closed. Meetings to come are called off, and whoever was invited "
            "to one is told."
        ),
        facts=ending_facts(atelier_id),
        back=(t("Not now"), to(atelier_id)), over=_over(atelier),
    )  # fmt: skip
    return sure_act(
        lambda: services.finish_atelier(act(), atelier_id=atelier_id), page,
        done=t("The atelier is finished. Publish what it made, and ask who sponsors others."), to=to(atelier_id),
    )  # fmt: skip


def _over(atelier: Atelier) -> Over | None:
    if atelier.phase is WorkPhase.DURING:
        return None
    return Over(why=t("Only an atelier that is under way can be finished."), at=atelier.work.finished_on)


def _contract(atelier_id: int, contract_id: int) -> Contract:
    contract = queries.contract(session(), contract_id)
    if contract is None or contract.atelier_id != atelier_id:
        raise Missing("atelier.no_contract", t("There is no such contract."))
    return contract


def _whose(contract: Contract) -> str:
    return say(
        t("%(name)s, contract no. %(number)s", name=contract.participation.actor.name, number=contract.number)
    )


def _ledger(atelier_id: int) -> str:
    return url_for("atelier.ledger", atelier_id=atelier_id)
