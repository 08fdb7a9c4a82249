"""Read who is told what an assembly decided: by mail, or by a letter where no address is known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.models import Invitation
from collegial.assemblies.queries.attending import convened_once
from collegial.assemblies.queries.letters import Posting, letters_with_readers, waiting_letters
from collegial.minutes.models import Minutes, MinutesLetter, Sharing


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Who would be told, each person once: invitations of those with an address, entries of those without."""

    by_mail: Sequence[int]
    by_post: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Told(Posting):
    """That the members were told: when, by how many mails, and how many of the letters are posted."""

    sharing: Sharing


def reach_of(session: Session, assembly_id: int) -> Reach:
    """Return whom the telling of an assembly would reach now, and by which way."""
    return Reach(
        by_mail=convened_once(session, assembly_id, Actor.email.is_not(None), Invitation.id),
        by_post=convened_once(session, assembly_id, Actor.email.is_(None), Invitation.entry_id),
    )


def told_of(session: Session, minutes: Minutes) -> Told | None:
    """Return how the members were told of minutes; None while they were not."""
    sharing = session.get(Sharing, minutes.id)
    if sharing is None:
        return None
    counted = select(func.count(), func.count(MinutesLetter.sent_at)).where(
        MinutesLetter.minutes_id == minutes.id
    )
    letters, posted = session.execute(counted).one()
    return Told(sharing=sharing, letters=letters, posted=posted)


def letters_to_post(minutes_id: int) -> Select[MinutesLetter]:
    """Select the letters of minutes that wait to be posted, by name."""
    return waiting_letters(MinutesLetter, MinutesLetter.minutes_id == minutes_id)


def addressed(session: Session, numbers: Collection[int]) -> Sequence[Row[MinutesLetter, Actor]]:
    """Return letters, each with its reader, in the order of their numbers."""
    return session.execute(letters_with_readers(MinutesLetter, MinutesLetter.id.in_(numbers))).all()
