"""The partner's side, by personal link and without an account: its referrals, and nothing else."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import FormPage, Missing, act, form_act, session, t
from collegial_partners import queries, services, words
from collegial_partners.forms import ReferralForm, StepForm
from collegial_partners.links import link_of
from collegial_partners.models import PartnerLink, ProtocolState, Referral
from collegial_partners.rules import Side, leading_states
from collegial_partners.showing import Crumbs, make_once, withdraw_consent


def welcome(token: str) -> ResponseReturnValue:
    """Show a partner the protocol and its referrals."""
    link = link_of(token)
    return render_template(
        "partners/linked.html", link=link, token=token, words=words,
        referrals=queries.referrals(session(), party_id=link.party_id),
        is_open=link.party.protocol.state is ProtocolState.IN_FORCE,
    )  # fmt: skip


def refer(token: str) -> ResponseReturnValue:
    """Send a project holder to the pole."""
    link, form = link_of(token), ReferralForm()
    page = FormPage(
        title=t("Refer a project holder to the pole"), submit=t("Send the referral"), crumbs=_crumbs(link, token),
        lead=t("Only what the other side needs to call the person back."),
    )  # fmt: skip
    return make_once(
        form, lambda: services.refer_by_link(act(), link=link, new=form.new()).code, page,
        to=lambda code: url_for("partners.linked_referral", token=token, code=code),
        done=t("The referral is sent. Its code stands for the person from now on."),
    )  # fmt: skip


def referral(token: str, code: str) -> ResponseReturnValue:
    """Show a partner one of its referrals, with who it is about."""
    link = link_of(token)
    row = _found(link, code)
    return render_template(
        "partners/referral.html", referral=row, words=words, crumbs=_crumbs(link, token),
        holder=services.holder_for(act(), row, link=link), is_in_charge=True,
        steps=leading_states(row.state, row.direction, Side.PARTNER), take_url=None,
        step_url=url_for("partners.linked_step", token=token, code=code),
        withdraw_url=url_for("partners.linked_withdraw", token=token, code=code),
    )  # fmt: skip


def step(token: str, code: str) -> ResponseReturnValue:
    """Take the next step of a referral."""
    link = link_of(token)
    row, form = _found(link, code), StepForm()
    form.offer(leading_states(row.state, row.direction, Side.PARTNER))
    here = url_for("partners.linked_referral", token=token, code=code)
    return form_act(
        form,
        lambda: services.move_by_link(act(), link=link, code=code, step=form.step()),
        FormPage(
            title=t("Next step of referral %(code)s", code=row.code), submit=t("Record the step"),
            crumbs=[*_crumbs(link, token), (row.code, here)],
        ),
        done=t("The step is recorded; the other side is told."), to=here,
    )  # fmt: skip


def withdraw(token: str, code: str) -> ResponseReturnValue:
    """Take the consent back for a project holder, once that is confirmed."""
    link = link_of(token)
    row = _found(link, code)
    here = url_for("partners.linked_referral", token=token, code=code)
    return withdraw_consent(
        row, [*_crumbs(link, token), (row.code, here)], to=lambda _: here,
        work=lambda: services.move_by_link(act(), link=link, code=code, step=services.WITHDRAWAL),
    )  # fmt: skip


def _crumbs(link: PartnerLink, token: str) -> Crumbs:
    return [(link.party.protocol.title, url_for("partners.welcome", token=token))]


def _found(link: PartnerLink, code: str) -> Referral:
    row = queries.referral(session(), code)
    if row is None or row.party_id != link.party_id:
        raise Missing("partners.no_referral", t("There is no such referral."))
    return row
