"""Casts that arrive at the same moment in one process share a transaction, so that a crowd waits for one disk write.

Whoever comes first waits for the board, and when it is free writes for all who came meanwhile; each answer is given
once its vote is committed. How a vote is cast stands in `services.casting`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar, cast

from sqlalchemy.exc import IntegrityError

from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.votes.queries import Line
from collegial.votes.services.casting import Cast, cast_votes
from collegial.web.program import Program

MOST = 100

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Take = Callable[[], Sequence[Item]]
Work = Callable[[Take[Item]], Sequence[Answer | Exception]]


class _Call(Generic[Item, Answer]):
    """One who waits: for an answer, or for the turn to serve."""

    def __init__(self, item: Item) -> None:
        self.item, self.is_answered = item, False
        self._answer: Answer | BaseException | None = None
        self._bell = Lock()
        self._bell.acquire()

    def wait(self) -> None:
        """Wait until somebody rings, which happens once."""
        self._bell.acquire()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._bell.release()

    def give(self, answer: Answer | BaseException) -> None:
        """Note the answer, or what went wrong."""
        self._answer, self.is_answered = answer, True

    def result(self) -> Answer:
        """Return the answer, or raise what went wrong."""
        if isinstance(self._answer, BaseException):
            raise self._answer
        return cast("Answer", self._answer)


@dataclass
class Gathering(Generic[Item, Answer]):
    """Calls from many threads, answered in turns.

    `work` answers all that it takes, one answer or exception for each; it takes once, when it is ready, and the
    later it does the more it gets. Each of those who wait is woken once, with its answer; the first of those who came
    meanwhile is woken before them, to serve.
    """

    work: Work[Item, Answer]
    most: int = MOST
    calls: int = 0
    _waiting: list[_Call[Item, Answer]] = field(default_factory=list)
    _is_serving: bool = False
    _lock: Lock = field(default_factory=Lock)

    def put(self, item: Item) -> Answer:
        """Return the answer to an item, or raise what it brought."""
        mine: _Call[Item, Answer] = _Call(item)
        with self._lock:
            self._waiting.append(mine)
            serves, self._is_serving = not self._is_serving, True
        if not serves:
            mine.wait()
        if not mine.is_answered:
            self._serve(mine)
        return mine.result()

    @property
    def length(self) -> int:
        """Return how many wait to be taken."""
        return len(self._waiting)

    def _serve(self, first: _Call[Item, Answer]) -> None:
        """Have the work done for whoever waits, the first of them the one who serves, and let the next one serve."""
        batch: list[_Call[Item, Answer]] = []

        def take() -> Sequence[Item]:
            with self._lock:
                batch.extend(self._waiting[: self.most])
                del self._waiting[: self.most]
            return [one.item for one in batch]

        answers: Sequence[Answer | BaseException]
        try:
            answers = self.work(take)
        except BaseException as error:  # noqa: BLE001 (each of those who wait must hear of it)
            if not batch:
                take()
            answers = [error] * len(batch)
        self._pass_on()
        for one, answer in zip(batch, answers, strict=True):
            one.give(answer)
            if one is not first:
                one.ring()

    def _pass_on(self) -> None:
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._is_serving = following is not None
        if following is not None:
            following.ring()


Key = tuple[int, int]


@dataclass
class Boxes:
    """The gatherings of this process, one for each vote that someone is casting in at this moment."""

    _open: dict[Key, Gathering[Cast, str]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def cast(self, program: Program, vote_id: int, cast: Cast) -> str:
        """Cast a vote together with those that come at this moment; return the receipt."""
        key = id(program), vote_id
        with self._lock:
            box = self._open.get(key) or Gathering(work=_writer(program, vote_id))
            self._open[key] = box
            box.calls += 1
        try:
            return box.put(cast)
        finally:
            with self._lock:
                box.calls -= 1
                if not box.calls:
                    del self._open[key]


def cast_gathered(program: Program, vote_id: int, cast: Cast) -> str:
    """Cast a vote in a transaction of its own or one shared with others; return the receipt.

    Raises what `cast_vote` raises. It is committed when it returns: the caller must hold no transaction that writes.
    """
    return _BOXES.cast(program, vote_id, cast)


_BOXES = Boxes()


def _writer(program: Program, vote_id: int) -> Work[Cast, str]:
    """Return what writes the casts of a vote: all in one transaction, or each in its own where that fails."""

    def write(take: Take[Cast]) -> Sequence[str | Exception]:
        casts: list[Cast] = []

        def come() -> Sequence[Cast]:
            casts.extend(take())
            return casts

        try:
            return _in_one_transaction(program, vote_id, come)
        except (DomainError, IntegrityError):
            if len(casts) < 2:  # noqa: PLR2004 (one alone is told)
                raise
            return [_alone(program, vote_id, one) for one in casts]

    return write


def _alone(program: Program, vote_id: int, cast: Cast) -> str | Exception:
    try:
        return _in_one_transaction(program, vote_id, lambda: [cast])[0]
    except Exception as error:  # noqa: BLE001 (the others of this turn are written all the same)
        return error


def _in_one_transaction(program: Program, vote_id: int, come: Take[Cast]) -> list[str | Exception]:
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("votes.gathering"))
        done = cast_votes(context, vote_id, come)
        answers: list[str | Exception] = [one.digest if isinstance(one, Line) else one for one in done]
    return answers
