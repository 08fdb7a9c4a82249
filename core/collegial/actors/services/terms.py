"""Times that follow each other, one at a time: who stands for someone, and where someone is found."""

from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor, Address, Guardian, JointHolder, Representative
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t

Term = TypeVar("Term", Representative, Guardian, JointHolder, Address)


def hold(session: Session, *actors: Actor) -> None:
    """Let one act at a time change who stands for these actors; always in the order of their numbers."""
    wanted = select(Actor.id).where(Actor.id.in_([one.id for one in actors])).order_by(Actor.id)
    session.execute(wanted.with_for_update()).all()


def current(session: Session, kind: type[Term], *belongs: ColumnElement[bool]) -> Term | None:
    """Return the time without an end."""
    return session.scalars(select(kind).where(*belongs, kind.ends_on.is_(None))).one_or_none()


def make_room(
    session: Session, kind: type[Term], belongs: ColumnElement[bool], starts_on: date, taken: Refused
) -> Term | None:
    """End what runs until then on that day and return it; raise what was given when it cannot be cut.

    What was given an end, or starts later, was decided so: it is not silently changed.
    """
    running = _last_running(session, kind, belongs, starts_on)
    if running is None:
        return None
    if running.ends_on is not None or running.starts_on > starts_on:
        raise taken
    end(session, running, starts_on)
    return running


def end(session: Session, term: Term, day: date) -> None:
    """End a time; raises Invalid when it would end before it started."""
    if day < term.starts_on:
        raise Invalid(
            "actors.ends_before_start",
            t("What holds now started on %(day)s: it cannot end before.", day=term.starts_on),
            field="ends_on",
        )
    term.ends_on = day
    session.flush()  # the place of the current one must be free before the next takes it


def write(session: Session, term: Term, taken: Refused) -> Term:
    """Write a new time; raise what was given when another one took the place at the same moment."""
    with or_refuse(session, taken):
        session.add(term)
    return term


def _last_running(session: Session, kind: type[Term], belongs: ColumnElement[bool], day: date) -> Term | None:
    """Return the last time that would run on or after a day."""
    running = or_(kind.ends_on.is_(None), kind.ends_on > day)
    found = select(kind).where(belongs, running).order_by(kind.starts_on.desc(), kind.id.desc())
    return session.scalars(found.limit(1)).one_or_none()
