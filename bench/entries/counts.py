"""Counting many open ballots, from the database to the sums or the winners.

`count` stands beside the bare GROUP BY; `ranked` beside pyrankvote, which is given every ballot as a list.
`quorum` compares the quorum of a large assembly with that of a small one, and `sign-in` a code with a password.
"""

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyrankvote  # type: ignore[import-untyped]
from argon2 import PasswordHasher
from sqlalchemy import insert

from bench.entries.proposals import seconds
from bench.harness import Entry, Measure
from bench.stack import settings_for
from bench.voters import fill
from collegial.accounts import codes
from collegial.app import build_program
from collegial.assemblies.models import Assembly
from collegial.assemblies.queries.attending import quorum_of
from collegial.features import FEATURES
from collegial.hooks.voting import Option, Papers, Poll
from collegial.hosting.host import Host
from collegial.hosting.migrations import upgrade
from collegial.kernel.database import Database
from collegial.kernel.permissions import program as program_viewer
from collegial.statutes.rules import DecisionKind
from collegial.votes.methods.ranking import TRANSFERS
from collegial.votes.models import Ballot
from collegial.votes.queries import ballot_counts

COLLEGES, BALLOTS, CANDIDATES, SEATS = 4, 100_000, 8, 3
LARGE, SMALL = 100_000, 1_000
CODES = 1000


@contextmanager
def _ballots(choose: Callable[[random.Random], str], colleges: int) -> Iterator[tuple[Database, Path]]:
    """Give a database with ballots of one question, nothing else: what they point to is not looked at."""
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        path = Path(folder) / "collegial.db"
        upgrade(f"sqlite:///{path}", Host(FEATURES, ()))
        database, dice = Database(f"sqlite:///{path}", foreign_keys=False), random.Random(3)  # noqa: S311
        with database.unit_of_work() as session:
            for college in range(1, colleges + 1):
                rows = [
                    {
                        "session_id": 1, "question_id": 1, "giver_id": college * BALLOTS + at, "college_id": college,
                        "choice": choose(dice),
                    }
                    for at in range(BALLOTS)
                ]  # fmt: skip
                session.execute(insert(Ballot), rows)
        yield database, path
        database.close()


@contextmanager
def _counts() -> Iterator[Measure]:
    with _ballots(lambda dice: dice.choice(("for", "against", "abstain", "blank")), COLLEGES) as (ours, path):
        bare = sqlite3.connect(path)
        statement = "SELECT question_id, college_id, choice, count(*) FROM ballot WHERE session_id = 1 GROUP BY 1, 2, 3"

        def count() -> None:
            with ours.reading() as session:
                ballot_counts(session, 1)

        yield lambda: (seconds(count), seconds(lambda: bare.execute(statement).fetchall()))
        bare.close()


@contextmanager
def _ranked() -> Iterator[Measure]:
    poll = Poll(options=tuple(Option(number=at + 1, name=f"C{at}") for at in range(CANDIDATES)), seats=SEATS)
    people = [pyrankvote.Candidate(one.name) for one in poll.options]

    def order(dice: random.Random) -> str:
        numbers = [str(one) for one in range(1, CANDIDATES + 1)]
        dice.shuffle(numbers)
        return ">".join(numbers[: dice.randint(2, 4)])

    with _ballots(order, 1) as (database, _path):

        def ours() -> None:
            with database.reading() as session:
                said = ballot_counts(session, 1)[1]
            TRANSFERS.tally(poll, [Papers(choice=one, count=number) for (_, one), number in said.items()])

        def library() -> None:
            with database.reading() as session:
                said = session.connection().exec_driver_sql("SELECT choice FROM ballot").scalars().all()
            papers = [pyrankvote.Ballot([people[int(one) - 1] for one in line.split(">")]) for line in said]
            pyrankvote.single_transferable_vote(people, papers, number_of_seats=SEATS)

        yield lambda: (seconds(ours), seconds(library))


@contextmanager
def _quorums() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        large, small = (_quorum(Path(folder), size) for size in (LARGE, SMALL))
        yield lambda: (seconds(large), seconds(small))


def _quorum(folder: Path, size: int) -> Callable[[], None]:
    settings = settings_for(f"sqlite:///{folder}/{size}.db", folder)
    upgrade(settings.database_url, Host(FEATURES, ()))
    hall, program = fill(settings, size), build_program(settings, candidates=())

    def take() -> None:
        with program.database.reading() as session:
            context = program.context(session, program_viewer("bench"))
            quorum_of(context, session.get_one(Assembly, hall.assembly), DecisionKind.ORDINARY)

    return take


@contextmanager
def _sign_ins() -> Iterator[Measure]:
    hasher, now = PasswordHasher(), datetime.now(UTC)
    kept, secret = codes.issue(now), "s" * 40
    password, digits = hasher.hash("a password"), codes.digits(kept, secret)

    def by_code() -> None:
        for _ in range(CODES):
            codes.check(kept, digits, secret, now)

    yield lambda: (CODES / seconds(by_code), 1 / seconds(lambda: hasher.verify(password, "a password")))


ENTRIES = (
    Entry(
        name="count", what=f"{COLLEGES * BALLOTS} open ballots counted", reference="the bare GROUP BY", unit="s",
        aim=1.2, more_is_better=False, prepare=_counts,
    ),
    Entry(
        name="ranked", what=f"{BALLOTS} ranked ballots counted by the Scottish rules, from the database",
        reference="pyrankvote on the same ballots", unit="s", aim=0.25, more_is_better=False, prepare=_ranked,
    ),
    Entry(
        name="quorum", what=f"the quorum of {LARGE} members", reference=f"of {SMALL}", unit="s", aim=1.5,
        more_is_better=False, prepare=_quorums,
    ),
    Entry(
        name="sign-in", what="codes checked", reference="argon2id passwords verified", unit="a second", aim=100,
        more_is_better=True, prepare=_sign_ins,
    ),
)  # fmt: skip
