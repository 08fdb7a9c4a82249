"""What chantiers ask of those who lead them, for the dashboard."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from collegial.plugin import NextStep, Viewer, t
from collegial_chantier import queries
from collegial_chantier.permissions import MANAGE

AHEAD = timedelta(days=30)
_SHOWN = 3


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which commitments are late or fall due."""
    found = queries.commitments_due(session) if viewer.may(MANAGE) else ()
    for one in [each for each in found if each.due_on <= day + AHEAD][:_SHOWN]:
        yield NextStep(
            key=f"chantier.commitment.{one.id}", sentence=t("A commitment is due"), act=t("Follow it"),
            endpoint="chantier.follow",
            values={"chantier_id": one.measure.chantier_id, "commitment_id": one.id},
            about=f"{one.actor.name}, {one.measure.title}", due_on=one.due_on, icon="agreed", permission=MANAGE,
            weight=40,
        )  # fmt: skip
