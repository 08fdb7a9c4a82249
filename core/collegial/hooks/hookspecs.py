"""What a plugin can add: this list is the map of the platform.

Every hook returns data. Keys are `plugin.thing`; a key offered twice stops the start and names both
owners. Results are ordered by weight, then key, never by the order of loading.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pluggy
from click import Command
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.hooks.contracts import (
    CapabilityOffer,
    Card,
    DemoStep,
    Fragment,
    Job,
    MigrationSource,
    NavItem,
    NextStep,
    OfferedKind,
    OfferedStage,
    PersonalDataSource,
    PipelinePreset,
    StageGate,
    StatutesPreset,
    TranslationSource,
)
from collegial.hooks.exchanging import ExchangeKind
from collegial.hooks.extensions import (
    AccessRule,
    ApiResource,
    DocumentTemplate,
    Exporter,
    Lifecycle,
    ModuleUse,
    SearchSource,
    SettingsSection,
    SubjectAction,
    WorkKind,
)
from collegial.hooks.noticing import NoticeKind
from collegial.hooks.publishing import PublicSource
from collegial.hooks.ruling import AttendanceRule, DecisionRule
from collegial.hooks.voting import VoteMethod
from collegial.kernel.base import Base
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Permission, Viewer

PROJECT = "collegial"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """The specifications; all arguments are keywords, and an implementation may take fewer."""

    @hookspec
    def models(self) -> Iterable[type[Base]]:
        """Return the plugin's tables; their names start with the plugin's name."""

    @hookspec
    def migrations(self) -> Iterable[MigrationSource]:
        """Return the folder of the plugin's own migration history."""

    @hookspec
    def translations(self) -> Iterable[TranslationSource]:
        """Return the folders of the plugin's catalogues."""

    @hookspec
    def permissions(self) -> Iterable[Permission]:
        """Return the rights the plugin's pages and services ask for."""

    @hookspec
    def event_types(self) -> Iterable[type[Event]]:
        """Return the events the plugin emits, each with its sentence for the journal."""

    @hookspec
    def subscriptions(self) -> Iterable[Subscription]:
        """Return what the plugin hears, within the transaction or after its commit."""

    @hookspec
    def jobs(self) -> Iterable[Job]:
        """Return the work that the plugin promises through the outbox."""

    @hookspec
    def stage_gates(self) -> Iterable[StageGate]:
        """Return the conditions that a pipeline may place on its passages. Fails closed."""

    @hookspec
    def vote_methods(self) -> Iterable[VoteMethod]:
        """Return ways to vote and to count. Fails closed.

        .. versionadded:: 1.1.0
        """

    @hookspec
    def decision_rules(self) -> Iterable[DecisionRule]:
        """Return majorities that statutes may ask for beside their own. Fails closed.

        .. versionadded:: 1.2.0
        """

    @hookspec
    def quorum_rules(self) -> Iterable[AttendanceRule]:
        """Return quorums that statutes may ask for beside their own. Fails closed.

        .. versionadded:: 1.3.0
        """

    @hookspec
    def contribution_kinds(self) -> Iterable[OfferedKind]:
        """Return ways of hearing people that proposals may name, beside those of their pipeline.

        .. versionadded:: 1.1.0
        """

    @hookspec
    def work_kinds(self) -> Iterable[WorkKind]:
        """Return the kinds of common work that the module leads.

        .. versionadded:: 1.2.0
        """

    @hookspec
    def pipeline_stages(self) -> Iterable[OfferedStage]:
        """Return stages that a pipeline may take over.

        .. versionadded:: 1.2.0
        """

    @hookspec
    def pipeline_presets(self) -> Iterable[PipelinePreset]:
        """Return whole pipelines to start from.

        .. versionadded:: 1.2.0
        """

    @hookspec
    def statutes_presets(self) -> Iterable[StatutesPreset]:
        """Return statutes to start from.

        .. versionadded:: 1.2.0
        """

    @hookspec
    def capability_offers(self) -> Iterable[CapabilityOffer]:
        """Return what the module does for others under the capabilities it provides. Fails closed.

        .. versionadded:: 1.2.0
        """

    @hookspec
    def blueprints(self) -> Iterable[Blueprint]:
        """Return the plugin's pages; they answer 404 while the plugin is off."""

    @hookspec
    def cli_commands(self) -> Iterable[Command]:
        """Return commands, grouped under `collegial <plugin>`."""

    @hookspec
    def personal_data(self) -> Iterable[PersonalDataSource]:
        """Return the personal data that the module holds, also while it is off."""

    @hookspec
    def settings_sections(self) -> Iterable[SettingsSection[Any]]:
        """Return what an administrator can set for the module, each with a form and typed defaults."""

    @hookspec
    def exporters(self) -> Iterable[Exporter]:
        """Return lists that can be taken away as files, also while the module is off."""

    @hookspec
    def api_resources(self) -> Iterable[ApiResource]:
        """Return rows that other programs read as JSON."""

    @hookspec
    def notice_kinds(self) -> Iterable[NoticeKind]:
        """Return what people are told of events, whom, and by which ways they may choose.

        .. versionadded:: 1.3.0
        """

    @hookspec
    def exchange_kinds(self) -> Iterable[ExchangeKind]:
        """Return kinds of things that another deployment may be given.

        .. versionadded:: 1.3.0
        """

    @hookspec
    def search_sources(self) -> Iterable[SearchSource]:
        """Return what the search page finds. Isolated: a failure leaves the page up."""

    @hookspec
    def public_sources(self) -> Iterable[PublicSource]:
        """Return what the public site shows of the module. Isolated: a failure leaves the page up.

        .. versionadded:: 1.4.0
        """

    @hookspec
    def access_rules(self) -> Iterable[AccessRule]:
        """Return who else holds a right over some rows. Fails closed."""

    @hookspec
    def document_templates(self) -> Iterable[DocumentTemplate]:
        """Return documents that the core prints as PDF."""

    @hookspec
    def lifecycle(self) -> Iterable[Lifecycle]:
        """Return what the module does when it is switched on or off, and what of it is in use."""

    @hookspec
    def demo_steps(self) -> Iterable[DemoStep]:
        """Return the module's part of the demonstration's data."""

    @hookspec
    def nav_items(self, viewer: Viewer) -> Iterable[NavItem]:
        """Return entries of the main menu. Isolated: a failure leaves the page up."""

    @hookspec
    def dashboard_cards(self, session: Session, viewer: Viewer) -> Iterable[Card]:
        """Return cards of the dashboard, none while there is nothing to tell.

        Isolated: a failure shows the module's name instead.
        """

    @hookspec
    def next_steps(self, session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
        """Return what waits for this reader on a day: the dashboard sorts it by its due days. Isolated.

        Ask a constant number of statements, and tell many things of one kind by one step with their number.

        .. versionadded:: 1.3.0
        """

    @hookspec
    def page_slots(self, session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
        """Return pieces for a named slot of a core page. Isolated.

        The slots: `assembly.main`, `assembly.agenda`, `assembly.card`, `assembly.convened` (buttons, until it is
        opened), `assembly.opening` (before it is opened), `assembly.conduct` (buttons, while it sits),
        `assembly.closing` (before it is closed), `assembly.voted` (once all is voted), `assembly.item` (buttons, at the
        item that the sitting has come to),
        `assembly.after` (buttons, once it is over), `assembly.staff`,
        `assembly.otherwise` (buttons, for what cannot be held as announced), `assembly.desk`, `assembly.screen`,
        `assembly.news` (what opens and closes while its page is read: the same for all its readers, kept until the
        journal's next entry), `assembly.proxy` (where its giver takes a proxy back, with the number of the giver's line
        on the roll), `secret.main` (on the page of an open secret vote, with the number of its assembly),
        `minutes.draft` (until they are established, with the number of their assembly),
        `minutes.signatures`, `actor.main`; `member.main` on the staff's page of a member and `mine.main` in the
        member's own space, both with the member's number in the database; `statutes.draft` on the page of a draft of
        the statutes, `statutes.record` where it is recorded without a vote; `account.ways` beside one's own ways to
        sign in; with 0, `sign_in.ways` beside the ways offered to whoever signs in, `home.visitor` on the start page
        of whoever has not, and `assembly.list` (buttons) on the list of assemblies.
        """

    @hookspec
    def subject_actions(
        self, session: Session, viewer: Viewer, subject: str, subject_id: int
    ) -> Iterable[SubjectAction]:
        """Return buttons for the page of a thing of the core. Isolated.

        The subjects: `actor`, `assembly`, `proposal`, each with its number in the database.
        """

    @hookspec
    def module_uses(self, session: Session, module: str) -> Iterable[ModuleUse]:
        """Return what of the deployment rests on a module, asked before it is switched off. Fails closed."""
