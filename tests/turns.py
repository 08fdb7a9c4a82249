"""In which order tests are played, on which databases, and by which worker."""

import os
import tempfile
import time
from collections import OrderedDict
from zlib import crc32

import pytest
from tests.asked import Listener, by_what_is_new, news_of, read_sent, read_waiting, write_waiting
from xdist.scheduler import LoadGroupScheduling

from collegial.testing.fixtures import DATABASES, chosen_database

STARTED, ASKED = "COLLEGIAL_TEST_STARTED", "COLLEGIAL_TEST_ASKED"
_DAY, _DAYS = 24 * 60 * 60, 7  # seconds; and after how many days the same is last
_LONG = 60  # seconds that a test which waits may take
_BROWSERS = {"chromium", "firefox"}  # in them a test is played once


def pytest_configure(config):
    """Note when all began: the workers' time is the run's. Where time is given, listen to what is asked."""
    os.environ.setdefault(STARTED, str(time.time()))
    if not os.environ.get("COLLEGIAL_TEST_SECONDS"):
        return
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(Listener(os.environ[ASKED], config.workerinput["workerid"]))
    else:
        folder = tempfile.TemporaryDirectory(prefix="asked-")
        config.add_cleanup(folder.cleanup)
        os.environ[ASKED] = folder.name


@pytest.hookimpl(tryfirst=True)  # before the fixtures' own hook, which reads the mark
def pytest_generate_tests(metafunc):
    """Run on both databases what asks one: what is a rule on one must be one on the other."""
    asks = set(metafunc.fixturenames)
    if "database_kind" in asks and not asks & _BROWSERS and not _says_itself(metafunc.definition):
        metafunc.definition.add_marker(pytest.mark.both_databases)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Let what waits, then second databases, wait until all else was played, those of pages longest.

    These begin elsewhere each day: what is left out one day for want of time is played on another.
    """
    items.sort(key=lambda item: _waits(item) or _is_second(item) * (2 + ("app" in item.fixturenames)))
    first = len(items) - sum(_is_second(item) and "app" in item.fixturenames for item in items)
    day = int(float(os.environ[STARTED]) / _DAY)
    begin = first + day % _DAYS * (len(items) - first) // _DAYS
    items[first:] = items[begin:] + items[first:begin]


def pytest_collection_finish(session):
    """Tell the run which tests wait for their second database."""
    if ASKED in os.environ and getattr(session.config, "workerinput", {}).get("workerid") == "gw0":
        write_waiting(os.environ[ASKED], filter(_is_second, session.items))


def pytest_terminal_summary(terminalreporter):
    """Say what the second databases that were left out would have been asked that no test asked of them."""
    if ASKED not in os.environ:
        return
    waiting = read_waiting(os.environ[ASKED])
    if not waiting:
        return
    left = {one.nodeid for one in terminalreporter.stats.get("skipped", ())} & waiting.keys()
    news = news_of({one: waiting[one] for one in left}, read_sent(os.environ[ASKED])).values()
    new = len(set().union(*filter(None, news)))
    terminalreporter.write_line(
        f"{len(left)} of {len(waiting)} second databases were left out; they were not asked {new} statements for it."
    )


def pytest_runtest_setup(item):
    """Leave out second databases when the time that was given is over, and before it what waits and lasts."""
    given = os.environ.get("COLLEGIAL_TEST_SECONDS")
    left = float(given) + float(os.environ[STARTED]) - time.time() if given else _LONG
    if _is_second(item) and left < 0:
        pytest.skip("no time was left for this test's second database")
    if _waits(item) and left < _LONG:
        pytest.skip("no time was left for a test that waits")


def _waits(item):
    return item.get_closest_marker("waits") is not None


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
    """Hands tests out one by one, and forgets what is done: else each is counted again whenever another ends.

    Once the second databases' turn comes, those go first that are asked something new.
    """

    _waiting = None  # the second databases, until they are put in order

    def mark_test_complete(self, node, item_index, duration=0):
        super().mark_test_complete(node, item_index, duration)
        assigned = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(assigned[scope].values()):
            del assigned[scope]

    def _assign_work_unit(self, node):
        if self._waiting is None:
            self._waiting = read_waiting(os.environ[ASKED]) if ASKED in os.environ else {}
        if self._waiting and next(iter(self.workqueue)) in self._waiting:
            self._put_what_is_new_first()
        super()._assign_work_unit(node)

    def _put_what_is_new_first(self):
        waiting = {one: self._waiting[one] for one in self.workqueue if one in self._waiting}
        order = by_what_is_new(waiting, read_sent(os.environ[ASKED]))
        order += [one for one in self.workqueue if one not in waiting]
        self.workqueue, self._waiting = OrderedDict((one, self.workqueue[one]) for one in order), {}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Let groups of tests stay together."""
    return Forgetting(config, log)
