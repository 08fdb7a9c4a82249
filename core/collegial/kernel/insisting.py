"""Write down what cannot be called back, such as that a letter left, though the database refuses it for a moment."""

import time
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from collegial.kernel.outage import is_out_of_reach
from collegial.kernel.outbox import Running, running

PAUSES = (0.1, 1.0, 5.0)  # seconds between tries


def insist(write: Callable[[], None], *, ends: bool = False) -> None:
    """Write in promised work and keep it, again where a lock, a full disk or the server's impatience forbids it.

    What the work wrote before must be committed. Where this `ends` the work, its end is kept with it, so that nobody
    who dies now leaves it to be done again. Elsewhere this writes once, in the transaction of whoever asks.
    Raises StaleDataError, and keeps nothing, when another worker took the work over.
    """
    work = running()
    if work is None:
        write()
        return
    attempt = work.message.attempts
    for pause in PAUSES:
        try:
            _keep(work, attempt, write, ends=ends)
        except DBAPIError as error:
            work.session.rollback()
            if not is_out_of_reach(error):
                raise
            time.sleep(pause)
        else:
            return
    _keep(work, attempt, write, ends=ends)


def _keep(work: Running, attempt: int, write: Callable[[], None], *, ends: bool) -> None:
    if work.message.attempts != attempt:
        raise StaleDataError
    write()
    if ends:
        work.message.done_at = work.clock.now()
    work.commit()
