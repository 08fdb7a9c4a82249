"""What ateliers add to the program."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.plugin import (
    AccessRule,
    ActorsMerged,
    ApiResource,
    Base,
    Card,
    DemoStep,
    DocumentTemplate,
    Event,
    ExchangeKind,
    Exporter,
    Fragment,
    Job,
    Lifecycle,
    MigrationSource,
    ModuleUse,
    NavItem,
    NextStep,
    NoticeKind,
    ParticipationAccepted,
    Permission,
    PersonalDataSource,
    PluginMeta,
    PublicSource,
    SearchSource,
    Subscription,
    TranslationSource,
    Viewer,
    VoteMethod,
    WorkCalledOff,
    WorkKind,
    count_by_phase,
    hookimpl,
    t,
)
from collegial_atelier import pieces, steps
from collegial_atelier.access import OWN
from collegial_atelier.api import RESOURCES
from collegial_atelier.demo import open_ateliers
from collegial_atelier.events import EVENTS
from collegial_atelier.exchanging import PRODUCTIONS
from collegial_atelier.exports import ATELIERS, LEDGER
from collegial_atelier.finding import SOURCES
from collegial_atelier.lifecycle import LIFECYCLE, rests_on
from collegial_atelier.mailing import JOBS
from collegial_atelier.merging import on_actors_merged
from collegial_atelier.models import TABLES
from collegial_atelier.noticing import NOTICES
from collegial_atelier.permissions import KIND, MANAGE, PAY, READ, READ_CONTRACTS
from collegial_atelier.personal import SOURCE
from collegial_atelier.printing import CONTRACT
from collegial_atelier.publishing import PRODUCTIONS as PUBLISHED
from collegial_atelier.routes import pages
from collegial_atelier.services import on_participation_accepted, on_work_called_off
from collegial_atelier.voting import SHARED_PREFERENCE

HERE = Path(__file__).parent

META = PluginMeta(
    name="atelier",
    title=t("Ateliers"),
    summary=t("For a season, professionals answer a common question under contract and publish the result."),
    version="0.1.0",
    api=">=1.6,<2",
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
    yield TranslationSource(folder=HERE / "translations", domain="atelier")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over ateliers and their money."""
    yield MANAGE
    yield READ_CONTRACTS
    yield PAY


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def vote_methods() -> Iterable[VoteMethod]:
    """Offer the way to choose the questions of a season."""
    yield SHARED_PREFERENCE


@hookimpl
def work_kinds() -> Iterable[WorkKind]:
    """Say that an atelier is a common work."""
    yield WorkKind(key=KIND, label=t("Atelier"), endpoint="atelier.show", argument="atelier_id")


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters."""
    return JOBS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Keep the group within its size, say who may call it off, and follow merges of actors."""
    yield Subscription(key="atelier.joined", event=ParticipationAccepted, handler=on_participation_accepted)
    yield Subscription(key="atelier.called_off", event=WorkCalledOff, handler=on_work_called_off)
    yield Subscription(key="atelier.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is held of those who take part, help and ask."""
    yield SOURCE


@hookimpl
def demo_steps() -> Iterable[DemoStep]:
    """Offer the study's priority ateliers."""
    yield DemoStep(key="atelier.open", label=t("Ateliers"), run=open_ateliers, weight=55)


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the board."""
    yield NavItem(
        key="atelier.board",
        endpoint="atelier.board",
        label=t("Ateliers"),
        icon="atelier",
        permission=READ,
        weight=41,
    )


@hookimpl
def dashboard_cards(session: Session) -> Iterable[Card]:
    """Offer the number of ateliers in each phase, once there are any."""
    counts = count_by_phase(session, KIND)
    if not any(counts.values()):
        return
    yield Card(
        key="atelier.phases",
        title=t("Ateliers"),
        template="atelier/card.html",
        context={"counts": counts},
        permission=READ,
        weight=41,
        owner="atelier",
    )


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say which meetings need a host, and which contracts wait."""
    return steps.steps(session, viewer, day)


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str) -> Iterable[Fragment]:
    """Put a member's own contracts in its space."""
    if slot == "mine.main":
        yield from pieces.own_contracts(session, viewer)


@hookimpl
def access_rules() -> Iterable[AccessRule]:
    """Let each party read its own contract."""
    yield OWN


@hookimpl
def module_uses(session: Session, module: str) -> Iterable[ModuleUse]:
    """Say what ateliers count on of the module that offers funding rounds."""
    yield from rests_on(session, module)


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer the list of the ateliers and that of the contracts."""
    yield ATELIERS
    yield LEDGER


@hookimpl
def public_sources() -> Iterable[PublicSource]:
    """Offer the productions to the public site."""
    yield PUBLISHED


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer the ateliers to the search, and what they published."""
    return SOURCES


@hookimpl
def document_templates() -> Iterable[DocumentTemplate]:
    """Offer the contract."""
    yield CONTRACT


@hookimpl
def lifecycle() -> Iterable[Lifecycle]:
    """Say what is in use."""
    yield LIFECYCLE


@hookimpl
def exchange_kinds() -> Iterable[ExchangeKind]:
    """Offer published productions to other deployments."""
    yield PRODUCTIONS


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    return RESOURCES


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what people are told of it."""
    return NOTICES
