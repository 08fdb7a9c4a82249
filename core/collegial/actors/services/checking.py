"""What every act on actors asks first."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.actors.permissions import MANAGE
from collegial.actors.rules import nameless
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t

_AT_ONCE = 1000


def check_may_change(context: Context, *actors: Actor) -> None:
    """Raise Forbidden without the right, Refused for an actor that was found to be another one."""
    require(context.by, MANAGE)
    for one in actors:
        if one.merged_into_id is not None:
            raise Refused(
                "actors.merged",
                t("“%(name)s” was found to be another actor of the directory: use that one.", name=one.name),
            )


def hold_named(session: Session, actors: Iterable[Actor], *, field: str = "actor") -> None:
    """Hold actors in the order of their numbers, so that each is erased before or after; Refused for an erased one.

    Nobody without a name enters a register, nor votes for another.
    """
    session.flush()
    numbers = sorted(one.id for one in actors)
    for start in range(0, len(numbers), _AT_ONCE):
        some = Actor.id.in_(numbers[start : start + _AT_ONCE])
        for number, name in session.execute(
            select(Actor.id, Actor.name).where(some).order_by(Actor.id).with_for_update()
        ):
            if name == nameless(number):
                raise Refused(
                    "actors.erased",
                    t("The data of “%(name)s” were erased: enter it anew in the directory first.", name=name),
                    field=field,
                )
