"""A disk that fills up leaves neither half a file nor half a line."""

import errno
import fcntl
import resource
import threading
from contextlib import contextmanager

import pytest

from collegial.kernel.disks import add_line, write_whole


@contextmanager
def room_for(size):
    """Let no file of this process grow beyond some bytes: as on a full disk, what fits is written, and no more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def notes(tmp_path):
    file = tmp_path / "heads"
    add_line(file, "first")
    return file


def test_half_a_line_is_taken_back_and_the_next_one_is_whole(notes):
    with room_for(9), pytest.raises(OSError, match=os_error(errno.ENOSPC)):
        add_line(notes, "second")
    assert notes.read_text() == "first\n"

    add_line(notes, "third")
    assert notes.read_text() == "first\nthird\n"


@pytest.mark.parametrize("left", ["first\nsec", "sec", ""])
def test_what_a_power_cut_left_of_a_line_is_cut(notes, left):
    notes.write_text(left)
    add_line(notes, "third")
    assert notes.read_text() == left.replace("sec", "") + "third\n"


def test_who_adds_a_line_waits_for_the_other(notes):
    with notes.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        added = threading.Thread(target=add_line, args=(notes, "third"))
        added.start()
        other.write(b"second\nunfinish")
        other.flush()
        added.join(0.2)
        assert notes.read_text() == "first\nsecond\nunfinish"
        other.write(b"ed\n")
    added.join()
    assert notes.read_text() == "first\nsecond\nunfinished\nthird\n"


def test_a_file_stays_as_it_was_where_there_is_no_room_for_the_new_one(notes):
    with room_for(9), pytest.raises(OSError, match=os_error(errno.EFBIG)):
        write_whole(notes, b"0123456789")
    assert [one.name for one in notes.parent.iterdir()] == ["heads"]
    assert notes.read_text() == "first\n"

    write_whole(notes, b"0123456789")
    assert notes.read_text() == "0123456789"


def test_a_disk_without_locks_is_written_to_all_the_same(notes, monkeypatch):
    def refuse(*_given):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("collegial.kernel.disks.fcntl.flock", refuse)
    add_line(notes, "second")
    assert notes.read_text() == "first\nsecond\n"


def os_error(number):
    return rf"\[Errno {number}\]"
