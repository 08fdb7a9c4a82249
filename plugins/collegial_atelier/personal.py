"""What ateliers hold of an actor: that it was spotted, its contracts, its help, its requests."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from collegial.plugin import Context, ErasureAnswer, Kept, Participation, PersonalDataSource, t
from collegial_atelier.models import Contract, HelpRequest, Prospect, Sponsor

# Accounts and their papers are kept ten years (code de commerce, art. L123-22).
YEARS = 10


def _contracts(session: Session, actor_id: int) -> Sequence[Contract]:
    mine = select(Participation.id).where(Participation.actor_id == actor_id)
    query = select(Contract).where(or_(Contract.person_id == actor_id, Contract.participation_id.in_(mine)))
    return session.scalars(query).all()


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    spotted = session.scalars(select(Prospect).where(Prospect.actor_id == actor_id))
    sponsors = session.scalars(select(Sponsor).where(Sponsor.actor_id == actor_id))
    requests = session.scalars(select(HelpRequest).where(HelpRequest.actor_id == actor_id))
    return [
        *({"atelier": one.atelier_id, "spotted": one.state.value, "note": one.note} for one in spotted),
        *(
            {
                "atelier": one.atelier_id, "contract": one.number, "half_days": one.half_days,
                "compensation": str(one.compensation), "paid": str(one.paid),
                "signed_on": one.signed_on.isoformat() if one.signed_on else None,
            }
            for one in _contracts(session, actor_id)
        ),
        *({"atelier": one.atelier_id, "offer": one.offer} for one in sponsors),
        *({"atelier": one.atelier_id, "need": one.need, "state": one.state.value} for one in requests),
    ]  # fmt: skip


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    spotted = session.scalar(select(Prospect.id).where(Prospect.actor_id == actor_id).limit(1))
    contracts = _contracts(session, actor_id)
    others = [
        session.scalar(select(model.id).where(model.actor_id == actor_id).limit(1))
        for model in (Sponsor, HelpRequest)
    ]
    kept = []
    if contracts:
        last = max(one.signed_on or one.drawn_on for one in contracts)
        kept.append(
            Kept(
                what=t("Contracts in ateliers, days and compensations"),
                why=t("They prove what was agreed and paid."),
                until=last + timedelta(days=366 * YEARS),
            )
        )
    if any(others):
        kept.append(
            Kept(
                what=t("Help that a structure gave or asked for"),
                why=t("The others rely on what was agreed."),
            )
        )
    return ErasureAnswer(
        erased=(t("The mention among those spotted for an atelier"),) if spotted else (), kept=tuple(kept)
    )


def _erase(context: Context, actor_id: int) -> None:
    context.session.execute(delete(Prospect).where(Prospect.actor_id == actor_id))


SOURCE = PersonalDataSource(
    key="atelier.people",
    label=t("Ateliers"),
    purpose=t("To form groups, to pay what was agreed, to bring structures together."),
    retention=t(
        "Contracts and payments for %(years)s years; the rest for as long as the atelier is shown.",
        years=YEARS,
    ),
    tables=("atelier_prospect", "atelier_contract", "atelier_sponsor", "atelier_request"),
    export=_export,
    answer=_answer,
    erase=_erase,
)
