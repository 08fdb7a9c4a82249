"""What the rounds of the Pays de Brest add to the program."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from click import Command
from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import (
    ActorsMerged,
    Base,
    CapabilityOffer,
    Column,
    DecisionRule,
    Event,
    Exporter,
    Job,
    Lifecycle,
    MigrationSource,
    NavItem,
    OfferedStage,
    Passage,
    Permission,
    PersonalDataSource,
    PipelinePreset,
    PluginMeta,
    Row,
    SettingsSection,
    StageGate,
    StatutesPreset,
    Subscription,
    Text,
    TranslationSource,
    Verdict,
    VoteMethod,
    hookimpl,
    nt,
    t,
)
from collegial_brest.cli import open_by_command
from collegial_brest.events import Pledged, RoundOpened
from collegial_brest.merging import on_actors_merged
from collegial_brest.models import BrestPledge, BrestRound
from collegial_brest.permissions import OPEN, PLEDGE
from collegial_brest.personal import PLEDGES
from collegial_brest.routes import pages
from collegial_brest.services import Rounds, confirm, rounds
from collegial_brest.settings import ROUNDS
from collegial_brest.starting import FUNDED, STAGE, STATUTES, THREE
from collegial_brest.voting import CONSENT, VOICES

HERE = Path(__file__).parent

META = PluginMeta(
    name="brest",
    title=t("Funding rounds of the Pays de Brest"),
    summary=t("Everybody pledges; a proposal goes on once its goal is reached."),
    version="2.0.0",
    api=">=1.2,<2",
    provides=("funding-rounds",),
)


@hookimpl
def models() -> Iterable[type[Base]]:
    """Offer the tables."""
    return (BrestRound, BrestPledge)


@hookimpl
def migrations() -> Iterable[MigrationSource]:
    """Offer the history of the tables."""
    yield MigrationSource(folder=HERE / "migrations" / "versions")


@hookimpl
def translations() -> Iterable[TranslationSource]:
    """Offer the catalogues."""
    yield TranslationSource(folder=HERE / "translations", domain="brest")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights."""
    return (OPEN, PLEDGE)


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return (RoundOpened, Pledged)


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Follow merges of actors."""
    yield Subscription(key="brest.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer `collegial brest open`."""
    yield open_by_command


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the rounds."""
    yield NavItem(
        key="brest.rounds", endpoint="brest.index", label=t("Funding rounds"), icon="plugin", weight=35
    )


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the confirmation of pledges."""
    yield Job(key="brest.confirm", run=confirm)


@hookimpl
def settings_sections() -> Iterable[SettingsSection[Any]]:
    """Offer the smallest pledge."""
    yield ROUNDS


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer the pledges as a list."""
    columns = (Column(t("Round")), Column(t("Actor")), Column(t("Euros"), "number"))
    yield Exporter(
        key="brest.pledges", title=t("Pledges"), columns=columns, rows=pledge_rows, permission=OPEN
    )


def pledge_rows(session: Session) -> Iterable[Row]:
    """Yield every pledge."""
    for one in session.scalars(select(BrestPledge).order_by(BrestPledge.id)):
        yield (one.round.title, one.actor.name, one.amount)


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is held of those who pledged."""
    yield PLEDGES


@hookimpl
def stage_gates() -> Iterable[StageGate]:
    """Offer the condition that a proposal is funded."""
    yield StageGate(key=FUNDED, label=t("A funding round reached its goal"), check=check_funded)


def check_funded(session: Session, passage: Passage) -> Verdict:
    """Open once a round of this proposal reached its goal."""
    mine = [one for one in rounds(session) if one.proposal_id == passage.proposal_id]
    is_open = any(one.pledged >= one.goal for one in mine)
    reason = (
        t("Its round reached its goal.") if is_open else t("No round of this proposal reached its goal yet.")
    )
    return Verdict(is_open=is_open, reason=reason)


@hookimpl
def vote_methods() -> Iterable[VoteMethod]:
    """Offer the vote by consent."""
    yield CONSENT


@hookimpl
def decision_rules() -> Iterable[DecisionRule]:
    """Offer the voices that a decision needs."""
    yield VOICES


@hookimpl
def pipeline_stages() -> Iterable[OfferedStage]:
    """Offer the stage of the round."""
    yield STAGE


@hookimpl
def pipeline_presets() -> Iterable[PipelinePreset]:
    """Offer the three stages of the Pays de Brest."""
    yield THREE


@hookimpl
def statutes_presets() -> Iterable[StatutesPreset]:
    """Offer the statutes of its association."""
    yield STATUTES


@hookimpl
def capability_offers() -> Iterable[CapabilityOffer]:
    """Offer what is open to whoever shows it."""
    yield CapabilityOffer(key="brest.service", capability="funding-rounds", service=Rounds())


@hookimpl
def lifecycle() -> Iterable[Lifecycle]:
    """Say how many rounds are open: nobody could pledge in them."""
    yield Lifecycle(key="brest.life", in_use=open_now)


def open_now(session: Session) -> Sequence[Text]:
    """Return a sentence while rounds are open."""
    number = len(Rounds().open_rounds(session))
    if not number:
        return ()
    return (nt("%(count)d funding round is open.", "%(count)d funding rounds are open.", number),)
