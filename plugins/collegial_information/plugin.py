"""What the directory of resources adds to the program."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import (
    ActorsMerged,
    ApiResource,
    Base,
    Card,
    DemoStep,
    Event,
    Exporter,
    Job,
    Lifecycle,
    MenuGroup,
    MigrationSource,
    NavItem,
    NextStep,
    NoticeKind,
    Permission,
    PersonalDataSource,
    PluginMeta,
    PublicSource,
    Rows,
    SearchSource,
    SettingsSection,
    Subscription,
    TranslationSource,
    Viewer,
    hookimpl,
    t,
)
from collegial_information import queries, steps
from collegial_information.announcing import CLOSINGS
from collegial_information.api import RESOURCES_API
from collegial_information.demo import fill_directory
from collegial_information.events import EVENTS
from collegial_information.exports import RESOURCES
from collegial_information.lifecycle import LIFECYCLE
from collegial_information.mailing import JOBS
from collegial_information.models import (
    InformationEntry,
    InformationSubscription,
    InformationSynonyms,
    InformationTag,
    InformationWord,
)
from collegial_information.noticing import NOTICES
from collegial_information.permissions import READ, WRITE
from collegial_information.personal import KEEPERS, on_actors_merged
from collegial_information.routes import pages
from collegial_information.settings import OPENING

HERE = Path(__file__).parent

META = PluginMeta(
    name="information",
    title=t("Directory of resources"),
    summary=t("Funding for the ESS and other resources: searched, kept fresh, open to all."),
    version="0.1.0",
    api=">=1.5,<2",
    provides=("resource-directory",),
)


@hookimpl
def models() -> Iterable[type[Base]]:
    """Offer the tables."""
    return (InformationEntry, InformationTag, InformationWord, InformationSynonyms, InformationSubscription)


@hookimpl
def migrations() -> Iterable[MigrationSource]:
    """Offer the history of the tables."""
    yield MigrationSource(folder=HERE / "migrations" / "versions")


@hookimpl
def translations() -> Iterable[TranslationSource]:
    """Offer the catalogues."""
    yield TranslationSource(folder=HERE / "translations", domain="information")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right over the directory."""
    yield WRITE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that two actors of the directory were one."""
    yield Subscription(key="information.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is held of keepers and of those who subscribed."""
    yield KEEPERS


@hookimpl
def demo_steps() -> Iterable[DemoStep]:
    """Offer a directory to search."""
    yield DemoStep(key="information.directory", label=t("Directory of resources"), run=fill_directory)


@hookimpl
def settings_sections() -> Iterable[SettingsSection[Any]]:
    """Offer the licence, and the sites that may show the list."""
    yield OPENING


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the directory."""
    yield NavItem(
        key="information.index",
        endpoint="information.index",
        label=t("Resources to find"),
        icon="library",
        permission=READ,
        weight=45,
        group=MenuGroup.WORKING,
    )


@hookimpl
def dashboard_cards(session: Session) -> Iterable[Card]:
    """Offer the way into the directory, with what it holds, once it holds something."""
    counts = queries.count_shown(session)
    if not any(counts):
        return
    yield Card(
        key="information.counts",
        title=t("Resources to find"),
        template="information/card.html",
        context={"counts": counts},
        permission=READ,
        weight=45,
        owner="information",
    )


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say which resources are to be looked at again."""
    return steps.steps(session, viewer, day)


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer the public resources."""
    yield RESOURCES


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    yield RESOURCES_API


@hookimpl
def public_sources() -> Iterable[PublicSource]:
    """Announce closing dates on the public site."""
    yield CLOSINGS


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer the public resources to the search of the whole site."""
    yield SearchSource(
        key="information.resources",
        label=t("Resources to find"),
        endpoint="information.show",
        argument="entry_id",
        rows=rows_to_search,
        permission=READ,
        weight=45,
    )


def rows_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return every public resource with what it is for."""
    return select(InformationEntry.id, InformationEntry.title, InformationEntry.summary).where(
        queries.is_shown()
    )


@hookimpl
def lifecycle() -> Iterable[Lifecycle]:
    """Say what is in use."""
    yield LIFECYCLE


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what people are told of it."""
    return NOTICES
