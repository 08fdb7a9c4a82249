"""What the economic sizing adds to the program."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.plugin import (
    ActorsMerged,
    ApiResource,
    Base,
    Card,
    DemoStep,
    DocumentTemplate,
    Event,
    Exporter,
    Lifecycle,
    MenuGroup,
    MigrationSource,
    NavItem,
    NextStep,
    NoticeKind,
    Permission,
    PersonalDataSource,
    PluginMeta,
    SubjectAction,
    Subscription,
    TranslationSource,
    Viewer,
    hookimpl,
    pt,
    t,
)
from collegial_sizing import queries, steps
from collegial_sizing.api import SCENARIOS_API
from collegial_sizing.demo import size_the_pole
from collegial_sizing.events import EVENTS
from collegial_sizing.exports import LINES
from collegial_sizing.lifecycle import LIFECYCLE
from collegial_sizing.models import SizingFigure, SizingLine, SizingRate, SizingScenario
from collegial_sizing.noticing import NOTICES
from collegial_sizing.permissions import PERMISSIONS, READ
from collegial_sizing.personal import FUNDERS, on_actors_merged
from collegial_sizing.printing import SHEET
from collegial_sizing.routes import pages

HERE = Path(__file__).parent

META = PluginMeta(
    name="sizing",
    title=t("Economic sizing"),
    summary=t("Scenarios over several years: team, costs, equipment, volunteering, resources, cash."),
    version="0.1.0",
    api=">=1.2,<2",
    provides=("economic-sizing",),
)


@hookimpl
def models() -> Iterable[type[Base]]:
    """Offer the tables."""
    return (SizingScenario, SizingLine, SizingFigure, SizingRate)


@hookimpl
def migrations() -> Iterable[MigrationSource]:
    """Offer the history of the tables."""
    yield MigrationSource(folder=HERE / "migrations" / "versions")


@hookimpl
def translations() -> Iterable[TranslationSource]:
    """Offer the catalogues."""
    yield TranslationSource(folder=HERE / "translations", domain="sizing")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over the sizing."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that two actors of the directory were one."""
    yield Subscription(key="sizing.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is held of funders."""
    yield FUNDERS


@hookimpl
def demo_steps() -> Iterable[DemoStep]:
    """Offer the study's scenarios."""
    yield DemoStep(key="sizing.pole", label=t("Economic sizing"), run=size_the_pole)


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the scenarios."""
    yield NavItem(
        key="sizing.index",
        endpoint="sizing.index",
        label=pt("menu", "Economic sizing"),
        icon="trend",
        permission=READ,
        weight=65,
        group=MenuGroup.MONEY,
    )


@hookimpl
def dashboard_cards(session: Session) -> Iterable[Card]:
    """Offer the chosen scenario and the checks that it does not meet."""
    found = queries.chosen(session)
    if found is None:
        return
    yield Card(
        key="sizing.chosen",
        title=t("Economic sizing"),
        template="sizing/card.html",
        context={"sized": queries.sized(session, found)},
        permission=READ,
        weight=65,
        owner="sizing",
    )


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say that a scenario is to be chosen, or does not hold."""
    return steps.steps(session, viewer, day)


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer the lines of all scenarios."""
    yield LINES


@hookimpl
def document_templates() -> Iterable[DocumentTemplate]:
    """Offer a scenario on paper."""
    yield SHEET


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    yield SCENARIOS_API


@hookimpl
def lifecycle() -> Iterable[Lifecycle]:
    """Say what is in use."""
    yield LIFECYCLE


@hookimpl
def subject_actions(subject: str, subject_id: int) -> Iterable[SubjectAction]:
    """Offer the sizing on the page of a proposal."""
    del subject_id
    if subject == "proposal":
        yield SubjectAction(
            key="sizing.of_proposal",
            label=t("See its economic sizing"),
            endpoint="sizing.index",
            icon="trend",
            permission=READ,
        )


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what people are told of it."""
    return NOTICES
