"""Guarantee funds: capacity, exposure, calls and what comes back; the books follow."""

from dataclasses import replace
from fractions import Fraction

import pytest

from collegial.plugin import DomainError, Forbidden, Invalid, Missing, Money, Refused
from collegial_finance.guarantees import queries, services
from collegial_finance.guarantees.models import FileState, FundMode
from collegial_finance.guarantees.showing import acts_of
from collegial_finance.ledger import queries as books
from collegial_finance.lifecycle import under_way
from collegial_finance.loans.rules import Terms


class Fund:
    """A fund of 1 000 € that may commit itself five times over, and its acts."""

    def __init__(self, context, actors, *, mode=FundMode.DELEGATED, basis=None):
        self.context, self.actors = context, actors
        self.fund = services.open_fund(
            context, name="Fonds", mode=mode, multiplier=Fraction(5), legal_basis=basis
        )
        for who, amount in (("bank", 75_000), ("region", 25_000)):
            services.endow(context, fund_id=self.fund.id, contributor_id=actors[who], amount=Money(amount))

    def ask(self, principal=600_000, months=12, cover="1/2", commission="5/200"):
        terms = Terms(principal=Money(principal), rate=Fraction(0), months=months)
        return services.request_guarantee(
            self.context, fund_id=self.fund.id, borrower_id=self.actors["cannery"], lender="Crédit coopératif",
            purpose="Un four", terms=terms, cover=Fraction(cover), commission=Fraction(commission),
        )  # fmt: skip

    def changed(self):
        file = self.ask()
        return services.change_file(
            self.context, file_id=file.id, borrower_id=file.borrower_id, lender=file.lender, purpose="Deux fours",
            terms=file.terms, cover=file.cover, commission=file.commission, reason="Coquille",
        )  # fmt: skip

    def issued(self, **loan):
        file = self.ask(**loan)
        services.decide(self.context, file_id=file.id, accepted=True, reasons="Solide")
        return services.issue(self.context, file_id=file.id)

    @property
    def balances(self):
        found = books.balances(self.context.session)
        return {account.number: balance.cents for account, balance in found.items()}


@pytest.fixture
def fund(context, actors):
    return Fund(context, actors)


def test_an_exposure_falls_with_the_loan_and_is_released(fund, context, session):
    file = fund.issued()
    assert (file.guaranteed, file.exposure, fund.fund.capacity) == (
        Money(300_000), Money(300_000), Money(500_000),
    )  # fmt: skip
    assert fund.balances == {"1021": -100_000, "512": 107_500, "706": -7_500}

    services.note_repayments(context, file_id=file.id, months=6)
    assert queries.exposure(session, fund.fund.id) == Money(150_000)
    assert [str(one) for one in under_way(session)] == ["1 guarantee runs: it could no longer be followed."]
    services.note_repayments(context, file_id=file.id, months=12)
    assert under_way(session) == []

    assert (file.state, file.exposure) == (FileState.RELEASED, Money(0))
    with pytest.raises(Refused, match=r"finance\.file_step"):
        services.note_repayments(context, file_id=file.id, months=12)


def test_a_call_pays_the_share_of_the_loss_and_contributors_bear_it_in_proportion(fund, context, session):
    file = fund.issued()
    services.note_repayments(context, file_id=file.id, months=6)
    services.note_incident(context, file_id=file.id, note="Deux échéances")
    for wrong in (0, 300_001):
        with pytest.raises(Invalid, match=r"finance\.loss_beyond_loan"):
            services.call(context, file_id=file.id, final_loss=Money(wrong))
    services.call(context, file_id=file.id, final_loss=Money(200_000))
    assert (file.paid, file.exposure, queries.exposure(session, fund.fund.id)) == (
        Money(100_000), Money(0), Money(0),
    )  # fmt: skip
    services.recover(context, file_id=file.id, amount=Money(40_000))
    with pytest.raises(Refused, match=r"finance\.recovery"):
        services.recover(context, file_id=file.id, amount=Money(60_001))

    borne = queries.contributors(queries.fund(session, fund.fund.id))
    assert {actor.name: loss for actor, (_, loss) in borne.items()} == {
        "Bank": Money(45_000), "Region": Money(15_000),
    }  # fmt: skip
    assert (fund.balances["654"], fund.balances["754"]) == (100_000, -40_000)
    assert sum(fund.balances.values()) == 0


def test_what_is_lost_lowers_the_capacity_and_what_comes_back_raises_it(fund, context, session):
    """The fund of 1 000 €, five times over, keeps its other guarantee beyond what it can still commit."""
    lost, kept = fund.issued(principal=400_000), fund.issued(principal=500_000)
    asked = fund.ask(principal=2)
    services.decide(context, file_id=asked.id, accepted=True, reasons="Solide")
    services.note_incident(context, file_id=lost.id, note="Deux échéances")
    services.call(context, file_id=lost.id, final_loss=Money(130_000))
    found = fund.fund
    assert (found.endowment, found.lost, found.capacity) == (Money(100_000), Money(65_000), Money(175_000))

    with pytest.raises(Refused, match=r"finance\.over_capacity"):
        services.issue(context, file_id=asked.id)
    services.note_repayments(context, file_id=kept.id, months=1)
    services.note_incident(context, file_id=kept.id, note="Encore")
    services.provide(context, file_id=kept.id, amount=Money(1_000), note="Un redressement")
    services.resume(context, file_id=kept.id, note="Plan")
    assert (kept.state, queries.exposure(session, found.id)) == (FileState.ISSUED, Money(229_167))

    services.recover(context, file_id=lost.id, amount=Money(10_833))
    assert (found.lost, found.capacity) == (Money(54_167), Money(229_165))
    with pytest.raises(Refused, match=r"finance\.over_capacity"):
        services.issue(context, file_id=asked.id)
    services.endow(context, fund_id=found.id, contributor_id=fund.actors["region"], amount=Money(1))
    assert services.issue(context, file_id=asked.id).state is FileState.ISSUED


def test_a_guarantee_is_issued_once_even_while_instalments_are_unpaid(fund, context):
    file = fund.issued(principal=400_000)
    services.note_incident(context, file_id=file.id, note="Deux échéances")
    before = fund.balances
    with pytest.raises(Refused, match=r"finance\.file_step"):
        services.issue(context, file_id=file.id)
    assert (fund.balances, file.state) == (before, FileState.INCIDENT)


def test_a_fund_that_lost_more_than_its_endowment_commits_nothing(fund, context):
    file = fund.issued(principal=800_000)
    services.note_incident(context, file_id=file.id, note="Deux échéances")
    services.call(context, file_id=file.id, final_loss=Money(800_000))
    assert (fund.fund.lost, fund.fund.capacity) == (Money(400_000), Money(0))

    services.recover(context, file_id=file.id, amount=Money(300_000))
    assert fund.fund.capacity == Money(0)
    services.recover(context, file_id=file.id, amount=Money(1))
    assert fund.fund.capacity == Money(5)


def test_a_guarantee_beyond_the_capacity_is_refused_and_changes_nothing(fund, context, session):
    fund.issued()
    file = fund.ask(principal=400_001)
    services.decide(context, file_id=file.id, accepted=True, reasons="Solide")

    with pytest.raises(Refused, match=r"finance\.over_capacity"):
        services.issue(context, file_id=file.id)

    session.flush()
    session.refresh(file)
    assert (file.state, file.exposure) == (FileState.ACCEPTED, Money(0))
    services.endow(context, fund_id=fund.fund.id, contributor_id=fund.actors["foundation"], amount=Money(1))
    assert services.issue(context, file_id=file.id).state is FileState.ISSUED


def test_what_cannot_be_is_refused(fund, context, actors, as_role):
    with pytest.raises(Invalid, match=r"finance\.no_legal_basis"):
        services.open_fund(context, name="X", mode=FundMode.OWN, multiplier=Fraction(1))
    for wrong in (Fraction(0), Fraction(101)):
        with pytest.raises(Invalid, match=r"finance\.multiplier"):
            services.open_fund(context, name="X", mode=FundMode.REFER, multiplier=wrong)
    refers = Fund(context, actors, mode=FundMode.REFER)
    with pytest.raises(Refused, match=r"finance\.only_refers"):
        refers.issued()
    for changes, code in (
        ({"cover": "0"}, "cover"),
        ({"commission": "1"}, "commission"),
        ({"months": 0}, "loan_months"),
    ):
        with pytest.raises(Invalid, match=rf"finance\.{code}"):
            fund.ask(**changes)
    file = fund.ask()
    for act in (services.issue, lambda c, file_id: services.note_incident(c, file_id=file_id, note="?")):
        with pytest.raises(Refused, match=r"finance\.file_step"):
            act(context, file_id=file.id)
    with pytest.raises(Invalid, match=r"finance\.line_sides"):
        services.endow(context, fund_id=fund.fund.id, contributor_id=actors["bank"], amount=Money(-1))
    with pytest.raises(Missing):
        services.issue(context, file_id=999)
    with pytest.raises(Forbidden):
        services.open_fund(as_role("staff"), name="X", mode=FundMode.REFER, multiplier=Fraction(1))


def test_what_is_set_aside_follows_the_exposure_and_ends_with_the_call(fund, context, session):
    file = fund.issued()
    services.note_incident(context, file_id=file.id, note="Deux échéances")
    for wrong in (-1, 0, 300_001):
        with pytest.raises(Invalid, match=r"finance\.guarantee_provision"):
            services.provide(context, file_id=file.id, amount=Money(wrong), note="?")
    services.provide(context, file_id=file.id, amount=Money(200_000), note="Redressement")
    assert (queries.provided(fund.fund), queries.exposure(session, fund.fund.id)) == (
        Money(200_000),
        Money(300_000),
    )
    assert queries.projected(fund.fund) == (Money(300_000),) * 13
    services.resume(context, file_id=file.id, note="Plan")
    assert queries.projected(fund.fund)[:2] == (Money(300_000), Money(275_000))
    services.note_repayments(context, file_id=file.id, months=6)
    assert (file.exposure, file.provision) == (Money(150_000), Money(150_000))
    services.note_incident(context, file_id=file.id, note="Encore")
    services.call(context, file_id=file.id, final_loss=Money(200_000))

    assert file.provision == Money(0)
    with pytest.raises(Refused, match=r"finance\.file_step"):
        services.provide(context, file_id=file.id, amount=Money(1), note="?")
    assert [str(done) for _, done in acts_of(file)] == [
        "The guarantee is asked for",
        "The guarantee is accepted",
        "The guarantee is issued",
        "Unpaid instalments are noted",
        "Money is set aside",
        "The borrower pays again",
        "The provision is freed",
        "Instalments are repaid",
        "Unpaid instalments are noted",
        "The provision is freed",
        "The lender is paid",
    ]
    found = fund.balances
    assert (found["1518"], found["6815"], found["7815"], found["654"]) == (0, 200_000, -200_000, 100_000)


@pytest.mark.both_databases
def test_the_database_keeps_the_funds(fund, let_through):
    fund.issued()
    fund.ask()

    assert let_through([
        ("UPDATE finance_guarantee_file SET exposure = 500001 WHERE state = 'issued'", "stands for no more"),
        ("UPDATE finance_guarantee_file SET exposure = 1 WHERE state = 'requested'", "(?i)exposed_while_issued"),
        ("UPDATE finance_guarantee_file SET paid = guaranteed + 1", "(?i)paid_within_guarantee"),
        ("UPDATE finance_guarantee_file SET provision = exposure + 1", "(?i)provision_within_exposure"),
        ("UPDATE finance_guarantee_fund SET mode = 'own'", "(?i)own_with_basis"),
        ("UPDATE finance_guarantee_fund SET lost = -1", "(?i)lost_is_not_committed"),
        ("UPDATE finance_guarantee_fund SET lost = endowment", "(?i)lost_is_not_committed"),
        ("UPDATE finance_endowment SET amount = 1", "written once"),
        ("DELETE FROM finance_file_step", "written once"),
    ]) == []  # fmt: skip


def test_a_mistaken_file_is_changed_and_withdrawn_until_it_is_decided_on(fund, context, actors):
    asked = fund.ask()
    before = asked.loan
    told = {
        "borrower_id": actors["bank"], "lender": "La Nef", "purpose": "Deux fours", "cover": Fraction(1, 4),
        "terms": replace(asked.terms, principal=Money(900_000)), "ceiling": Fraction(1, 2),
        "elsewhere": Money(100_000),
    }  # fmt: skip

    def change(**more):
        return services.change_file(context, file_id=asked.id, **(told | {"reason": "Coquille"} | more))

    found = change()
    assert (found.borrower.name, found.guaranteed, found.loan.most, found.loan.files) == (
        "Bank", Money(225_000), Money(450_000), [found],
    )  # fmt: skip
    step, said = acts_of(found)[-1]
    assert (step.note, str(said), found.state) == ("Coquille", "The file is changed", FileState.REQUESTED)
    (kept,) = found.changes
    assert (kept.borrower.name, kept.principal, kept.loan.most, kept.reason, kept.changed_by) == (
        "Cannery", before.principal, before.most, "Coquille", context.by.name,
    )  # fmt: skip
    for more, code in (
        ({}, "file_unchanged"), ({"borrower_id": 999}, "actor_unknown"), ({"cover": Fraction(1)}, "over_ceiling"),
    ):  # fmt: skip
        with pytest.raises((Invalid, Refused), match=rf"finance\.{code}"), context.session.begin_nested():
            change(**more)
    assert len(context.session.get_one(type(found), found.id).changes) == 1, "what is refused is not kept"

    services.request_another(context, file_id=asked.id, fund_id=fund.fund.id, cover=Fraction(1, 10))
    with pytest.raises(Refused, match=r"finance\.loan_shared"), context.session.begin_nested():
        change(lender="Une autre")
    assert change(cover=Fraction(1, 8)).guaranteed == Money(112_500)
    services.decide(context, file_id=asked.id, accepted=True, reasons="Oui")
    for late in (change, lambda: services.withdraw_file(context, file_id=asked.id, reason="Trop tard")):
        with pytest.raises(Refused, match=r"finance\.file_decided"):
            late()

    withdrawn = services.withdraw_file(context, file_id=fund.ask().id, reason="En double")
    assert (withdrawn.state, str(acts_of(withdrawn)[-1][1])) == (FileState.WITHDRAWN, "The file is withdrawn")
    with pytest.raises(Refused, match=r"finance\.file_step"):
        services.decide(context, file_id=withdrawn.id, accepted=True, reasons="Oui")


@pytest.mark.both_databases
def test_the_database_keeps_what_was_decided_on_a_file(fund, context, let_through):
    accepted = fund.issued()
    withdrawn = services.withdraw_file(context, file_id=fund.changed().id, reason="En double")
    change = "UPDATE finance_guarantee_file SET {} WHERE id = {}"
    assert let_through([
        (change.format(what, one.id), "as it was decided")
        for what, one in (
            ("principal = principal + 1", accepted), ("cover = '1/3'", accepted), ("lender = 'x'", accepted),
            ("state = 'withdrawn', exposure = 0", accepted), ("state = 'accepted'", withdrawn),
            ("months = months + 1", withdrawn),
        )
    ] + [
        (act, "written once")
        for act in ("UPDATE finance_file_change SET lender = 'x'", "DELETE FROM finance_file_change")
    ]) == []  # fmt: skip


@pytest.mark.both_databases
def test_all_guarantees_on_a_loan_stay_within_its_ceiling(fund, context, session, let_through):
    """10 000 € under a ceiling of 70 % leave 7 000 € for all the guarantees together."""
    terms = Terms(principal=Money(10_000_00), rate=Fraction(0), months=10)
    asked = {
        "fund_id": fund.fund.id, "borrower_id": fund.actors["cannery"], "lender": "Banque", "purpose": "Un four",
        "terms": terms, "ceiling": Fraction(7, 10),
    }  # fmt: skip
    services.endow(context, fund_id=fund.fund.id, contributor_id=fund.actors["bank"], amount=Money(9_000_00))
    for wrong, code in (
        ({"cover": Fraction(71, 100)}, "over_ceiling"),
        ({"cover": Fraction(1, 2), "elsewhere": Money(2_000_01)}, "over_ceiling"),
        ({"cover": Fraction(1, 2), "elsewhere": Money(7_000_01)}, "elsewhere"),
        ({"cover": Fraction(1, 2), "ceiling": Fraction(11, 10)}, "ceiling"),
    ):
        with pytest.raises(DomainError, match=rf"finance\.{code}"):
            services.request_guarantee(context, **(asked | wrong))
    other = services.open_fund(context, name="Autre", mode=FundMode.DELEGATED, multiplier=Fraction(100))
    services.endow(context, fund_id=other.id, contributor_id=fund.actors["bank"], amount=Money(1_000_00))
    first = services.request_guarantee(context, cover=Fraction(1, 2), elsewhere=Money(500_00), **asked)
    second = services.request_another(context, file_id=first.id, fund_id=other.id, cover=Fraction(3, 10))
    third = services.request_another(context, file_id=first.id, fund_id=other.id, cover=Fraction(15, 100))
    assert sum(one.cents for one in queries.sharing(first).values()) == 6_500_00
    for one in (first, second, third):
        services.decide(context, file_id=one.id, accepted=True, reasons="Solide")

    services.issue(context, file_id=first.id)
    with pytest.raises(Refused, match=r"finance\.over_ceiling"):
        services.issue(context, file_id=second.id)
    services.issue(context, file_id=third.id)
    assert queries.given_on(session, first.loan) == Money(7_000_00)
    assert let_through([
        (f"UPDATE finance_guarantee_file SET state = 'issued' WHERE id = {second.id}", "within its ceiling"),
        (f"UPDATE finance_guarantee_file SET guaranteed = guaranteed + 1 WHERE id = {third.id}", "ceiling|as it was"),
        ("UPDATE finance_guaranteed_loan SET most = most + 1", "written once"),
    ]) == []  # fmt: skip
