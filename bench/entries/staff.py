"""What a staff of two does in bulk: bring a list of members in, and convene them.

`import` stands beside bare inserts of the same rows; `convoke` beside typst alone on the same pages.
"""

import csv
import gc
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask import Flask, g
from sqlalchemy import insert, select

from bench.entries.proposals import seconds
from bench.harness import Entry, Measure
from bench.stack import settings_for
from collegial.actors.models import Actor, ActorKind
from collegial.app import create_app
from collegial.assemblies.models import Invitation
from collegial.assemblies.services.roll import TOGETHER
from collegial.config import Mail
from collegial.convocations.jobs import send_invitations
from collegial.convocations.printing import letter
from collegial.documents.printing import print_document
from collegial.features import FEATURES
from collegial.hosting.host import Host
from collegial.hosting.migrations import upgrade
from collegial.imports.kinds import kind_of
from collegial.imports.rules import Mode, guess_mapping
from collegial.imports.services import match_columns, start, upload
from collegial.kernel.clock import FrozenClock
from collegial.kernel.permissions import program as program_viewer
from collegial.membership.models import CollegeAssignment, Member
from collegial.serving import settle
from collegial.statutes.services import record_statutes
from collegial.tables.reading import read_table
from collegial.testing.factories import convened, statutes_document
from collegial.web.program import Program

ROWS, LETTERS, MOST_ROUNDS = 2_000, 40, 10
TITLES = (
    "Réf",
    "Nom",
    "Prénom",
    "Courriel",
    "Commune",
    "Catégorie",
    "Date d’admission",
    "Parts",
    "Montant versé",
)


@contextmanager
def _app() -> Iterator[Flask]:
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        settings = replace(
            settings_for(f"sqlite:///{folder}/collegial.db", Path(folder)), mail=Mail(backend="locmem")
        )
        upgrade(settings.database_url, Host(FEATURES, ()))
        app = create_app(settings, candidates=(), clock=FrozenClock(datetime.now(UTC)))
        settle()
        yield app
        gc.unfreeze()
        app.extensions["collegial"].database.close()


@contextmanager
def _imports() -> Iterator[Measure]:
    with _app() as app:
        program: Program = app.extensions["collegial"]
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("bench"))
            record_statutes(context, _statutes(), effective_from=date(2025, 1, 1), reason="essai")
        numbers = count(1)
        yield lambda: (
            seconds(lambda: _bring(program, next(numbers))),
            seconds(lambda: _write_bare(program, next(numbers))),
        )


def _statutes() -> dict[str, Any]:
    categories = [
        {"key": "employees", "name": "Salariés", "mandatory": True, "college": "A"},
        {"key": "beneficiaries", "name": "Bénéficiaires", "mandatory": True, "college": "B"},
        {"key": "others", "name": "Autres", "mandatory": False, "college": None},
    ]
    return statutes_document({"A": "40%", "B": "30%", "C": "30%"}, categories=categories)


def _bring(program: Program, turn: int) -> None:
    """Bring a list in as the staff does, to its end."""
    content = _list(turn)
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("bench"))
        file = upload(
            context, kind_key="members", name="liste.csv", content=content, sheet=read_table(content)
        )
        chosen = [""] * len(file.headers)
        for key, at in guess_mapping(file.headers, kind_of("members").fields).items():
            chosen[at] = key
        match_columns(context, file, chosen, {})
        start(context, file, mode=Mode.GOOD_ROWS)
    while program.drain():
        pass


def _list(turn: int) -> bytes:
    out = io.StringIO()
    rows = (
        (
            turn * 10**6 + at, f"Nom{turn}x{at}", "Ada", f"a{turn}x{at}@bench.example", "Rennes", "Salariés",
            "15/01/2026", "1", "20,00",
        )
        for at in range(ROWS)
    )  # fmt: skip
    csv.writer(out, delimiter=";").writerows([TITLES, *rows])
    return out.getvalue().encode("utf-8-sig")


def _write_bare(program: Program, turn: int) -> None:
    """Write as many actors, members and assignments, row by row in one transaction."""
    first, now = turn * 10**6, datetime.now(UTC)
    with program.database.unit_of_work() as session:
        for at in range(ROWS):
            session.execute(insert(Actor), _actor(first + at, now))
            member = {
                "id": first + at,
                "number": first + at,
                "actor_id": first + at,
                "admitted_on": now.date(),
            }
            session.execute(insert(Member), member)
            session.execute(
                insert(CollegeAssignment), {"member_id": first + at, "college_id": 1, "starts_on": now.date()}
            )


def _actor(number: int, now: datetime) -> dict[str, Any]:
    name = f"Nom {number}"
    return {
        "id": number, "kind": ActorKind.PERSON, "name": name, "search_name": name.lower(), "locale": "fr",
        "is_invented": False, "created_at": now, "is_joint": False,
    }  # fmt: skip


@contextmanager
def _letters() -> Iterator[Measure]:
    with _app() as app:
        program: Program = app.extensions["collegial"]
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("bench"))
            world = convened(context, {"A": LETTERS * MOST_ROUNDS})
            for entry in world.entries["A"]:
                session.get_one(Actor, entry.voter_id).email = f"v{entry.id}@bench.example"
        left = iter(_invitations(program))

        def measure() -> tuple[float, float]:
            printed: list[tuple[Any, Any]] = []

            def keep(*given: Any, **named: Any) -> bytes:
                printed.append((given, named))
                return print_document(*given, **named)

            some = [next(left) for _ in range(LETTERS)]
            with patch.object(letter, "print_document", keep):
                ours = seconds(lambda: _send(app, program, some))
            with app.test_request_context(base_url="http://localhost"):
                alone = seconds(lambda: [print_document(*given, **named) for given, named in printed])
            return ours, alone

        yield measure


def _invitations(program: Program) -> list[int]:
    with program.database.reading() as session:
        return list(session.scalars(select(Invitation.id).order_by(Invitation.id)))


def _send(app: Flask, program: Program, invitations: list[int]) -> None:
    """Send letters as the worker does: as many in a transaction as are promised together."""
    with app.test_request_context(base_url="http://localhost"):
        g.is_job = True
        for first in range(0, len(invitations), TOGETHER):
            some = {"invitations": invitations[first : first + TOGETHER]}
            with program.database.unit_of_work() as session:
                send_invitations(program.context(session, program_viewer("bench")), some)


ENTRIES = (
    Entry(
        name="import", what=f"{ROWS} members brought in from a list", reference="bare inserts of as many rows",
        unit="s", aim=10, more_is_better=False, prepare=_imports,
    ),
    Entry(
        name="convoke", what=f"{LETTERS} convocations printed and mailed", reference="typst alone on the same pages",
        unit="s", aim=1.5, more_is_better=False, prepare=_letters,
    ),
)  # fmt: skip
