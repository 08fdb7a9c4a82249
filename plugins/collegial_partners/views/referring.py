"""Referrals on the pole's side: lists know codes only, the name is for whoever is in charge."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import FormPage, Missing, act, form_act, say, session, t
from collegial_partners import queries, services, words
from collegial_partners.forms import StepForm, ToPartnerForm
from collegial_partners.models import ProtocolState, Referral
from collegial_partners.rules import Side, leading_states
from collegial_partners.showing import Crumbs, crumbs, form_page, found, make_once, withdraw_consent


def referrals() -> ResponseReturnValue:
    """Show all referrals, those under way first."""
    in_force = queries.board(session())[ProtocolState.IN_FORCE]
    return render_template(
        "partners/referrals.html", referrals=queries.referrals(session()), protocols=in_force, words=words
    )


def refer(protocol_id: int) -> ResponseReturnValue:
    """Send a project holder to a partner."""
    protocol, form = found(protocol_id), ToPartnerForm()
    form.offer(protocol.partners)

    def work() -> str:
        party_id = form.party_id.data
        return services.refer(act(), protocol_id=protocol_id, party_id=party_id, new=form.new()).code

    page = form_page(
        protocol, t("Refer a project holder"), t("Send the referral"),
        lead=t("Only what the other side needs to call the person back."),
    )  # fmt: skip
    return make_once(
        form, work, page, to=lambda code: url_for("partners.referral", code=code),
        done=t("The referral is sent. Its code stands for the person from now on."),
    )  # fmt: skip


def referral(code: str) -> ResponseReturnValue:
    """Show a referral; who it is about only to whoever is in charge."""
    row = _found(code)
    context = act()
    return render_template(
        "partners/referral.html", referral=row, words=words, crumbs=_crumbs(),
        holder=services.holder_for(context, row), is_in_charge=services.is_in_charge(context, row),
        steps=leading_states(row.state, row.direction, Side.POLE), step_url=url_for("partners.step", code=code),
        withdraw_url=url_for("partners.withdraw", code=code), take_url=url_for("partners.take", code=code),
    )  # fmt: skip


def take(code: str) -> ResponseReturnValue:
    """Take charge of a referral."""
    services.take_charge(act(), code=code)
    flash(say(t("You are in charge of this referral now, and read the name.")), "success")
    return redirect(url_for("partners.referral", code=code))


def step(code: str) -> ResponseReturnValue:
    """Take the next step of a referral."""
    row, form = _found(code), StepForm()
    form.offer(leading_states(row.state, row.direction, Side.POLE))
    return form_act(
        form,
        lambda: services.move(act(), code=code, step=form.step()),
        FormPage(
            title=t("Next step of referral %(code)s", code=row.code), submit=t("Record the step"),
            crumbs=[*_crumbs(), (row.code, url_for("partners.referral", code=code))],
        ),
        done=t("The step is recorded; the other side is told."),
        to=url_for("partners.referral", code=code),
    )  # fmt: skip


def withdraw(code: str) -> ResponseReturnValue:
    """Take the consent back for a project holder, once that is confirmed."""
    row = _found(code)
    return withdraw_consent(
        row, [*_crumbs(), (row.code, url_for("partners.referral", code=code))],
        to=lambda made: url_for("partners.referral", code=made),
        work=lambda: services.move(act(), code=code, step=services.WITHDRAWAL),
    )  # fmt: skip


def _crumbs() -> Crumbs:
    return [*crumbs(), (t("Referrals"), url_for("partners.referrals"))]


def _found(code: str) -> Referral:
    row = queries.referral(session(), code)
    if row is None:
        raise Missing("partners.no_referral", t("There is no such referral."))
    return row
