"""What chantiers add to the program."""

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.plugin import (
    ActorsMerged,
    Base,
    Card,
    DemoStep,
    Event,
    MigrationSource,
    NavItem,
    OfferedKind,
    Permission,
    PersonalDataSource,
    PluginMeta,
    StageGate,
    Subscription,
    TranslationSource,
    hookimpl,
    t,
)
from collegial_chantier import queries
from collegial_chantier.demo import open_chantiers
from collegial_chantier.events import EVENTS
from collegial_chantier.gates import BASE_STRUCTURES
from collegial_chantier.merging import on_actors_merged
from collegial_chantier.models import Chantier, Measure, Participant
from collegial_chantier.permissions import MANAGE, READ
from collegial_chantier.personal import PARTICIPANTS
from collegial_chantier.routes import pages

HERE = Path(__file__).parent

META = PluginMeta(
    name="chantier",
    title=t("Chantiers"),
    summary=t(
        "Base structures and institutions work on a shared problem until a measure improves or is created."
    ),
    version="0.1.0",
    api=">=1.0,<2",
)


@hookimpl
def models() -> Iterable[type[Base]]:
    """Offer the tables."""
    return (Chantier, Participant, Measure)


@hookimpl
def migrations() -> Iterable[MigrationSource]:
    """Offer the history of the tables."""
    yield MigrationSource(folder=HERE / "migrations" / "versions")


@hookimpl
def translations() -> Iterable[TranslationSource]:
    """Offer the catalogues."""
    yield TranslationSource(folder=HERE / "translations", domain="chantier")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right over chantiers."""
    yield MANAGE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def stage_gates() -> Iterable[StageGate]:
    """Offer the condition on base structures."""
    yield BASE_STRUCTURES


@hookimpl
def contribution_kinds() -> Iterable[OfferedKind]:
    """Offer the work of a chantier as a way of hearing people for a proposal."""
    yield OfferedKind(key="chantier.work", label=t("Work of a chantier"))


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that two actors of the directory were one."""
    yield Subscription(key="chantier.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is held of those who take part."""
    yield PARTICIPANTS


@hookimpl
def demo_steps() -> Iterable[DemoStep]:
    """Offer the study's priority chantiers."""
    yield DemoStep(key="chantier.open", label=t("Chantiers"), run=open_chantiers)


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the board."""
    yield NavItem(
        key="chantier.board",
        endpoint="chantier.board",
        label=t("Chantiers"),
        icon="chantier",
        permission=READ,
        weight=40,
    )


@hookimpl
def dashboard_cards(session: Session) -> Iterable[Card]:
    """Offer the number of chantiers in each phase."""
    yield Card(
        key="chantier.phases",
        title=t("Chantiers"),
        template="chantier/card.html",
        context={"counts": queries.count_by_phase(session)},
        permission=READ,
        weight=40,
        owner="chantier",
    )
