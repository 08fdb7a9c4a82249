"""Do something again and again, beside work that says nothing for long, until the work is over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError


@contextmanager
def beating(beat: Callable[[], None], *, every: float, most: int) -> Iterator[None]:
    """Call `beat` each so many seconds, at most so many times; none is under way any more when this ends.

    A beat that the database refuses is passed over: work that writes may hold what it needs.
    """
    over = Event()

    def go_on() -> None:
        for _ in range(most):
            if over.wait(every):
                return
            with suppress(SQLAlchemyError):
                beat()

    thread = Thread(target=go_on, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
