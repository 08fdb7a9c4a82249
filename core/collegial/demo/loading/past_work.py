"""The mails and letters that the loading promised leave on the day of their act, not when somebody first looks."""

from datetime import datetime

from collegial.kernel.clock import FrozenClock
from collegial.kernel.outbox import next_due
from collegial.web.program import Program


def work_in_its_time(program: Program, clock: FrozenClock) -> None:
    """Do what was promised for the past, the earliest first, each at its moment by the clock of the program."""
    now = clock.at
    while (moment := _next(program)) is not None and moment <= now:
        clock.at = moment
        program.drain()
    clock.at = now


def _next(program: Program) -> datetime | None:
    with program.database.reading() as session:
        return next_due(session)
