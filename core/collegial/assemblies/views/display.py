"""The list of assemblies, and the page of one: what, when, who decides how."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from collegial.assemblies.calendars import calendar_of
from collegial.assemblies.links import page_of
from collegial.assemblies.models import Assembly
from collegial.assemblies.queries import attending, meetings
from collegial.assemblies.queries.questions import questions_of
from collegial.assemblies.rules import QuorumVerdict, arrivals_have_begun
from collegial.kernel.clock import local_day
from collegial.statutes.rules import DecisionKind
from collegial.web.program import current_program
from collegial.web.request import session, viewer


def index() -> ResponseReturnValue:
    """Show all assemblies."""
    return render_template("assemblies/index.html", assemblies=meetings.assemblies(session()))


def show(assembly_id: int) -> ResponseReturnValue:
    """Show one assembly: for a member, what to decide and how to take part; for the staff, what to do next."""
    meeting = meetings.assembly(session(), assembly_id)
    return render_template(
        "assemblies/show.html",
        assembly=meeting,
        entries=attending.entries_of_voter(session(), meeting.id, viewer().actor_id),
        mandates=attending.mandates_of_voter(session(), meeting.id, viewer().actor_id),
        here=attending.present_entry_ids(session(), meeting.id, viewer().actor_id),
        given=attending.proxies_given_by(session(), meeting.id, viewer().actor_id),
        dates=_dates(meeting),
        may_arrive=_may_arrive(meeting),
        quorums=quorums(meeting),
        questions=questions_of(session(), meeting.id),
        missed=meetings.missed_kinds(session(), meeting),
        second=meetings.second_of(session(), meeting),
        invitations=attending.invitations_by_channel(session(), meeting.id),
    )


def quorum(assembly_id: int) -> ResponseReturnValue:
    """Show the live quorum alone; the desk and the projector poll it."""
    meeting = meetings.assembly(session(), assembly_id)
    return render_template("assemblies/_quorum.html", assembly=meeting, quorums=quorums(meeting))


def screen(assembly_id: int) -> ResponseReturnValue:
    """Show the room what is going on, large."""
    meeting = meetings.assembly(session(), assembly_id)
    return render_template("assemblies/screen.html", assembly=meeting, quorums=quorums(meeting))


def calendar(assembly_id: int) -> ResponseReturnValue:
    """Give the assembly as a calendar file."""
    meeting = meetings.assembly(session(), assembly_id)
    organiser = current_program().settings.pays.name
    headers = {"Content-Disposition": f'attachment; filename="assembly-{meeting.id}.ics"'}
    content = calendar_of(meeting, address=page_of(meeting), organiser=organiser)
    return Response(content, mimetype="text/calendar", headers=headers)


def quorums(meeting: Assembly) -> list[tuple[DecisionKind, QuorumVerdict]]:
    """Return the present quorum of each kind of decision on the agenda; nothing before the roll is fixed."""
    if meeting.convened_at is None:
        return []
    zone = current_program().settings.pays.zone
    return [
        (kind, attending.quorum_of(session(), meeting, kind, zone))
        for kind in meetings.decision_kinds(meeting)
    ]


def _may_arrive(meeting: Assembly) -> bool:
    program = current_program()
    zone = program.settings.pays.zone
    return arrivals_have_begun(local_day(program.clock.now(), zone), local_day(meeting.starts_at, zone))


def _dates(meeting: Assembly) -> list[meetings.LegalDate]:
    program = current_program()
    zone = program.settings.pays.zone
    return meetings.legal_dates(session(), meeting, zone, local_day(program.clock.now(), zone))
