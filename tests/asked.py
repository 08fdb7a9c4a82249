"""What the tests of a run ask each database, and which second databases would be asked something new.

Where time is short, not all second databases are played. Those come first whose tests sent to their first database what
the second has not met: whatever is left out then would have asked nothing that was not asked of both.
"""

import json
import re
from pathlib import Path
from zlib import crc32

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from collegial.testing.fixtures import DATABASES

FIRST_OF = dict(zip(DATABASES, reversed(DATABASES), strict=True))
WAITING = "waiting.json"
# What each database writes in its own way: where a value stands, its type, which rows are locked, what comes back.
_OWN_WAYS = (
    (re.compile(r"%\(\w+\)s|__\[POSTCOMPILE_\w+\]|%s|\?"), "?"),
    (re.compile(r"::[A-Z]+( [A-Z]+)*(\(\d+\))?"), ""),
    (re.compile(r" FOR (NO KEY )?(UPDATE|SHARE)( OF \w+(, \w+)*)?"), ""),
    (re.compile(r" RETURNING .*", re.DOTALL), ""),
    (re.compile(r"\s+"), " "),
)


def plain(statement):
    """Return a statement without what each database writes in its own way; what differs still is another one."""
    for way, common in _OWN_WAYS:
        statement = way.sub(common, statement)
    return statement.strip()


class Listener:
    """Notes in a file, for each test of a worker, its database and the statements that were sent to it."""

    def __init__(self, folder, worker):
        self._path, self._known, self._present = Path(folder, f"{worker}.sent"), {}, set()
        event.listen(Engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, _values, context, _many):
        sent = context.compiled.string if context and context.compiled else statement
        if sent not in self._known:
            self._known[sent] = crc32(plain(sent).encode())
        self._present.add(self._known[sent])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        """Write down what a test has sent, from its setting up to the end."""
        self._present.clear()
        result = yield
        kind = kind_of(item)
        if kind and self._present:  # who sends nothing was left out
            with self._path.open("a", encoding="utf-8") as file:
                print(json.dumps([name_of(item), kind, sorted(self._present)]), file=file)
        return result


def kind_of(item):
    """Return the database that a test is played on; None where it names none."""
    return item.callspec.params.get("database_kind") if hasattr(item, "callspec") else None


def name_of(item):
    """Return what a test is called on each of its databases."""
    return item.nodeid.replace(kind_of(item), "*")


def write_waiting(folder, items):
    """Keep which tests wait for their second database."""
    waiting = {one.nodeid: (name_of(one), kind_of(one)) for one in items}
    Path(folder, WAITING).write_text(json.dumps(waiting), "utf-8")


def read_waiting(folder):
    """Return the tests that wait for their second database, `{id: (name, database)}`."""
    path = Path(folder, WAITING)  # written by the first worker: without workers nobody waits
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def read_sent(folder):
    """Return the statements that were sent so far, `{database: {name of the test: statements}}`."""
    sent = {kind: {} for kind in DATABASES}
    for path in Path(folder).glob("*.sent"):
        for line in path.read_text("utf-8").splitlines():
            name, kind, statements = json.loads(line)
            sent[kind].setdefault(name, set()).update(statements)
    return sent


def met_by(kind, sent):
    """Return what a database was asked, in its own words and in the other's, of tests that were played on both."""
    others = sent[FIRST_OF[kind]]
    return set().union(*sent[kind].values(), *(others[name] for name in sent[kind].keys() & others.keys()))


def news_of(waiting, sent):
    """Return what each waiting test would send that its second database has not met; None where nobody knows yet."""
    met = {kind: met_by(kind, sent) for kind in DATABASES}
    news = {}
    for one, (name, kind) in waiting.items():
        known = sent[FIRST_OF[kind]].get(name)
        news[one] = None if known is None else known - met[kind]
    return news


def by_what_is_new(waiting, sent):
    """Return the waiting tests, those first that add most to what came before them; the others keep their order."""
    news = news_of(waiting, sent)
    order = [one for one, adds in news.items() if adds is None]
    left = {one: adds for one, adds in news.items() if adds}
    while left:
        one = max(left, key=lambda each: len(left[each]))
        order.append(one)
        gained, kind = left.pop(one), waiting[one][1]
        left = {each: adds - gained if waiting[each][1] == kind else adds for each, adds in left.items()}
        left = {each: adds for each, adds in left.items() if adds}
    return [*order, *(one for one in waiting if one not in set(order))]
