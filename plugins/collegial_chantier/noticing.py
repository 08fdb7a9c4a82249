"""What those who take part in a chantier are told."""

from sqlalchemy import select

from collegial.plugin import SIGNED_IN, Audience, Context, NoticeKind, Told, t
from collegial_chantier.events import DiagnosisWritten
from collegial_chantier.models import Chantier, Participant


def _written(context: Context, event: DiagnosisWritten) -> Told:
    return Told(
        sentence=t("There is a new version of a diagnosis: say where you stand"), endpoint="chantier.diagnosis",
        values={"chantier_id": event.chantier}, about=context.session.get_one(Chantier, event.chantier).title,
    )  # fmt: skip


def _participants(context: Context, event: DiagnosisWritten) -> Audience:
    taking_part = select(Participant.actor_id).where(Participant.chantier_id == event.chantier)
    return Audience(actors=context.session.scalars(taking_part).all())


NOTICES = (
    NoticeKind(
        key="chantier.diagnosis", label=t("The diagnosis of your chantier has a new version"),
        events=(DiagnosisWritten,), tell=_written, audience=_participants, permission=SIGNED_IN,
    ),
)  # fmt: skip
