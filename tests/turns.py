"""In which order tests are played, on which databases, and by which worker."""

import os
import time
from zlib import crc32

import pytest
from xdist.scheduler import LoadGroupScheduling

from collegial.testing.fixtures import DATABASES, chosen_database

STARTED = "COLLEGIAL_TEST_STARTED"
_DAY, _DAYS = 24 * 60 * 60, 7  # seconds; and after how many days the same is last


def pytest_configure():
    """Note when all began: the workers' time is the run's."""
    os.environ.setdefault(STARTED, str(time.time()))


@pytest.hookimpl(tryfirst=True)  # before the fixtures' own hook, which reads the mark
def pytest_generate_tests(metafunc):
    """Run on both databases what asks one: what is a rule on one must be one on the other."""
    asks = set(metafunc.fixturenames)
    if "database_kind" in asks and "chromium" not in asks and not _says_itself(metafunc.definition):
        metafunc.definition.add_marker(pytest.mark.both_databases)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Let second databases wait until all else was played, those of pages longest.

    These begin elsewhere each day: what is left out one day for want of time is played on another.
    """
    items.sort(key=lambda item: _is_second(item) * (1 + ("app" in item.fixturenames)))
    first = len(items) - sum(_is_second(item) and "app" in item.fixturenames for item in items)
    day = int(float(os.environ[STARTED]) / _DAY)
    begin = first + day % _DAYS * (len(items) - first) // _DAYS
    items[first:] = items[begin:] + items[first:begin]


def pytest_runtest_setup(item):
    """Leave out second databases when the time that was given is over."""
    given = os.environ.get("COLLEGIAL_TEST_SECONDS")
    if given and _is_second(item) and time.time() - float(os.environ[STARTED]) > float(given):
        pytest.skip("no time was left for this test's second database")


def _says_itself(test):
    return any(
        mark.name == "both_databases" or (mark.name == "parametrize" and "database_kind" in mark.args[0])
        for mark in test.iter_markers()
    )


def _is_second(item):
    """Tell whether a test runs on the database that is its second: the one or the other, by its name.

    What says itself that it runs on both has no second one.
    """
    kind = getattr(item, "callspec", None) and item.callspec.params.get("database_kind")
    if kind is None or chosen_database() or _says_itself(item):
        return False
    return kind == DATABASES[crc32(item.originalname.encode()) % 2]


class Forgetting(LoadGroupScheduling):
    """Hands tests out one by one, and forgets what is done: else each is counted again whenever another ends."""

    def mark_test_complete(self, node, item_index, duration=0):
        super().mark_test_complete(node, item_index, duration)
        assigned = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(assigned[scope].values()):
            del assigned[scope]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Let groups of tests stay together."""
    return Forgetting(config, log)
