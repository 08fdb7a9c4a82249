"""What votes add to the program."""

from collections.abc import Iterable
from datetime import date

from click import Command
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.assemblies.events import AssemblyClosed, AssemblyFoundInquorate, FormReceived
from collegial.assemblies.models import CorrespondenceForm, RollEntry
from collegial.assemblies.permissions import CONDUCT
from collegial.assemblies.queries.attending import mandates_of_voter, present_entry_ids
from collegial.assemblies.queries.corresponding import forms_of
from collegial.assemblies.services.amending import settle_amendment
from collegial.groups.permissions import MANAGE as MANAGE_GROUPS
from collegial.hooks.contracts import Fragment, NextStep
from collegial.hooks.extensions import ApiResource, ModuleUse
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import NoticeKind
from collegial.hooks.voting import VoteMethod
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context, Event, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import nt, t
from collegial.sitting.queries import moment
from collegial.votes.api import ELECTIONS, RESULTS
from collegial.votes.asking import questions_for
from collegial.votes.cli import COMMANDS
from collegial.votes.electing import elected_in
from collegial.votes.elsewhere import asked_away, away
from collegial.votes.events import EVENTS, ElectionCounted, ResolutionDecided
from collegial.votes.leading import at_item, to_open, to_seat
from collegial.votes.methods import CORE_METHODS
from collegial.votes.models import Secrecy, SessionState, VoteSession
from collegial.votes.noticing import NOTICES
from collegial.votes.permissions import CAST, PERMISSIONS, PRESIDE, READ
from collegial.votes.queries import (
    count_to_come,
    is_all_voted,
    last_counted,
    listed_rights,
    open_session_of,
    questions_by_proxy,
    receipts_of,
    resolutions_unvoted,
    secret_resolutions,
    sessions_of,
    turnout,
    used_rights,
    votes_by_methods,
)
from collegial.votes.results import results_of
from collegial.votes.routes import pages
from collegial.votes.seats import keeping, seat_elected, unseat_revoked
from collegial.votes.steps import closing_steps, seat_steps, steps
from collegial.web.program import current_program


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
    """Keep an assembly from ending while a vote is open and forms off secret votes; carry out what changes statutes."""
    for key, kind in (("votes.keep_open", AssemblyClosed), ("votes.keep_inquorate", AssemblyFoundInquorate)):
        yield Subscription(key=key, event=kind, handler=refuse_to_end)
    yield Subscription(key="votes.keep_secret", event=FormReceived, handler=refuse_secret_answers)
    yield Subscription(key="votes.seat_elected", event=ElectionCounted, handler=seat_elected)
    yield Subscription(key="votes.unseat_revoked", event=ResolutionDecided, handler=unseat_revoked)
    yield Subscription(key="votes.settle_statutes", event=ResolutionDecided, handler=settle_statutes)


def refuse_secret_answers(context: Context, event: FormReceived) -> None:
    """Raise Refused for a form that answers what is voted in secret: a form names its voter."""
    form = context.session.get_one(CorrespondenceForm, event.form)
    secret = [
        one.number
        for one in secret_resolutions(context.session, event.assembly)
        if str(one.id) in form.answers
    ]
    if secret:
        raise Refused(
            "votes.form_not_secret",
            t(
                "Resolution %(number)s is voted in secret, and a form names its voter: no form is taken for it.",
                number=secret[0],
            ),
        )


def settle_statutes(context: Context, event: ResolutionDecided) -> None:
    """Let a counted resolution change the statutes, or not, in the very closing of its vote (L25)."""
    settle_amendment(context, event.resolution, adopted=event.adopted)


def refuse_to_end(context: Context, event: AssemblyClosed | AssemblyFoundInquorate) -> None:
    """Raise Refused when a vote is open in the assembly that ends."""
    if open_session_of(context.session, event.assembly):
        raise Refused("votes.still_open", t("A vote is open. Close it before ending the assembly."))


@hookimpl
def vote_methods() -> Iterable[VoteMethod]:
    """Offer the core's own ways to vote."""
    return CORE_METHODS


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the counting of files."""
    return COMMANDS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def next_steps(session: Session, viewer: Viewer, day: date) -> Iterable[NextStep]:
    """Ask whoever attends for the votes that wait now, the staff to close what is voted, and for seats to enter."""
    if viewer.actor_id is not None and viewer.may(CAST):
        yield from steps(session, viewer.actor_id, day)
    if viewer.may(CONDUCT):
        yield from closing_steps(session, day)
    if viewer.may(MANAGE_GROUPS):
        yield from seat_steps(session, day, current_program().settings.pays.zone)


@hookimpl
def page_slots(session: Session, viewer: Viewer, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Put the votes on the pages of their assembly: the voter's papers, the bureau's buttons, the turnout."""
    if slot in ("assembly.main", "assembly.card"):
        yield _papers(session, viewer, slot, subject_id)
    elif slot in ("assembly.conduct", "assembly.after"):
        yield from to_seat(session, subject_id)
        yield from to_open(session, subject_id) if slot == "assembly.conduct" else ()
    elif slot == "assembly.item":
        yield from at_item(session, subject_id)
    elif slot == "assembly.voted":
        if is_all_voted(session, subject_id):
            yield Fragment(
                key="votes.voted", template="votes/slot_voted.html", context={"assembly_id": subject_id},
                permission=CONDUCT,
            )  # fmt: skip
    elif slot == "assembly.closing":
        yield from to_seat(session, subject_id)
        unvoted, vote = resolutions_unvoted(session, subject_id), open_session_of(session, subject_id)
        yield Fragment(
            key="votes.closing", template="votes/slot_closing.html", context={"unvoted": unvoted, "vote": vote},
            permission=PRESIDE,
        )  # fmt: skip
    elif slot == "assembly.screen":
        yield _screen(session, subject_id)
    elif slot == "assembly.news":
        yield _news(session, subject_id)
    elif slot == "assembly.proxy":
        used, left = questions_by_proxy(session, session.get_one(RollEntry, subject_id))
        yield Fragment(
            key="votes.proxy",
            template="votes/slot_proxy.html",
            context={"used": used, "left": left},
            permission=CAST,
        )


def _screen(session: Session, assembly_id: int) -> Fragment:
    """Tell the room which vote is open; else what the last one decided."""
    vote = open_session_of(session, assembly_id)
    closed = None if vote else last_counted(session, assembly_id)
    elected = elected_in(session, closed) if closed else ()
    zone = current_program().settings.pays.zone
    context = {
        "vote": vote,
        "turnout": turnout(session, vote.id).used if vote else 0,
        "decided": results_of(session, closed, zone) if closed else (),
        "elected": elected,
        "keeping": {one.question.id: keeping(session, one) for one in elected},
    }
    # What is open goes before the item at hand, and so does what was voted on it; another result stands below.
    return Fragment(
        key="votes.screen", template="votes/slot_screen.html", context=context, permission=READ,
        weight=-10 if vote or (closed and _is_at_hand(session, closed)) else 50,
    )  # fmt: skip


def _is_at_hand(session: Session, vote: VoteSession) -> bool:
    """Say whether a vote was on the item that its assembly is at."""
    place = moment(session, vote.assembly_id)
    return place is not None and place.item_id in {one.resolution.item_id for one in vote.questions}


def _news(session: Session, assembly_id: int) -> Fragment:
    """Tell whoever has the assembly's page open which vote is open; else which was counted last."""
    votes = sessions_of(session, assembly_id)
    counted = [one for one in votes if one.state is SessionState.CLOSED and one.questions]
    is_open = any(one.state is SessionState.OPEN for one in votes)
    told = [one for one in votes if one.state is SessionState.OPEN and one.secrecy is Secrecy.OPEN]
    context = {"votes": told if is_open else counted[-1:]}
    return Fragment(key="votes.news", template="votes/slot_news.html", context=context, permission=READ)


@hookimpl
def module_uses(session: Session, module: str) -> Iterable[ModuleUse]:
    """Say how many votes are open, or about to be, by a method of a module."""
    number = votes_by_methods(session, f"{module}.")
    if number:
        sentence = nt(
            "%(count)d vote uses one of its methods and is not counted yet: it could not be counted.",
            "%(count)d votes use its methods and are not counted yet: they could not be counted.",
            number,
        )
        yield ModuleUse(key="votes.methods", sentence=sentence)


def _papers(session: Session, viewer: Viewer, slot: str, assembly_id: int) -> Fragment:
    votes = sessions_of(session, assembly_id)
    mandates = mandates_of_voter(session, assembly_id, viewer.actor_id) if viewer.actor_id else []
    here = present_entry_ids(session, assembly_id, viewer.actor_id)
    usable = [one for one in mandates if one.holder_id in here]
    absent = away(session, mandates, here)
    context = {
        "votes": votes,
        "mandates": usable,
        "away": {vote.id: asked_away(absent, vote.questions) for vote in votes},
        "asked": {
            vote.id: [one for one in usable if questions_for(vote.questions, one.giver.college_id)]
            for vote in votes
        },
        "in_room": listed_rights(session, votes, [right.giver_id for right in mandates]),
        "by_form": forms_of(session, [one.giver_id for one in mandates]),
        "used": used_rights(session, votes, [right.giver_id for right in mandates]),
        "questions_for": questions_for,
        "is_card": slot == "assembly.card",
    }
    if slot == "assembly.main":
        counted = [one for one in votes if one.state is SessionState.CLOSED]
        context["receipts"] = receipts_of(session, counted, viewer.actor_id if viewer.may(CAST) else None)
    if slot == "assembly.main" and votes and usable:
        context["to_come"] = count_to_come(session, assembly_id)
    return Fragment(
        key="votes.papers", template="votes/slot_papers.html", context=context, permission=READ, weight=0
    )


@hookimpl
def api_resources() -> Iterable[ApiResource]:
    """Offer what other programs read."""
    yield RESULTS
    yield ELECTIONS


@hookimpl
def notice_kinds() -> Iterable[NoticeKind]:
    """Offer what voters are told."""
    return NOTICES
