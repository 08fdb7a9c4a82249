"""What most sources share: data that stay whole, and why."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from collegial.actors.models import Guardian, JointHolder, Representative
from collegial.actors.queries import standing_of
from collegial.hooks.contracts import ErasureAnswer, Kept
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t
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


def held_with_a_member(session: Session, actor_id: int) -> bool:
    """Tell whether an actor ever was among joint holders who are or were members: the register bears them all."""
    held = exists().where(JointHolder.person_id == actor_id, Member.actor_id == JointHolder.joint_id)
    return bool(session.scalar(select(held)))


def why_reached(session: Session, actor_id: int, day: date) -> Text | None:
    """Return why someone has to be known and reached on a day: as a member, or for those it stands for."""
    if session.scalar(select(exists().where(Member.actor_id == actor_id, is_member(day)))):
        return t("The register of members names this person, and assemblies are convened by it.")
    standing = standing_of(session, actor_id, day)
    return _why_standing(standing) if standing else None


def _why_standing(standing: Representative | Guardian | JointHolder) -> Text:
    """Name no minor: the answer is kept for long."""
    if isinstance(standing, Guardian):
        return t("This person votes for a minor. End that first, in the directory, then erase.")
    name = standing.joint.name if isinstance(standing, JointHolder) else standing.organisation.name
    if isinstance(standing, JointHolder):
        return t("This person is among “%(name)s”. End that first, in the directory, then erase.", name=name)
    return t("This person votes for “%(name)s”. End that first, in the directory, then erase.", name=name)
