"""The command `attendance`: count who attends anew, and compare with the counts that are kept."""

import sys
from collections.abc import Mapping, Sequence

import click
from flask.cli import with_appcontext

from collegial.assemblies.models import Assembly
from collegial.assemblies.queries.attending import miscounted, stays_left_open
from collegial.assemblies.queries.meetings import assemblies
from collegial.assemblies.services.attending import end_stays_left_open
from collegial.assemblies.services.counting import recount
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import nt, t
from collegial.terminal.speech import tell
from collegial.web.program import current_program


@click.group()
def attendance() -> None:
    """Look after the counts of who attends."""


@attendance.command("verify")
@click.option(
    "--repair", is_flag=True, help="Write the counts that are wrong anew, end the stays that were left open."
)
@with_appcontext
def verify_attendance(*, repair: bool) -> None:
    """Count the roll, stays, proxies and forms of every assembly, and compare; exit 1 when something was wrong.

    A stay that goes on in an assembly that is over is wrong too.
    """
    found = 0
    with current_program().database.unit_of_work() as session:
        context = current_program().context(session, program_viewer("collegial attendance verify"))
        meetings = assemblies(session)
        open_ones = stays_left_open(session)
        _tell_stays(open_ones)
        if repair:
            end_stays_left_open(context)
        for meeting in meetings:
            miscounts = miscounted(session, meeting.id)
            found += bool(miscounts) or meeting in open_ones
            _tell_miscounts(meeting, miscounts)
            if miscounts and repair:
                recount(context, meeting)
    if found:
        wrong = nt("%(count)d assembly was wrong.", "%(count)d assemblies were wrong.", found)
        right = nt(
            "%(count)d assembly was wrong, and is right now.", "%(count)d assemblies were wrong, and are right now.",
            found,
        )  # fmt: skip
        tell(right if repair else wrong, err=True)
        sys.exit(1)
    tell(
        nt("The counts of %(count)d assembly are what was counted anew.",
           "The counts of %(count)d assemblies are what was counted anew.", len(meetings))
    )  # fmt: skip


def _tell_stays(left_open: Mapping[Assembly, Sequence[object]]) -> None:
    for meeting, stays in left_open.items():
        tell(
            nt("Assembly %(number)d is over, and %(count)d stay in it was never ended.",
               "Assembly %(number)d is over, and %(count)d stays in it were never ended.",
               len(stays), number=meeting.id),
            err=True,
        )  # fmt: skip


def _tell_miscounts(meeting: Assembly, miscounts: Mapping[int | None, tuple[object, object]]) -> None:
    for college, (kept, counted) in miscounts.items():
        tell(
            t("Assembly %(number)d, college %(college)s: %(kept)s, not %(counted)s",
              number=meeting.id, college=college or "-", kept=kept, counted=counted),
            err=True,
        )  # fmt: skip


COMMANDS = (attendance,)
