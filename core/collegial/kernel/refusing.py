"""Refusals told otherwise: what the database holds, as of a row that someone else took; the field they stand at."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.kernel.errors import DomainError, Invalid, Refused
from collegial.kernel.text import t


def taken_away() -> Refused:
    """Return the refusal of an act on what someone else took away after it was read."""
    return Refused(
        "kernel.taken_away",
        t(
            "Someone else took this away at the same moment. Nothing was changed: reload the page to see what is left."
        ),
    )


@contextmanager
def or_refuse(session: Session, refusal: DomainError) -> Iterator[None]:
    """Write what a constraint may forbid; where it does, raise the refusal, and nothing of it is written."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError:
        raise refusal from None


@contextmanager
def told_at(fields: Mapping[str, str]) -> Iterator[None]:
    """Let what is refused at a field stand at the one of this form that asks for it: theirs, then ours."""
    try:
        yield
    except Invalid as error:
        raise Invalid(error.code, error.text, field=fields.get(error.field or "", error.field)) from error
