"""Those who come together are written together, and each gets an answer of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from collegial.votes.gathering import Gathering


class Desk:
    """Work that can be held back, so that those who come meanwhile gather; it answers the square, and refuses zero."""

    def __init__(self):
        self.batches, self.free, self.busy = [], threading.Event(), threading.Event()

    def __call__(self, take):
        self.busy.set()
        assert self.free.wait(10)
        items = take()
        self.batches.append(list(items))
        return [item * item if item else ValueError("zero") for item in items]


@pytest.fixture
def desk():
    return Desk()


def queue_up(gathering, desk, items):
    """Let all of them come while the desk is held back, then free it; return what each got."""
    with ThreadPoolExecutor(len(items)) as hands:
        work = [hands.submit(gathering.put, item) for item in items]
        assert desk.busy.wait(10)
        while gathering.length < len(items):
            pass
        desk.free.set()
        return [one.exception() or one.result() for one in work]


def test_those_who_come_while_one_waits_are_served_in_one_turn_each_with_its_answer(desk):
    answers = queue_up(Gathering(work=desk), desk, [3, 1, 2])

    assert answers == [9, 1, 4]
    assert [sorted(batch) for batch in desk.batches] == [[1, 2, 3]]


def test_a_turn_has_its_size_and_none_is_served_twice(desk):
    answers = queue_up(Gathering(work=desk, most=2), desk, [1, 2, 3, 4, 5])

    assert answers == [1, 4, 9, 16, 25]
    assert sorted(item for batch in desk.batches for item in batch) == [1, 2, 3, 4, 5]
    assert max(len(batch) for batch in desk.batches) == 2


def test_a_refusal_is_heard_by_its_own_alone(desk):
    three, refused, two = queue_up(Gathering(work=desk), desk, [3, 0, 2])

    assert (three, two, str(refused)) == (9, 4, "zero")


def test_where_the_work_fails_all_who_wait_hear_of_it_and_the_next_are_served():
    gathering = Gathering(work=broken)

    with pytest.raises(OSError, match="no disk"):
        gathering.put(1)
    gathering.work = lambda take: take()
    assert gathering.put(2) == 2


def broken(_take):
    raise OSError("no disk")
