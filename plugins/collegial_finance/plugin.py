"""What the financial tools add to the program."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from click import Command
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.plugin import (
    ActorsMerged,
    ApiResource,
    Base,
    CapabilityOffer,
    Card,
    DemoStep,
    DocumentTemplate,
    Event,
    Exporter,
    GroupVoteClosed,
    Job,
    Lifecycle,
    MigrationSource,
    NavItem,
    NextStep,
    NoticeKind,
    Permission,
    PersonalDataSource,
    PluginMeta,
    PublicSource,
    SearchSource,
    Subscription,
    TranslationSource,
    Viewer,
    act,
    hookimpl,
    t,
)
from collegial_finance import steps
from collegial_finance.announcing import PUBLIC_SOURCES
from collegial_finance.api import RESOURCES
from collegial_finance.cards import cards
from collegial_finance.committees.events import EVENTS as COMMITTEE_EVENTS
from collegial_finance.committees.personal import COMMITTEES
from collegial_finance.demo import open_campaign, open_fund, open_round
from collegial_finance.demo_loans import open_loans
from collegial_finance.finding import SOURCES
from collegial_finance.fund.api import RESOURCES as FUND_RESOURCES
from collegial_finance.fund.demo import open_experiment
from collegial_finance.fund.events import EVENTS as FUND_EVENTS
from collegial_finance.fund.exports import EXPORTS as FUND_EXPORTS
from collegial_finance.fund.mailing import JOBS as FUND_JOBS
from collegial_finance.fund.personal import EXPERIMENTS
from collegial_finance.fund.printing import AGREEMENT
from collegial_finance.fund.routes import pages as fund_pages
from collegial_finance.fund.services import on_group_vote_closed
from collegial_finance.fund.showing import SOURCES as FUND_SOURCES
from collegial_finance.guarantees import services as guarantee_services
from collegial_finance.guarantees.events import EVENTS as GUARANTEE_EVENTS
from collegial_finance.guarantees.printing import GUARANTEE_ACT
from collegial_finance.guarantees.routes import pages as guarantee_pages
from collegial_finance.ledger.cli import fec
from collegial_finance.ledger.events import EVENTS as BOOK_EVENTS
from collegial_finance.ledger.exports import FEC
from collegial_finance.ledger.personal import BOOKS
from collegial_finance.ledger.routes import pages as ledger_pages
from collegial_finance.lifecycle import LIFECYCLE
from collegial_finance.loans import services as loan_services
from collegial_finance.loans.events import EVENTS as LOAN_EVENTS
from collegial_finance.loans.exports import INSTALMENTS_LIST, LOANS_LIST
from collegial_finance.loans.printing import LOAN_CONTRACT
from collegial_finance.loans.routes import pages as loan_pages
from collegial_finance.menu import MENU
from collegial_finance.merging import on_actors_merged
from collegial_finance.noticing import NOTICES
from collegial_finance.patronage.events import EVENTS as PATRONAGE_EVENTS
from collegial_finance.patronage.printing import RECEIPT
from collegial_finance.patronage.routes import pages as patronage_pages
from collegial_finance.permissions import PERMISSIONS
from collegial_finance.personal import GIFTS, GUARANTEES, LOANS, ROUNDS
from collegial_finance.reminding.mailing import JOBS as REMINDER_JOBS
from collegial_finance.reports.documents import DOCUMENTS as REPORTS
from collegial_finance.reports.exports import EXPORTS as REPORT_LISTS
from collegial_finance.reports.routes import pages as report_pages
from collegial_finance.rounds.events import EVENTS as ROUND_EVENTS
from collegial_finance.rounds.mailing import JOBS as ROUND_JOBS
from collegial_finance.rounds.offering import SERVICE
from collegial_finance.rounds.printing import PLEDGE_AGREEMENT
from collegial_finance.rounds.routes import pages as round_pages
from collegial_finance.tables import TABLES

HERE = Path(__file__).parent

# What makes each tool: it steps back where another module is used for it. The books are of all of them.
PARTS = {
    "funding-rounds": ("finance_rounds", "finance.rounds"),
    "guarantee-fund": ("finance_guarantees", "finance.guarantees"),
    "loans": ("finance_loans", "finance.loans"),
    "experiment-fund": ("finance_fund", "finance.fund", "finance.calls"),
    "local-patronage": ("finance_patronage", "finance.patronage", "finance.campaigns"),
}

META = PluginMeta(
    name="finance",
    title=t("Financial tools"),
    summary=t(
        "Funding rounds, experiment and guarantee funds, loans, local patronage, and the books of their money."
    ),
    version="0.1.0",
    api=">=1.6,<2",
    provides=tuple(PARTS),
    parts=PARTS,
)


@hookimpl
def models() -> Iterable[type[Base]]:
    """Offer the tables."""
    return TABLES


@hookimpl
def migrations() -> Iterable[MigrationSource]:
    """Offer the history of the tables."""
    yield MigrationSource(folder=HERE / "migrations" / "versions")


@hookimpl
def translations() -> Iterable[TranslationSource]:
    """Offer the catalogues."""
    yield TranslationSource(folder=HERE / "translations", domain="finance")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over money."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return (
        *BOOK_EVENTS, *ROUND_EVENTS, *COMMITTEE_EVENTS, *FUND_EVENTS, *GUARANTEE_EVENTS, *LOAN_EVENTS,
        *PATRONAGE_EVENTS,
    )  # fmt: skip


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    return (ledger_pages, round_pages, fund_pages, guarantee_pages, loan_pages, patronage_pages, report_pages)


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that two actors of the directory were one, and what a committee decided."""
    yield Subscription(key="finance.merged", event=ActorsMerged, handler=on_actors_merged)
    yield Subscription(key="finance.decided", event=GroupVoteClosed, handler=on_group_vote_closed)
    yield Subscription(
        key="finance.guarantee_decided",
        event=GroupVoteClosed,
        handler=guarantee_services.on_group_vote_closed,
    )
    yield Subscription(
        key="finance.loan_decided", event=GroupVoteClosed, handler=loan_services.on_group_vote_closed
    )


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is held of those at the table."""
    yield BOOKS
    yield ROUNDS
    yield EXPERIMENTS
    yield COMMITTEES
    yield GUARANTEES
    yield LOANS
    yield GIFTS


@hookimpl
def demo_steps() -> Iterable[DemoStep]:
    """Offer a round to look at."""
    yield DemoStep(key="finance.round", label=t("A funding round"), run=open_round)
    yield DemoStep(key="finance.fund", label=t("A guarantee fund"), run=open_fund)
    yield DemoStep(key="finance.loans", label=t("Loans"), run=open_loans)
    yield DemoStep(key="finance.experiment", label=t("An experiment fund"), run=open_experiment, weight=60)
    yield DemoStep(key="finance.campaign", label=t("A campaign of gifts"), run=open_campaign)


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the ways to the tools and to the books."""
    return MENU


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Offer what the open rounds gather, and what the funds call for, guarantee and lend."""
    return cards(session, viewer, act().today)


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say which files, instalments, rounds and scores wait."""
    return steps.steps(session, viewer, day)


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer the entries of the books, and the loans with what is to come of them."""
    yield FEC
    yield LOANS_LIST
    yield INSTALMENTS_LIST
    yield from REPORT_LISTS
    yield from FUND_EXPORTS


@hookimpl
def document_templates() -> Iterable[DocumentTemplate]:
    """Offer the receipt of a gift, what is signed, and the reports."""
    yield RECEIPT
    yield from REPORTS
    yield PLEDGE_AGREEMENT
    yield GUARANTEE_ACT
    yield LOAN_CONTRACT
    yield AGREEMENT


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters."""
    return (*FUND_JOBS, *ROUND_JOBS, *REMINDER_JOBS)


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    return (*RESOURCES, *FUND_RESOURCES)


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer what each tool holds to the search."""
    return (*SOURCES, *FUND_SOURCES)


@hookimpl
def public_sources() -> Iterable[PublicSource]:
    """Announce calls and campaigns on the public site."""
    return PUBLIC_SOURCES


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer `collegial finance fec`."""
    yield fec


@hookimpl
def capability_offers() -> Iterable[CapabilityOffer]:
    """Offer the rounds to other modules."""
    yield SERVICE


@hookimpl
def lifecycle() -> Iterable[Lifecycle]:
    """Say what is in use."""
    yield LIFECYCLE


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what people are told of it."""
    return NOTICES
