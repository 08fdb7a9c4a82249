"""Read what goes on in an assembly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import Resolution, RollEntry
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.sitting.models import Incident, Moment, Speech
from collegial.sitting.rules import Heard, time_by_college


@dataclass(frozen=True, kw_only=True)
class Speakers:
    """Who speaks, who waits in the order of asking, and how long each college has spoken, by its name."""

    speaking: Speech | None
    waiting: Sequence[Speech]
    times: Mapping[str | None, timedelta]

    @property
    def order(self) -> list[int]:
        """Return who speaks and who waits, by their speeches' numbers; 0 where nobody speaks."""
        return [self.speaking.id if self.speaking else 0, *(one.id for one in self.waiting)]


def speakers(session: Session, assembly_id: int, now: datetime) -> Speakers:
    """Return the list of speakers, in one statement."""
    asked = (
        select(Speech)
        .where(Speech.assembly_id == assembly_id, Speech.withdrawn_at.is_(None))
        .options(joinedload(Speech.entry).joinedload(RollEntry.college))
        .order_by(Speech.id)
    )
    found = session.scalars(asked).all()
    heard = [
        Heard(college=_college(one), started_at=one.started_at, ended_at=one.ended_at)
        for one in found
        if one.started_at
    ]
    return Speakers(
        speaking=next((one for one in found if one.started_at and not one.ended_at), None),
        waiting=[one for one in found if not one.started_at],
        times=time_by_college(heard, now),
    )


def speech(session: Session, assembly_id: int, speech_id: int) -> Speech:
    """Return a speech of an assembly; raises Missing."""
    found = session.get(Speech, speech_id, options=[joinedload(Speech.entry)])
    if found is None or found.assembly_id != assembly_id:
        raise Missing("sitting.unknown_speech", t("There is no such speech."))
    return found


def waiting_of(session: Session, entry_id: int) -> Speech | None:
    """Return the wish to speak of an entry that was not heard yet."""
    return session.scalars(
        select(Speech).where(
            Speech.entry_id == entry_id, Speech.started_at.is_(None), Speech.withdrawn_at.is_(None)
        )
    ).one_or_none()


def moment(session: Session, assembly_id: int) -> Moment | None:
    """Return where an assembly is in its agenda."""
    return session.get(Moment, assembly_id, options=[joinedload(Moment.item)])


def resolutions_at(session: Session, place: Moment | None) -> Sequence[Resolution]:
    """Return the resolutions under the item that an assembly is at."""
    if place is None or place.item_id is None:
        return ()
    under = select(Resolution).where(Resolution.item_id == place.item_id)
    return session.scalars(under.order_by(Resolution.number)).all()


def incidents_of(session: Session, assembly_id: int) -> Sequence[Incident]:
    """Return the incidents of an assembly, in their order."""
    return session.scalars(
        select(Incident).where(Incident.assembly_id == assembly_id).order_by(Incident.id)
    ).all()


def _college(one: Speech) -> str | None:
    return one.entry.college.name if one.entry.college else None
