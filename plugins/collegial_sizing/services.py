"""Write scenarios, copy and choose them, write their lines, set the rates of charges."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from collegial.plugin import (
    ZERO,
    Actor,
    ActorKind,
    Context,
    Invalid,
    Missing,
    Money,
    Proposal,
    Refused,
    check_reach,
    held_row,
    require,
    show_fraction,
    t,
)
from collegial_sizing import queries
from collegial_sizing.events import LineRemoved, LineWritten, RateSet, ScenarioChosen, ScenarioWritten
from collegial_sizing.models import SizingFigure, SizingLine, SizingRate, SizingScenario
from collegial_sizing.permissions import CHOOSE, WRITE
from collegial_sizing.rules.plan import (
    LATEST_PAYMENT,
    LONGEST_LIFE,
    MOST_YEARS,
    PERMANENT,
    Amount,
    LineKind,
    Section,
)

_LARGEST_QUANTITY = 1_000_000
_LARGEST_UNIT = Money(10**12)


@dataclass(frozen=True, kw_only=True)
class ScenarioFields:
    """What a scenario says of itself; its number of years is settled when it is opened."""

    title: str
    starts_on: date
    years: int = 4
    opening_cash: Money = ZERO
    public_limit: Fraction | None = None
    note: str = ""
    proposal_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class LineFields:
    """What a line says; `amounts` has one for each year of its scenario."""

    kind: LineKind
    label: str
    amounts: tuple[Amount, ...]
    funder_id: int | None = None
    pay_month: int | None = None
    life_years: int | None = None
    action_key: str | None = None


def open_scenario(context: Context, fields: ScenarioFields) -> SizingScenario:
    """Open a scenario without lines."""
    require(context.by, WRITE)
    if not 1 <= fields.years <= MOST_YEARS:
        raise Invalid(
            "sizing.years", t("A scenario lasts from 1 to %(most)s years.", most=MOST_YEARS), field="years"
        )
    return _written(context, SizingScenario(years=fields.years), fields)


def change_scenario(context: Context, *, scenario_id: int, fields: ScenarioFields) -> SizingScenario:
    """Change what a scenario says of itself. Raises Refused for the chosen one."""
    require(context.by, WRITE)
    found = _open_to_change(context, scenario_id)
    if found.proposal_id != fields.proposal_id:
        for line in found.lines:
            line.action_key = None  # it named an action of the other proposal
    return _written(context, found, fields)


def copy_scenario(context: Context, *, scenario_id: int, title: str) -> SizingScenario:
    """Open a scenario with the lines of another one, under its own title."""
    require(context.by, WRITE)
    source = _held(context, scenario_id)
    made = SizingScenario(
        title=_titled(title), note=source.note, starts_on=source.starts_on, years=source.years,
        opening_cash=source.opening_cash, public_limit=source.public_limit, proposal_id=source.proposal_id,
        lines=[_copied(one) for one in source.lines],
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()
    context.emit(ScenarioWritten(scenario=made.id, title=made.title))
    return made


def choose_scenario(context: Context, *, scenario_id: int) -> SizingScenario:
    """Choose a scenario that has lines, in the place of the chosen one; the database keeps it to one."""
    require(context.by, CHOOSE)
    found = _held(context, scenario_id)
    if found.chosen:
        raise Refused("sizing.chosen_already", t("This scenario is already the chosen one."))
    if not found.lines:
        raise Refused("sizing.empty", t("This scenario has no line yet: there is nothing to choose."))
    for other in context.session.scalars(
        select(SizingScenario).where(SizingScenario.chosen.is_(True)).with_for_update()
    ):
        other.chosen = None
    context.session.flush()  # the place must be free before it is taken
    found.chosen = True
    context.session.flush()
    context.emit(ScenarioChosen(scenario=found.id, title=found.title))
    return found


def write_line(
    context: Context, *, scenario_id: int, fields: LineFields, line_id: int | None = None
) -> SizingLine:
    """Add a line, or change one. Raises Refused for the chosen scenario, Invalid at the field that is wrong."""
    require(context.by, WRITE)
    scenario = _open_to_change(context, scenario_id)
    _check_line(context, scenario, fields)
    line = SizingLine() if line_id is None else _line(scenario, line_id)
    if line_id is None:
        scenario.lines.append(line)
    elif line.kind.section is not fields.kind.section:
        raise Invalid("sizing.kind", t("A line stays in its part of the scenario."), field="kind")
    line.kind, line.label, line.funder_id = fields.kind, fields.label.strip(), fields.funder_id
    line.pay_month, line.life_years, line.action_key = fields.pay_month, fields.life_years, fields.action_key
    _write_amounts(line, fields.amounts)
    context.session.flush()
    context.emit(LineWritten(scenario=scenario.id, line=line.id))
    return line


def remove_line(context: Context, *, scenario_id: int, line_id: int) -> None:
    """Remove a line. Raises Refused for the chosen scenario."""
    require(context.by, WRITE)
    scenario = _open_to_change(context, scenario_id)
    scenario.lines.remove(_line(scenario, line_id))
    context.emit(LineRemoved(scenario=scenario.id, line=line_id))


def set_rate(context: Context, *, starts_on: date, rate: Fraction, source: str) -> SizingRate:
    """Set the rate of the employer's charges from a day on; what was set for that very day is replaced."""
    require(context.by, WRITE)
    if rate > 1:
        raise Invalid("sizing.rate", t("Charges are at most the gross wage itself: 100 %."), field="rate")
    check_reach(starts_on, field="starts_on")
    found = context.session.scalar(select(SizingRate).where(SizingRate.starts_on == starts_on))
    row = found or SizingRate(starts_on=starts_on)
    row.rate, row.source = rate, source.strip()
    context.session.add(row)
    context.session.flush()
    context.emit(RateSet(rate=show_fraction(rate), starts_on=starts_on.isoformat()))
    return row


def _check_proposal(context: Context, proposal_id: int) -> None:
    proposal = context.session.get(Proposal, proposal_id)
    if proposal is None:
        raise Invalid("sizing.proposal", t("There is no such proposal."), field="proposal_id")
    if proposal.withdrawal is not None:
        raise Invalid(
            "sizing.withdrawn",
            t("This proposal is withdrawn: it is not sized anew until it is taken up again."),
            field="proposal_id",
        )


def _written(context: Context, found: SizingScenario, fields: ScenarioFields) -> SizingScenario:
    if fields.proposal_id is not None and fields.proposal_id != found.proposal_id:
        _check_proposal(context, fields.proposal_id)
    if fields.public_limit is not None and fields.public_limit > 1:
        raise Invalid("sizing.limit", t("A share is at most 100 %."), field="public_limit")
    check_reach(fields.starts_on, field="starts_on")
    found.title, found.note = _titled(fields.title), fields.note.strip() or None
    found.starts_on = fields.starts_on.replace(day=1)
    found.opening_cash, found.public_limit = fields.opening_cash, fields.public_limit
    found.proposal_id = fields.proposal_id
    context.session.add(found)
    context.session.flush()
    context.emit(ScenarioWritten(scenario=found.id, title=found.title))
    return found


def _titled(title: str) -> str:
    if not title.strip():
        raise Invalid("sizing.title", t("Give the scenario a title."), field="title")
    return title.strip()


def _held(context: Context, scenario_id: int) -> SizingScenario:
    """Return a scenario, locked: its choice and its changes wait for each other."""
    if held_row(context.session, SizingScenario, scenario_id) is None:
        raise Missing("sizing.unknown", t("There is no such scenario."))
    found = queries.scenario(context.session, scenario_id)
    assert found is not None
    return found


def _open_to_change(context: Context, scenario_id: int) -> SizingScenario:
    found = _held(context, scenario_id)
    if found.chosen:
        raise Refused(
            "sizing.chosen",
            t("The chosen scenario does not change. Copy it, change the copy, choose that one."),
        )
    return found


def _line(scenario: SizingScenario, line_id: int) -> SizingLine:
    found = next((one for one in scenario.lines if one.id == line_id), None)
    if found is None:
        raise Missing("sizing.no_line", t("There is no such line."))
    return found


def _copied(line: SizingLine) -> SizingLine:
    return SizingLine(
        kind=line.kind, label=line.label, funder_id=line.funder_id, pay_month=line.pay_month,
        life_years=line.life_years, action_key=line.action_key,
        figures=[SizingFigure(year=one.year, quantity=one.quantity, unit=one.unit) for one in line.figures],
    )  # fmt: skip


def _write_amounts(line: SizingLine, amounts: tuple[Amount, ...]) -> None:
    present = {one.year: one for one in line.figures}
    for year, amount in enumerate(amounts, start=1):
        figure = present.get(year)
        if figure is None:
            figure = SizingFigure(year=year)
            line.figures.append(figure)
        figure.quantity, figure.unit = amount.quantity, amount.unit


def _check_line(context: Context, scenario: SizingScenario, fields: LineFields) -> None:
    if not fields.label.strip():
        raise Invalid("sizing.label", t("Say what the line is for."), field="label")
    if len(fields.amounts) != scenario.years:
        raise Invalid("sizing.amounts", t("Each year of the scenario needs its amount."))
    for year, amount in enumerate(fields.amounts, start=1):
        _check_amount(fields.kind, year, amount)
    _check_time(fields)
    _check_links(context, scenario, fields)


def _check_amount(kind: LineKind, year: int, amount: Amount) -> None:
    if kind in PERMANENT and amount.quantity > 1:
        raise Invalid(
            "sizing.fte", t("One post is at most 1 FTE. Write another line for another post."),
            field=f"quantity_{year}",
        )  # fmt: skip
    if not 0 <= amount.quantity <= _LARGEST_QUANTITY:
        raise Invalid("sizing.quantity", t("This quantity is too large."), field=f"quantity_{year}")
    if not ZERO <= amount.unit <= _LARGEST_UNIT:
        raise Invalid("sizing.unit", t("This amount is too large."), field=f"unit_{year}")


def _check_time(fields: LineFields) -> None:
    if fields.pay_month is not None and not 1 <= fields.pay_month <= LATEST_PAYMENT:
        raise Invalid(
            "sizing.pay_month", t("Give a month from 1 to %(most)s.", most=LATEST_PAYMENT), field="pay_month"
        )
    is_equipment = fields.kind is LineKind.EQUIPMENT
    if is_equipment and fields.pay_month is not None and fields.pay_month > 12:  # noqa: PLR2004 (months)
        raise Invalid("sizing.bought", t("Equipment is bought within its year."), field="pay_month")
    lives = (None,) if not is_equipment else range(1, LONGEST_LIFE + 1)
    if fields.life_years not in lives:
        raise Invalid(
            "sizing.life",
            t("Equipment serves from 1 to %(most)s years.", most=LONGEST_LIFE),
            field="life_years",
        )


def _check_links(context: Context, scenario: SizingScenario, fields: LineFields) -> None:
    if fields.funder_id is not None:
        funder = context.session.get(Actor, fields.funder_id)
        is_funder = funder is not None and funder.kind is ActorKind.ORGANISATION
        if not is_funder or fields.kind.section is not Section.RESOURCES:
            raise Invalid("sizing.funder", t("Choose an organisation from the directory."), field="funder_id")
    known = {key for key, _ in queries.actions(context.session, scenario.proposal)}
    if fields.action_key is not None and fields.action_key not in known:
        raise Invalid("sizing.action", t("The proposal has no such action."), field="action_key")
