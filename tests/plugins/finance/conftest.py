from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.group_votes import services as voting
from collegial.groups.models import GroupKind
from collegial.groups.services import add_group_member, create_group
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import (
    Actor,
    ActorFamily,
    ActorKind,
    GroupAnswer,
    Money,
    Representative,
    Upload,
    Viewer,
)
from collegial_finance.fund import queries as fund_queries
from collegial_finance.fund import services as fund_services
from collegial_finance.fund.rules import CallPlan, ContributorKind, Criterion
from collegial_finance.guarantees import services as guarantees
from collegial_finance.ledger import queries as books
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
    patronage.give_receipt(
        context, gift_id=gift.id, patron_name="Banque & Cie", patron_address="1 quai",
        patron_siren="732829320", patron_form="SA",
    )  # fmt: skip
    session.commit()


class ExperimentFundLife:
    """A fund with 1 000 € in hand of 1 500 promised, a committee of three, and a call that closes today."""

    proof = Upload(name="facture.pdf", content=b"%PDF-1.7 facture")

    def __init__(self, context, clock, actors):
        self.context, self.clock, self.actors = context, clock, actors
        group = create_group(context, key="committee", name="Comité", kind=GroupKind.WORKING)
        self.members = [self._member(group, name) for name in ("Anna", "Bran", "Cloé")]
        self.fund = fund_services.open_experiment_fund(
            context, name="Fonds", purpose="Essayer", committee_id=group.id
        )
        self.call = self.open_call()
        self.convention = self.promise(150_000)
        fund_services.receive(context, convention_id=self.convention.id, amount=Money(100_000))

    def _member(self, group, name):
        person = Actor(
            kind=ActorKind.PERSON, name=name, search_name=name.lower(), created_at=self.clock.now()
        )
        self.context.session.add(person)
        self.context.session.flush()
        add_group_member(self.context, group, person, starts_on=date(2026, 1, 1))
        return person

    def promise(self, amount, **more):
        return fund_services.record_convention(
            self.context, fund_id=self.fund.id, contributor_id=self.actors["region"], kind=ContributorKind.PUBLIC,
            amount=Money(amount), starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31), **more,
        )  # fmt: skip

    def open_call(self, *, may_wait=True):
        today = self.clock.now().date()
        return fund_services.open_call(
            self.context, fund_id=self.fund.id, title="Essais", text="Essayez", may_wait=may_wait, criteria=(
                Criterion(label="Usage", weight=3), Criterion(label="Nouveauté"),
            ),
            plan=CallPlan(opens_on=today, closes_on=today, envelope=Money(200_000), most=Money(90_000)),
        )  # fmt: skip

    def apply(self, asked=80_000, call=None):
        return fund_services.apply(
            self.context, call_id=(call or self.call).id, applicant_id=self.actors["cannery"], title="Le four",
            summary="Un four", asked=Money(asked), budget=Money(asked * 2), file=self.proof,
        )  # fmt: skip

    def voice(self):
        """Return who represents the structure: it has no account of its own."""
        session, structure = self.context.session, self.actors["cannery"]
        known = session.query(Representative).filter_by(organisation_id=structure).first()
        if known is None:
            person = Actor(kind=ActorKind.PERSON, name="Enora", created_at=self.clock.now())
            known = Representative(organisation_id=structure, person=person, starts_on=date(2026, 1, 1))
            session.add(known)
            session.flush()
        found = known.person_id
        session.commit()
        return found

    def by(self, member):
        return replace(self.context, by=Viewer(name=member.name, actor_id=member.id))

    def score(self, application, member, first=4, second=2):
        scores = dict(zip((one.id for one in self.call.criteria), (first, second), strict=True))
        return fund_services.review(
            self.by(member),
            application_id=application.id,
            reviewer_id=member.id,
            scores=scores,
            comment="Bien",
        )

    def put_to_vote(self, application, granted):
        return fund_services.put_to_vote(
            self.context, application_id=application.id, granted=Money(granted), page="/", title="Le four ?",
            question="Aider ?",
        )  # fmt: skip

    def decided(self, granted=80_000, said=GroupAnswer.FOR, application=None):
        application = application or self.apply()
        self.clock.move(days=1)
        vote = self.put_to_vote(application, granted)
        for member in self.members[:2]:
            voting.answer(self.by(member), vote.id, actor_id=member.id, said=said)
        voting.close_group_vote(self.context, vote.id)
        return application

    def agree(self, application, *amounts):
        today = self.clock.now().date()
        return fund_services.draw_agreement(
            self.context, application_id=application.id, starts_on=today, ends_on=date(2027, 12, 31),
            duties="Essayer et raconter", instalments=[
                fund_services.Instalment(
                    amount=Money(one), due_on=today, condition="Sur facture", needs_evidence=number > 0
                )
                for number, one in enumerate(amounts)
            ],
        )  # fmt: skip

    def agreed(self):
        application = self.decided()
        self.agree(application, 50_000, 30_000)
        fund_services.sign_agreement(self.context, application_id=application.id, on=self.clock.now().date())
        return application

    @property
    def standing(self):
        found = fund_queries.standing(self.context.session, self.fund.id)
        return tuple(one.cents for one in (found.promised, found.received, found.committed, found.paid))

    def check_books(self):
        """Hold each figure of the fund against the books."""
        standing = fund_queries.standing(self.context.session, self.fund.id)
        found = [one.cents for one in fund_queries.in_the_books(self.context.session, self.fund).values()]
        assert found == [standing.promised.cents, standing.in_hand.cents, standing.to_pay.cents]
        assert books.incomplete(self.context.session) == []


@pytest.fixture
def new_fund(clock, actors):
    """Give a function that opens an experiment fund."""
    return lambda context: ExperimentFundLife(context, clock, actors)


@pytest.fixture
def experiment(context, new_fund):
    return new_fund(context)
