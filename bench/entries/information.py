"""A filtered search of a directory of 5 000 resources, beside the bare SQL that finds the same page.

`ours` is the whole question as the page asks it: synonyms, filters, words, score, count, tags. `reference` is one
statement of the sqlite3 module that reads the numbers of the same page by the same indexes. The statements of ours
are counted: there are as many for 5 000 resources as for 50, or the entry refuses to go on.
"""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import event, insert
from sqlalchemy.orm import Session

import collegial.app  # noqa: F401 (all tables of the core)
from bench.harness import Entry, Measure
from collegial.kernel.base import Base
from collegial.kernel.clock import SystemClock
from collegial.kernel.database import Database
from collegial.kernel.money import Money
from collegial.plugin import Actor, ActorKind
from collegial_information import queries
from collegial_information.models import InformationEntry, InformationTag, InformationWord
from collegial_information.queries import Sought
from collegial_information.rules.facets import Audience, Facet, ResourceKind
from collegial_information.rules.words import stem_of, weighed

MANY, FEW = 5_000, 50
STATEMENTS = 4
VOCABULARY = (
    "financement association coopérative insertion formation locaux emploi bénévole projet création conseil prêt "
    "garantie subvention réseau territoire culture habitat énergie alimentation mobilité numérique santé enfance"
)
SOUGHT = Sought(words="financement locaux", audience=Audience.ASSOCIATION, group="funding")
# What the page above reads, written by hand.
BARE = """
SELECT e.id FROM information_entry e
WHERE e.published_on IS NOT NULL AND e.archived_on IS NULL
AND e.kind IN ('grant', 'loan', 'guarantee', 'equity', 'prize')
AND (EXISTS (SELECT 1 FROM information_tag g
             WHERE g.entry_id = e.id AND g.facet = 'audience' AND g.value = 'association')
     OR NOT EXISTS (SELECT 1 FROM information_tag g WHERE g.entry_id = e.id AND g.facet = 'audience'))
AND e.id IN (SELECT w.entry_id FROM information_word w
             WHERE w.word >= 'financement' AND w.word < 'financemenu' OR w.stem = 'financ')
AND e.id IN (SELECT w.entry_id FROM information_word w
             WHERE w.word >= 'locaux' AND w.word < 'locauy' OR w.stem = 'local')
ORDER BY e.title, e.id LIMIT 20
"""


def fill(session: Session, number: int) -> None:
    """Write resources of made-up words, the same in every run."""
    dice, words, today = random.Random(11), VOCABULARY.split(), date(2026, 11, 28)  # noqa: S311 (no secret)
    now = SystemClock().now()
    keeper = Actor(kind=ActorKind.PERSON, name="Maud", created_at=now)
    session.add(keeper)
    session.flush()
    entries, tags, index = [], [], []
    for one in range(1, number + 1):
        title, summary = " ".join(dice.sample(words, 3)), " ".join(dice.sample(words, 12))
        entries.append({
            "id": one, "title": title, "kind": dice.choice(list(ResourceKind)), "provider": "Région",
            "summary": summary, "least": Money(100), "most": Money(5000), "keeper_id": keeper.id, "check_months": 6,
            "checked_on": today, "due_on": today + timedelta(days=180), "published_on": today, "changed_at": now,
        })  # fmt: skip
        tags.append({"entry_id": one, "facet": Facet.AUDIENCE, "value": dice.choice(list(Audience)).value})
        index += [
            {"word": word, "entry_id": one, "stem": stem_of(word), "weight": weight}
            for word, weight in weighed(title, [summary, "Région"]).items()
        ]
    for model, rows in ((InformationEntry, entries), (InformationTag, tags), (InformationWord, index)):
        session.execute(insert(model), rows)


def directory(path: Path, number: int) -> Database:
    """Return a database with so many resources."""
    database = Database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    with database.unit_of_work() as session:
        fill(session, number)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return database


def statements(database: Database) -> int:
    """Count the statements of one search."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    search(database)
    event.remove(database.engine, "before_cursor_execute", note)
    return len(asked)


def search(database: Database) -> list[int]:
    """Ask what the page asks."""
    with database.reading() as session:
        return [one.id for one in queries.find(session, SOUGHT).items]


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def _searches() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        small, large = (directory(Path(folder) / f"{number}.db", number) for number in (FEW, MANY))
        counted = {statements(small), statements(large)}
        if counted != {STATEMENTS}:
            raise AssertionError(f"a search takes {counted} statements, not {STATEMENTS}")
        bare = sqlite3.connect(Path(folder) / f"{MANY}.db")
        found = {row[0] for row in bare.execute(BARE.replace("LIMIT 20", ""))}
        if not found.issuperset(search(large)):
            raise AssertionError("the bare statement finds something else")
        yield lambda: (seconds(lambda: search(large)), seconds(lambda: bare.execute(BARE).fetchall()))
        bare.close()
        small.close()
        large.close()


ENTRIES = (
    Entry(
        name="information-search",
        what=f"a filtered search among {MANY} resources, in {STATEMENTS} statements",
        reference="the bare SQL that finds the same resources",
        unit="s",
        aim=None,
        more_is_better=False,
        prepare=_searches,
    ),
)
