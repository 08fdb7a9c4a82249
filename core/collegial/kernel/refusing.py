"""What the database holds, told as a refusal: a place that someone else took at the same moment, a row in use."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.kernel.errors import DomainError


@contextmanager
def or_refuse(session: Session, refusal: DomainError) -> Iterator[None]:
    """Write what a constraint may forbid; where it does, raise the refusal, and nothing of it is written."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError:
        raise refusal from None
