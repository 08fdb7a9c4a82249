"""Membership and shares: the register and the accounts are kept by law."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.hooks.contracts import PersonalDataSource
from collegial.kernel.text import t
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member
from collegial.privacy.records import records_in, records_of
from collegial.privacy.rules import ACCOUNT_YEARS, REGISTER_YEARS
from collegial.privacy.sources.keeping import erase_nothing, keeps, was_ever_member
from collegial.shares.models import (
    Debit,
    DebitMandate,
    PaymentCall,
    ShareEntry,
    SharePayment,
    Withdrawal,
)
from collegial.shares.pieces import papers_of


def _memberships(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    mine = select(Member.id).where(Member.actor_id == actor_id)
    return [
        *records_of(session, Member, Member.actor_id == actor_id),
        *records_of(session, CollegeAssignment, CollegeAssignment.member_id.in_(mine)),
        *records_of(session, CategoryAssignment, CategoryAssignment.member_id.in_(mine)),
    ]


def _shares(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    mine = select(Member.id).where(Member.actor_id == actor_id)
    concerns = or_(ShareEntry.from_member_id.in_(mine), ShareEntry.to_member_id.in_(mine))
    paid = select(SharePayment).join(SharePayment.entry).where(ShareEntry.to_member_id.in_(mine))
    called = select(PaymentCall).join(PaymentCall.entry).where(ShareEntry.to_member_id.in_(mine))
    debited = select(Debit).join(Debit.mandate).where(DebitMandate.member_id.in_(mine))
    return [
        *records_of(session, ShareEntry, concerns),
        *records_in(session, paid, SharePayment),
        *records_of(session, Withdrawal, Withdrawal.member_id.in_(mine)),
        *records_in(session, called, PaymentCall),
        *records_of(session, DebitMandate, DebitMandate.member_id.in_(mine)),
        *records_in(session, debited, Debit),
    ]


MEMBERSHIP = PersonalDataSource(
    key="core.membership",
    label=t("Membership"),
    purpose=t("To keep the register of members that the law asks for."),
    retention=t("The life of the cooperative and %(years)s years.", years=REGISTER_YEARS),
    tables=("member",),
    export=_memberships,
    answer=keeps(
        was_ever_member, t("Number, dates, colleges and categories"),
        t("The register of members is kept for the life of the cooperative and %(years)s years.", years=REGISTER_YEARS),
    ),
    erase=erase_nothing,
)  # fmt: skip
SHARES = PersonalDataSource(
    key="core.shares",
    label=t("Shares and payments"),
    purpose=t("To keep the register of shares and the accounts."),
    retention=t(
        "Register: the life of the cooperative and %(years)s years. Payments: %(accounts)s years.",
        years=REGISTER_YEARS, accounts=ACCOUNT_YEARS,
    ),
    tables=(),
    export=_shares,
    answer=keeps(
        _shares, t("Shares, and what was paid for them"),
        t(
            "The register of shares is kept for the life of the cooperative and %(years)s years, the accounts "
            "for %(accounts)s years.",
            years=REGISTER_YEARS, accounts=ACCOUNT_YEARS,
        ),
    ),
    erase=erase_nothing,
    files=papers_of,
)  # fmt: skip
