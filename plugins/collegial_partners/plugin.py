"""What partners add to the program."""

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
    DocumentTemplate,
    Event,
    ExchangeKind,
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
    Rows,
    SearchSource,
    SettingsSection,
    SubjectAction,
    Subscription,
    TranslationSource,
    Viewer,
    hookimpl,
    t,
)
from collegial_partners import queries, steps
from collegial_partners.api import RESOURCES
from collegial_partners.demo import sign_protocols
from collegial_partners.events import EVENTS
from collegial_partners.exports import PROTOCOLS, REFERRALS
from collegial_partners.giving import REFERRALS as REFERRALS_GIVEN
from collegial_partners.lifecycle import LIFECYCLE
from collegial_partners.mailing import JOBS
from collegial_partners.merging import on_actors_merged
from collegial_partners.models import TABLES, PartnerProtocol, Referral
from collegial_partners.noticing import NOTICES
from collegial_partners.permissions import EXCHANGE, PERMISSIONS, READ, REFER
from collegial_partners.personal import PARTIES
from collegial_partners.printing import PROTOCOL, REVIEW
from collegial_partners.routes import inbox, pages
from collegial_partners.settings import RULES

HERE = Path(__file__).parent

META = PluginMeta(
    name="partners",
    title=t("Partners"),
    summary=t("Protocols with other organisations, referrals of project holders, annual reviews."),
    version="0.1.0",
    api=">=1.5,<2",
    provides=("partner-protocols",),
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
    yield TranslationSource(folder=HERE / "translations", domain="partners")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights over partnerships."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that two actors of the directory were one."""
    yield Subscription(key="partners.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters, and what ends by itself."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages, and where other deployments bring things."""
    yield pages
    yield inbox


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is held of parties."""
    yield PARTIES


@hookimpl
def settings_sections() -> Iterable[SettingsSection[Any]]:
    """Offer what a deployment sets for its partners."""
    yield RULES


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer the lists of protocols and of referrals."""
    yield PROTOCOLS
    yield REFERRALS


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    return RESOURCES


@hookimpl
def exchange_kinds() -> Iterable[ExchangeKind]:
    """Offer referrals to other deployments."""
    yield REFERRALS_GIVEN


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer protocols by what they say, and referrals by their codes."""
    yield SearchSource(
        key="partners.protocols", label=t("Protocols with partners"), endpoint="partners.show",
        argument="protocol_id", rows=protocols_to_search, permission=READ, weight=45,
    )  # fmt: skip
    yield SearchSource(
        key="partners.referrals", label=t("Referrals"), endpoint="partners.referral", argument="code",
        rows=referrals_to_search, permission=REFER, weight=46,
    )  # fmt: skip


def protocols_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return every protocol with its objectives."""
    return select(PartnerProtocol.id, PartnerProtocol.title, PartnerProtocol.objectives)


def referrals_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return every referral by its code, which is all that is searched."""
    return select(Referral.code, Referral.code, Referral.code)


@hookimpl
def document_templates() -> Iterable[DocumentTemplate]:
    """Offer the protocol to sign, and the review of a year."""
    yield PROTOCOL
    yield REVIEW


@hookimpl
def lifecycle() -> Iterable[Lifecycle]:
    """Say what is in use."""
    yield LIFECYCLE


@hookimpl
def demo_steps() -> Iterable[DemoStep]:
    """Offer the study's examples."""
    yield DemoStep(
        key="partners.protocols", label=t("Protocols with partners"), run=sign_protocols, weight=60
    )


@hookimpl
def subject_actions(subject: str) -> Iterable[SubjectAction]:
    """Offer to give a version of a proposal to another deployment."""
    if subject == "proposal":
        yield SubjectAction(
            key="partners.give", label=t("Give a version to another Pays"), endpoint="partners.give",
            values={"kind": "proposals.version"}, icon="send", permission=EXCHANGE,
        )  # fmt: skip


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the partners."""
    yield NavItem(
        key="partners.board",
        endpoint="partners.board",
        label=t("Partners"),
        icon="partners",
        permission=READ,
        weight=60,
        group=MenuGroup.WORKING,
    )


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Offer how many protocols are in force, and how many referrals are under way, once there are any."""
    if not viewer.may(READ):
        return
    counts = {"in_force": queries.count_in_force(session), "under_way": queries.under_way(session)}
    if not any(counts.values()):
        return
    yield Card(
        key="partners.waiting",
        title=t("Partners"),
        template="partners/card.html",
        context=counts,
        permission=READ,
        weight=45,
        owner="partners",
    )


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say which referrals wait for an answer, and which reviews are to be held."""
    return steps.steps(session, viewer, day)


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what people are told of it."""
    return NOTICES
