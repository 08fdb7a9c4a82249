"""Clerks that work at one moment, each in a process of its own."""

from multiprocessing import get_context

from collegial.features import FEATURES
from collegial.hosting.host import Host
from collegial.kernel.clock import FrozenClock
from collegial.kernel.database import Database
from collegial.kernel.errors import DomainError
from collegial.kernel.events import Context
from collegial.kernel.permissions import program
from collegial.testing.fixtures import START

PROCESSES = get_context("fork")  # all is imported and mapped


def clerks_that(act, program, session, url, *, modules=()):
    """Give a function that lets a clerk for each job `act(context, *job)` at once, and returns what each said."""

    def work(*jobs, times=1):
        session.commit()
        program.database.close()  # nothing of the parent's is open in the children
        said = _work(act, jobs, url, modules, times)
        session.expire_all()
        return said

    return work


def _work(act, jobs, url, modules, times):
    start = PROCESSES.Barrier(len(jobs))
    started = [_start(start, act, job, url, modules, times) for job in jobs]
    said = [told.recv() if told.poll(120) else None for _, told in started]
    for process, _ in started:
        process.join(10)
        process.kill()
    return said


def _start(start, *given):
    told, telling = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_clerk, args=(start, telling, *given), daemon=True)
    process.start()
    telling.close()
    return process, told


def _clerk(start, telling, act, job, url, modules, times):
    database, bus, answers = Database(url), Host(FEATURES, modules).bus(), []
    start.wait(60)
    for _ in range(times):
        try:
            with database.unit_of_work() as session:
                act(Context(session=session, by=program("clerk"), clock=FrozenClock(START), bus=bus), *job)
            answers.append("done")
        except DomainError as error:
            answers.append(error.code)
    database.close()
    telling.send(answers)
