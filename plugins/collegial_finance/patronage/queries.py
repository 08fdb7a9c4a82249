"""Read campaigns, gifts and receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Actor, Money
from collegial_finance.parties import to_choose
from collegial_finance.patronage.models import Campaign, GiftReceipt, PatronGift, ReceiptIssuer


@dataclass(frozen=True)
class YearOfReceipts:
    """What an issuer declares for a year (article 222 bis of the tax code): how many receipts, for how much."""

    issuer: ReceiptIssuer
    year: int
    receipts: int
    amount: Money


def campaigns(session: Session, *, public_only: bool) -> Sequence[Campaign]:
    """Return the campaigns, the latest first."""
    options = (joinedload(Campaign.issuer).joinedload(ReceiptIssuer.actor), selectinload(Campaign.gifts))
    query = select(Campaign).options(*options).order_by(Campaign.opens_on.desc(), Campaign.id.desc())
    return session.scalars(query.where(Campaign.is_public) if public_only else query).all()


def campaigns_closing(session: Session, first: date, last: date, *, most: int) -> Sequence[Campaign]:
    """Return the public campaigns that close on some days, the next first."""
    found = select(Campaign).where(Campaign.is_public, Campaign.closes_on.between(first, last))
    return session.scalars(found.order_by(Campaign.closes_on, Campaign.id).limit(most)).all()


def campaign(session: Session, campaign_id: int) -> Campaign | None:
    """Return a campaign with its issuer, its gifts and their receipts."""
    gifts = selectinload(Campaign.gifts)
    options = (
        joinedload(Campaign.issuer).joinedload(ReceiptIssuer.actor),
        gifts.joinedload(PatronGift.patron),
        gifts.selectinload(PatronGift.receipts),
    )
    return session.scalar(select(Campaign).where(Campaign.id == campaign_id).options(*options))


def gift(session: Session, gift_id: int) -> PatronGift | None:
    """Return a gift with its patron, its campaign and its receipts."""
    options = (
        joinedload(PatronGift.patron),
        joinedload(PatronGift.campaign).joinedload(Campaign.issuer).joinedload(ReceiptIssuer.actor),
        selectinload(PatronGift.receipts),
    )
    return session.scalar(select(PatronGift).where(PatronGift.id == gift_id).options(*options))


def last_receipt(found: PatronGift) -> GiftReceipt | None:
    """Return the last receipt of a gift, or of the one of the same patron that it was recorded in the stead of."""
    before = found.replaces
    if found.receipts:
        return max(found.receipts, key=lambda one: one.id)
    if before is None or before.patron_id != found.patron_id:
        return None
    return last_receipt(before)


def receipt(session: Session, receipt_id: int) -> GiftReceipt | None:
    """Return a receipt with its gift and its issuer."""
    options = (
        joinedload(GiftReceipt.gift).joinedload(PatronGift.patron),
        joinedload(GiftReceipt.issuer).joinedload(ReceiptIssuer.actor),
    )
    return session.scalar(select(GiftReceipt).where(GiftReceipt.id == receipt_id).options(*options))


def issuers(session: Session) -> Sequence[ReceiptIssuer]:
    """Return those who may give receipts."""
    return session.scalars(
        select(ReceiptIssuer).options(joinedload(ReceiptIssuer.actor)).order_by(ReceiptIssuer.id)
    ).all()


def patrons(session: Session, find: str = "") -> Sequence[Actor]:
    """Return the people and organisations whose name fits, in the order of the directory, as `organisations`."""
    return to_choose(session, find)


def gathered(found: Campaign) -> Money:
    """Return what a campaign gathered, in money, in kind and in skills."""
    return sum((one.amount for one in found.kept), ZERO)


def declarations(session: Session) -> Sequence[YearOfReceipts]:
    """Return what each issuer declares for each year; cancelled receipts count for nothing."""
    counted = (
        select(GiftReceipt.issuer_id, GiftReceipt.year, func.count(), func.sum(PatronGift.amount))
        .join(PatronGift, PatronGift.id == GiftReceipt.gift_id)
        .where(GiftReceipt.cancelled_at.is_(None))
        .group_by(GiftReceipt.issuer_id, GiftReceipt.year)
        .order_by(GiftReceipt.year.desc(), GiftReceipt.issuer_id)
    )
    known = {one.id: one for one in issuers(session)}
    return [
        YearOfReceipts(known[issuer_id], year, receipts, _money(amount))
        for issuer_id, year, receipts, amount in session.execute(counted)
    ]


def next_number(session: Session, issuer_id: int, year: int) -> int:
    """Return the number that follows an issuer's last receipt of a year."""
    last = select(func.max(GiftReceipt.number)).where(
        GiftReceipt.issuer_id == issuer_id, GiftReceipt.year == year
    )
    return (session.scalar(last) or 0) + 1


def _money(found: object) -> Money:
    return found if isinstance(found, Money) else Money(int(str(found or 0)))
