"""Open rounds, bring funders to the table, move pledges, and end a round by its rule."""

from datetime import date

from collegial.plugin import (
    ZERO,
    Actor,
    Context,
    Invalid,
    Missing,
    Money,
    Refused,
    held_row,
    or_refuse,
    require,
    t,
)
from collegial_finance.ledger.chart import BANK, HELD_FOR_PROJECTS
from collegial_finance.ledger.models import Entry
from collegial_finance.ledger.queries import balance_of
from collegial_finance.ledger.rules import Line
from collegial_finance.ledger.services import write
from collegial_finance.permissions import LEAD_ROUNDS
from collegial_finance.rounds import queries
from collegial_finance.rounds.events import PledgeMoved, RoundEnded, RoundOpened
from collegial_finance.rounds.models import FundingRound, Pledge, PledgeStep, RoundState
from collegial_finance.rounds.rules import (
    NEXT,
    OVER,
    Instrument,
    Plan,
    PledgeState,
    check_move,
    check_plan,
    check_pledge,
    holds,
    may_end,
    no_step,
)

IN_MONEY = frozenset(Instrument) - {Instrument.IN_KIND}


def open_round(context: Context, *, title: str, need: str, project_id: int, plan: Plan) -> FundingRound:
    """Open a round for a project of the directory."""
    require(context.by, LEAD_ROUNDS)
    check_plan(plan, context.today)
    if context.session.get(Actor, project_id) is None:
        raise Invalid("finance.project_unknown", t("Choose one from the list."), field="project_id")
    found = FundingRound(
        title=title, need=need, project_id=project_id, target=plan.target, minimum=plan.minimum,
        maximum=plan.maximum, least=plan.least, most=plan.most, closes_on=plan.closes_on, closing=plan.closing,
        state=RoundState.OPEN, opened_on=context.today,
    )  # fmt: skip
    context.session.add(found)
    context.session.flush()
    context.emit(RoundOpened(round=found.id, title=title))
    return found


def invite_funder(context: Context, *, round_id: int, funder_id: int, instrument: Instrument) -> Pledge:
    """Bring a funder to the table, or back to it: it is contacted, and pledges nothing yet."""
    require(context.by, LEAD_ROUNDS)
    found = locked_round(context, round_id)
    check_open(context, found)
    if context.session.get(Actor, funder_id) is None:
        raise Invalid("finance.funder_unknown", t("Choose one from the list."), field="funder_id")
    pledge = queries.withdrawn(context.session, found.id, funder_id, instrument)
    if pledge is None:
        pledge = Pledge(round_id=found.id, funder_id=funder_id, instrument=instrument)
    pledge.amount, pledge.conditions, pledge.state = ZERO, None, PledgeState.CONTACTED
    _sit_down(context, pledge)
    _note(context, pledge)
    return pledge


def move_pledge(
    context: Context,
    *,
    round_id: int,
    pledge_id: int,
    state: PledgeState,
    amount: Money | None = None,
    conditions: str | None = None,
    on: date | None = None,
) -> Pledge:
    """Take a pledge to its next step, or give it another amount; a payment is written in the books on its day.

    Raises Refused for a step out of turn, after the end of the round, or beyond what it takes.
    """
    require(context.by, LEAD_ROUNDS)
    found = locked_round(context, round_id)
    pledge = queries.pledge(context.session, round_id, pledge_id)
    if pledge is None:
        raise Missing("finance.pledge_unknown", t("There is no such pledge."))
    check_move(pledge.state, state)
    if state is not PledgeState.PAID or found.state is not RoundState.HELD:
        check_open(context, found)
    if state is PledgeState.SIGNED and amount and amount != pledge.amount:
        raise Invalid(
            "finance.pledge_changed", t("Change the amount first; then record the signature."), field="amount"
        )
    if state is PledgeState.PLEDGED:
        others = queries.counted(context.session, found.id, without=pledge.id)
        check_pledge(found.plan, amount or ZERO, others)
        pledge.amount, pledge.conditions = amount or ZERO, conditions
    pledge.state = state
    _note(context, pledge, _receive(context, found, pledge, on) if state is PledgeState.PAID else None)
    return pledge


def end_round(context: Context, *, round_id: int) -> FundingRound:
    """End a round: on its last day or after, or as soon as it can take no more.

    Where its rule is not met every pledge lapses, and what was paid goes back.
    """
    require(context.by, LEAD_ROUNDS)
    found = locked_round(context, round_id)
    pledged = queries.counted(context.session, found.id)
    if found.state is not RoundState.OPEN:
        raise Refused("finance.round_over", t("This round has ended."))
    if not may_end(found.plan, pledged, context.today):
        raise Refused(
            "finance.round_running", t("A round ends on its last day, or once it can take no more.")
        )
    found.ended_on = context.today
    found.state = RoundState.HELD if holds(found.plan, pledged) else RoundState.LAPSED
    if found.state is RoundState.LAPSED:
        let_lapse(context, found)
    context.session.flush()
    context.emit(RoundEnded(round=found.id, outcome=found.state.value))
    return found


def pay_project(context: Context, *, round_id: int, on: date | None = None) -> Entry:
    """Pay the project what is held for it, once the round holds. Raises Refused `finance.nothing_held`."""
    require(context.by, LEAD_ROUNDS)
    found = locked_round(context, round_id)
    held = -balance_of(context.session, HELD_FOR_PROJECTS, found.source)
    if found.state is not RoundState.HELD or held <= ZERO:
        raise Refused("finance.nothing_held", t("Nothing is held for this project that could be paid to it."))
    lines = (Line(HELD_FOR_PROJECTS, debit=held), Line(BANK, credit=held))
    return _write(context, found, found.title, lines, on)


def let_lapse(context: Context, found: FundingRound) -> None:
    """Let every pledge of a round lapse; what was paid goes back."""
    for pledge in found.pledges:
        if pledge.state in OVER:
            continue
        was_paid = pledge.state is PledgeState.PAID
        pledge.state = PledgeState.LAPSED
        _note(context, pledge, _give_back(context, found, pledge) if was_paid else None)


def _receive(context: Context, found: FundingRound, pledge: Pledge, on: date | None) -> Entry | None:
    lines = (Line(BANK, debit=pledge.amount), Line(HELD_FOR_PROJECTS, credit=pledge.amount))
    return _written(context, found, pledge, lines, on)


def _give_back(context: Context, found: FundingRound, pledge: Pledge) -> Entry | None:
    lines = (Line(HELD_FOR_PROJECTS, debit=pledge.amount), Line(BANK, credit=pledge.amount))
    return _written(context, found, pledge, lines)


def _written(
    context: Context, found: FundingRound, pledge: Pledge, lines: tuple[Line, Line], on: date | None = None
) -> Entry | None:
    """Write in the books what moves money; what is brought in kind moves none."""
    if pledge.instrument not in IN_MONEY:
        return None
    label = f"{found.title} – {pledge.funder.name}"[:200]
    return _write(context, found, label, lines, on)


def _write(
    context: Context, found: FundingRound, label: str, lines: tuple[Line, Line], on: date | None
) -> Entry:
    """Write an entry of a round: whatever is held in it is held for its project."""
    return write(
        context, on=on or context.today, label=label, source=found.source, lines=lines,
        party_id=found.project_id,
    )  # fmt: skip


def _sit_down(context: Context, pledge: Pledge) -> None:
    with or_refuse(
        context.session,
        Refused(
            "finance.funder_seated",
            t("This funder is already at the table with this instrument."),
            field="funder_id",
        ),
    ):
        context.session.add(pledge)


def _note(context: Context, pledge: Pledge, entry: Entry | None = None) -> None:
    context.session.add(
        PledgeStep(
            pledge=pledge, state=pledge.state, amount=pledge.amount, taken_at=context.clock.now(),
            entry_id=entry.id if entry else None,
        )
    )  # fmt: skip
    context.session.flush()
    context.emit(PledgeMoved(round=pledge.round_id, pledge=pledge.id, state=pledge.state.value))


def check_open(context: Context, found: FundingRound) -> None:
    """Refuse what is done at the table of a round that is over: Refused `finance.round_over`."""
    if (refusal := closed(context, found)) is not None:
        raise refusal


def closed(context: Context, found: FundingRound) -> Refused | None:
    """Return why nothing is done at the table of a round any more; None while it is open."""
    if found.state is RoundState.OPEN and context.today <= found.closes_on:
        return None
    return Refused("finance.round_over", t("This round no longer takes pledges: its last day is over."))


def step_hindrance(context: Context, pledge: Pledge) -> Refused | None:
    """Return why a pledge takes no step any more; None where it may, as one that is signed in a round that holds."""
    if pledge.state not in NEXT:
        return no_step()
    is_payable = pledge.round.state is RoundState.HELD and pledge.state is PledgeState.SIGNED
    return None if is_payable else closed(context, pledge.round)


def locked_round(context: Context, round_id: int) -> FundingRound:
    """Return the round, locked: two pledges at once must not exceed what it takes."""
    found = held_row(context.session, FundingRound, round_id)
    if found is None:
        raise Missing("finance.round_unknown", t("There is no such funding round."))
    return found
