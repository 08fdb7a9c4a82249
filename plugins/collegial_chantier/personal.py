"""What chantiers hold of an actor: its part, its testimonies, its stances, what it committed to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from collegial.plugin import Context, ErasureAnswer, Kept, PersonalDataSource, t
from collegial_chantier.models import (
    Agreement,
    Commitment,
    Expression,
    Measure,
    Participant,
    Party,
    Recognition,
    Testimony,
)


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return [*_parts(session, actor_id), *_sayings(session, actor_id), *_promises(session, actor_id)]


def _parts(session: Session, actor_id: int) -> list[Mapping[str, Any]]:
    parts = session.scalars(select(Participant).where(Participant.actor_id == actor_id))
    parties = session.scalars(select(Party).where(Party.actor_id == actor_id))
    return [
        *(
            {"chantier": one.chantier_id, "role": one.role.value, "joined_on": one.joined_on.isoformat()}
            for one in parts
        ),
        *(
            {"chantier": one.chantier_id, "invitation": one.state.value, "answer": one.answer}
            for one in parties
        ),
    ]


def _sayings(session: Session, actor_id: int) -> list[Mapping[str, Any]]:
    mine = select(Participant.id).where(Participant.actor_id == actor_id)
    said = session.scalars(select(Testimony).where(Testimony.actor_id == actor_id))
    stances = session.scalars(select(Agreement).where(Agreement.participant_id.in_(mine)))
    expressions = session.scalars(select(Expression).where(Expression.participant_id.in_(mine)))
    return [
        *(
            {
                "chantier": one.chantier_id, "testimony": one.text, "consent": one.consent.value,
                "attribution": one.attribution, "given_on": one.given_on.isoformat(),
            }
            for one in said
        ),
        *({"diagnosis": one.diagnosis_id, "stance": one.stance.value, "comment": one.comment} for one in stances),
        *({"chantier": one.chantier_id, "expression": one.text} for one in expressions),
    ]  # fmt: skip


def _promises(session: Session, actor_id: int) -> list[Mapping[str, Any]]:
    commitments = session.scalars(select(Commitment).where(Commitment.actor_id == actor_id))
    measures = session.scalars(select(Measure).where(Measure.institution_id == actor_id))
    recognitions = session.scalars(select(Recognition).where(Recognition.actor_id == actor_id))
    return [
        *(
            {"commitment": one.text, "due_on": one.due_on.isoformat(), "state": one.state.value}
            for one in commitments
        ),
        *({"chantier": one.chantier_id, "measure": one.title} for one in measures),
        *({"chantier": one.chantier_id, "recognition": one.text} for one in recognitions),
    ]


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    testified = session.scalar(select(Testimony.id).where(Testimony.actor_id == actor_id).limit(1))
    is_held = [*_parts(session, actor_id), *_promises(session, actor_id)]
    part = Kept(
        what=t("The part taken in a chantier, what was said and promised there"),
        why=t("A chantier shows on whose work its measure rests."),
    )
    return ErasureAnswer(
        erased=(t("Testimonies in chantiers"),) if testified else (), kept=(part,) if is_held else ()
    )


def _erase(context: Context, actor_id: int) -> None:
    context.session.execute(delete(Testimony).where(Testimony.actor_id == actor_id))


PARTICIPANTS = PersonalDataSource(
    key="chantier.participants",
    label=t("Chantiers"),
    purpose=t("To work on a shared problem with those who meet it."),
    retention=t("As long as the chantier is shown; testimonies until they are taken back."),
    tables=(
        "chantier_participant", "chantier_party", "chantier_testimony", "chantier_measure",
        "chantier_commitment", "chantier_recognition",
    ),
    export=_export,
    answer=_answer,
    erase=_erase,
)  # fmt: skip
