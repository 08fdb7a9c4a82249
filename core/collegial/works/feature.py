"""What common works add to the program."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.hooks.contracts import Job, NavItem, NextStep
from collegial.hooks.extensions import Exporter
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.hooks.publishing import PublicItem, PublicKind, PublicSource, Span
from collegial.kernel.days import later
from collegial.kernel.events import Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t
from collegial.web.program import current_program
from collegial.works.events import EVENTS
from collegial.works.exports import PARTICIPATIONS
from collegial.works.jobs import JOBS
from collegial.works.merging import on_actors_merged
from collegial.works.noticing import NOTICES
from collegial.works.permissions import MANAGE
from collegial.works.queries import meetings_between, works_called_off
from collegial.works.routes import pages
from collegial.works.steps import steps

_OFF = t("Meeting of a common work, called off")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the right over common works."""
    yield MANAGE


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear a merge of actors within its transaction: what belongs to the dropped one follows, or refuses."""
    yield Subscription(key="works.merged", event=ActorsMerged, handler=on_actors_merged)


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the letters."""
    return JOBS


@hookimpl
def exporters() -> Iterable[Exporter]:
    """Offer who takes part in what."""
    yield PARTICIPATIONS


@hookimpl
def public_sources() -> Iterable[PublicSource]:
    """Announce the meetings of common works on the public site, and which works were called off."""
    yield PublicSource(
        key="works.meetings",
        label=t("Meetings of common works"),
        kind=PublicKind.DATE,
        items=dates_of_meetings,
    )
    yield PublicSource(
        key="works.called_off",
        label=t("Common works that were called off"),
        kind=PublicKind.DECISION,
        items=called_off,
    )


def called_off(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the works of active modules that were called off in a span, with the reasons given."""
    kinds = {one.key: one for one in current_program().host.work_kinds(session)}
    for one in works_called_off(session, list(kinds), span.since, span.before, most=span.most):
        if one.called_off_at is not None:
            yield PublicItem(
                number=one.id, title=one.title, on=one.called_off_at, label=t("Common work called off"),
                summary=one.called_off_for or "", endpoint="works.conditions", values={"work_id": one.id},
            )  # fmt: skip


def dates_of_meetings(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the meetings of a span, of the works that active modules lead."""
    kinds = {one.key: one for one in current_program().host.work_kinds(session)}
    for one in meetings_between(session, list(kinds), span.since, span.before, most=span.most):
        yield PublicItem(
            number=one.id,
            title=f"{one.work.title} – {one.title}",
            on=one.starts_at,
            until=later(one.starts_at, timedelta(minutes=one.minutes_long)),
            label=_OFF if one.called_off_at else kinds[one.work.kind].label,
            is_called_off=one.called_off_at is not None,
            revision=one.revision,
            place=", ".join(filter(None, (one.host.name if one.host else None, one.place))),
            endpoint="works.conditions",
            values={"work_id": one.work_id, "_anchor": "meetings"},
        )


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the report."""
    yield NavItem(
        key="works.index", endpoint="works.index", label=t("Common works"), icon="discussion", weight=42
    )


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Say who waits for an answer, and which meetings come."""
    if not viewer.is_signed_in:
        return ()
    return steps(session, viewer, day, current_program().settings.pays.zone)


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what is told of common works."""
    return NOTICES
