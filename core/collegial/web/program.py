"""The running program behind the pages: its settings, database, host, bus and clock, all explicit."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from collegial.config import Settings
from collegial.hooks.exchanging import EXCHANGE_KINDS
from collegial.hosting.host import Host
from collegial.hosting.voting import VoteMethods
from collegial.kernel.clock import Clock, local_day
from collegial.kernel.database import Database
from collegial.kernel.events import Bus, Context
from collegial.kernel.offers import SERVICES
from collegial.kernel.outbox import Task, drain
from collegial.kernel.permissions import Registry, Viewer
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, t

_NAMELESS = t("What a module does after an act")


@dataclass(frozen=True, kw_only=True)
class Program:
    """One running program; nothing in it is global, so that two can live in one process."""

    settings: Settings
    database: Database
    host: Host
    bus: Bus
    registry: Registry
    clock: Clock

    def __post_init__(self) -> None:
        """Let sessions find what modules do for each other."""
        self.database.lend(**{SERVICES: self.host.service, EXCHANGE_KINDS: self.host.exchange_kinds})

    @property
    def methods(self) -> VoteMethods:
        """Return where vote methods are found."""
        return VoteMethods(self.host)

    @property
    def today(self) -> date:
        """Return the present day where the deployment is."""
        return local_day(self.clock.now(), self.settings.pays.zone)

    def context(self, session: Session, by: Viewer) -> Context:
        """Return what a service needs to act for someone."""
        return Context(
            session=session, by=by, clock=self.clock, bus=self.bus, zone=self.settings.pays.zone,
            language=self.settings.pays.languages[0], methods=self.methods,
        )  # fmt: skip

    def tasks(self) -> Mapping[str, Task]:
        """Return all that the outbox may be asked to do: jobs, and events heard after their commit."""
        jobs = {one.key: self._task(one.key, one.run) for one in self.host.job_list()}
        heard = {
            one.key: self._task(one.key, _rebuild(one.event, one.handler)) for one in self.bus.deferred()
        }
        return jobs | heard

    def _task(self, key: str, run: Callable[[Context, Mapping[str, Any]], None]) -> Task:
        def task(session: Session, _clock: Clock, payload: Mapping[str, Any]) -> None:
            run(self.context(session, program_viewer(key)), payload)

        return task

    def periodic(self) -> Mapping[str, timedelta]:
        """Return what is to be promised again and again, and how often."""
        return {one.key: one.every for one in self.host.job_list() if one.every is not None}

    def named_work(self) -> Mapping[str, Text]:
        """Return what each kind of work is called."""
        jobs = {one.key: one.label or _NAMELESS for one in self.host.job_list()}
        return jobs | {one.key: one.label or _NAMELESS for one in self.bus.deferred()}

    def drain(self) -> int:
        """Do the work that is due; return how many messages were tried."""
        return drain(self.database, self.tasks(), self.clock)


def _rebuild(
    kind: Callable[..., Any], handler: Callable[[Context, Any], None]
) -> Callable[[Context, Mapping[str, Any]], None]:
    return lambda context, payload: handler(context, kind(**payload))


def attach(app: Flask, program: Program) -> None:
    """Make the program reachable from requests."""
    app.extensions["collegial"] = program


def current_program() -> Program:
    """Return the program of the application that is handling this request or command."""
    return cast("Program", current_app.extensions["collegial"])


@contextmanager
def acting_program(name: str) -> Iterator[Context]:
    """Act as the program, in one transaction that is committed at the end: what commands of plugins stand on.

    The command runs under Flask's `with_appcontext`; the domain errors it meets are told in one line.
    """
    program = current_program()
    with program.database.unit_of_work() as session:
        yield program.context(session, program_viewer(name))


def public_address(path: str) -> str:
    """Return a path of this site with the address that the world knows it by, for mails and feeds."""
    return current_program().settings.public_address(path)


def pays_name() -> str:
    """Return the name of the deployment."""
    return current_program().settings.pays.name
