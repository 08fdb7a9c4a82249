"""Read funding rounds."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Actor, ActorKind, Money
from collegial_finance.committees.queries import near
from collegial_finance.parties import to_choose
from collegial_finance.rounds.models import FundingRound, Pledge, PledgeStep, RoundState
from collegial_finance.rounds.rules import COUNTED, Instrument, PledgeState, Standing, standing

GONE = (PledgeState.WITHDRAWN, PledgeState.LAPSED)


def rounds(session: Session) -> Sequence[FundingRound]:
    """Return all rounds, those that are open first, the nearest last day first."""
    steps = selectinload(FundingRound.pledges).selectinload(Pledge.steps)
    query = select(FundingRound).options(joinedload(FundingRound.project), steps)
    rows = session.scalars(query.order_by(FundingRound.closes_on, FundingRound.id)).all()
    return sorted(rows, key=lambda one: one.state is not RoundState.OPEN)


def funding_round(session: Session, round_id: int) -> FundingRound | None:
    """Return a round with its table and the steps of each pledge."""
    table = selectinload(FundingRound.pledges)
    options = (
        joinedload(FundingRound.project),
        table.joinedload(Pledge.funder),
        table.selectinload(Pledge.steps),
        table.selectinload(Pledge.links),
    )
    return session.scalar(select(FundingRound).where(FundingRound.id == round_id).options(*options))


def pledge(session: Session, round_id: int, pledge_id: int) -> Pledge | None:
    """Return a pledge of a round."""
    query = select(Pledge).where(Pledge.id == pledge_id, Pledge.round_id == round_id)
    return session.scalar(query.options(joinedload(Pledge.funder), joinedload(Pledge.round)))


def withdrawn(session: Session, round_id: int, funder_id: int, instrument: Instrument) -> Pledge | None:
    """Return the pledge of a funder that left the table, which it may come back to."""
    theirs = (Pledge.funder_id == funder_id, Pledge.instrument == instrument)
    is_gone = Pledge.state == PledgeState.WITHDRAWN
    return session.scalar(select(Pledge).where(Pledge.round_id == round_id, *theirs, is_gone))


def standing_of(found: FundingRound) -> Standing:
    """Return where a round stands."""
    given_back = sum((one.given_back for one in found.pledges), ZERO)
    return standing(((one.state, one.amount) for one in found.pledges), given_back=given_back)


def counted(session: Session, round_id: int, *, without: int | None = None) -> Money:
    """Return what is pledged to a round, one pledge left out."""
    query = select(func.sum(Pledge.amount)).where(Pledge.round_id == round_id, Pledge.state.in_(COUNTED))
    found = session.scalar(query.where(Pledge.id != without) if without is not None else query)
    return found if isinstance(found, Money) else Money(int(found or 0))


def near_the_project(session: Session, found: FundingRound, day: date) -> Sequence[Pledge]:
    """Return the pledges of whoever carries the project, and of those whom the same person represents."""
    tied_to = near(session, found.project_id, day)
    return [one for one in found.pledges if one.funder_id in tied_to and one.state not in GONE]


def at_the_table(found: FundingRound) -> Sequence[Actor]:
    """Return the funders who sit at a table, each once, by their seats."""
    return list(dict.fromkeys(one.funder for one in found.pledges if one.state not in GONE))


def timeline(found: FundingRound) -> Sequence[tuple[Pledge, PledgeStep]]:
    """Return every step at a table, the latest first."""
    steps = [(one, step) for one in found.pledges for step in one.steps]
    return sorted(steps, key=lambda pair: pair[1].id, reverse=True)


def organisations(session: Session, find: str = "") -> Sequence[Actor]:
    """Return the organisations whose name fits, in the order of the directory, at most one more than is offered."""
    return to_choose(session, find, Actor.kind == ActorKind.ORGANISATION)


def open_figures(session: Session) -> Mapping[str, int | Money]:
    """Return how many rounds are open, what they ask for and what is pledged to them."""
    is_open = FundingRound.state == RoundState.OPEN
    number, target = session.execute(select(func.count(), func.sum(FundingRound.target)).where(is_open)).one()
    pledged = session.scalar(
        select(func.sum(Pledge.amount)).join(FundingRound).where(is_open, Pledge.state.in_(COUNTED))
    )
    return {"rounds": number, "target": _money(target), "pledged": _money(pledged)}


def _money(found: object) -> Money:
    return found if isinstance(found, Money) else Money(int(str(found or 0)))
