"""A referral as something that another deployment may be given, by whoever is in charge of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Context, ExchangeKind, Given, Missing, Rows, Viewer, t
from collegial_partners.models import Referral, ReferralHolder
from collegial_partners.permissions import REFER
from collegial_partners.rules import Direction, ReferralState
from collegial_partners.services.bringing import REFERRAL


def rows(_session: Session, viewer: Viewer) -> Rows:
    """Return the referrals to partners that wait for an answer and are the viewer's."""
    query = select(Referral.id, Referral.code).where(
        Referral.direction == Direction.TO_PARTNER, Referral.state == ReferralState.SENT
    )
    if not viewer.is_program:
        query = query.where(Referral.in_charge_id == viewer.account_id)
    return query.order_by(Referral.id)


def write(context: Context, referral_id: int) -> Given:
    """Return what is given of a referral: who it is about, and nothing else."""
    holder = context.session.get(ReferralHolder, referral_id)
    row = context.session.get(Referral, referral_id)
    if holder is None or row is None:
        raise Missing("partners.no_referral", t("There is no such referral."))
    data = {
        "name": holder.name, "contact": holder.contact, "need": holder.need, "project": row.project.value,
        "consent": row.consent.value, "consent_on": row.consent_on.isoformat(),
    }  # fmt: skip
    return Given(title=row.code, text="", data=data)


REFERRALS = ExchangeKind(key=REFERRAL, label=t("Referral"), rows=rows, write=write, permission=REFER)
