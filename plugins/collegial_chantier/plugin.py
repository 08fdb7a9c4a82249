"""What chantiers add to the program."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.plugin import (
    AccessRule,
    ActorsMerged,
    ApiResource,
    AttendanceRule,
    Base,
    Card,
    DecisionRule,
    DemoStep,
    DocumentTemplate,
    Event,
    Exporter,
    Job,
    Lifecycle,
    MenuGroup,
    MigrationSource,
    NavItem,
    NextStep,
    NoticeKind,
    OfferedKind,
    OfferedStage,
    ParticipationAccepted,
    ParticipationEnded,
    Permission,
    PersonalDataSource,
    PipelinePreset,
    PluginMeta,
    PublicSource,
    SearchSource,
    SettingsSection,
    StageGate,
    StatutesPreset,
    SubjectAction,
    Subscription,
    TranslationSource,
    Viewer,
    WorkCalledOff,
    WorkKind,
    count_by_phase,
    hookimpl,
    t,
)
from collegial_chantier import queries, steps
from collegial_chantier.access import READERS
from collegial_chantier.api import CHANTIERS_API
from collegial_chantier.deciding import NONE_OUTVOTED, PARTIES_THERE
from collegial_chantier.demo import open_chantiers
from collegial_chantier.events import EVENTS
from collegial_chantier.exports import CHANTIERS, COMMITMENTS
from collegial_chantier.finding import SOURCES
from collegial_chantier.gates import BASE_STRUCTURES, SHARED_DIAGNOSIS
from collegial_chantier.lifecycle import LIFECYCLE
from collegial_chantier.mailing import JOBS
from collegial_chantier.merging import on_actors_merged
from collegial_chantier.models import TABLES
from collegial_chantier.noticing import NOTICES
from collegial_chantier.permissions import CONTRIBUTION, KIND, MANAGE, READ
from collegial_chantier.personal import PARTICIPANTS
from collegial_chantier.printing import SHEET
from collegial_chantier.publishing import MEASURES
from collegial_chantier.routes import pages
from collegial_chantier.services import on_participation_accepted, on_participation_ended, on_work_called_off
from collegial_chantier.settings import RULES
from collegial_chantier.starting import DIAGNOSIS, EQUAL_PARTIES, FROM_A_PROBLEM

HERE = Path(__file__).parent

META = PluginMeta(
    name="chantier",
    title=t("Chantiers"),
    summary=t(
        "Base structures and institutions work on a shared problem until a measure improves or is created."
    ),
    version="0.2.0",
    api=">=1.6,<2",
    provides=("common-work",),
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
    """Offer the conditions on base structures and on the diagnosis."""
    yield BASE_STRUCTURES
    yield SHARED_DIAGNOSIS


@hookimpl
def quorum_rules() -> Iterable[AttendanceRule]:
    """Offer the quorum of an assembly of several parties."""
    yield PARTIES_THERE


@hookimpl
def decision_rules() -> Iterable[DecisionRule]:
    """Offer the accord of several parties."""
    yield NONE_OUTVOTED


@hookimpl
def pipeline_stages() -> Iterable[OfferedStage]:
    """Offer the stage of the shared diagnosis."""
    yield DIAGNOSIS


@hookimpl
def pipeline_presets() -> Iterable[PipelinePreset]:
    """Offer the way from a problem to a measure."""
    yield FROM_A_PROBLEM


@hookimpl
def statutes_presets() -> Iterable[StatutesPreset]:
    """Offer the statutes of equal parties."""
    yield EQUAL_PARTIES


@hookimpl
def work_kinds() -> Iterable[WorkKind]:
    """Say that a chantier is a common work."""
    yield WorkKind(
        key=KIND,
        label=t("Chantier"),
        endpoint="chantier.show",
        argument="chantier_id",
        parties=queries.parties_without_statement,
    )


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letter to stakeholders."""
    return JOBS


@hookimpl
def contribution_kinds() -> Iterable[OfferedKind]:
    """Offer the work of a chantier as a way of hearing people for a proposal."""
    yield OfferedKind(key=CONTRIBUTION, label=t("Work of a chantier"))


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear who takes part, who leaves and who calls one off, and that two actors of the directory were one."""
    yield Subscription(key="chantier.joined", event=ParticipationAccepted, handler=on_participation_accepted)
    yield Subscription(key="chantier.left", event=ParticipationEnded, handler=on_participation_ended)
    yield Subscription(key="chantier.called_off", event=WorkCalledOff, handler=on_work_called_off)
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
        key="chantier.board", endpoint="chantier.board", label=t("Chantiers"), icon="chantier",
        permission=READ, weight=40, group=MenuGroup.WORKING,
    )  # fmt: skip


@hookimpl
def dashboard_cards(session: Session) -> Iterable[Card]:
    """Offer the number of chantiers in each phase, once there are any."""
    counts = count_by_phase(session, KIND)
    if not any(counts.values()):
        return
    yield Card(
        key="chantier.phases", title=t("Chantiers"), template="chantier/card.html",
        context={"counts": counts}, permission=READ, weight=40, owner="chantier",
    )  # fmt: skip


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say which commitments fall due."""
    return steps.steps(session, viewer, day)


@hookimpl
def settings_sections() -> Iterable[SettingsSection[Any]]:
    """Offer what a deployment sets for its chantiers."""
    yield RULES


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer the list of the chantiers, and that of what was promised."""
    yield CHANTIERS
    yield COMMITMENTS


@hookimpl
def public_sources() -> Iterable[PublicSource]:
    """Offer the measures to the public site."""
    yield MEASURES


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer the chantiers to the search, and the measures that people were told of."""
    return SOURCES


@hookimpl
def access_rules() -> Iterable[AccessRule]:
    """Let those who work on a proposal read it."""
    yield READERS


@hookimpl
def document_templates() -> Iterable[DocumentTemplate]:
    """Offer the sheet of a chantier."""
    yield SHEET


@hookimpl
def lifecycle() -> Iterable[Lifecycle]:
    """Say what is in use."""
    yield LIFECYCLE


@hookimpl
def subject_actions(subject: str, subject_id: int) -> Iterable[SubjectAction]:
    """Offer to open a chantier on a proposal."""
    if subject == "proposal":
        yield SubjectAction(
            key="chantier.open",
            label=t("Open a chantier"),
            endpoint="chantier.create",
            values={"proposal_id": subject_id},
            icon="add",
            permission=MANAGE,
        )


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    yield CHANTIERS_API


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what people are told of it."""
    return NOTICES
