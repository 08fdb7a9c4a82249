"""What the telling of added items adds to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.additions.events import EVENTS
from collegial.additions.jobs import JOBS
from collegial.additions.queries import told_of, waiting_items
from collegial.additions.routes import pages
from collegial.assemblies.permissions import PREPARE
from collegial.hooks.contracts import Fragment, Job, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import nt, t

_SHOWN = 2


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the sending of the notices."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def next_steps(session: Session, viewer: Viewer) -> Iterable[NextStep]:
    """Say which letters about an added item are to be printed and posted."""
    if not viewer.may(PREPARE):
        return
    for told in waiting_items(session, most=_SHOWN):
        yield NextStep(
            key=f"additions.{told.item.id}.post", act=t("Print the letters"), endpoint="additions.telling",
            sentence=nt(
                "%(count)d letter about an item that members added is to be posted",
                "%(count)d letters about an item that members added are to be posted",
                told.waiting,
            ),
            values={"assembly_id": told.item.assembly_id, "item_id": told.item.id}, about=told.item.title,
            icon="mail", permission=PREPARE, weight=9,
        )  # fmt: skip


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Say on the page of an assembly how far its members are told of what was added."""
    told = told_of(session, subject_id) if slot == "assembly.staff" else ()
    if told:
        yield Fragment(
            key="additions.telling", template="additions/slot.html", context={"told": told},
            permission=PREPARE, weight=25,
        )  # fmt: skip
