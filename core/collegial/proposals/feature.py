"""What proposals add to the program."""

from collections.abc import Iterable
from datetime import date

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.accounts.events import AccountClosed
from collegial.actors.events import ActorsMerged
from collegial.hooks.contracts import Card, Job, MenuGroup, NavItem, NextStep, PipelinePreset
from collegial.hooks.exchanging import ExchangeKind
from collegial.hooks.extensions import ApiResource, ModuleUse, Rows, SearchSource
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.hooks.publishing import PublicItem, PublicKind, PublicSource, Span
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import nt, t
from collegial.proposals.api import PROPOSALS
from collegial.proposals.cards import draft_cards, gate_cards
from collegial.proposals.events import EVENTS
from collegial.proposals.exchanging import VERSIONS
from collegial.proposals.jobs import JOBS
from collegial.proposals.merging import on_actors_merged
from collegial.proposals.models import Action, Axis, Proposal, Version
from collegial.proposals.noticing import NOTICES
from collegial.proposals.permissions import PERMISSIONS
from collegial.proposals.presets import STUDY, preset
from collegial.proposals.queries import conditions_waited_for, is_readable
from collegial.proposals.queries.gates import passages_made
from collegial.proposals.queries.withdrawing import withdrawals_made
from collegial.proposals.routes import pages
from collegial.proposals.services.following import NEWS, note_news, on_account_closed
from collegial.proposals.steps import (
    amendment_steps,
    gate_steps,
    late_steps,
    mention_steps,
    task_steps,
    topic_steps,
)


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear of merged actors, closed accounts and news for followers, within the transaction."""
    yield Subscription(key="proposals.merged", event=ActorsMerged, handler=on_actors_merged)
    yield Subscription(key="proposals.account_closed", event=AccountClosed, handler=on_account_closed)
    for kind in NEWS:
        yield Subscription(key=f"proposals.news.{kind.key}", event=kind, handler=note_news)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters: answers to amendments, mentions, news."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the board."""
    yield NavItem(
        key="proposals",
        endpoint="proposals.index",
        label=t("Proposals"),
        icon="proposal",
        weight=30,
        group=MenuGroup.WORKING,
    )


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Offer what waits at the gates, and the drafts; visitors read of priorities and missions on the public site."""
    return (*gate_cards(session, viewer), *draft_cards(session, viewer))


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say what is late, what waits for a gate or an answer, who asks for the reader, which gate can be decided."""
    return (
        *late_steps(session, viewer, day), *task_steps(session, viewer), *mention_steps(session, viewer),
        *amendment_steps(session, viewer), *topic_steps(session, viewer, day), *gate_steps(session, viewer),
    )  # fmt: skip


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer the proposals to the search."""
    yield SearchSource(
        key="proposals", label=t("Proposals"), endpoint="proposals.show", argument="slug",
        rows=rows_to_search, weight=10,
    )  # fmt: skip
    yield SearchSource(
        key="proposal_texts", label=t("In the versions of proposals"), endpoint="proposals.passage",
        argument="action_id", rows=texts_to_search, weight=11, is_part=True,
    )  # fmt: skip
    yield SearchSource(
        key="proposal_axes", label=t("In the axes of proposals"), endpoint="proposals.heading",
        argument="axis_id", rows=axes_to_search, weight=12, is_part=True,
    )  # fmt: skip


def rows_to_search(session: Session, viewer: Viewer) -> Rows:
    """Return the proposals that someone may read."""
    return select(Proposal.slug, Proposal.title, Proposal.summary).where(is_readable(session, viewer))


def texts_to_search(session: Session, viewer: Viewer) -> Rows:
    """Return the actions of all versions that someone may read, each with its stage before its title."""
    return (
        select(Action.id, Version.stage + " · " + Action.title, Action.text)
        .join(Axis, Action.axis_id == Axis.id)
        .join(Version, Axis.version_id == Version.id)
        .join(Proposal, Version.proposal_id == Proposal.id)
        .where(is_readable(session, viewer))
    )


def axes_to_search(session: Session, viewer: Viewer) -> Rows:
    """Return the axes of all versions that someone may read, each with its stage before its title."""
    return (
        select(Axis.id, Version.stage + " · " + Axis.title, Axis.text)
        .join(Version, Axis.version_id == Version.id)
        .join(Proposal, Version.proposal_id == Proposal.id)
        .where(is_readable(session, viewer))
    )


@hookimpl
def pipeline_presets() -> Iterable[PipelinePreset]:
    """Offer the way of the study."""
    yield preset(STUDY)


@hookimpl
def module_uses(session: Session, module: str) -> Iterable[ModuleUse]:
    """Say how many proposals wait at a gate for a condition of a module."""
    waiting = conditions_waited_for(session, f"{module}.")
    if waiting:
        sentence = nt(
            "%(count)d proposal waits at a gate for its conditions: the gate would stay shut.",
            "%(count)d proposals wait at a gate for its conditions: the gates would stay shut.",
            waiting,
        )
        yield ModuleUse(key="proposals.gates", sentence=sentence)


@hookimpl
def exchange_kinds() -> Iterable[ExchangeKind]:
    """Offer frozen versions to other deployments."""
    yield VERSIONS


@hookimpl
def public_sources() -> Iterable[PublicSource]:
    """Offer the passages that groups decided to the public site."""
    yield PublicSource(
        key="proposals.passages", label=t("Passages of proposals"), kind=PublicKind.DECISION, items=passages
    )
    yield PublicSource(
        key="proposals.withdrawals",
        label=t("Proposals that were withdrawn"),
        kind=PublicKind.DECISION,
        items=withdrawals,
    )


def withdrawals(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the public proposals that were withdrawn in a span, with the reasons given."""
    for one, proposal in withdrawals_made(session, span.since, span.before, most=span.most):
        yield PublicItem(
            number=one.id, title=proposal.title, on=one.withdrawn_at, label=t("Withdrawal of a proposal"),
            summary=one.reasons, endpoint="proposals.show", values={"slug": proposal.slug},
        )  # fmt: skip


def passages(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the passages of public proposals that were decided in a span, with the reasons given."""
    for one, proposal in passages_made(session, span.first, span.last, most=span.most):
        yield PublicItem(
            number=one.id,
            title=t(
                "%(title)s: from %(before)s to %(after)s",
                title=proposal.title, before=one.from_stage, after=one.to_stage,
            ),
            on=one.decided_on or span.last,
            label=t("Passage of a proposal"),
            summary=one.reasons,
            endpoint="proposals.show",
            values={"slug": proposal.slug},
        )  # fmt: skip


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    yield PROPOSALS


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what followers are told."""
    return NOTICES
