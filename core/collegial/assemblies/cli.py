"""The command `attendance`: count who attends anew, and compare with the counts that are kept."""

import sys

import click
from flask.cli import with_appcontext

from collegial.assemblies.queries.attending import miscounted
from collegial.assemblies.queries.meetings import assemblies
from collegial.assemblies.services.counting import recount
from collegial.kernel.permissions import program as program_viewer
from collegial.web.program import current_program


@click.group()
def attendance() -> None:
    """Look after the counts of who attends."""


@attendance.command("verify")
@click.option("--repair", is_flag=True, help="Write the counts that are wrong anew.")
@with_appcontext
def verify_attendance(*, repair: bool) -> None:
    """Count the roll, stays, proxies and forms of every assembly, and compare; exit 1 when a count was wrong."""
    found = 0
    with current_program().database.unit_of_work() as session:
        context = current_program().context(session, program_viewer("collegial attendance verify"))
        meetings = assemblies(session)
        for meeting in meetings:
            wrong = miscounted(session, meeting.id)
            found += bool(wrong)
            for college, (kept, counted) in wrong.items():
                click.echo(
                    f"Assembly {meeting.id}, college {college or '-'}: {kept}, not {counted}", err=True
                )
            if wrong and repair:
                recount(context, meeting)
    if found:
        click.echo(f"{found} assemblies were wrong{', and are right now' if repair else ''}.", err=True)
        sys.exit(1)
    click.echo(f"The counts of {len(meetings)} assemblies are what was counted anew.")


COMMANDS = (attendance,)
