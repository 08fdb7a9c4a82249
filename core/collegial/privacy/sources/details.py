"""How someone is reached and by which numbers; and for whom they vote, or who votes for them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from collegial.actors.models import (
    Address,
    Birth,
    Contact,
    Distinction,
    Guardian,
    Identifier,
    JointHolder,
    Merge,
)
from collegial.hooks.contracts import ErasureAnswer, Kept, PersonalDataSource
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.privacy.records import records_of
from collegial.privacy.sources.identity import IDENTITY
from collegial.privacy.sources.keeping import erase_nothing, keeps, why_reached

_HELD = (Contact, Address, Identifier, Birth)
_WHAT = t("Telephone numbers, addresses, official numbers, date of birth")


def _export_details(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    held = [one for model in _HELD for one in records_of(session, model, model.actor_id == actor_id)]
    return [*held, *(one for other in _merged(session, actor_id) for one in IDENTITY.export(session, other))]


def _answer_details(session: Session, actor_id: int, day: date) -> ErasureAnswer:
    if not any(session.scalar(select(exists().where(model.actor_id == actor_id))) for model in _HELD):
        return ErasureAnswer()
    if why := why_reached(session, actor_id, day):
        return ErasureAnswer(kept=(Kept(what=_WHAT, why=why),))
    return ErasureAnswer(erased=(_WHAT,))


def _erase_details(context: Context, actor_id: int) -> None:
    """Erase what nothing needs any more, and what stands under the numbers merged into this one."""
    if why_reached(context.session, actor_id, context.today):
        return
    for model in _HELD:
        context.session.execute(delete(model).where(model.actor_id == actor_id))
    for other in _merged(context.session, actor_id):
        IDENTITY.erase(context, other)


def _merged(session: Session, actor_id: int) -> Sequence[int]:
    return session.scalars(select(Merge.dropped_id).where(Merge.kept_id == actor_id)).all()


def _export_standing(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    """Return these times without the other person, and what was merged without who did it and why."""
    pairs = or_(Distinction.first_id == actor_id, Distinction.second_id == actor_id)
    return [
        *records_of(session, Guardian, Guardian.minor_id == actor_id, without=("person_id",)),
        *records_of(session, Guardian, Guardian.person_id == actor_id, without=("minor_id",)),
        *records_of(session, JointHolder, JointHolder.person_id == actor_id),
        *records_of(session, Merge, Merge.kept_id == actor_id, without=("reason", "merged_by")),
        *records_of(session, Distinction, pairs, without=("first_id", "second_id", "checked_by")),
    ]


DETAILS = PersonalDataSource(
    key="core.details",
    label=t("Contacts, addresses and official numbers"),
    purpose=t("To reach someone, to tell them from others, and to give money back."),
    retention=t("While one takes part; a bank account only until the money has gone back."),
    tables=("actor_contact", "actor_address", "actor_identifier", "actor_person"),
    export=_export_details,
    answer=_answer_details,
    erase=_erase_details,
)
STANDING = PersonalDataSource(
    key="core.standing",
    label=t("Who votes for whom"),
    purpose=t("To know who may vote for a minor or for joint holders, and which entries are one person."),
    retention=t("As long as the rolls of assemblies and the register rest on it."),
    tables=("actor_guardian", "actor_joint_holder", "actor_merge", "actor_distinction"),
    export=_export_standing,
    answer=keeps(
        _export_standing,
        t("Who votes for whom, now or before"),
        t("The rolls of assemblies and the register of members rest on it."),
    ),
    erase=erase_nothing,
)
