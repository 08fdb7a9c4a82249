"""What the parties to the contracts of an atelier are told."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from collegial.plugin import SIGNED_IN, Audience, Context, NoticeKind, NoticeWay, Text, Told, t
from collegial_atelier.events import CompensationPaid, ContractDrawn
from collegial_atelier.models import Contract


def _contract(context: Context, event: ContractDrawn | CompensationPaid) -> Contract:
    query = select(Contract).where(Contract.atelier_id == event.atelier, Contract.number == event.number)
    loads = (joinedload(Contract.participation), joinedload(Contract.atelier))
    return context.session.scalars(query.options(*loads)).one()


def _said(context: Context, event: ContractDrawn | CompensationPaid, sentence: Text) -> Told:
    title = _contract(context, event).atelier.title
    return Told(sentence=sentence, endpoint="atelier.show", values={"atelier_id": event.atelier}, about=title)


def _parties(context: Context, event: ContractDrawn | CompensationPaid) -> Audience:
    found = _contract(context, event)
    return Audience(
        actors=[one for one in (found.participation.actor_id, found.person_id) if one is not None]
    )


NOTICES = (
    NoticeKind(
        key="atelier.drawn", label=t("A contract of an atelier is ready for you"), events=(ContractDrawn,),
        tell=lambda context, event: _said(context, event, t("A contract is ready for you to sign")), audience=_parties,
        permission=SIGNED_IN, usual=NoticeWay.AT_ONCE,
    ),
    NoticeKind(
        key="atelier.paid", label=t("A compensation of an atelier is paid"), events=(CompensationPaid,),
        tell=lambda context, event: _said(context, event, t("A compensation was paid to you")), audience=_parties,
        permission=SIGNED_IN,
    ),
)  # fmt: skip
