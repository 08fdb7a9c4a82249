"""What most sources share: data that stay whole, and why."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from collegial.hooks.contracts import ErasureAnswer, Kept
from collegial.kernel.events import Context
from collegial.kernel.text import Text
from collegial.membership.models import Member
from collegial.membership.queries import is_member

Answer = Callable[[Session, int, date], ErasureAnswer]


def keeps(is_held: Callable[[Session, int], Any], what: Text, why: Text) -> Answer:
    """Return an answer that keeps everything, where there is anything."""

    def answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
        return (
            ErasureAnswer(kept=(Kept(what=what, why=why),)) if is_held(session, actor_id) else ErasureAnswer()
        )

    return answer


def erase_nothing(_context: Context, _actor_id: int) -> None:
    """Leave everything as it stands."""


def was_ever_member(session: Session, actor_id: int) -> bool:
    """Tell whether an actor is or was a member."""
    return bool(session.scalar(select(exists().where(Member.actor_id == actor_id))))


def is_member_now(session: Session, actor_id: int, day: date) -> bool:
    """Tell whether an actor is a member on a day."""
    return bool(session.scalar(select(exists().where(Member.actor_id == actor_id, is_member(day)))))
