"""Read the register of decisions, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from collegial.actors.models import Actor
from collegial.actors.queries import is_live, name_holds
from collegial.assemblies.models import AgendaItem, Resolution, Revocation
from collegial.decisions.models import Decision, DecisionPublication, FollowUp, FollowUpState
from collegial.kernel.errors import Missing
from collegial.kernel.text import t

UNDONE = (FollowUpState.TO_DO, FollowUpState.UNDER_WAY)


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a reader looks for; `state` None takes every state, `year` None every year."""

    words: str = ""
    state: FollowUpState | None = None
    year: int | None = None


def register(search: Search) -> Select[Decision]:
    """Return the query of the decisions found, the latest first, each with its assembly and its steps."""
    found = select(Decision).options(
        joinedload(Decision.assembly), selectinload(Decision.steps).joinedload(FollowUp.owner)
    )
    for word in search.words.split():
        found = found.where(
            or_(
                Decision.title.icontains(word, autoescape=True),
                Decision.text.icontains(word, autoescape=True),
            )
        )
    if search.year:
        found = found.where(
            Decision.decided_on >= date(search.year, 1, 1), Decision.decided_on <= date(search.year, 12, 31)
        )
    if search.state:
        found = found.where(_last_state_is(search.state))
    return found.order_by(Decision.number.desc())


def years(session: Session) -> list[int]:
    """Return the years in which something was decided, the latest first."""
    first, last = session.execute(select(func.min(Decision.decided_on), func.max(Decision.decided_on))).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def decision(session: Session, number: int) -> Decision:
    """Return a decision by its number, with its steps; raises Missing."""
    found = session.scalars(
        select(Decision)
        .where(Decision.number == number)
        .options(selectinload(Decision.steps).joinedload(FollowUp.owner))
    ).one_or_none()
    if found is None:
        raise Missing("decisions.unknown", t("There is no decision under this number."))
    return found


def decisions_of(session: Session, assembly_id: int) -> Sequence[Decision]:
    """Return the decisions of an assembly, in the order of their numbers, with their steps."""
    taken = select(Decision).where(Decision.assembly_id == assembly_id)
    return session.scalars(taken.options(selectinload(Decision.steps)).order_by(Decision.number)).all()


def last_number(session: Session) -> int:
    """Return the last number given, 0 when the register is empty."""
    return session.scalar(select(func.max(Decision.number))) or 0


def publication(session: Session, decision: Decision) -> DecisionPublication | None:
    """Return since when everyone may read a decision; None where it is not public."""
    found = select(DecisionPublication).where(
        DecisionPublication.decision_id == decision.id, DecisionPublication.withdrawn_at.is_(None)
    )
    return session.scalars(found).one_or_none()


def public_decision(session: Session, number: int) -> Decision:
    """Return a decision that everyone may read; raises Missing for any other."""
    found = session.scalars(_public().where(Decision.number == number)).one_or_none()
    if found is None:
        raise Missing("decisions.unknown", t("There is no decision under this number."))
    return found


def public_decisions(session: Session, first: date, last: date, *, most: int) -> Sequence[Decision]:
    """Return the decisions of some days that everyone may read, the latest first."""
    found = _public().where(Decision.decided_on.between(first, last))
    return session.scalars(
        found.order_by(Decision.decided_on.desc(), Decision.number.desc()).limit(most)
    ).all()


def titles_without_name(session: Session, decisions: Sequence[Decision]) -> dict[int, str]:
    """Return, by decision, what everyone reads for one that revokes a person: the title of its agenda item alone."""
    rows = session.execute(
        select(Decision.id, AgendaItem.title)
        .join(Revocation, Revocation.resolution_id == Decision.resolution_id)
        .join(Resolution, Resolution.id == Revocation.resolution_id)
        .join(AgendaItem, AgendaItem.id == Resolution.item_id)
        .where(Decision.id.in_({one.id for one in decisions}))
    )
    return {row.id: row.title for row in rows}


def _public() -> Select[Decision]:
    is_open = DecisionPublication.withdrawn_at.is_(None)
    found = select(Decision).join(DecisionPublication, DecisionPublication.decision_id == Decision.id)
    return found.where(is_open).options(joinedload(Decision.assembly))


def undone(session: Session, *, owner_id: int | None = None, most: int = 5) -> Sequence[FollowUp]:
    """Return the last steps of decisions that wait to be carried out, the soonest due first."""
    later = aliased(FollowUp)
    is_last = (
        ~select(later.id).where(later.decision_id == FollowUp.decision_id, later.id > FollowUp.id).exists()
    )
    found = (
        select(FollowUp)
        .join(FollowUp.decision)
        .options(contains_eager(FollowUp.decision), joinedload(FollowUp.owner))
        .where(FollowUp.state.in_(UNDONE), is_last)
        .order_by(FollowUp.due_on.is_(None), FollowUp.due_on, Decision.number)
        .limit(most)
    )
    return session.scalars(found if owner_id is None else found.where(FollowUp.owner_id == owner_id)).all()


def possible_owners(session: Session, words: str, *, most: int = 20) -> Sequence[Actor]:
    """Return actors whose name has all the words, to be given a decision to carry out."""
    holding = name_holds(words)
    if not holding:
        return []
    return session.scalars(
        select(Actor).where(is_live(), *holding).order_by(Actor.search_name, Actor.id).limit(most)
    ).all()


def _last_state_is(state: FollowUpState) -> ColumnElement[bool]:
    last = (
        select(func.max(FollowUp.id)).where(FollowUp.decision_id == Decision.id).correlate(Decision)
    ).scalar_subquery()
    step = aliased(FollowUp)
    return select(step.id).where(and_(step.id == last, step.state == state)).exists()
