"""Who someone is and how to reach them: the name stays where a register needs it, the rest goes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor, Representative
from collegial.actors.rules import nameless
from collegial.assemblies.models import RollEntry
from collegial.hooks.contracts import ErasureAnswer, Kept, PersonalDataSource
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.privacy.records import records_of
from collegial.privacy.rules import REGISTER_YEARS
from collegial.privacy.sources.keeping import held_with_a_member, was_ever_member, why_reached

_CONTACT = t("E-mail address, place, and what is said of the person")
_NAME = t("The name")


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    represents = or_(Representative.person_id == actor_id, Representative.organisation_id == actor_id)
    return [
        *records_of(session, Actor, Actor.id == actor_id, without=("search_name",)),
        *records_of(session, Representative, represents, without=("person_id",)),
    ]


def _answer(session: Session, actor_id: int, day: date) -> ErasureAnswer:
    actor = session.get_one(Actor, actor_id)
    contact = (_CONTACT,) if actor.email or actor.locality or actor.summary else ()
    if why := why_reached(session, actor_id, day):
        return ErasureAnswer(kept=tuple(Kept(what=one, why=why) for one in (_NAME, *contact)))
    if _is_named_by_a_register(session, actor_id):
        why = t(
            "The register of members and the rolls of assemblies bear the name; they are kept for the life "
            "of the cooperative and %(years)s years.",
            years=REGISTER_YEARS,
        )
        return ErasureAnswer(erased=contact, kept=(Kept(what=_NAME, why=why),))
    name = () if actor.name == nameless(actor_id) else (_NAME,)
    return ErasureAnswer(erased=(*name, *contact))


def _erase(context: Context, actor_id: int) -> None:
    if why_reached(context.session, actor_id, context.today):
        return
    actor = context.session.get_one(Actor, actor_id)
    actor.email = actor.locality = actor.summary = None
    if not _is_named_by_a_register(context.session, actor_id):
        actor.name, actor.given_name, actor.family_name = nameless(actor_id), None, None


def _is_named_by_a_register(session: Session, actor_id: int) -> bool:
    on_a_roll = select(RollEntry.id).where(
        or_(RollEntry.actor_id == actor_id, RollEntry.voter_id == actor_id)
    )
    return (
        was_ever_member(session, actor_id)
        or held_with_a_member(session, actor_id)
        or session.scalar(on_a_roll.limit(1)) is not None
    )


IDENTITY = PersonalDataSource(
    key="core.identity",
    label=t("Identity and contact"),
    purpose=t("To know who takes part, and to reach them."),
    retention=t("Contact: while one takes part. Name: as long as a register holds it."),
    tables=("actor", "actor_representative"),
    export=_export,
    answer=_answer,
    erase=_erase,
)
