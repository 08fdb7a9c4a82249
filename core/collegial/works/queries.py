"""Read common works: each function answers one question of a page or of a module."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.actors.models import Actor, ActorKind
from collegial.actors.queries import actors_named, spoken_for, told_apart
from collegial.kernel.errors import Invalid, Missing
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.proposals.models import Priority
from collegial.works.models import Charter, Duty, Participation, Work, WorkAttendance, WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.rules import ParticipationState, WorkPhase


def work(session: Session, work_id: int) -> Work:
    """Return a work; raises Missing."""
    found = session.get(Work, work_id, options=[joinedload(Work.priority)])
    if found is None:
        raise Missing("works.unknown", t("There is no such common work."))
    return found


def charter_in_force(session: Session) -> Charter | None:
    """Return the latest charter; None while there is none."""
    return session.scalars(select(Charter).order_by(Charter.version.desc()).limit(1)).first()


def participations(session: Session, work_id: int, *states: ParticipationState) -> Sequence[Participation]:
    """Return who takes part in a work, or whoever is in one of the states, by name."""
    query = (
        select(Participation)
        .join(Participation.actor)
        .where(Participation.work_id == work_id)
        .options(joinedload(Participation.actor).joinedload(Actor.family))
        .order_by(Actor.search_name, Participation.id)
    )
    return session.scalars(
        query.where(Participation.state.in_(states or (ParticipationState.ACCEPTED,)))
    ).all()


def concerned(session: Session, work_id: int) -> Sequence[Participation]:
    """Return who takes part in a work or has asked to, by name."""
    return participations(session, work_id, ParticipationState.ASKED, ParticipationState.ACCEPTED)


def participation(session: Session, work_id: int, participation_id: int) -> Participation:
    """Return a participation in a work; raises Missing."""
    found = session.get(Participation, participation_id)
    if found is None or found.work_id != work_id:
        raise Missing("works.no_participation", t("There is no such participation."))
    return found


def takes_part(session: Session, work_id: int, actor_id: int | None) -> bool:
    """Tell whether a structure takes part in a work today."""
    query = select(Participation.id).where(
        Participation.work_id == work_id, Participation.actor_id == actor_id,
        Participation.state == ParticipationState.ACCEPTED,
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def count_taking_part(session: Session, work_id: int) -> int:
    """Count the structures that take part in a work today."""
    query = select(func.count(Participation.id)).where(
        Participation.work_id == work_id, Participation.state == ParticipationState.ACCEPTED
    )
    return session.scalar(query) or 0


def sizes(session: Session, work_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many structures take part in each of the works."""
    query = (
        select(Participation.work_id, func.count())
        .where(Participation.work_id.in_(work_ids), Participation.state == ParticipationState.ACCEPTED)
        .group_by(Participation.work_id)
    )
    found = {row[0]: row[1] for row in session.execute(query)}
    return {one: found.get(one, 0) for one in work_ids}


def actors_by_name(session: Session, actor_ids: Collection[int]) -> Sequence[Actor]:
    """Return some actors, by name."""
    query = select(Actor).where(Actor.id.in_(actor_ids)).order_by(Actor.search_name, Actor.id)
    return session.scalars(query).all() if actor_ids else ()


def structures_of(session: Session, viewer: Viewer, day: date) -> Sequence[Actor]:
    """Return the organisations for which the viewer may speak on a day, by name."""
    if viewer.actor_id is None:
        return ()
    query = select(Actor).where(Actor.id.in_(spoken_for(viewer.actor_id, day)), Actor.id != viewer.actor_id)
    return session.scalars(query.order_by(Actor.search_name, Actor.id)).all()


def may_read_statement(session: Session, viewer: Viewer, one: Participation, day: date) -> bool:
    """Tell whether someone may read what a structure stated: who leads works, and the structure itself."""
    return viewer.may(MANAGE) or speaks_for(session, viewer, one.actor_id, day)


def speaks_for(session: Session, viewer: Viewer, actor_id: int, day: date) -> bool:
    """Tell whether someone may speak for an actor on a day."""
    if viewer.actor_id is None:
        return False
    found = select(Actor.id).where(Actor.id == actor_id, Actor.id.in_(spoken_for(viewer.actor_id, day)))
    return session.scalar(found) is not None


def duties(session: Session, work_id: int) -> Sequence[Duty]:
    """Return what the pole owes to a work, in the order in which it was entered."""
    return session.scalars(select(Duty).where(Duty.work_id == work_id).order_by(Duty.id)).all()


def meetings(session: Session, work_id: int, *, also_called_off: bool = False) -> Sequence[WorkMeeting]:
    """Return the meetings of a work, with their hosts and who came, the first one first.

    Those that were called off are left out, unless they are asked for.
    """
    query = select(WorkMeeting).where(WorkMeeting.work_id == work_id)
    if not also_called_off:
        query = query.where(WorkMeeting.called_off_at.is_(None))
    loads = (
        joinedload(WorkMeeting.host),
        selectinload(WorkMeeting.attendance).joinedload(WorkAttendance.actor),
        selectinload(WorkMeeting.decisions),
    )
    return session.scalars(query.options(*loads).order_by(WorkMeeting.starts_at, WorkMeeting.id)).all()


def meeting(session: Session, work_id: int, meeting_id: int) -> WorkMeeting:
    """Return a meeting of a work; raises Missing."""
    found = session.get(WorkMeeting, meeting_id)
    if found is None or found.work_id != work_id:
        raise Missing("works.no_meeting", t("There is no such meeting."))
    return found


def meetings_to_come(session: Session, kinds: Sequence[str], since: datetime) -> Sequence[WorkMeeting]:
    """Return the meetings of works of some kinds from a moment on, those of a work that was called off too."""
    query = (
        select(WorkMeeting)
        .join(WorkMeeting.work)
        .where(Work.kind.in_(kinds), WorkMeeting.starts_at >= since, _announced())
        .options(joinedload(WorkMeeting.work), joinedload(WorkMeeting.host))
    )
    return session.scalars(query.order_by(WorkMeeting.starts_at, WorkMeeting.id)).all()


def meetings_between(
    session: Session, kinds: Sequence[str], since: datetime, before: datetime, *, most: int
) -> Sequence[WorkMeeting]:
    """Return the meetings of works of some kinds that begin between two moments, the first one first.

    Those of a work that was called off are among them.
    """
    query = (
        select(WorkMeeting)
        .join(WorkMeeting.work)
        .where(Work.kind.in_(kinds), _announced())
        .where(WorkMeeting.starts_at >= since, WorkMeeting.starts_at < before)
        .options(joinedload(WorkMeeting.work), joinedload(WorkMeeting.host))
    )
    return session.scalars(query.order_by(WorkMeeting.starts_at, WorkMeeting.id).limit(most)).all()


def _announced() -> ColumnElement[bool]:
    """Return the condition that a calendar says something of a meeting: it is held, or fell with its whole work."""
    return WorkMeeting.called_off_at.is_(None) | (Work.phase == WorkPhase.CALLED_OFF)


def works_of(session: Session, kinds: Sequence[str]) -> Sequence[Work]:
    """Return the works of some kinds, the latest first."""
    query = select(Work).where(Work.kind.in_(kinds)).options(joinedload(Work.priority))
    return session.scalars(query.order_by(Work.opened_on.desc(), Work.id)).all()


def works_called_off(
    session: Session, kinds: Sequence[str], since: datetime, before: datetime, *, most: int
) -> Sequence[Work]:
    """Return the works of some kinds that were called off between two moments, the latest first."""
    query = select(Work).where(Work.kind.in_(kinds), Work.called_off_at >= since, Work.called_off_at < before)
    return session.scalars(query.order_by(Work.called_off_at.desc(), Work.id.desc()).limit(most)).all()


def count_by_phase(session: Session, kind: str) -> Mapping[WorkPhase, int]:
    """Count the works of a kind in each phase."""
    rows = session.execute(
        select(Work.phase, func.count()).where(Work.kind == kind).group_by(Work.phase)
    ).all()
    counts = {row[0]: row[1] for row in rows}
    return {phase: counts.get(phase, 0) for phase in WorkPhase}


def stated(session: Session, kinds: Sequence[str]) -> Sequence[Participation]:
    """Return every participation in works of some kinds, with its work and its structure."""
    query = (
        select(Participation)
        .join(Participation.work)
        .join(Participation.actor)
        .where(Work.kind.in_(kinds))
        .options(joinedload(Participation.work), joinedload(Participation.actor))
    )
    return session.scalars(query.order_by(Work.id, Actor.search_name, Participation.id)).all()


def priorities(session: Session) -> Sequence[Priority]:
    """Return the deployment's priorities in their order."""
    return session.scalars(select(Priority).order_by(Priority.position)).all()


def check_priority(session: Session, key: str | None) -> None:
    """Refuse a priority that the deployment does not have."""
    if key is not None and session.scalar(select(Priority.id).where(Priority.key == key)) is None:
        raise Invalid("works.unknown_priority", t("There is no such priority."), field="priority_key")


def actor_named(
    session: Session, words: str, *, field: str, kind: ActorKind | None = ActorKind.ORGANISATION
) -> Actor:
    """Return the one actor of the directory that a name means; raises Invalid at `field` for none, or several."""
    found = actors_named(session, words, kind=kind)
    if not found:
        raise Invalid("works.nobody", t("Nobody in the directory has this name."), field=field)
    if len(found) > 1:
        names = ", ".join(told_apart(found))
        raise Invalid(
            "works.several", t("Write more of the name. It may be: %(names)s.", names=names), field=field
        )
    return found[0]
