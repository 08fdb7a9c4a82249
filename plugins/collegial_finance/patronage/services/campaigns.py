"""Name issuers and open campaigns."""

from datetime import date

from collegial.plugin import ZERO, Context, Invalid, Money, Refused, or_refuse, require, t
from collegial_finance.parties import known_actor
from collegial_finance.patronage.events import CampaignOpened
from collegial_finance.patronage.models import Campaign, ReceiptIssuer
from collegial_finance.patronage.rules import IssuerForm, check_issuer
from collegial_finance.permissions import LEAD_PATRONAGE


def name_issuer(
    context: Context, *, actor_id: int, form: IssuerForm, purpose: str, address: str, signatory: str
) -> ReceiptIssuer:
    """Name who receives gifts and gives receipts. A company is refused, a SCIC included."""
    require(context.by, LEAD_PATRONAGE)
    check_issuer(form)
    found = ReceiptIssuer(
        actor_id=known_actor(context, actor_id, "actor_id").id, form=form, purpose=purpose, address=address,
        signatory=signatory,
    )  # fmt: skip
    with or_refuse(
        context.session,
        Refused("finance.issuer_known", t("It is already among the issuers."), field="actor_id"),
    ):
        context.session.add(found)
    return found


def open_campaign(
    context: Context,
    *,
    issuer_id: int,
    title: str,
    text: str,
    target: Money,
    opens_on: date,
    closes_on: date,
    is_public: bool,
) -> Campaign:
    """Prepare a campaign for an issuer."""
    require(context.by, LEAD_PATRONAGE)
    if context.session.get(ReceiptIssuer, issuer_id) is None:
        raise Invalid("finance.issuer_unknown", t("Choose one from the list."), field="issuer_id")
    if target <= ZERO:
        raise Invalid("finance.campaign_target", t("The target is above zero."), field="target")
    if closes_on < opens_on:
        raise Invalid("finance.campaign_days", t("A campaign ends after it begins."), field="closes_on")
    found = Campaign(
        issuer_id=issuer_id, title=title, text=text, target=target, opens_on=opens_on, closes_on=closes_on,
        is_public=is_public,
    )  # fmt: skip
    context.session.add(found)
    context.session.flush()
    context.emit(CampaignOpened(campaign=found.id, title=title))
    return found
