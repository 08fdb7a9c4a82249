"""Read chantiers: each function answers one question of a page or of a gate."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from collegial.plugin import (
    Actor,
    ActorFamily,
    Participation,
    ParticipationState,
    Priority,
    Proposal,
    Work,
    WorkPhase,
)
from collegial_chantier.models import (
    Agreement,
    Chantier,
    Commitment,
    CommitmentState,
    Diagnosis,
    Expression,
    Measure,
    Participant,
    ParticipantRole,
    Party,
    Recognition,
    Testimony,
)
from collegial_chantier.rules import BASE_LEVEL, Sharing, StartedChantier, sharing


def board(session: Session) -> Mapping[WorkPhase, Sequence[Chantier]]:
    """Return all chantiers by phase, the latest day first in each."""
    query = (
        select(Chantier)
        .join(Chantier.work)
        .options(contains_eager(Chantier.work).joinedload(Work.priority), selectinload(Chantier.participants))
        .order_by(Work.opened_on.desc(), Work.id)
    )
    rows = session.scalars(query).all()
    return {phase: [one for one in rows if one.phase is phase] for phase in WorkPhase}


def measures_between(session: Session, first: date, last: date, *, most: int) -> Sequence[Measure]:
    """Return the measures that people were told of on some days, the latest first."""
    query = select(Measure).where(Measure.informed_on.between(first, last))
    return session.scalars(query.order_by(Measure.informed_on.desc(), Measure.id.desc()).limit(most)).all()


def chantier(session: Session, chantier_id: int) -> Chantier | None:
    """Return a chantier with all that its page shows."""
    options = (
        joinedload(Chantier.work).joinedload(Work.priority),
        joinedload(Chantier.proposal),
        joinedload(Chantier.measure).options(
            joinedload(Measure.institution), selectinload(Measure.commitments).joinedload(Commitment.actor)
        ),
        selectinload(Chantier.participants).joinedload(Participant.actor).joinedload(Actor.family),
        selectinload(Chantier.parties).joinedload(Party.actor).joinedload(Actor.family),
        selectinload(Chantier.testimonies).joinedload(Testimony.actor),
        selectinload(Chantier.diagnoses).selectinload(Diagnosis.agreements).options(
            joinedload(Agreement.participant).joinedload(Participant.actor)
        ),
        selectinload(Chantier.expressions).joinedload(Expression.participant).joinedload(Participant.actor),
        selectinload(Chantier.recognitions).joinedload(Recognition.actor),
    )  # fmt: skip
    return session.scalar(select(Chantier).where(Chantier.id == chantier_id).options(*options))


def count_base_structures(session: Session, chantier_id: int) -> int:
    """Count the participants that are base structures today: their family may have changed since."""
    return session.scalar(_base_structures().where(Participant.chantier_id == chantier_id)) or 0


def linked_chantiers(session: Session, proposal_id: int) -> tuple[int, list[StartedChantier]]:
    """Return how many chantiers a proposal has, and those that have started; none that was called off."""
    bases = (
        _base_structures().where(Participant.chantier_id == Chantier.id).correlate(Chantier).scalar_subquery()
    )
    query = select(Work.title, Work.phase, bases).join(Chantier, Chantier.id == Work.id)
    stands = (Chantier.proposal_id == proposal_id, Work.phase != WorkPhase.CALLED_OFF)
    rows = session.execute(query.where(*stands).order_by(Chantier.id)).all()
    started = [
        StartedChantier(title=title, base_structures=number)
        for title, phase, number in rows
        if phase is not WorkPhase.BEFORE
    ]
    return len(rows), started


def shared_diagnoses(session: Session, proposal_id: int) -> list[tuple[str, Sharing | None]]:
    """Return the started chantiers of a proposal, each with how far its latest diagnosis is shared."""
    query = (
        select(Chantier)
        .join(Chantier.work)
        .where(Chantier.proposal_id == proposal_id, Work.phase.in_((WorkPhase.DURING, WorkPhase.AFTER)))
        .options(
            contains_eager(Chantier.work),
            selectinload(Chantier.participants),
            selectinload(Chantier.diagnoses).selectinload(Diagnosis.agreements),
        )
        .order_by(Chantier.id)
    )
    return [(one.title, sharing_of(one)) for one in session.scalars(query)]


def parties_without_statement(session: Session) -> Sequence[tuple[int, int]]:
    """Return who takes part in a chantier without a statement of its own, as institutions do: pairs (work, actor)."""
    stated = (
        select(Participation.id)
        .where(
            Participation.work_id == Participant.chantier_id, Participation.actor_id == Participant.actor_id
        )
        .where(Participation.state == ParticipationState.ACCEPTED)
        .exists()
    )
    query = select(Participant.chantier_id, Participant.actor_id).where(
        Participant.left_on.is_(None), ~stated
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def sharing_of(one: Chantier) -> Sharing | None:
    """Return how far the latest diagnosis is shared; None while there is none."""
    if not one.diagnoses:
        return None
    stances = {said.participant_id: said.stance for said in one.diagnoses[-1].agreements}
    return sharing([party.id for party in one.active], stances)


def commitments_due(session: Session) -> Sequence[Commitment]:
    """Return the commitments that are neither kept nor dropped, the first due first."""
    query = (
        select(Commitment)
        .where(Commitment.state.in_((CommitmentState.PROMISED, CommitmentState.UNDER_WAY)))
        .options(joinedload(Commitment.actor), joinedload(Commitment.measure))
    )
    return session.scalars(query.order_by(Commitment.due_on, Commitment.id)).all()


def priorities(session: Session) -> Sequence[Priority]:
    """Return the deployment's priorities in their order."""
    return session.scalars(select(Priority).order_by(Priority.position)).all()


def proposals(session: Session) -> Mapping[int, str]:
    """Return the titles of the proposals that a chantier can feed, in their order: of none that is withdrawn."""
    standing = select(Proposal.id, Proposal.title).where(~Proposal.withdrawal.has())
    return dict(session.execute(standing.order_by(Proposal.title, Proposal.id)).all())


def _base_structures() -> Select[int]:
    return (
        select(func.count(Participant.id))
        .join(Actor, Participant.actor_id == Actor.id)
        .join(ActorFamily, Actor.family_id == ActorFamily.id)
        .where(
            Participant.role == ParticipantRole.BASE_STRUCTURE,
            Participant.left_on.is_(None),
            ActorFamily.level == BASE_LEVEL,
        )
    )
