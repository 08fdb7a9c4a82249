"""Show campaigns to everyone, and let the staff record gifts and give receipts."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import LegalFigure, Missing, Text, act, identity_of, session, t, viewer
from collegial_finance import words
from collegial_finance.fields import WithdrawalForm, offer_also
from collegial_finance.patronage import forms, queries, services
from collegial_finance.patronage.figures import OF_AID, OF_COMPANIES, OF_PEOPLE, amount_of, figures_on
from collegial_finance.patronage.models import Campaign, GiftReceipt, PatronGift
from collegial_finance.patronage.rules import Relief, company_relief, person_relief
from collegial_finance.permissions import LEAD_PATRONAGE
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import over_page, sent


def index() -> ResponseReturnValue:
    """Show the campaigns: those that are public, or all of them to who leads them."""
    found = queries.campaigns(session(), public_only=not viewer().may(LEAD_PATRONAGE))
    return render_template(
        "finance/campaigns.html", campaigns=[(one, queries.gathered(one)) for one in found]
    )


def show(campaign_id: int) -> ResponseReturnValue:
    """Show a campaign, and its gifts to who leads it."""
    found = _campaign(campaign_id)
    thanked = sorted({one.patron.name for one in found.kept if one.may_thank})
    return render_template(
        "finance/campaign.html",
        campaign=found,
        gathered=queries.gathered(found),
        thanked=thanked,
        today=act().today,
        words=words,
    )


def create() -> ResponseReturnValue:
    """Prepare a campaign."""
    form = forms.CampaignForm()
    form.offer(queries.issuers(session()))

    def open_one() -> str:
        made = services.open_campaign(act(), **form.facts())
        return url_for("finance_patronage.show", campaign_id=made.id)

    return sent(form, open_one, t("The campaign is ready."), "finance/open_campaign.html")


def issuers() -> ResponseReturnValue:
    """Show and name those who give receipts, and what each declares by year."""
    form, find = forms.IssuerFormOf(), request.args.get("find", "")
    form.offer(organisations(session(), find))

    def name() -> str:
        services.name_issuer(act(), **form.facts())
        return url_for("finance_patronage.issuers")

    shown: dict[str, Any] = {
        "issuers": queries.issuers(session()), "declarations": queries.declarations(session()), "find": find,
    }  # fmt: skip
    return sent(form, name, t("The issuer may give receipts."), "finance/issuers.html", **shown)


def receive(campaign_id: int) -> ResponseReturnValue:
    """Record a gift."""
    form, found, find = forms.GiftForm(), _campaign(campaign_id), request.args.get("find", "")
    form.offer(queries.patrons(session(), find))

    def record() -> str:
        gift = services.receive_gift(act(), campaign_id=campaign_id, **form.facts())
        return url_for("finance_patronage.gift", gift_id=gift.id)

    done = t("The gift is recorded. Give its receipt next.")
    return sent(form, record, done, "finance/gift_new.html", campaign=found, find=find)


def change(gift_id: int) -> ResponseReturnValue:
    """Put a gift right that has no receipt."""
    found, find = _gift(gift_id), request.args.get("find", "")
    form = forms.GiftChangeForm.of(services.told(found))
    form.offer(queries.patrons(session(), find))
    offer_also(form.patron_id, found.patron)

    def record() -> str:
        made = services.change_gift(act(), gift_id=gift_id, **form.facts())
        return url_for("finance_patronage.gift", gift_id=made.id)

    done = t("The gift is put right. Give its receipt next.")
    over = over_page(services.hindrance(found), t("Put the gift right"), _crumbs(found))
    return sent(
        form,
        record,
        done,
        "finance/gift_new.html",
        campaign=found.campaign,
        find=find,
        gift=found,
        instead=over,
    )


def withdraw(gift_id: int) -> ResponseReturnValue:
    """Take back a gift that was recorded by mistake."""
    found, form = _gift(gift_id), WithdrawalForm()

    def take_back() -> str:
        services.withdraw_gift(act(), gift_id=gift_id, **form.facts())
        return url_for("finance_patronage.show", campaign_id=found.campaign_id, _anchor="gifts")

    received = t("%(amount)s on %(day)s", amount=found.amount, day=found.received_on)
    facts = [(t("Patron"), found.patron.name), (t("Amount or value"), received)]
    title, crumbs = t("Withdraw the gift"), _crumbs(found)
    return sent(
        form, take_back, t("The gift is withdrawn: it counts no more."), "finance/fund/step.html",
        title=title, lead=found.campaign.title, facts=facts, crumbs=crumbs, tone="danger",
        instead=over_page(services.hindrance(found), title, crumbs),
    )  # fmt: skip


def _crumbs(found: PatronGift) -> list[tuple[Text | str, str]]:
    """Return the way to a gift."""
    return [
        (t("Local patronage"), url_for("finance_patronage.index")),
        (found.campaign.title, url_for("finance_patronage.show", campaign_id=found.campaign_id)),
        (found.patron.name, url_for("finance_patronage.gift", gift_id=found.id)),
    ]


def gift(gift_id: int) -> ResponseReturnValue:
    """Show a gift with its receipts, and give one."""
    found = _gift(gift_id)
    issuer = found.campaign.issuer
    form = forms.ReceiptForm(**_proposed(found))

    def give() -> str:
        services.give_receipt(act(), gift_id=gift_id, **form.facts())
        return url_for("finance_patronage.gift", gift_id=gift_id)

    shown: dict[str, Any] = {
        "gift": found, "is_open": services.hindrance(found) is None,
        "identity": identity_of(session(), issuer.actor_id), "figures": _figures(found.receipt),
        "amount_of": amount_of,
    }  # fmt: skip
    return sent(form, give, t("The receipt is given."), "finance/gift.html", **shown)


def _proposed(found: PatronGift) -> dict[str, str | None]:
    """Return what a receipt says of the patron, to be looked at: what the last one of this gift said, else its name."""
    if (last := queries.last_receipt(found)) is not None:
        return {
            "patron_name": last.patron_name, "patron_address": last.patron_address,
            "patron_form": last.patron_form, "patron_siren": last.patron_siren,
        }  # fmt: skip
    patron = found.patron
    return {"patron_name": patron.name, "patron_siren": identity_of(session(), patron.id).siren}


def _figures(receipt: GiftReceipt | None) -> Sequence[LegalFigure]:
    """Return the figures of the law under which a receipt is given: those of the day of its gift."""
    if receipt is None:
        return ()
    keys = OF_COMPANIES if receipt.of_company else (*OF_PEOPLE, *OF_AID)
    return figures_on(keys, receipt.gift.received_on)


def cancel(receipt_id: int) -> ResponseReturnValue:
    """Cancel a receipt."""
    receipt = queries.receipt(session(), receipt_id)
    if receipt is None:
        raise Missing("finance.receipt_unknown", t("There is no such receipt."))
    form = forms.CancelForm()

    def strike() -> str:
        services.cancel_receipt(act(), receipt_id=receipt_id, reason=form.reason.data)
        return url_for("finance_patronage.gift", gift_id=receipt.gift_id)

    title = t("Cancel receipt %(reference)s", reference=receipt.reference)
    over = over_page(services.receipt_hindrance(receipt), title, _crumbs(receipt.gift))
    done = t("The receipt is cancelled; it keeps its number.")
    return sent(form, strike, done, "finance/cancel_receipt.html", receipt=receipt, instead=over)


def simulate() -> ResponseReturnValue:
    """Compute what a gift brings back."""
    form, found = forms.ReliefForm(), list[Relief]()
    if not form.is_submitted():
        form.on.data = act().today
    status = form.attempt(lambda: found.append(_relief(form)))
    shown = found[0] if found else None
    return render_template(
        "finance/simulate.html", form=form, relief=shown, words=words, amount_of=amount_of
    ), status or 200


def _relief(form: forms.ReliefForm) -> Relief:
    gift, basis, day = form.gift.amount, form.basis.amount, form.on.data
    if form.giver.data == "company":
        return company_relief(gift, basis, day)
    return person_relief(gift, basis, day, in_aid=form.giver.data == "aid")


def _campaign(campaign_id: int) -> Campaign:
    found = queries.campaign(session(), campaign_id)
    if found is None or not (found.is_public or viewer().may(LEAD_PATRONAGE)):
        raise Missing("finance.campaign_unknown", t("There is no such campaign."))
    return found


def _gift(gift_id: int) -> PatronGift:
    found = queries.gift(session(), gift_id)
    if found is None:
        raise Missing("finance.gift_unknown", t("There is no such gift."))
    return found
