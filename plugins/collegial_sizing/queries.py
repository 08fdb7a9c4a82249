"""Read scenarios, what they come to, and the actions that they pay for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from collegial.plugin import (
    ZERO,
    Actor,
    ActorKind,
    Money,
    Proposal,
    carried_actions,
    content_of,
    draft_of,
)
from collegial_sizing.models import SizingLine, SizingRate, SizingScenario
from collegial_sizing.rules.cash import MonthCash, cash
from collegial_sizing.rules.checking import Check, check
from collegial_sizing.rules.payroll import ChargeRate
from collegial_sizing.rules.plan import LineKind, Plan, Section
from collegial_sizing.rules.projecting import YearFigures, project, total

OFFERED = 500


@dataclass(frozen=True, kw_only=True)
class Sized:
    """A scenario with all that follows from it."""

    scenario: SizingScenario
    plan: Plan
    rates: Sequence[ChargeRate]
    years: Sequence[YearFigures]
    months: Sequence[MonthCash]
    checks: Sequence[Check]

    def lines_of(self, section: Section) -> Sequence[SizingLine]:
        """Return the lines of a section, by kind, then in the order in which they were written."""
        order = list(LineKind)
        found = [one for one in self.scenario.lines if one.kind.section is section]
        return sorted(found, key=lambda one: (order.index(one.kind), one.id))


@dataclass(frozen=True, kw_only=True)
class ActionBudget:
    """An action of the proposal: the budget that its follow-up names, and what the scenario's lines give it."""

    key: str
    title: str
    budget: Money | None
    sized: Money

    @property
    def is_told(self) -> bool:
        """Tell whether there is anything to show of it."""
        return self.budget is not None or bool(self.sized)


def scenarios(session: Session) -> Sequence[SizingScenario]:
    """Return all scenarios with their lines, the chosen one first."""
    query = select(SizingScenario).options(_lines()).order_by(SizingScenario.id)
    return sorted(session.scalars(query), key=lambda one: not one.chosen)


def scenario(session: Session, scenario_id: int) -> SizingScenario | None:
    """Return a scenario with its lines, read anew."""
    query = select(SizingScenario).where(SizingScenario.id == scenario_id)
    funders = selectinload(SizingScenario.lines).joinedload(SizingLine.funder)
    options = (_lines(), funders, joinedload(SizingScenario.proposal))
    return session.scalar(query.options(*options).execution_options(populate_existing=True))


def chosen(session: Session) -> SizingScenario | None:
    """Return the chosen scenario; without one, None."""
    return session.scalar(select(SizingScenario).where(SizingScenario.chosen.is_(True)).options(_lines()))


def rates(session: Session) -> Sequence[SizingRate]:
    """Return the rates of the employer's charges, the latest first."""
    return session.scalars(select(SizingRate).order_by(SizingRate.starts_on.desc())).all()


def sized(session: Session, found: SizingScenario) -> Sized:
    """Work a scenario out."""
    return size_all(session, [found])[0]


def size_all(session: Session, found: Sequence[SizingScenario]) -> list[Sized]:
    """Work several scenarios out."""
    in_force = [one.value for one in rates(session)]
    return [_size(one, in_force) for one in found]


def funders(session: Session, find: str = "") -> Sequence[Actor]:
    """Return the organisations whose name fits, by name, at most OFFERED."""
    named = Actor.name.icontains(find, autoescape=True)
    query = select(Actor).where(Actor.kind == ActorKind.ORGANISATION, named)
    return session.scalars(query.order_by(Actor.name, Actor.id).limit(OFFERED)).all()


def proposals(session: Session, *, sized: int | None = None) -> Mapping[int, str]:
    """Return the titles of what can be sized, in their order: not withdrawn, or the one that is `sized` already."""
    found = select(Proposal.id, Proposal.title).where(~Proposal.withdrawal.has() | (Proposal.id == sized))
    return dict(session.execute(found.order_by(Proposal.title, Proposal.id)).all())


def actions(session: Session, proposal: Proposal | None) -> list[tuple[str, str]]:
    """Return the key and the title of each action of a proposal's present version."""
    if proposal is None:
        return []
    axes = content_of(session, draft_of(proposal))
    return [(action.key, action.title) for axis in axes for action in axis.actions]


def budgets(session: Session, found: Sized) -> list[ActionBudget]:
    """Return each action with its budget, known at the last stage, and what the cost lines give it in all years."""
    proposal = found.scenario.proposal
    if proposal is None:
        return []
    decided = {one.action.key: one.now.budget for one in carried_actions(session, proposal) if one.now}
    return [
        ActionBudget(key=key, title=title, budget=decided.get(key), sized=_sized(found, key))
        for key, title in actions(session, proposal)
    ]


def _sized(found: Sized, key: str) -> Money:
    costs = (Section.TEAM, Section.EXTERNAL, Section.EQUIPMENT)
    lines = [one.id for one in found.scenario.lines if one.action_key == key and one.kind.section in costs]
    return total(year.amounts[line] for year in found.years for line in lines) if lines else ZERO


def _size(one: SizingScenario, in_force: Sequence[ChargeRate]) -> Sized:
    plan = one.plan
    years = project(plan, in_force)
    months = cash(plan, years)
    lights = check(plan, in_force, years, months)
    return Sized(scenario=one, plan=plan, rates=in_force, years=years, months=months, checks=lights)


def _lines() -> LoaderOption:
    return selectinload(SizingScenario.lines).selectinload(SizingLine.figures)
