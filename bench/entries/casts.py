"""Votes cast by HTTP, many at once, on a database that waits for its disk.

`cast` stands beside an empty POST of the same stack, with its session, forgery token and right; `cast-limit` beside
the same rows written by pgbench in one statement, `cast-sqlite` by the sqlite3 module; `cast-growth` beside an empty
ballot box.
"""

import re
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count, islice
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.harness import Entry, Measure, Missing
from bench.stack import Posts, rate, served, settings_for
from bench.voters import Hall, Voter, fill
from collegial.features import FEATURES
from collegial.hosting.host import Host
from collegial.hosting.migrations import upgrade
from collegial.testing.postgres import Databases, PostgresMissing, cluster, program_of_server

HANDS, VOTES, MOST_ROUNDS, IN_THE_BOX = 32, 800, 8, 100_000
STATEMENT = """WITH next AS (SELECT nextval('bench_number')::int AS n), line AS (
  INSERT INTO bench_sign_off (session_id, mandate_id, giver_id, holder_id, origin, cast_at, sequence, previous, digest)
  SELECT 1, n, n, n, 'online', now(), n, repeat('0', 64), md5(n::text) FROM next RETURNING giver_id
), paper AS (
  INSERT INTO bench_ballot (session_id, question_id, giver_id, choice) SELECT 1, 1, giver_id, 'for' FROM line
)
INSERT INTO bench_journal (sequence, at, event, by, payload, previous, digest)
SELECT giver_id, now(), 'votes.cast', '', '{}', repeat('0', 64), md5(giver_id::text) FROM line;
"""
BOX = """INSERT INTO vote_sign_off
    (session_id, mandate_id, giver_id, holder_id, origin, cast_at, sequence, previous, digest)
  SELECT :vote, id, giver_id, giver_id, 'online', now(), 1 + id - :first, repeat('0', 64),
    encode(sha256(id::text::bytea), 'hex')
  FROM mandate WHERE id BETWEEN :first AND :last;
INSERT INTO ballot (session_id, question_id, giver_id, college_id, choice)
  SELECT :vote, :question, giver_id, college_id, 'for'
  FROM mandate JOIN roll_entry ON roll_entry.id = giver_id WHERE mandate.id BETWEEN :first AND :last;
UPDATE vote_session SET board_length = 1 + :last - :first WHERE id = :vote"""


@contextmanager
def _postgresql() -> Iterator[Databases]:
    try:
        with cluster(durable=True) as server:
            databases = Databases(server)
            yield databases
            databases.close()
    except PostgresMissing as missing:
        raise Missing(str(missing)) from None


@contextmanager
def _hall(url: str, size: int, *, without_account: int = 0) -> Iterator[tuple[Hall, int]]:
    """Fill a hall on an empty database, serve it, and give it with the port."""
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        # Only what is measured waits for the disk: making a hundred tables need not.
        careless = "?options=-c%20synchronous_commit%3Doff" if url.startswith("postgresql") else ""
        upgrade(url + careless, Host(FEATURES, ()))
        hall = fill(settings_for(url, Path(folder)), size, without_account=without_account)
        with served(url, Path(folder)) as port:
            yield hall, port


def ballots(posts: Posts, hall: Hall, voters: Sequence[Voter]) -> list[bytes]:
    """Return the requests by which these voters cast their ballots."""
    paper, path = f"go=cast&q{hall.questions[0]}=for", f"/votes/{hall.vote}/mandates/"
    return [posts.write(f"{path}{one.mandate}", one, paper) for one in voters]


class _Crowd:
    """The voters of a hall, who come some at a time and vote once each."""

    def __init__(self, hall: Hall, port: int) -> None:
        self._hall, self._port, self._posts, self._come = hall, port, Posts(), iter(hall.voters)
        self.empty(hall.voters[:HANDS])  # the first answers pay for what is made once

    def some(self) -> list[Voter]:
        """Return the next ones; each votes once, so there are as many rounds as voters."""
        found = list(islice(self._come, VOTES))
        if not found:
            raise ValueError(f"nobody is left to vote: ROUNDS is {MOST_ROUNDS} at most")
        return found

    def cast(self, voters: Sequence[Voter]) -> float:
        """Return how many votes a second are cast."""
        return self._send(ballots(self._posts, self._hall, voters))

    def empty(self, voters: Sequence[Voter]) -> float:
        """Return how many empty requests a second are answered."""
        return self._send([self._posts.write("/bench/empty", one) for one in voters])

    def _send(self, requests: Sequence[bytes]) -> float:
        return rate(self._port, requests, hands=HANDS)


def _beside_empty(crowd: _Crowd) -> Measure:
    def measure() -> tuple[float, float]:
        voters = crowd.some()
        return crowd.cast(voters), crowd.empty(voters)

    return measure


@contextmanager
def _on_postgresql() -> Iterator[Measure]:
    with _postgresql() as databases, _hall(databases.make(), VOTES * MOST_ROUNDS) as (hall, port):
        yield _beside_empty(_Crowd(hall, port))


@contextmanager
def _on_sqlite() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        file = Path(folder) / "collegial.db"
        with _hall(f"sqlite:///{file}", VOTES * MOST_ROUNDS) as (hall, port):
            crowd, bare = _Crowd(hall, port), _bare_sqlite(file, Path(folder) / "bare.db")
            yield lambda: (crowd.cast(crowd.some()), bare())


def _bare_sqlite(file: Path, bare: Path) -> Callable[[], float]:
    """Return what measures the same rows written vote by vote, each safe on the disk, into tables of the same shape."""
    with closing(sqlite3.connect(file)) as ours:
        shapes = ours.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN ('vote_sign_off', 'ballot', 'journal_entry')"
            " AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
        ).fetchall()
    connection = sqlite3.connect(bare, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    for (shape,) in shapes:
        connection.execute(shape)
    numbers = count(1)

    def measure() -> float:
        start = time.perf_counter()
        for number in islice(numbers, VOTES):
            _write_bare(connection, number)
        return VOTES / (time.perf_counter() - start)

    return measure


def _write_bare(connection: sqlite3.Connection, number: int) -> None:
    now, seal = datetime.now(UTC).isoformat(), sha256(str(number).encode()).hexdigest()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO vote_sign_off (session_id, mandate_id, giver_id, holder_id, origin, cast_at, sequence, previous,"
        " digest) VALUES (1, ?, ?, ?, 'online', ?, ?, ?, ?)",
        (number, number, number, now, number, seal, seal),
    )
    connection.execute(
        "INSERT INTO ballot (session_id, question_id, giver_id, choice) VALUES (1, 1, ?, 'for')", (number,)
    )
    connection.execute(
        "INSERT INTO journal_entry (sequence, at, event, by, payload, previous, digest)"
        " VALUES (?, ?, 'votes.cast', '', '{}', ?, ?)",
        (number, now, seal, seal),
    )
    connection.execute("COMMIT")


@contextmanager
def _beside_pgbench() -> Iterator[Measure]:
    with _postgresql() as databases:
        url = databases.make()
        with _hall(url, VOTES * MOST_ROUNDS) as (hall, port):
            crowd, bare = _Crowd(hall, port), _bare(url)
            yield lambda: (crowd.cast(crowd.some()), bare())


def _bare(url: str) -> Callable[[], float]:
    """Return what measures the same rows written in one statement, into tables of the same shape."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE SEQUENCE bench_number"))
        for bench, ours in (
            ("sign_off", "vote_sign_off"),
            ("ballot", "ballot"),
            ("journal", "journal_entry"),
        ):
            connection.execute(text(f"CREATE TABLE bench_{bench} (LIKE {ours} INCLUDING ALL)"))
    engine.dispose()
    script = Path(tempfile.mkdtemp(prefix="collegial-bench-")) / "vote.sql"
    script.write_text(STATEMENT, encoding="utf-8")
    address = url.replace("postgresql+psycopg", "postgresql")
    command = [
        program_of_server("pgbench"),
        "-n",
        "-c",
        str(HANDS),
        "-j",
        "2",
        "-T",
        "2",
        "-f",
        str(script),
        address,
    ]

    def measure() -> float:
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = re.search(r"tps = ([\d.]+)", told)
        if found is None:
            raise RuntimeError(told)
        return float(found[1])

    return measure


@contextmanager
def _beside_none() -> Iterator[Measure]:
    with ExitStack() as held:
        databases = held.enter_context(_postgresql())
        crowds = []
        for already in (IN_THE_BOX, 0):
            url = databases.make()
            hall, port = held.enter_context(
                _hall(url, VOTES * MOST_ROUNDS + already, without_account=already)
            )
            if already:
                _fill_box(url, hall, hall.voters[-already:])
            crowds.append(_Crowd(hall, port))
        full, none = crowds
        yield lambda: (full.cast(full.some()), none.cast(none.some()))


def _fill_box(url: str, hall: Hall, voters: Sequence[Voter]) -> None:
    """Put ballots into the box row by row; their seals chain nothing, which a cast does not look at."""
    engine = create_engine(url)
    given = {
        "vote": hall.vote,
        "question": hall.questions[0],
        "first": voters[0].mandate,
        "last": voters[-1].mandate,
    }
    with engine.begin() as connection:
        for statement in BOX.split(";\n"):
            connection.execute(text(statement), given)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


_EMPTY = "an empty POST of the same stack"

ENTRIES = (
    Entry(
        name="cast", what=f"votes cast by {HANDS} hands at once, on PostgreSQL", reference=_EMPTY, unit="a second",
        aim=0.5, more_is_better=True, prepare=_on_postgresql,
    ),
    Entry(
        name="cast-limit", what=f"votes cast by {HANDS} hands at once, on PostgreSQL",
        reference="pgbench writing the same rows in one statement", unit="a second", aim=0.3, more_is_better=True,
        prepare=_beside_pgbench,
    ),
    Entry(
        name="cast-growth", what=f"votes cast with {IN_THE_BOX} in the box", reference="with none in", unit="a second",
        aim=0.95, more_is_better=True, prepare=_beside_none,
    ),
    Entry(
        name="cast-sqlite", what=f"votes cast by {HANDS} hands at once, on SQLite",
        reference="the sqlite3 module writing the same rows, vote by vote", unit="a second", aim=0.1,
        more_is_better=True, prepare=_on_sqlite,
    ),
)  # fmt: skip
