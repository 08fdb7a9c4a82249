"""What minutes add to the program."""

from collections.abc import Iterable

from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.hooks.contracts import Fragment, Job, MenuGroup, NavItem, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import t
from collegial.minutes.events import EVENTS
from collegial.minutes.jobs import JOBS
from collegial.minutes.noticing import NOTICES
from collegial.minutes.permissions import ESTABLISH, PERMISSIONS, READ
from collegial.minutes.queries import minutes_of, unfinished
from collegial.minutes.routes import pages
from collegial.minutes.services import missing_signers
from collegial.minutes.telling import told_of
from collegial.web.request import act

_SHOWN = 3
_TO_SHARE = t("The minutes are to be shared with the members")
_TO_ESTABLISH = t("The minutes are to be established")


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights."""
    return PERMISSIONS


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the mails that tell the members what was decided."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to the register."""
    yield NavItem(
        key="minutes", endpoint="minutes.index", label=t("Register of minutes"), icon="minutes", permission=READ,
        weight=75, group=MenuGroup.RECORDS, also=t("record of an assembly, decisions of an assembly"),
    )  # fmt: skip


@hookimpl
def next_steps(session: Session, viewer: Viewer) -> Iterable[NextStep]:
    """Say which assemblies that are over still lack their minutes, or did not tell their members."""
    if not viewer.may(ESTABLISH):
        return
    for meeting, minutes in unfinished(session, most=_SHOWN):
        yield NextStep(
            key=f"minutes.{meeting.id}",
            sentence=_TO_SHARE if minutes else _TO_ESTABLISH,
            act=t("Share them") if minutes else t("Write them"),
            endpoint="minutes.share" if minutes else "minutes.draft", values={"assembly_id": meeting.id},
            about=meeting.title, icon="minutes", permission=ESTABLISH, weight=14,
        )  # fmt: skip


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put the minutes on the page of their assembly, and the register on their list."""
    if slot == "assembly.list":
        yield Fragment(key="minutes.register", template="minutes/slot_list.html", permission=READ)
    elif slot in ("assembly.main", "assembly.after"):
        minutes = minutes_of(session, subject_id)
        context = {"assembly": session.get(Assembly, subject_id), "minutes": minutes}
        if slot == "assembly.main":
            yield Fragment(
                key="minutes.print",
                template="minutes/slot.html",
                context=context,
                permission=READ,
                weight=-20,
            )
        else:
            left = {
                "told": told_of(session, minutes) if minutes else None,
                "missing": missing_signers(act(), minutes) if minutes else (),
            }
            yield Fragment(
                key="minutes.write", template="minutes/slot_staff.html", context=context | left,
                permission=ESTABLISH,
            )  # fmt: skip


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what members are told of minutes."""
    return NOTICES
