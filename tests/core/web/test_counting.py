"""Attempts are counted for all processes together, and nobody reads from the file whom they were about."""

import sqlite3
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


@pytest.mark.parametrize("damage", [lambda _: b"no database" * 999, lambda whole: whole[:6000]])
def test_a_file_that_a_power_cut_damaged_is_begun_anew_by_whoever_finds_it(counts, tmp_path, damage):
    first, file = counts(), tmp_path / NAME
    for number in range(100):
        first.hit(SIX, "guess", "account", str(number))
    first.storage._open.close()  # what is in the log stands in the file now
    file.write_bytes(damage(file.read_bytes()))
    ours, others = counts(), counts()
    with pytest.raises(sqlite3.DatabaseError):
        ours.hit(SIX, *KEY)  # counted by the process alone, as while a disk is full
    assert [one.hit(SIX, *KEY) for one in (ours, others) * 4] == [True] * 6 + [False] * 2


def test_a_file_that_is_busy_is_not_thrown_away(counts, tmp_path):
    ours = counts()
    ours.hit(SIX, *KEY)
    with sqlite3.connect(tmp_path / NAME, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            ours.hit(SIX, *KEY)
        other.execute("ROLLBACK")
    other.close()
    assert ours.storage.get(SIX.key_for(*KEY)) == 1
