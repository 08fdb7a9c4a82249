"""What is held of an actor that is a party.

Project holders are no actors: who they are goes by itself, as `services.referring` says.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Context, ErasureAnswer, Kept, PersonalDataSource, t
from collegial_partners.models import NameAgreement, PartnerLink, ProtocolParty, SharedPost

_CONTACTS = ("technical_name", "technical_email", "political_name", "political_email")


def _parties(session: Session, actor_id: int) -> Sequence[ProtocolParty]:
    query = select(ProtocolParty).where(ProtocolParty.actor_id == actor_id).order_by(ProtocolParty.id)
    return session.scalars(query).all()


def _links(session: Session, actor_id: int) -> Sequence[PartnerLink]:
    query = select(PartnerLink).join(PartnerLink.party).where(ProtocolParty.actor_id == actor_id)
    return session.scalars(query.order_by(PartnerLink.id)).all()


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    posts = session.scalars(select(SharedPost).where(SharedPost.employer_id == actor_id))
    names = session.scalars(select(NameAgreement).where(NameAgreement.actor_id == actor_id))
    return [
        *(
            {
                "protocol": one.protocol_id, "signatory": one.signatory,
                "signed_on": one.signed_on.isoformat() if one.signed_on else None,
                **{name: getattr(one, name) for name in _CONTACTS},
            }
            for one in _parties(session, actor_id)
        ),
        *(
            {"personal_link": one.id, "name": one.name, "email": one.email}
            for one in _links(session, actor_id)
        ),
        *({"protocol": one.protocol_id, "post": one.function} for one in posts),
        *({"protocol": one.protocol_id, "former_name": one.former_name, "name": one.agreed_name} for one in names),
    ]  # fmt: skip


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    parties = _parties(session, actor_id)
    if not parties:
        return ErasureAnswer()
    named = any(getattr(one, name) for one in parties for name in _CONTACTS)
    erased = (t("The leads named in protocols, and the personal links"),)
    kept = Kept(
        what=t("That it is a party to a protocol, and who signed"),
        why=t("A protocol that was signed binds its parties, and proves what was agreed."),
    )
    return ErasureAnswer(erased=erased if named or _links(session, actor_id) else (), kept=(kept,))


def _erase(context: Context, actor_id: int) -> None:
    for party in _parties(context.session, actor_id):
        for name in _CONTACTS:
            setattr(party, name, None)
    for link in _links(context.session, actor_id):
        context.session.delete(link)


PARTIES = PersonalDataSource(
    key="partners.parties",
    label=t("Protocols with partners"),
    purpose=t("To know with whom the pole cooperates, and who answers for it."),
    retention=t(
        "Protocols for as long as the cooperative lives; project holders until the end of the duty to keep them."
    ),
    tables=("partners_party", "partners_post", "partners_name"),
    export=_export,
    answer=_answer,
    erase=_erase,
)
