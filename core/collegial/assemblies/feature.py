"""What assemblies add to the program."""

from collections.abc import Iterable
from datetime import timedelta

from click import Command
from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.assemblies.api import RESOURCES
from collegial.assemblies.cli import COMMANDS
from collegial.assemblies.events import EVENTS
from collegial.assemblies.jobs import JOBS
from collegial.assemblies.merging import on_actors_merged
from collegial.assemblies.models import Assembly, AssemblyState, Resolution
from collegial.assemblies.noticing import NOTICES
from collegial.assemblies.permissions import PERMISSIONS, PREPARE, READ
from collegial.assemblies.queries.amending import amendments_in, amendments_of
from collegial.assemblies.queries.meetings import announced, called_off_since, current_assemblies
from collegial.assemblies.queries.own_space import past_of, seats_of
from collegial.assemblies.queries.voteless import unlisted
from collegial.assemblies.routes import live_pages, pages
from collegial.assemblies.services.leaving import on_member_left
from collegial.assemblies.steps import steps
from collegial.hooks.contracts import Card, Fragment, Job, MenuGroup, NavItem, NextStep
from collegial.hooks.extensions import ApiResource, Rows, SearchSource
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.hooks.publishing import PublicItem, PublicKind, PublicSource, Span
from collegial.kernel.events import Event, Phase, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import Text, t
from collegial.membership.events import MemberLeft
from collegial.membership.models import Member
from collegial.statutes.models import DraftState, StatutesDraft
from collegial.statutes.queries import draft, newest
from collegial.web.request import act

_CARDS = (
    2  # each card asks other features what they put on it: the home page must not grow with the assemblies
)
_PAST = 5


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
    """Follow what happens to actors and members."""
    yield Subscription(key="assemblies.merged", event=ActorsMerged, handler=on_actors_merged)
    # Afterwards: the journal is locked by then, and whoever comes and goes locks the roll before the journal.
    yield Subscription(
        key="assemblies.left", event=MemberLeft, handler=on_member_left, phase=Phase.AFTER,
        label=t("Taking leavers out of assemblies to come"),
    )  # fmt: skip


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the notice of an item that members added."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages
    yield live_pages


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the commands."""
    return COMMANDS


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the assemblies."""
    yield NavItem(
        key="assemblies",
        endpoint="assemblies.index",
        label=t("Assemblies"),
        icon="assembly",
        permission=READ,
        weight=10,
        group=MenuGroup.DECIDING,
    )


@hookimpl
def dashboard_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Offer a card for each of the next assemblies: convened, under way, or called off before their day."""
    if not viewer.may(READ):
        return
    yesterday = act().clock.now() - timedelta(days=1)
    current = current_assemblies(session, most=_CARDS)
    for meeting in (*current, *called_off_since(session, yesterday, most=_CARDS)):
        yield Card(
            key=f"assemblies.{meeting.id}",
            title=t("General assembly"),
            template="assemblies/card.html",
            context={"assembly": meeting},
            permission=READ,
            weight=0,
        )


@hookimpl
def next_steps(viewer: Viewer) -> Iterable[NextStep]:
    """Say what each assembly asks of those who prepare and conduct it, and of its voters."""
    return steps(act(), viewer) if viewer.is_signed_in and viewer.may(READ) else ()


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Tell what changes the statutes, who decides on it, who keeps the former ones, and what a member has to attend."""
    if slot == "assembly.main":
        amendments = amendments_in(session, subject_id)
        if amendments:
            yield Fragment(
                key="assemblies.amendments", template="assemblies/slot_amendments.html",
                context={"amendments": amendments}, permission=READ,
            )  # fmt: skip
    elif slot == "statutes.draft":
        yield Fragment(
            key="assemblies.draft", template="assemblies/slot_draft.html",
            context=_before_members(session, viewer, draft(session, subject_id)), permission=READ,
        )  # fmt: skip
    elif slot == "statutes.record":
        yield Fragment(
            key="assemblies.convened", template="assemblies/slot_convened.html",
            context={"convened": current_assemblies(session, most=_CARDS)}, permission=READ,
        )  # fmt: skip
    elif slot == "mine.main":
        yield Fragment(
            key="assemblies.mine", template="assemblies/slot_mine.html",
            context={
                "seats": seats_of(session, subject_id),
                "past": past_of(session, subject_id, most=_PAST),
                "unlisted": _unlisted(session, subject_id),
            },
            permission=READ, weight=20,
        )  # fmt: skip


def _unlisted(session: Session, member_id: int) -> list[tuple[Assembly, Text]]:
    coming = current_assemblies(session, most=_CARDS)
    return unlisted(session, coming, session.get_one(Member, member_id), today=act().today, zone=act().zone)


def _before_members(session: Session, viewer: Viewer, found: StatutesDraft) -> dict[str, object]:
    may_be_put = viewer.may(PREPARE) and found.state is DraftState.EDITING and newest(session) is not None
    return {
        "amendments": amendments_of(session, found.id),
        "draft_id": found.id,
        "is_proposed": viewer.may(PREPARE) and found.state is DraftState.PROPOSED,
        "may_be_put": may_be_put,
    }


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer the assemblies to the search."""
    yield SearchSource(
        key="assemblies", label=t("Assemblies"), endpoint="assemblies.show", argument="assembly_id",
        rows=rows_to_search, permission=READ, weight=15,
    )  # fmt: skip
    yield SearchSource(
        key="resolutions", label=t("Resolutions"), endpoint="assemblies.show", argument="assembly_id",
        rows=resolutions_to_search, permission=READ, weight=16,
    )  # fmt: skip


def rows_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return the assemblies."""
    return select(Assembly.id, Assembly.title, Assembly.place)


def resolutions_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return the resolutions of the assemblies that were convened, under the number of their assembly."""
    convened = select(Resolution.assembly_id, Resolution.title, Resolution.text).join(Assembly)
    return convened.where(Assembly.convened_at.is_not(None))


@hookimpl
def public_sources() -> Iterable[PublicSource]:
    """Announce the general assemblies that were convened on the public site."""
    yield PublicSource(
        key="assemblies.dates", label=t("Assemblies"), kind=PublicKind.DATE, items=dates_of_assemblies
    )


def dates_of_assemblies(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the assemblies of a span: when and where, no agenda, no way to connect; their page for who may read it."""
    for one in announced(session, span.since, span.before, most=span.most):
        is_off = one.state is AssemblyState.CALLED_OFF
        yield PublicItem(
            number=one.id, title=one.title, on=one.starts_at, place=one.place, is_called_off=is_off,
            label=t("General assembly, called off") if is_off else t("General assembly"), revision=len(one.changes),
            endpoint="assemblies.show", values={"assembly_id": one.id}, permission=READ,
        )  # fmt: skip


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    return RESOURCES


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what people are told of assemblies."""
    return NOTICES
