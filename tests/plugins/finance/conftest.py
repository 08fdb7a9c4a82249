from datetime import date
from fractions import Fraction

import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorFamily, ActorKind, Money
from collegial_finance.guarantees import services as guarantees
from collegial_finance.loans import services as loans
from collegial_finance.loans.rules import Terms
from collegial_finance.modes import FundMode
from collegial_finance.patronage import services as patronage
from collegial_finance.patronage.models import GiftKind, GiftMethod
from collegial_finance.patronage.rules import IssuerForm
from collegial_finance.rounds import services as rounds
from collegial_finance.rounds.rules import ClosingRule, Instrument, Plan


@pytest.fixture
def finance_is_on(program):
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "finance")


@pytest.fixture
def actors(program, finance_is_on):
    """Give the numbers of a project and of three funders."""
    with program.database.unit_of_work() as session:
        family = ActorFamily(key="ess_base", label="Structures de base", level=0, position=1)
        rows = {
            name: Actor(
                kind=ActorKind.ORGANISATION, family=family, name=name.title(), created_at=program.clock.now()
            )
            for name in ("cannery", "bank", "region", "foundation")
        }  # fmt: skip
        session.add_all(rows.values())
        session.flush()
        return {name: row.id for name, row in rows.items()}


@pytest.fixture
def plan():
    """Give a function that writes a plan: 1 000 € wanted, 600 € at least, 1 200 € at most, by the end of the year."""

    def write(**changes):
        sound = {
            "target": Money(100_000), "minimum": Money(60_000), "maximum": Money(120_000),
            "closes_on": date(2026, 12, 31), "closing": ClosingRule.THRESHOLD,
        }  # fmt: skip
        return Plan(**(sound | changes))

    return write


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


TERMS = Terms(principal=Money(60_000), rate=Fraction(0), months=12)


@pytest.fixture
def world(context, session, actors, plan):
    """Make one thing of each tool."""
    made = rounds.open_round(context, title="Four", need="Un four", project_id=actors["cannery"], plan=plan())
    rounds.invite_funder(context, round_id=made.id, funder_id=actors["bank"], instrument=Instrument.GRANT)
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.DELEGATED, multiplier=Fraction(2))
    guarantees.endow(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(50_000))
    guarantees.request_guarantee(
        context, fund_id=fund.id, borrower_id=actors["cannery"], lender="Banque", purpose="Un pétrin",
        terms=TERMS, cover=Fraction(1, 2),
    )  # fmt: skip
    lent = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Banque")
    loans.put_in(context, fund_id=lent.id, contributor_id=actors["bank"], amount=Money(80_000))
    loan = loans.request_loan(
        context, fund_id=lent.id, borrower_id=actors["cannery"], purpose="Une remorque", terms=TERMS
    )
    loans.decide(context, loan_id=loan.id, accepted=True, reasons="Oui")
    loans.lend(context, loan_id=loan.id)
    issuer = patronage.name_issuer(
        context, actor_id=actors["foundation"], form=IssuerForm.FOUNDATION, purpose="Planter", address="Ici",
        signatory="Elle",
    )  # fmt: skip
    campaign = patronage.open_campaign(
        context, issuer_id=issuer.id, title="Verger", text="Arbres", target=Money(1), opens_on=date(2026, 1, 1),
        closes_on=date(2026, 12, 31), is_public=False,
    )  # fmt: skip
    gift = patronage.receive_gift(
        context, campaign_id=campaign.id, patron_id=actors["bank"], kind=GiftKind.MONEY,
        method=GiftMethod.CASH, amount=Money(500), received_on=date(2026, 2, 1),
    )  # fmt: skip
    patronage.give_receipt(context, gift_id=gift.id, patron_name="Banque & Cie", patron_address="1 quai")
    session.commit()
