"""Read chantiers: each function answers one question of a page or of the gate."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import Actor, ActorFamily, ActorKind, Priority, Proposal
from collegial_chantier.models import Chantier, ChantierPhase, Participant, ParticipantRole
from collegial_chantier.rules import BASE_LEVEL, StartedChantier

OFFERED = 200


def board(session: Session) -> Mapping[ChantierPhase, Sequence[Chantier]]:
    """Return all chantiers by phase, the latest day first in each."""
    query = (
        select(Chantier)
        .options(joinedload(Chantier.priority), selectinload(Chantier.participants))
        .order_by(Chantier.opened_on.desc(), Chantier.id)
    )
    rows = session.scalars(query).all()
    return {phase: [one for one in rows if one.phase is phase] for phase in ChantierPhase}


def chantier(session: Session, chantier_id: int) -> Chantier | None:
    """Return a chantier with all that its page shows."""
    actors = selectinload(Chantier.participants).joinedload(Participant.actor).joinedload(Actor.family)
    options = (
        joinedload(Chantier.priority),
        joinedload(Chantier.proposal),
        joinedload(Chantier.measure),
        actors,
    )
    return session.scalar(select(Chantier).where(Chantier.id == chantier_id).options(*options))


def count_by_phase(session: Session) -> Mapping[ChantierPhase, int]:
    """Count the chantiers of each phase."""
    rows = session.execute(select(Chantier.phase, func.count()).group_by(Chantier.phase)).all()
    counts = {row[0]: row[1] for row in rows}
    return {phase: counts.get(phase, 0) for phase in ChantierPhase}


def count_base_structures(session: Session, chantier_id: int) -> int:
    """Count the participants that are base structures today: their family may have changed since."""
    return session.scalar(_base_structures().where(Participant.chantier_id == chantier_id)) or 0


def linked_chantiers(session: Session, proposal_id: int) -> tuple[int, list[StartedChantier]]:
    """Return how many chantiers a proposal has, and those that have started."""
    bases = (
        _base_structures().where(Participant.chantier_id == Chantier.id).correlate(Chantier).scalar_subquery()
    )
    query = select(Chantier.title, Chantier.phase, bases).where(Chantier.proposal_id == proposal_id)
    rows = session.execute(query.order_by(Chantier.id)).all()
    started = [
        StartedChantier(title=title, base_structures=number)
        for title, phase, number in rows
        if phase is not ChantierPhase.BEFORE
    ]
    return len(rows), started


def structures_to_invite(session: Session, chantier_id: int, find: str = "") -> Sequence[Actor]:
    """Return the structures that do not take part yet, by name, at most OFFERED of those whose name fits."""
    taken = select(Participant.actor_id).where(Participant.chantier_id == chantier_id)
    query = (
        select(Actor)
        .where(Actor.kind == ActorKind.ORGANISATION, Actor.id.not_in(taken))
        .where(Actor.name.icontains(find, autoescape=True))
        .options(joinedload(Actor.family))
        .order_by(Actor.name, Actor.id)
        .limit(OFFERED)
    )
    return session.scalars(query).all()


def priorities(session: Session) -> Sequence[Priority]:
    """Return the deployment's priorities in their order."""
    return session.scalars(select(Priority).order_by(Priority.position)).all()


def proposals(session: Session) -> Sequence[Proposal]:
    """Return the proposals that a chantier can feed, by title."""
    return session.scalars(select(Proposal).order_by(Proposal.title, Proposal.id)).all()


def _base_structures() -> Select[int]:
    return (
        select(func.count(Participant.id))
        .join(Actor, Participant.actor_id == Actor.id)
        .join(ActorFamily, Actor.family_id == ActorFamily.id)
        .where(Participant.role == ParticipantRole.BASE_STRUCTURE, ActorFamily.level == BASE_LEVEL)
    )
