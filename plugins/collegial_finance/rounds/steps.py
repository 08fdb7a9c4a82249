"""What funding rounds ask of those who lead them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Money, NextStep, Text, nt, t
from collegial_finance.asking import Waiting, each_or_all, those
from collegial_finance.ledger.chart import HELD_FOR_PROJECTS
from collegial_finance.ledger.queries import balances_by_source
from collegial_finance.permissions import LEAD_ROUNDS
from collegial_finance.rounds.models import FundingRound, RoundState
from collegial_finance.rounds.queries import standing_of
from collegial_finance.rounds.rules import may_end

AHEAD = timedelta(days=30)


def steps(session: Session, day: date) -> Iterator[NextStep]:
    """Say which rounds may end, which come to their end, and for which project money is held."""
    found = _open(session)
    ready = [one for one in found if may_end(one.plan, standing_of(one).pledged, day)]
    coming = [one for one in found if one not in ready and one.closes_on <= day + AHEAD]
    yield from each_or_all(those(ready), _ready, _all_ready)
    yield from each_or_all(those(coming), _coming, _all_coming)
    yield from each_or_all(those(_held(session)), _to_pay, _all_to_pay)


def _open(session: Session) -> Sequence[FundingRound]:
    query = select(FundingRound).where(FundingRound.state == RoundState.OPEN)
    order = query.order_by(FundingRound.closes_on, FundingRound.id)
    return session.scalars(order.options(selectinload(FundingRound.pledges))).all()


def _held(session: Session) -> list[tuple[FundingRound, Money]]:
    """Return the rounds that hold and whose project has not got all that was paid in, with what is held for it."""
    query = select(FundingRound).where(FundingRound.state == RoundState.HELD).order_by(FundingRound.id)
    found = session.scalars(query.options(joinedload(FundingRound.project))).all()
    held = balances_by_source(session, HELD_FOR_PROJECTS) if found else {}
    return [(one, -held[one.source]) for one in found if held.get(one.source, ZERO) < ZERO]


def _ready(one: FundingRound) -> NextStep:
    sentence = t("A funding round may be ended")
    return _step(one, "end", sentence, t("End the round"), about=one.title, due_on=one.closes_on)


def _coming(one: FundingRound) -> NextStep:
    sentence = t("A funding round comes to its end")
    return _step(one, "show", sentence, t("See its table"), about=one.title, due_on=one.closes_on)


def _to_pay(pair: tuple[FundingRound, Money]) -> NextStep:
    one, held = pair
    return _step(
        one, "pay", t("Money is held for the project of a funding round"), t("Record the payment to the project"),
        about=t("%(name)s: %(value)s", name=one.project.name, value=held),
    )  # fmt: skip


def _all_ready(found: Waiting[FundingRound]) -> NextStep:
    sentence = nt(
        "%(count)d funding round may be ended", "%(count)d funding rounds may be ended", found.count
    )
    return _list("ready", sentence, due_on=found.first[0].closes_on)


def _all_coming(found: Waiting[FundingRound]) -> NextStep:
    sentence = nt(
        "%(count)d funding round comes to its end", "%(count)d funding rounds come to their end", found.count
    )
    return _list("coming", sentence, due_on=found.first[0].closes_on)


def _all_to_pay(found: Waiting[tuple[FundingRound, Money]]) -> NextStep:
    sentence = nt(
        "%(count)d project has money of a funding round to get",
        "%(count)d projects have money of a funding round to get",
        found.count,
    )
    return _list("to_pay", sentence)


def _step(
    one: FundingRound, view: str, sentence: Text, act: Text, *, about: Text | str, due_on: date | None = None
) -> NextStep:
    return NextStep(
        key=f"finance.round.{one.id}", sentence=sentence, act=act, endpoint=f"finance_rounds.{view}",
        values={"round_id": one.id}, about=about, due_on=due_on, icon="money", permission=LEAD_ROUNDS, weight=62,
    )  # fmt: skip


def _list(key: str, sentence: Text, *, due_on: date | None = None) -> NextStep:
    return NextStep(
        key=f"finance.rounds.{key}", sentence=sentence, act=t("See the rounds"), endpoint="finance_rounds.index",
        due_on=due_on, icon="money", permission=LEAD_ROUNDS, weight=62,
    )  # fmt: skip
