"""What secret votes add to the program."""

from collections.abc import Iterable
from datetime import date

from click import Command
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.assemblies.queries.attending import mandates_of_voter, present_entry_ids
from collegial.calling_off.events import AssemblyCalledOff
from collegial.hooks.contracts import Fragment, Job, NextStep
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Context, Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.secret.asking import can_be_secret
from collegial.secret.cli import COMMANDS
from collegial.secret.events import EVENTS
from collegial.secret.jobs import JOBS
from collegial.secret.models import Ceremony, Scrutineer, Stage
from collegial.secret.permissions import PERMISSIONS
from collegial.secret.queries import ceremonies_of, duties_of, election_for, is_ready, registered_by, used_in
from collegial.secret.reminding import reminders
from collegial.secret.routes import pages
from collegial.secret.services.preparing import give_up_with
from collegial.votes.elsewhere import away
from collegial.votes.permissions import PRESIDE, READ
from collegial.votes.queries import resolutions_unmarked
from collegial.web.program import current_program

_TOLD = {Stage.OPEN, Stage.CLOSED, Stage.VOID}


@hookimpl
def permissions() -> Iterable[Permission]:
    """Offer the rights."""
    return PERMISSIONS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Follow a scrutineer whose record is merged with another, and an assembly that is called off."""
    yield Subscription(key="secret.follow_merge", event=ActorsMerged, handler=follow_merge)
    yield Subscription(key="secret.called_off", event=AssemblyCalledOff, handler=give_up_with)


def follow_merge(context: Context, event: ActorsMerged) -> None:
    """Let the part of a key, and the making of codes, belong to the record that stays."""
    give_to_kept(context, event, Scrutineer.actor_id)
    give_to_kept(context, event, Ceremony.registrar_id)


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the commands of auditors."""
    return COMMANDS


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the mails."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Ask scrutineers and voters for what a secret vote waits for at this moment."""
    return reminders(session, viewer.actor_id, day) if viewer.actor_id is not None else ()


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put secret votes on the pages of their assembly: the voter's papers, the scrutineer's way, the bureau's."""
    if slot in ("assembly.main", "assembly.card"):
        yield _papers(session, viewer, slot, subject_id)
    elif slot in ("assembly.convened", "assembly.conduct"):
        unmarked, found = resolutions_unmarked(session, subject_id), ceremonies_of(session, subject_id)
        context = {
            "assembly_id": subject_id,
            "ceremonies": found,
            "ready": {one.id for one in found if is_ready(session, one)},
            "left": any(can_be_secret(session, current_program().methods, one) for one in unmarked),
            "announced": [one.number for one in unmarked if one.is_secret],
        }
        yield Fragment(
            key="secret.conduct", template="secret/slot_conduct.html", context=context, permission=PRESIDE,
            weight=80,
        )  # fmt: skip
    elif slot == "assembly.news":
        yield _news(session, subject_id)


def _news(session: Session, assembly_id: int) -> Fragment:
    """Tell whoever has the assembly's page open of a secret vote until it is counted."""
    told = [one for one in ceremonies_of(session, assembly_id) if one.stage in _TOLD]
    return Fragment(
        key="secret.news",
        template="secret/slot_news.html",
        context={"ceremonies": told},
        permission=READ,
        weight=1,
    )


def _papers(session: Session, viewer: Viewer, slot: str, assembly_id: int) -> Fragment:
    found = ceremonies_of(session, assembly_id)
    mandates = mandates_of_voter(session, assembly_id, viewer.actor_id) if viewer.actor_id and found else []
    here = present_entry_ids(session, assembly_id, viewer.actor_id) if found else set()
    absent = away(session, mandates, here, with_forms=False)
    context = {
        "ceremonies": found,
        "duties": [
            one for one in duties_of(session, viewer.actor_id) if one.ceremony.assembly_id == assembly_id
        ]
        if found
        else [],
        "asked": {
            each.id: [one for one in mandates if one.holder_id in here and election_for(each, one)]
            for each in found
        },
        "registering": [
            one for one in registered_by(session, viewer.actor_id) if one.assembly_id == assembly_id
        ]
        if found
        else [],
        "away": {each.id: [one for one in absent if election_for(each, one.mandate)] for each in found},
        "used": used_in(session, found, [one.giver_id for one in mandates]),
        "is_card": slot == "assembly.card",
    }
    return Fragment(
        key="secret.papers", template="secret/slot_papers.html", context=context, permission=READ, weight=1
    )
