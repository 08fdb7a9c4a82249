"""Several clerks at once, each in a process of its own: no fund, loan, round or number is given twice."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select
from tests.clerks import clerks_that

from collegial.hosting.discovery import Candidate
from collegial.journal.models import JournalEntry
from collegial.plugin import Money, Refused
from collegial_finance import plugin
from collegial_finance.guarantees import queries as guarantee_queries
from collegial_finance.guarantees import services as guarantees
from collegial_finance.ledger import queries as books
from collegial_finance.ledger.services import record_by_hand
from collegial_finance.loans import services as loans
from collegial_finance.loans.rules import Terms
from collegial_finance.modes import FundMode
from collegial_finance.patronage import services as patronage
from collegial_finance.patronage.models import GiftKind, GiftMethod
from collegial_finance.patronage.rules import IssuerForm
from collegial_finance.rounds import queries as round_queries
from collegial_finance.rounds import services as rounds
from collegial_finance.rounds.events import TableShown
from collegial_finance.rounds.models import TableLink
from collegial_finance.rounds.rules import Instrument, PledgeState
from collegial_finance.rounds.services import linking

pytestmark = pytest.mark.both_databases
TERMS = Terms(principal=Money(60_000), rate=Fraction(0), months=6)
TODAY = date(2026, 11, 23)


def act(context, work, number):
    if work == "issue":
        guarantees.issue(context, file_id=number)
    elif work == "call":
        guarantees.call(context, file_id=number, final_loss=Money(20_000))
    elif work == "pledge":
        pledged = {"state": PledgeState.PLEDGED, "amount": Money(60_000)}
        rounds.move_pledge(context, round_id=1, pledge_id=number, **pledged)
    elif work == "receipt":
        patronage.give_receipt(
            context, gift_id=number, patron_name="Banque", patron_address="1 quai", patron_siren="732829320",
            patron_form="SA",
        )  # fmt: skip
    elif work == "lend":
        loans.lend(context, loan_id=number)
    elif work == "settle":
        loans.repay_early(context, loan_id=number, amount=Money(60_000))
    elif work == "write":
        record_by_hand(context, on=TODAY, label="essai", debit="512", credit="74", amount=Money(1))


@pytest.fixture
def clerks(program, database_url, session):
    """Give a function that lets clerks work at once and returns all that they said."""
    finance = Candidate(name="finance", load=lambda: plugin, origin="test")
    work = clerks_that(act, program, session, database_url, modules=[finance])
    return lambda *jobs, times=1: sorted(
        answer for one in work(*jobs, times=times) for answer in one or [None]
    )


def test_two_committees_never_exceed_the_capacity(context, session, actors, clerks):
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.DELEGATED, multiplier=Fraction(1))
    guarantees.endow(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(70_000))
    for _ in range(3):
        file = guarantees.request_guarantee(
            context, fund_id=fund.id, borrower_id=actors["cannery"], lender="Banque", purpose="Un four",
            terms=TERMS, cover=Fraction(1, 2),
        )  # fmt: skip
        guarantees.decide(context, file_id=file.id, accepted=True, reasons="Solide")

    said = clerks(("issue", 1), ("issue", 2), ("issue", 3), ("issue", 3))

    assert said in (
        ["done", "done", "finance.file_step", "finance.over_capacity"],
        ["done", "done", "finance.over_capacity", "finance.over_capacity"],
    )
    assert guarantee_queries.exposure(session, fund.id) == Money(60_000)


def test_losses_paid_at_once_all_lower_the_capacity(context, session, actors, clerks):
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.DELEGATED, multiplier=Fraction(2))
    guarantees.endow(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(70_000))
    for _ in range(3):
        file = guarantees.request_guarantee(
            context, fund_id=fund.id, borrower_id=actors["cannery"], lender="Banque", purpose="Un four",
            terms=TERMS, cover=Fraction(1, 2),
        )  # fmt: skip
        guarantees.decide(context, file_id=file.id, accepted=True, reasons="Solide")
        guarantees.issue(context, file_id=file.id)
        guarantees.note_incident(context, file_id=file.id, note="Impayés")

    assert clerks(("call", 1), ("call", 2), ("call", 3)) == ["done", "done", "done"]
    session.refresh(fund)
    assert (fund.lost, fund.capacity) == (Money(30_000), Money(80_000))


def test_two_funds_never_exceed_the_ceiling_of_one_loan(context, session, actors, clerks):
    funds = [
        guarantees.open_fund(context, name=name, mode=FundMode.DELEGATED, multiplier=Fraction(1))
        for name in ("Fonds", "Autre")
    ]
    for one in funds:
        guarantees.endow(context, fund_id=one.id, contributor_id=actors["bank"], amount=Money(70_000))
    file = guarantees.request_guarantee(
        context, fund_id=funds[0].id, borrower_id=actors["cannery"], lender="Banque", purpose="Un four",
        terms=TERMS, cover=Fraction(1, 2), ceiling=Fraction(7, 10),
    )  # fmt: skip
    guarantees.request_another(context, file_id=file.id, fund_id=funds[1].id, cover=Fraction(1, 2))
    for number in (1, 2):
        guarantees.decide(context, file_id=number, accepted=True, reasons="Solide")

    assert clerks(("issue", 1), ("issue", 2)) == ["done", "finance.over_ceiling"]


def test_two_loans_never_exceed_the_means_and_one_is_settled_once(context, session, actors, clerks):
    fund = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Banque")
    loans.put_in(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(100_000))
    for _ in range(2):
        loan = loans.request_loan(
            context, fund_id=fund.id, borrower_id=actors["cannery"], purpose="Un four", terms=TERMS,
            may_wait=True,
        )  # fmt: skip
        loans.decide(context, loan_id=loan.id, accepted=True, reasons="Oui")

    assert clerks(("lend", 1), ("lend", 2)) == ["done", "finance.beyond_means"]
    assert fund.available == Money(40_000)
    lent = next(one.id for one in fund.loans if one.remaining)
    assert clerks(("settle", lent), ("settle", lent), ("settle", lent)) == [
        "done", "finance.loan_step", "finance.loan_step",
    ]  # fmt: skip
    assert fund.available == Money(100_000)


def test_pledges_never_exceed_what_the_round_takes(context, session, actors, plan, clerks):
    made = rounds.open_round(context, title="Four", need="Un four", project_id=actors["cannery"], plan=plan())
    for who in ("bank", "region", "foundation"):
        rounds.invite_funder(context, round_id=made.id, funder_id=actors[who], instrument=Instrument.GRANT)

    assert clerks(("pledge", 1), ("pledge", 2), ("pledge", 3)) == ["done", "done", "finance.round_full"]
    assert round_queries.counted(session, made.id) == Money(120_000)


def test_receipts_and_entries_have_no_gap_and_no_double(context, session, actors, clerks):
    issuer = patronage.name_issuer(
        context, actor_id=actors["foundation"], form=IssuerForm.FOUNDATION, purpose="Planter", address="Ici",
        signatory="Elle",
    )  # fmt: skip
    campaign = patronage.open_campaign(
        context, issuer_id=issuer.id, title="Verger", text="Arbres", target=Money(1), opens_on=date(2026, 1, 1),
        closes_on=date(2026, 12, 31), is_public=False,
    )  # fmt: skip
    gifts = [
        patronage.receive_gift(
            context, campaign_id=campaign.id, patron_id=actors["bank"], kind=GiftKind.MONEY,
            method=GiftMethod.CASH, amount=Money(500), received_on=date(2026, 2, 1),
        )
        for _ in range(2)
    ]  # fmt: skip

    said = clerks(("receipt", 1), ("receipt", 1), ("receipt", 2), ("write", 0))
    assert said == ["done", "done", "done", "finance.receipt_twice"]
    for one in gifts:
        session.refresh(one)
    assert sorted(one.receipt.reference for one in gifts) == ["2026-0001", "2026-0002"]
    assert clerks(("write", 0), ("write", 0), ("write", 0), times=5) == ["done"] * 15
    assert [one.number for one in books.entries(session, 1).items] == list(range(16, 0, -1))


@pytest.mark.both_databases("postgresql")  # on SQLite whoever writes reads alone from the beginning
def test_a_pledge_that_was_on_the_page_before_is_paid_once(program, context, session, actors, plan):
    made = rounds.open_round(context, title="Four", need="Un four", project_id=actors["cannery"], plan=plan())
    pledge = rounds.invite_funder(
        context, round_id=made.id, funder_id=actors["bank"], instrument=Instrument.GRANT
    )
    where = {"round_id": made.id, "pledge_id": pledge.id}
    for state in (PledgeState.PLEDGED, PledgeState.SIGNED):
        rounds.move_pledge(context, **where, state=state, amount=Money(60_000))
    session.commit()

    with program.database.unit_of_work() as mine:
        assert round_queries.pledge(mine, made.id, pledge.id).state is PledgeState.SIGNED
        with program.database.unit_of_work() as other:
            rounds.move_pledge(program.context(other, context.by), **where, state=PledgeState.PAID)
        with pytest.raises(Refused, match=r"finance\.pledge_step"):
            rounds.move_pledge(program.context(mine, context.by), **where, state=PledgeState.PAID)
    assert len(books.entries(session, 1).items) == 1


def test_a_link_to_the_table_is_taken_back_once(program, context, session, actors, plan, at_once):
    made = rounds.open_round(context, title="Four", need="Un four", project_id=actors["cannery"], plan=plan())
    pledge = rounds.invite_funder(
        context, round_id=made.id, funder_id=actors["bank"], instrument=Instrument.GRANT
    )
    link = linking.give_link(context, round_id=made.id, pledge_id=pledge.id, days=9, by_mail=False)
    where = {"round_id": made.id, "link_id": link.id}
    session.commit()

    def take_back(own):
        own.session.get_one(TableLink, where["link_id"])  # as the page that is left has read it
        linking.revoke_link(own, **where)

    assert at_once(take_back, take_back) == ("done", "done")
    with program.database.reading() as reading:
        told = reading.scalars(select(JournalEntry.payload).where(JournalEntry.event == TableShown.key)).all()
        assert [one["step"] for one in told] == ["given", "revoked"]
