"""What chantiers hold of a person: who took part, and what was testified."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Context, ErasureAnswer, Kept, PersonalDataSource, t
from collegial_chantier.models import Participant


def _participations(session: Session, actor_id: int) -> Sequence[Participant]:
    return session.scalars(select(Participant).where(Participant.actor_id == actor_id)).all()


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "chantier": one.chantier_id,
            "role": one.role.value,
            "testimony": one.testimony,
            "may_quote": one.may_quote,
            "joined_on": one.joined_on.isoformat(),
        }
        for one in _participations(session, actor_id)
    ]


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    found = _participations(session, actor_id)
    if not found:
        return ErasureAnswer()
    part = Kept(
        what=t("That you took part in a chantier"),
        why=t("A chantier shows on whose work its measure rests."),
    )
    testified = any(one.testimony for one in found)
    return ErasureAnswer(erased=(t("Your testimonies in chantiers"),) if testified else (), kept=(part,))


def _erase(context: Context, actor_id: int) -> None:
    for one in _participations(context.session, actor_id):
        one.testimony, one.may_quote = None, False


PARTICIPANTS = PersonalDataSource(
    key="chantier.participants",
    label=t("Chantiers"),
    purpose=t("To work on a shared problem with those who meet it."),
    retention=t("As long as the chantier is shown; testimonies until they are taken back."),
    tables=("chantier_participant",),
    export=_export,
    answer=_answer,
    erase=_erase,
)
