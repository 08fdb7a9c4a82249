"""Funding rounds: what is pledged, what is paid, how they end; the books follow."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collegial.plugin import DomainError, Invalid, Missing, Money, Refused
from collegial_finance.ledger import queries as books
from collegial_finance.ledger.chart import HELD_FOR_PROJECTS
from collegial_finance.lifecycle import under_way
from collegial_finance.rounds import queries, services
from collegial_finance.rounds.models import RoundState
from collegial_finance.rounds.rules import ClosingRule, Instrument, PledgeState

PATH = (PledgeState.PLEDGED, PledgeState.SIGNED, PledgeState.PAID)


class Table:
    """A round and its acts, short to write."""

    def __init__(self, context, actors, plan):
        self.context, self.actors = context, actors
        self.round = services.open_round(
            context, title="La conserverie", need="Un local", project_id=actors["cannery"], plan=plan
        )

    def invite(self, who, instrument=Instrument.GRANT):
        facts = {"round_id": self.round.id, "funder_id": self.actors[who], "instrument": instrument}
        return services.invite_funder(self.context, **facts)

    def move(self, pledge, *states, amount=50_000, on=None):
        for state in states:
            services.move_pledge(
                self.context, round_id=self.round.id, pledge_id=pledge.id, state=state, on=on,
                amount=Money(amount) if state is PledgeState.PLEDGED or amount != 50_000 else None,
            )  # fmt: skip

    def end(self):
        return services.end_round(self.context, round_id=self.round.id)

    @property
    def held(self):
        return -books.balance_of(self.context.session, HELD_FOR_PROJECTS, self.round.source).cents


@pytest.fixture
def table(context, actors, plan):
    return Table(context, actors, plan())


def test_a_round_that_holds_pays_its_project(table, context, clock):
    bank, region = table.invite("bank", Instrument.LOAN), table.invite("region")
    table.move(bank, *PATH)
    table.move(region, PledgeState.INTERESTED, PledgeState.PLEDGED, PledgeState.SIGNED)
    assert table.held == 50_000
    assert [str(one)[:23] for one in under_way(context.session)] == ["1 funding round is open"]
    with pytest.raises(Refused, match=r"finance\.round_running"):
        table.end()
    with pytest.raises(Refused, match=r"finance\.nothing_held"):
        services.pay_project(context, round_id=table.round.id)

    clock.move(days=38)
    assert table.end().state is RoundState.HELD
    table.move(region, PledgeState.PAID)
    assert services.pay_project(context, round_id=table.round.id).amount == Money(100_000)

    assert table.held == 0
    for again in (
        table.end,
        lambda: table.invite("foundation"),
        lambda: services.pay_project(context, round_id=1),
    ):
        with pytest.raises(Refused):
            again()


def test_a_round_that_lapses_gives_back_what_was_paid(table, session, clock):
    bank, region = table.invite("bank"), table.invite("region", Instrument.IN_KIND)
    table.move(bank, *PATH, amount=30_000)
    table.move(region, *PATH, amount=10_000)
    assert table.held == 30_000  # what is brought in kind moves no money
    clock.move(days=40)

    assert table.end().state is RoundState.LAPSED

    assert table.held == 0
    assert {one.state for one in table.round.pledges} == {PledgeState.LAPSED}
    assert [entry.number for entry in books.entries(session, 1).items] == [2, 1]
    assert len(queries.timeline(queries.funding_round(session, table.round.id))) == 10


def test_a_full_round_may_end_before_its_day(table):
    for who in ("bank", "region"):
        table.move(table.invite(who), PledgeState.PLEDGED, amount=60_000)

    assert table.end().state is RoundState.HELD


def test_what_cannot_be_is_refused_and_changes_nothing(table, context, session, clock, actors, plan):
    pledge = table.invite("bank")
    with pytest.raises(Refused, match=r"finance\.funder_seated"):
        table.invite("bank")
    for amount, code in ((0, "pledge_least"), (120_001, "round_full")):
        with pytest.raises((Invalid, Refused), match=rf"finance\.{code}"):
            table.move(pledge, PledgeState.PLEDGED, amount=amount)
    with pytest.raises(Refused, match=r"finance\.pledge_step"):
        table.move(pledge, PledgeState.PAID)
    with pytest.raises(Invalid, match=r"finance\.funder_unknown"):
        services.invite_funder(context, round_id=1, funder_id=999, instrument=Instrument.GIFT)
    with pytest.raises(Invalid, match=r"finance\.project_unknown"):
        services.open_round(context, title="X", need="X", project_id=999, plan=plan())
    with pytest.raises(Missing):
        services.end_round(context, round_id=999)
    clock.move(days=39)
    with pytest.raises(Refused, match=r"finance\.round_over"):
        table.move(pledge, PledgeState.PLEDGED)
    session.refresh(pledge)
    assert (pledge.state, pledge.amount) == (PledgeState.CONTACTED, Money(0))


def test_an_amount_changes_until_it_is_signed_and_who_withdrew_may_come_back(table, context, session):
    pledge = table.invite("bank")
    table.move(pledge, PledgeState.PLEDGED, amount=50_000)
    table.move(pledge, PledgeState.PLEDGED, amount=70_000)
    with pytest.raises(Refused, match=r"finance\.round_full"):
        table.move(pledge, PledgeState.PLEDGED, amount=120_001)
    with pytest.raises(Invalid, match=r"finance\.pledge_changed"):
        table.move(pledge, PledgeState.SIGNED, amount=60_000)
    table.move(pledge, PledgeState.SIGNED)
    with pytest.raises(Refused, match=r"finance\.pledge_step"):
        table.move(pledge, PledgeState.PLEDGED, amount=60_000)
    table.move(pledge, PledgeState.WITHDRAWN)
    back = table.invite("bank")

    assert (back.id, back.state, back.amount) == (pledge.id, PledgeState.CONTACTED, Money(0))
    session.expire(back, ["steps"])
    assert [(one.state.value, one.amount.cents) for one in back.steps] == [
        ("contacted", 0), ("pledged", 50_000), ("pledged", 70_000), ("signed", 70_000), ("withdrawn", 70_000),
        ("contacted", 0),
    ]  # fmt: skip


def test_only_those_who_lead_rounds_act(as_role, table):
    for role in ("member", "chair", "administrator"):
        with pytest.raises(DomainError, match=r"permission\.missing"):
            services.end_round(as_role(role), round_id=table.round.id)


ACTS = st.tuples(
    st.sampled_from(["bank", "region", "foundation"]),
    st.sampled_from([*PledgeState][:6]),
    st.integers(0, 70_000),
)


@pytest.mark.both_databases(
    "sqlite"
)  # it looks for rules that break; what the database holds is tested apart
@given(st.lists(ACTS, max_size=14), st.sampled_from(ClosingRule))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_books_hold_what_was_paid(context, session, clock, actors, plan, acts, closing):
    at, undo = clock.now(), session.begin_nested()
    table = Table(context, actors, plan(closing=closing))
    pledges = {who: table.invite(who) for who in ("bank", "region", "foundation")}
    for who, state, amount in acts:
        try:
            with session.begin_nested():
                table.move(pledges[who], state, amount=amount)
        except DomainError:
            session.expire_all()
        standing = queries.standing_of(table.round)
        assert table.held == standing.paid.cents
        assert standing.pledged <= table.round.maximum

    clock.move(days=60)
    ended = table.end()

    kept = sum(one.amount.cents for one in ended.pledges if one.state is PledgeState.PAID)
    assert table.held == (kept if ended.state is RoundState.HELD else 0)
    assert sum(one.cents for one in books.balances(session).values()) == 0
    assert books.incomplete(session) == []
    undo.rollback()
    clock.move(seconds=-int((clock.now() - at).total_seconds()))


@pytest.mark.both_databases
def test_the_database_keeps_the_rounds(table, clock, let_through):
    table.move(table.invite("bank"), *PATH)
    table.move(table.invite("region"), PledgeState.PLEDGED)
    clock.move(days=40)
    table.end()

    assert let_through([
        ("UPDATE finance_pledge SET amount = 120001 WHERE id = 1", "takes no more"),
        ("UPDATE finance_pledge SET amount = 0 WHERE id = 1", "(?i)pledged_something"),
        ("UPDATE finance_round SET state = 'open', ended_on = NULL", "stays ended"),
        ("UPDATE finance_round SET minimum = target + 1", "(?i)amounts_in_order"),
        ("UPDATE finance_pledge_step SET amount = 1", "written once"),
    ]) == []  # fmt: skip


def test_the_day_of_a_payment_is_the_one_it_came(table, session):
    pledge = table.invite("bank")
    table.move(pledge, PledgeState.PLEDGED, PledgeState.SIGNED)
    table.move(pledge, PledgeState.PAID, on=date(2026, 11, 20))

    assert books.entry(session, 1).day == date(2026, 11, 20)


def test_an_open_round_is_changed_and_keeps_what_it_said_before(table, context):
    changed = services.change_round(
        context, round_id=table.round.id, title="La conserverie", need="Un toit", closes_on=date(2027, 1, 31),
        reason="Le bail est signé plus tard",
    )  # fmt: skip
    before = [(one.need, one.closes_on, one.reason) for one in changed.changes]
    assert before == [("Un local", date(2026, 12, 31), "Le bail est signé plus tard")]
    said = {"round_id": changed.id, "title": changed.title, "need": changed.need, "reason": "x"}
    for day, code in ((date(2027, 1, 31), "round_unchanged"), (date(2026, 11, 1), "round_closes_on")):
        with pytest.raises(Invalid, match=rf"finance\.{code}"):
            services.change_round(context, closes_on=day, **said)


def test_a_round_is_called_off_until_something_is_paid(table, context, session):
    pledge = table.invite("bank")
    table.move(pledge, PledgeState.PLEDGED, PledgeState.SIGNED)
    called_off = services.cancel_round(context, round_id=table.round.id, reason="Le projet s’arrête")
    assert (called_off.state, called_off.reason, pledge.state) == (
        RoundState.CANCELLED, "Le projet s’arrête", PledgeState.LAPSED,
    )  # fmt: skip
    assert (under_way(session), queries.standing_of(called_off).pledged) == ([], Money(0))
    for act, more in (
        (services.cancel_round, {"reason": "Encore"}), (services.end_round, {}),
        (services.change_round, {"title": "x", "need": "x", "closes_on": date(2027, 1, 1), "reason": "x"}),
    ):  # fmt: skip
        with pytest.raises(Refused, match=r"finance\.round_over"):
            act(context, round_id=called_off.id, **more)


@pytest.mark.both_databases
def test_the_database_calls_no_round_off_that_was_paid_into(table, context, let_through):
    pledge = table.invite("bank")
    table.move(pledge, *PATH, on=date(2026, 11, 23))
    with pytest.raises(Refused, match=r"finance\.round_paid"):
        services.cancel_round(context, round_id=table.round.id, reason="Trop tard")
    services.change_round(
        context, round_id=table.round.id, title="x", need="x", closes_on=date(2027, 1, 31), reason="x"
    )
    off = "UPDATE finance_round SET state = 'cancelled', ended_on = '2026-11-23', reason = 'x'"
    assert let_through([
        (off, "once it is paid into"), ("UPDATE finance_round SET reason = 'x'", "(?i)cancelled_with_reason"),
        ("UPDATE finance_round_change SET title = 'y'", "written once"),
        ("DELETE FROM finance_round_change", "written once"),
    ]) == []  # fmt: skip


@pytest.mark.both_databases
def test_the_database_takes_no_payment_into_a_round_that_was_called_off(table, context, let_through):
    table.move(table.invite("bank"), PledgeState.PLEDGED)
    services.cancel_round(context, round_id=table.round.id, reason="Le projet s’arrête")
    assert let_through([
        ("UPDATE finance_pledge SET state = 'paid'", "nothing is paid into a round"),
        ("UPDATE finance_round SET closes_on = '2027-12-31'", "stays ended"),
        ("UPDATE finance_round SET state = 'open', ended_on = NULL, reason = NULL", "stays ended"),
    ]) == []  # fmt: skip
