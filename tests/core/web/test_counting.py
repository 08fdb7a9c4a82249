"""Attempts are counted for all processes together, and nobody reads from the file whom they were about."""

import time
from multiprocessing import get_context

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from collegial.web.counting import NAME, CountsFile, counts_of

KEY = ("guess", "account", "rozenn@example.org")
SIX = parse("6/minute")


@pytest.fixture
def counts(tmp_path):
    return lambda seal="key": FixedWindowRateLimiter(CountsFile(counts_of(tmp_path), seal=seal))


def test_processes_share_one_count(counts):
    ours, forked = counts(), get_context("fork")
    assert all(ours.hit(SIX, *KEY) for _ in range(3))

    def work():
        for _ in range(3):
            assert ours.hit(SIX, *KEY)  # by a file of its own: a forked connection is none

    other = forked.Process(target=work)
    other.start()
    other.join()

    assert other.exitcode == 0
    assert not ours.hit(SIX, *KEY)
    assert not counts().hit(SIX, *KEY)  # nor after a restart
    assert ours.hit(SIX, "guess", "account", "bob@example.org")


def test_a_count_is_given_back_and_ends_with_its_window(counts, monkeypatch):
    ours = counts()
    for _ in range(6):
        ours.hit(SIX, *KEY)
    ours.hit(SIX, *KEY, cost=-1)
    assert ours.hit(SIX, *KEY)
    assert not ours.hit(SIX, *KEY)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert ours.hit(SIX, *KEY)
    assert ours.storage.reset() == 1  # what ended is forgotten


def test_a_clock_that_is_set_back_shuts_nobody_out_for_longer_than_a_window(counts, monkeypatch):
    ours, now = counts(), time.time()
    for _ in range(6):
        ours.hit(SIX, *KEY)
    monkeypatch.setattr(time, "time", lambda: now - 7200)
    assert not ours.hit(SIX, *KEY)  # what was tried stays counted
    monkeypatch.setattr(time, "time", lambda: now - 7200 + 61)
    assert ours.hit(SIX, *KEY)


def test_the_file_names_nobody_and_another_key_reads_nothing(counts, tmp_path):
    for _ in range(6):
        counts().hit(SIX, *KEY)
    assert b"rozenn" not in b"".join(one.read_bytes() for one in tmp_path.glob(f"{NAME}*"))
    assert counts("another key").hit(SIX, *KEY)


def test_one_key_can_be_forgotten(counts):
    ours = counts()
    for _ in range(6):
        ours.hit(SIX, *KEY)
    assert ours.storage.get(SIX.key_for(*KEY)) == 6
    assert ours.storage.get_expiry(SIX.key_for(*KEY)) > time.time() + 50
    ours.storage.clear(SIX.key_for(*KEY))
    assert ours.storage.get(SIX.key_for(*KEY)) == 0
