"""Read requests, erasures, and what sources hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from collegial.accounts.models import Account
from collegial.actors.models import Actor, Address, Contact, Guardian, JointHolder, Representative
from collegial.actors.queries import is_guarding, is_holding, is_representing
from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.joining.models import Application
from collegial.joining.queries.applications import long_closed
from collegial.membership.models import Member
from collegial.membership.rules import LIABILITY
from collegial.privacy.models import Erasure, ErasureRequest
from collegial.privacy.rules import APPLICATION_YEARS
from collegial.shares.rules import add_years


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one source holds of someone."""

    source: PersonalDataSource
    records: Sequence[Mapping[str, Any]]


def holdings(session: Session, sources: Sequence[PersonalDataSource], actor_id: int) -> list[Holding]:
    """Return what each source holds of an actor, those that hold nothing included."""
    return [Holding(source=one, records=one.export(session, actor_id)) for one in sources]


def split_answer(
    session: Session, sources: Sequence[PersonalDataSource], actor_id: int, day: date
) -> ErasureAnswer:
    """Return what an erasure on a day would erase and keep, over all sources."""
    answers = [one.answer(session, actor_id, day) for one in sources]
    return ErasureAnswer(
        erased=tuple(what for one in answers for what in one.erased),
        kept=tuple(what for one in answers for what in one.kept),
    )


def open_request(session: Session, actor_id: int) -> ErasureRequest | None:
    """Return the request of an actor that waits for its answer."""
    return session.scalars(
        select(ErasureRequest).where(ErasureRequest.actor_id == actor_id, ErasureRequest.erasure_id.is_(None))
    ).one_or_none()


def open_requests(session: Session) -> Sequence[ErasureRequest]:
    """Return the requests that wait for an answer, the oldest first."""
    waiting = select(ErasureRequest).where(ErasureRequest.erasure_id.is_(None))
    return session.scalars(
        waiting.options(joinedload(ErasureRequest.actor)).order_by(ErasureRequest.id)
    ).all()


def erasures_of(session: Session, actor_id: int) -> Sequence[Erasure]:
    """Return the erasures of an actor, the latest first."""
    return session.scalars(
        select(Erasure).where(Erasure.actor_id == actor_id).order_by(Erasure.id.desc())
    ).all()


def long_gone(day: date) -> Select[Actor, date | None]:
    """Select who left before the liability of leavers ended, can still be reached, and is nothing else here.

    With the day on which each left, the longest gone first: nothing calls for their contacts any more.
    """
    since = add_years(day, -int(LIABILITY.value))
    stayed = select(Member.actor_id).where(or_(Member.left_on.is_(None), Member.left_on > since))
    left_on = func.max(Member.left_on).label("left_on")
    return (
        select(Actor, left_on)
        .join(Member, Member.actor_id == Actor.id)
        .where(Actor.id.not_in(stayed), _is_reachable(), _is_nothing_else(day))
        .group_by(Actor.id)
        .order_by(left_on, Actor.id)
    )


def count_long_gone(session: Session, day: date) -> int:
    """Return how many are long gone."""
    gone = long_gone(day).with_only_columns(Actor.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(gone)) or 0


def fruitless(day: date) -> Select[Application]:
    """Select the applications that came to nothing so long ago that nothing needs the applicant's data."""
    last = add_years(day, -APPLICATION_YEARS)
    return long_closed(datetime.combine(last, time.min, tzinfo=UTC))


def count_fruitless(session: Session, day: date) -> int:
    """Return how many applications came to nothing long ago and still name someone."""
    found = fruitless(day).with_only_columns(Application.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def _is_reachable() -> ColumnElement[bool]:
    return or_(
        Actor.email.is_not(None),
        exists().where(Contact.actor_id == Actor.id),
        exists().where(Address.actor_id == Actor.id),
    )


def _is_nothing_else(day: date) -> ColumnElement[bool]:
    """Return the condition under which an actor speaks for no other and holds with none, and does not sign in."""
    speaks = exists().where(Representative.person_id == Actor.id, is_representing(day))
    acts = exists().where(Guardian.person_id == Actor.id, is_guarding(day))
    signs_in = exists().where(Account.actor_id == Actor.id, Account.active)
    holds = exists().where(JointHolder.person_id == Actor.id, is_holding(day))
    return and_(~speaks, ~acts, ~holds, ~signs_in)
