"""Read requests, erasures, and what sources hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.privacy.models import Erasure, ErasureRequest


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
