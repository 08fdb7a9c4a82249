"""The list of assemblies, and the page of one: what, when, who decides how."""

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from collegial.assemblies.calendars import calendar_of
from collegial.assemblies.links import page_of, picture_of
from collegial.assemblies.models import Assembly, AssemblyState, RollEntry
from collegial.assemblies.queries import attending, meetings, member_items
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.queries.blanks import blanks_of
from collegial.assemblies.queries.changing import changes_of
from collegial.assemblies.queries.questions import questions_of
from collegial.assemblies.queries.spouses import spouses_of
from collegial.assemblies.queries.voteless import ended, voteless
from collegial.assemblies.queries.voting import told_votings
from collegial.assemblies.rules import QuorumVerdict, arrivals_have_begun, minutes_to
from collegial.assemblies.showing import unnamed_in_secret
from collegial.assemblies.views.news import news
from collegial.assemblies.views.preparing import present_dates, present_terms
from collegial.journal.lasting import lasting
from collegial.kernel.clock import local_day
from collegial.kernel.naming import calendar_name
from collegial.statutes.rules import DecisionKind
from collegial.web.live import in_room, is_shown, shared, unchanged
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer


def index() -> ResponseReturnValue:
    """Show all assemblies."""
    page = meetings.page_of_assemblies(session(), request.args.get("page", 1, type=int))
    return render_template("assemblies/index.html", page=page)


def show(assembly_id: int) -> ResponseReturnValue:
    """Show one assembly: for a member, what to decide and how to take part; for the staff, what to do next."""
    meeting = meetings.assembly(session(), assembly_id)
    mine = attending.entries_of_voter(session(), meeting.id, viewer().actor_id)
    return render_template(
        "assemblies/show.html",
        assembly=meeting,
        is_its_day=local_day(meeting.starts_at, act().zone) <= act().today,
        entries=mine,
        pictures=_pictures(meeting, mine),
        mandates=attending.mandates_of_voter(session(), meeting.id, viewer().actor_id),
        here=attending.present_entry_ids(session(), meeting.id, viewer().actor_id),
        voteless=voteless(session(), meeting, viewer().actor_id, today=act().today, zone=act().zone),
        ended=ended(session(), mine, act().today),
        spouses=spouses_of(session(), [one.id for one in mine]),
        given=attending.proxies_given_by(session(), meeting.id, viewer().actor_id),
        may_have_served=attending.may_have_served,
        left=blanks_of(session(), [one.id for one in mine]),
        unnamed=unnamed_in_secret(meeting),
        declined=attending.declined_for(session(), meeting.id, viewer().actor_id),
        dates=present_dates(meeting),
        terms=present_terms(meeting),
        votings=told_votings(act(), meeting.id),
        documents=documents_of(session(), meeting.id),
        may_arrive=_may_arrive(meeting),
        quorums=quorums(meeting.id),
        news=news(meeting.id),
        missed=meetings.missed_kinds(session(), meeting),
        taken=meetings.quorum_records(session(), meeting.id),
        second=meetings.second_of(session(), meeting),
        first=meetings.first_of(session(), meeting),
        changes=changes_of(session(), meeting.id),
        replacement=meetings.replacement_of(session(), meeting),
        replaced=meetings.replaced_by(session(), meeting),
        **_asked_by_members(meeting),
    )


def _pictures(meeting: Assembly, entries: Sequence[RollEntry]) -> dict[int, str]:
    """Return the codes that the desk reads, on the day of the assembly."""
    if meeting.state not in (AssemblyState.CONVENED, AssemblyState.OPEN) or not _may_arrive(meeting):
        return {}
    found = attending.invitations_of(session(), [one.id for one in entries])
    return {one.entry_id: picture_of(one) for one in found}


def _asked_by_members(meeting: Assembly) -> dict[str, Any]:
    """Return what members ask before an assembly: items for its agenda, and written questions."""
    today, zone = current_program().today, current_program().settings.pays.zone
    rule = member_items.asking(session(), meeting, zone)
    rights = member_items.rights_of(session(), meeting, viewer().actor_id, today)
    last = member_items.questions_end(session(), meeting, zone)
    return {
        "items_rule": rule,
        "may_ask_items": member_items.may_still_ask(meeting, rule, today),
        "rights": rights,
        "member_items": member_items.member_items(
            session(), meeting, rights=rights, needed=rule.needed if rule else 0
        ),
        "questions": questions_of(session(), meeting.id),
        "questions_last_day": last,
        "may_still_question": last is None or today <= last,
    }


def screen(assembly_id: int) -> ResponseReturnValue:
    """Show the room what is going on, large; the page asks again for what is within its frame."""
    meeting = meetings.assembly(session(), assembly_id)
    return render_template("assemblies/screen.html", assembly=meeting, shown=_screen_content(meeting))


def live_quorum(token: str) -> ResponseReturnValue:
    """Show the quorum alone to a page that asks again."""
    with in_room(token) as assembly_id:
        found = quorums(assembly_id)
        if is_shown(found):
            return shared(unchanged())
        meeting = meetings.assembly(session(), assembly_id)
        return shared(render_template("assemblies/_quorum.html", assembly=meeting, quorums=found))


def live_screen(token: str) -> ResponseReturnValue:
    """Show what is within the frame of the room's screen, to the screen that asks again."""
    with in_room(token) as assembly_id:
        meeting = meetings.assembly(session(), assembly_id)
        shown = _screen_content(meeting)
        if is_shown(shown):
            return shared(unchanged())
        return shared(render_template("assemblies/_screen.html", assembly=meeting, shown=shown))


def _screen_content(meeting: Assembly) -> Markup:
    minutes_left = minutes_to(meeting.starts_at, current_program().clock.now())
    shown = render_template(
        "assemblies/_screen_content.html",
        assembly=meeting, quorums=quorums(meeting.id), minutes_left=minutes_left,
    )  # fmt: skip
    return Markup(shown)  # noqa: S704 (escaped by its template)


def calendar(assembly_id: int) -> ResponseReturnValue:
    """Give the assembly as a calendar file."""
    meeting = meetings.assembly(session(), assembly_id)
    organiser = current_program().settings.pays.name
    headers = {"Content-Disposition": f'attachment; filename="{calendar_name(meeting.title)}"'}
    content = calendar_of(
        meeting, changes_of(session(), meeting.id), address=page_of(meeting), organiser=organiser
    )
    return Response(content, mimetype="text/calendar", headers=headers)


def quorums(assembly_id: int) -> list[tuple[DecisionKind, QuorumVerdict]]:
    """Return the present quorum of each kind of decision on the agenda; nothing before the roll is fixed.

    Raises Missing for an unknown assembly.
    """
    return lasting(session(), ("assemblies.quorums", assembly_id), lambda: _count_quorums(assembly_id))


def _count_quorums(assembly_id: int) -> list[tuple[DecisionKind, QuorumVerdict]]:
    meeting = meetings.assembly(session(), assembly_id)
    if meeting.convened_at is None:
        return []
    return [(kind, attending.quorum_of(act(), meeting, kind)) for kind in meetings.decision_kinds(meeting)]


def _may_arrive(meeting: Assembly) -> bool:
    return arrivals_have_begun(
        current_program().today, local_day(meeting.starts_at, current_program().settings.pays.zone)
    )
