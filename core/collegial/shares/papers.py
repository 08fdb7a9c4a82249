"""Gather what the papers on shares state, from the register as it stands."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.actors.queries import address_on
from collegial.config import Bank, Pays
from collegial.kernel.chain import GENESIS
from collegial.kernel.errors import Refused
from collegial.kernel.money import ZERO
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.queries import placings
from collegial.shares import queries
from collegial.shares.models import PaymentCall, ShareEntry
from collegial.shares.printing import (
    CallFacts,
    CertificateFacts,
    ExtractFacts,
    Holder,
    Issuer,
    Line,
    Seal,
    StatementFacts,
    SubscriptionFacts,
)
from collegial.shares.queries.holders import holding_of
from collegial.shares.rules import EntryKind, first_payment
from collegial.statutes.queries import categories
from collegial.statutes.rules import CapitalRule


def issuer_of(pays: Pays) -> Issuer:
    """Return who gives the papers out."""
    return Issuer(name=pays.name, legal_mention=pays.legal_mention, locality=pays.locality)


def certificate_of(session: Session, issuer: Issuer, member: Member, day: date) -> CertificateFacts:
    """Return what a member holds on a day; raise Refused when it holds nothing."""
    held = holding_of(session, member.id, day)
    if not held.shares:
        raise Refused(
            "shares.no_certificate", t("This member holds no share on that day: there is nothing to certify.")
        )
    entries = _of_member(session, member, day)
    return CertificateFacts(
        issuer=issuer, holder=_holder(session, member, day), day=day, shares=held.shares,
        nominal=_rule(session, day).nominal, worth=held.worth, paid=held.paid,
        lines=tuple(_line(one, of=member) for one in entries), seal=_seal(session),
    )  # fmt: skip


def subscription_of(session: Session, issuer: Issuer, entry: ShareEntry) -> SubscriptionFacts:
    """Return a subscription as it was entered; raise Refused for another kind of entry, or a corrected one."""
    if entry.kind is not EntryKind.SUBSCRIPTION or entry.to_member is None or entry.corrected_by is not None:
        raise Refused(
            "shares.no_subscription_form", t("Only a subscription that stands has a subscription form.")
        )
    rule = _rule(session, entry.effective_on)
    first = [one for one in queries.payments_for(session, entry.id) if one.received_on <= entry.effective_on]
    return SubscriptionFacts(
        issuer=issuer, holder=_holder(session, entry.to_member, entry.effective_on), nominal=entry.nominal,
        first_part=first_payment(1, entry.nominal, rule.paid_at_subscription), years=rule.payment_years,
        number=entry.number, shares=entry.shares, paid=sum((one.amount for one in first), ZERO),
        day=entry.effective_on,
    )  # fmt: skip


def blank_subscription(session: Session, issuer: Issuer, member: Member, day: date) -> SubscriptionFacts:
    """Return a form for a member to fill in by hand; raise Refused where the statutes know no shares."""
    rule = _rule(session, day)
    return SubscriptionFacts(
        issuer=issuer, holder=_holder(session, member, day), nominal=rule.nominal,
        first_part=first_payment(1, rule.nominal, rule.paid_at_subscription), years=rule.payment_years,
    )  # fmt: skip


def extract_of(session: Session, issuer: Issuer, day: date, member: Member | None = None) -> ExtractFacts:
    """Return the entries up to a day, of one member or of all, in their order."""
    if member is not None:
        held = holding_of(session, member.id, day)
        lines = tuple(_line(one) for one in _of_member(session, member, day))
        return ExtractFacts(
            issuer=issuer, holder=_holder(session, member, day), day=day, lines=lines, shares=held.shares,
            worth=held.worth, seal=_seal(session),
        )  # fmt: skip
    return ExtractFacts(
        issuer=issuer, holder=None, day=day,
        lines=tuple(
            _line(one) for one in session.scalars(queries.entries(until=day).order_by(None).order_by(ShareEntry.number))
        ),
        shares=sum(queries.balances_on(session, day).values()), worth=queries.capital_on(session, day),
        seal=_seal(session),
    )  # fmt: skip


def statement_facts(session: Session, issuer: Issuer, *, first_day: date, last_day: date) -> StatementFacts:
    """Return what became of the capital from one day to another, both included."""
    return StatementFacts(
        issuer=issuer, statement=queries.statement_of(session, first_day=first_day, last_day=last_day),
        names={one.key: one.name for one in categories(session)},
        highest=queries.highest_capital(session, last_day), floor=queries.floor_on(session, last_day),
        seal=_seal(session),
    )  # fmt: skip


def call_facts(session: Session, issuer: Issuer, bank: Bank, call: PaymentCall) -> CallFacts:
    """Return what a call asks for."""
    entry = call.entry
    assert entry.to_member is not None
    return CallFacts(
        issuer=issuer, holder=_holder(session, entry.to_member, call.called_on), iban=bank.iban, bic=bank.bic,
        number=entry.number, shares=entry.shares, subscribed_on=entry.effective_on, subscribed=entry.amount,
        amount=call.amount, called_on=call.called_on, pay_by=call.pay_by, reference=call.reference,
    )  # fmt: skip


def _rule(session: Session, day: date) -> CapitalRule:
    rule = queries.capital_rule_on(session, day)
    if rule is None:
        raise Refused(
            "shares.none",
            t(
                "The statutes in force on %(day)s know no shares. Record statutes with a capital first.",
                day=day,
            ),
        )
    return rule


def _holder(session: Session, member: Member, day: date) -> Holder:
    actor = session.get_one(Actor, member.actor_id)
    place = placings(session, [member.id], day).get(member.id)
    category = place.category.name if place and place.category else None
    return Holder(
        name=actor.name, number=member.number, admitted_on=member.admitted_on,
        address=_address(session, actor, day), category=category,
    )  # fmt: skip


def _address(session: Session, actor: Actor, day: date) -> tuple[str, ...]:
    known = address_on(session, actor.id, day)
    if known is None:
        return (actor.locality,) if actor.locality else ()
    return (*known.lines.splitlines(), f"{known.postcode or ''} {known.locality}".strip())


def _of_member(session: Session, member: Member, day: date) -> list[ShareEntry]:
    found = queries.entries(member_id=member.id, until=day).order_by(None).order_by(ShareEntry.number)
    return list(session.scalars(found))


def _line(one: ShareEntry, *, of: Member | None = None) -> Line:
    sign = -1 if of is not None and one.from_member_id == of.id else 1
    return Line(
        number=one.number, day=one.effective_on, kind=one.kind,
        giver=_name(one.from_member), receiver=_name(one.to_member), shares=sign * one.shares,
        amount=one.amount, corrects=one.corrects.number if one.corrects else None,
    )  # fmt: skip


def _name(member: Member | None) -> str:
    return f"{member.actor.name} ({member.number})" if member else ""


def _seal(session: Session) -> Seal:
    ends = select(ShareEntry.number, ShareEntry.digest).order_by(ShareEntry.number.desc()).limit(1)
    end = session.execute(ends).one_or_none()
    return Seal(number=end.number, digest=end.digest) if end else Seal(number=0, digest=GENESIS)
