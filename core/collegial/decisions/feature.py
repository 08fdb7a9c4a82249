"""What the register of decisions adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Resolution
from collegial.assemblies.queries.revoking import revocation_on
from collegial.decisions.api import DECISIONS
from collegial.decisions.events import EVENTS
from collegial.decisions.models import Decision, FollowUp
from collegial.decisions.noticing import NOTICES
from collegial.decisions.permissions import MANAGE, PERMISSIONS, READ
from collegial.decisions.queries import decisions_of, public_decisions, titles_without_name, undone
from collegial.decisions.routes import pages
from collegial.decisions.seats import elected_as_kept
from collegial.decisions.services import enter_counted, note_carried_out
from collegial.hooks.contracts import Fragment, MenuGroup, NavItem, NextStep
from collegial.hooks.extensions import ApiResource, Rows, SearchSource
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.hooks.publishing import PublicItem, PublicKind, PublicSource, Span
from collegial.kernel.events import Context, Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import Text, t
from collegial.votes.electing import elected_on
from collegial.votes.events import ElectionCounted, ResolutionDecided, SeatsEntered
from collegial.votes.seats import takes_every_seat


def rows_to_search(_session: Session, _viewer: Viewer) -> Rows:
    """Return the register of decisions."""
    return select(Decision.number, Decision.title, Decision.text)


@hookimpl
def search_sources() -> Iterable[SearchSource]:
    """Offer the register to the search."""
    yield SearchSource(
        key="decisions", label=t("Decisions"), endpoint="decisions.show", argument="number",
        rows=rows_to_search, permission=READ, weight=20,
    )  # fmt: skip


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
    """Enter each counted resolution, within the closing of its vote."""
    yield Subscription(key="decisions.enter", event=ResolutionDecided, handler=enter)
    yield Subscription(key="decisions.enter_election", event=ElectionCounted, handler=enter_election)
    yield Subscription(key="decisions.carry_out_election", event=SeatsEntered, handler=carry_out_election)


def enter(context: Context, event: ResolutionDecided) -> None:
    """Enter a resolution that was adopted or rejected; one whose count is undefined decides nothing.

    A revocation that is adopted ends the seat in this same act: nothing is left to carry out.
    """
    if event.adopted is not None:
        resolution = context.session.get_one(Resolution, event.resolution)
        revokes = revocation_on(context.session, event.resolution) is not None
        enter_counted(context, resolution, is_adopted=event.adopted, is_carried_out=revokes)


def enter_election(context: Context, event: ElectionCounted) -> None:
    """Enter an election in which somebody was elected: who, with their votes, for which seats."""
    found = elected_on(context.session, event.resolution)
    if found is not None and event.elected:
        enter_counted(
            context, found.question.resolution, is_adopted=True, elected=elected_as_kept(found),
            is_carried_out=takes_every_seat(context.session, found),
        )  # fmt: skip


def carry_out_election(context: Context, event: SeatsEntered) -> None:
    """Note an election as carried out once everybody elected has a seat."""
    if not event.left:
        note_carried_out(context, event.resolution)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the register."""
    yield NavItem(
        key="decisions",
        endpoint="decisions.index",
        label=t("Decisions"),
        icon="decision",
        permission=READ,
        weight=15,
        group=MenuGroup.DECIDING,
    )


@hookimpl
def next_steps(session: Session, viewer: Viewer) -> Iterable[NextStep]:
    """Say what waits to be carried out: to the staff everything, to anyone else what is theirs."""
    if not viewer.may(READ):
        return
    manages = viewer.may(MANAGE)
    owner = None if manages else viewer.actor_id
    for step in undone(session, owner_id=owner) if owner or manages else []:
        yield NextStep(
            key=f"decisions.{step.decision_id}", sentence=t("A decision is to be carried out"),
            act=t("Follow it up"), endpoint="decisions.follow" if manages else "decisions.show",
            values={"number": step.decision.number}, about=_whose(step), due_on=step.due_on, icon="decision",
            permission=READ, weight=25,
        )  # fmt: skip


def _whose(step: FollowUp) -> Text:
    names = {"title": step.decision.title, "owner": step.owner.name if step.owner else t("nobody yet")}
    return t("%(title)s (%(owner)s)", **names)


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put the decisions of an assembly on its page."""
    if slot != "assembly.main":
        return
    taken = decisions_of(session, subject_id)
    if taken:
        yield Fragment(
            key="decisions.taken", template="decisions/slot.html", context={"decisions": taken},
            permission=READ, weight=60,
        )  # fmt: skip


@hookimpl
def public_sources() -> Iterable[PublicSource]:
    """Offer the decisions that were made known to the public site."""
    yield PublicSource(
        key="decisions.made_known",
        label=t("Decisions made known"),
        kind=PublicKind.DECISION,
        items=made_known,
    )


def made_known(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the decisions of a span that everyone may read."""
    found = public_decisions(session, span.first, span.last, most=span.most)
    nameless = titles_without_name(session, found)
    for one in found:
        yield PublicItem(
            number=one.number,
            title=nameless.get(one.id, one.title),
            on=one.decided_on,
            label=t("Decision of the assembly") if one.assembly_id else t("Decision of the board"),
            place=one.assembly.title if one.assembly else one.body or "",
            endpoint="decisions.published",
            values={"number": one.number},
        )


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    yield DECISIONS


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what the owner of a decision is told."""
    return NOTICES
