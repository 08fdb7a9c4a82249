"""Read ateliers: each function answers one question of a page."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from collegial.plugin import Participation, Priority, Viewer, Work, WorkMeeting, WorkPhase, allowed
from collegial_atelier.access import OWN
from collegial_atelier.models import (
    Atelier,
    Contract,
    Funding,
    FundingState,
    HelpRequest,
    Production,
    ProductionState,
    Prospect,
    Sponsor,
)
from collegial_atelier.permissions import KIND, READ_CONTRACTS

_OVER = (WorkPhase.AFTER, WorkPhase.CALLED_OFF)


def board(session: Session) -> Mapping[WorkPhase, Sequence[Atelier]]:
    """Return all ateliers by phase, the next season first in each."""
    query = (
        select(Atelier)
        .join(Atelier.work)
        .options(contains_eager(Atelier.work).joinedload(Work.priority), selectinload(Atelier.productions))
        .order_by(Atelier.starts_on, Atelier.id)
    )
    rows = session.scalars(query).all()
    return {phase: [one for one in rows if one.phase is phase] for phase in WorkPhase}


def atelier(session: Session, atelier_id: int) -> Atelier | None:
    """Return an atelier with all that its page shows."""
    options = (
        joinedload(Atelier.work).joinedload(Work.priority),
        selectinload(Atelier.themes),
        selectinload(Atelier.prospects).joinedload(Prospect.actor),
        selectinload(Atelier.fundings),
        selectinload(Atelier.productions).options(joinedload(Production.cover), joinedload(Production.file)),
        selectinload(Atelier.sponsors).options(joinedload(Sponsor.actor), selectinload(Sponsor.requests)),
        selectinload(Atelier.requests).joinedload(HelpRequest.actor),
    )
    return session.scalar(select(Atelier).where(Atelier.id == atelier_id).options(*options))


def contracts(session: Session, atelier_id: int) -> Sequence[Contract]:
    """Return the contracts of an atelier with days and payments, by number."""
    query = select(Contract).where(Contract.atelier_id == atelier_id).order_by(Contract.number)
    loads = (
        joinedload(Contract.participation).joinedload(Participation.actor),
        joinedload(Contract.person),
        selectinload(Contract.days),
        selectinload(Contract.payments),
    )
    return session.scalars(query.options(*loads)).all()


def contract(session: Session, contract_id: int) -> Contract | None:
    """Return a contract with what its paper prints."""
    loads = (
        joinedload(Contract.participation).joinedload(Participation.actor),
        joinedload(Contract.person),
        joinedload(Contract.atelier),
    )
    return session.scalar(select(Contract).where(Contract.id == contract_id).options(*loads))


def readable_contract(session: Session, viewer: Viewer, contract_id: int) -> Contract | None:
    """Return a contract with what its paper prints, for somebody who may read it."""
    reached = allowed(session, viewer, READ_CONTRACTS, Contract.id)
    known = session.scalar(select(Contract.id).where(Contract.id == contract_id, reached))
    return contract(session, contract_id) if known is not None else None


def own_contracts(session: Session, viewer: Viewer, atelier_id: int | None = None) -> Sequence[Contract]:
    """Return the contracts to which somebody is a party, of one atelier or of all, the latest first."""
    if viewer.actor_id is None:
        return ()
    loads = (
        joinedload(Contract.participation).joinedload(Participation.actor),
        joinedload(Contract.atelier),
        selectinload(Contract.days),
    )
    query = select(Contract).where(Contract.id.in_(OWN.rows(viewer))).options(*loads)
    if atelier_id is not None:
        query = query.where(Contract.atelier_id == atelier_id)
    return session.scalars(query.order_by(Contract.drawn_on.desc(), Contract.id.desc())).all()


def published(session: Session) -> Sequence[Production]:
    """Return what was published, the latest first."""
    query = (
        select(Production)
        .where(Production.state == ProductionState.PUBLISHED)
        .options(joinedload(Production.atelier), joinedload(Production.cover), joinedload(Production.file))
    )
    return session.scalars(query.order_by(Production.published_on.desc(), Production.id.desc())).all()


def published_between(session: Session, first: date, last: date, *, most: int) -> Sequence[Production]:
    """Return what was published on some days, the latest first."""
    query = select(Production).where(
        Production.state == ProductionState.PUBLISHED, Production.published_on.between(first, last)
    )
    order = (Production.published_on.desc(), Production.id.desc())
    return session.scalars(query.order_by(*order).limit(most)).all()


def priorities(session: Session) -> Sequence[Priority]:
    """Return the deployment's priorities in their order."""
    return session.scalars(select(Priority).order_by(Priority.position)).all()


def meetings_without_host(session: Session) -> int:
    """Count the meetings of ateliers that nobody hosts and nobody came to yet."""
    query = (
        select(func.count(WorkMeeting.id))
        .join(WorkMeeting.work)
        .where(Work.kind == KIND, Work.phase.not_in(_OVER))
        .where(WorkMeeting.host_id.is_(None), WorkMeeting.called_off_at.is_(None))
    )
    return session.scalar(query) or 0


def waiting_for_rounds(session: Session, module: str) -> int:
    """Count the ateliers that count on funding rounds of a module that do not hold yet."""
    query = (
        select(func.count(Funding.atelier_id.distinct()))
        .join(Work, Work.id == Funding.atelier_id)
        .where(Work.phase != WorkPhase.CALLED_OFF)
        .where(Funding.round_module == module, Funding.state == FundingState.SOUGHT)
    )
    return session.scalar(query) or 0


def first_without_host(session: Session, day: date) -> WorkMeeting | None:
    """Return the next meeting of an atelier that nobody hosts."""
    start = datetime.combine(day, time.min, UTC)
    query = (
        select(WorkMeeting)
        .join(WorkMeeting.work)
        .options(contains_eager(WorkMeeting.work))
        .where(
            Work.kind == KIND,
            Work.phase.not_in(_OVER),
            WorkMeeting.host_id.is_(None),
            WorkMeeting.called_off_at.is_(None),
            WorkMeeting.starts_at >= start,
        )
    )
    return session.scalars(query.order_by(WorkMeeting.starts_at, WorkMeeting.id).limit(1)).one_or_none()


def to_pay(session: Session) -> Sequence[Contract]:
    """Return the signed contracts of which the work is done and something is left to pay, the oldest first."""
    query = (
        select(Contract)
        .where(Contract.signed_on.is_not(None), Contract.paid < Contract.compensation)
        .options(joinedload(Contract.atelier), selectinload(Contract.days))
        .order_by(Contract.signed_on, Contract.id)
    )
    return [one for one in session.scalars(query) if one.ledger.half_days_done >= one.half_days]
