"""Read how the sending stands: counts, what came back, what goes by post, and the proof of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from collegial.accounts.queries import lacks_account
from collegial.actors.models import Actor, ActorKind
from collegial.assemblies.models import Invitation, RollEntry
from collegial.assemblies.queries.attending import by_name, desk_rows
from collegial.convocations.models import Attempt, Outcome
from collegial.kernel.errors import Missing
from collegial.kernel.text import t

MAIL, POST = "mail", "post"
CAME_BACK = (Outcome.FAILED, Outcome.BOUNCED)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How the sending of an assembly's convocations stands."""

    mailed: int
    to_mail: int
    posted: int
    to_post: int
    came_back: int

    @property
    def total(self) -> int:
        """Count all that are to leave."""
        return self.to_mail + self.to_post

    @property
    def letters_left(self) -> int:
        """Count the letters that wait to be posted or handed over."""
        return self.to_post - self.posted

    @property
    def left_behind(self) -> int:
        """Count those that have not left, or came back."""
        return self.total - self.mailed - self.posted

    @property
    def is_under_way(self) -> bool:
        """Tell whether mails still wait to leave."""
        return self.mailed < self.to_mail


class Addressed(NamedTuple):
    """A convocation with its reader, and how many attempts to send it there were."""

    invitation: Invitation
    person: Actor
    attempts: int


def addressed(session: Session, numbers: Collection[int]) -> dict[int, Addressed]:
    """Return convocations with all that their letters need, in one statement, by their number."""
    tried = select(func.count()).where(Attempt.invitation_id == Invitation.id).scalar_subquery()
    rows = session.execute(
        select(Invitation, Actor, tried)
        .join(Invitation.entry)
        .join(Actor, Actor.id == RollEntry.voter_id)
        .options(
            contains_eager(Invitation.entry).options(
                joinedload(RollEntry.assembly), joinedload(RollEntry.college)
            )
        )
        .where(Invitation.id.in_(numbers))
    )
    return {row[0].id: Addressed(*row) for row in rows}


def has_left(session: Session, number: int) -> bool:
    """Tell whether a convocation was sent, as it stands at this moment."""
    return session.scalar(select(Invitation.sent_at).where(Invitation.id == number)) is not None


def without_account(session: Session, numbers: Collection[int]) -> Sequence[Actor]:
    """Return the readers of convocations that are to be sent who have an address, and no account by it or otherwise."""
    return session.scalars(
        select(Actor)
        .join(RollEntry, RollEntry.voter_id == Actor.id)
        .join(Invitation, Invitation.entry_id == RollEntry.id)
        .where(
            Invitation.id.in_(numbers),
            Invitation.sent_at.is_(None),
            Actor.kind == ActorKind.PERSON,  # an organisation signs in by who represents it
            Actor.email.is_not(None),
            lacks_account(Actor),
        )
        .distinct()
        .order_by(Actor.id)
    ).all()


def sending_of(session: Session, assembly_id: int) -> Sending:
    """Count invitations by channel, and those that came back."""
    rows = session.execute(
        select(Invitation.channel, func.count(), func.count(Invitation.sent_at))
        .join(Invitation.entry)
        .where(RollEntry.assembly_id == assembly_id)
        .group_by(Invitation.channel)
    )
    counts = {channel: (total, sent) for channel, total, sent in rows}
    (to_mail, mailed), (to_post, posted) = counts.get(MAIL, (0, 0)), counts.get(POST, (0, 0))
    back = session.scalar(select(func.count()).select_from(came_back(assembly_id).subquery())) or 0
    return Sending(mailed=mailed, to_mail=to_mail, posted=posted, to_post=to_post, came_back=back)


def came_back(assembly_id: int) -> Select[Attempt]:
    """Select the last attempts that failed or came back, with whom they were for, by name."""
    later = aliased(Attempt)
    is_last = (
        ~select(later.id).where(later.invitation_id == Attempt.invitation_id, later.id > Attempt.id).exists()
    )
    return (
        select(Attempt)
        .join(Attempt.invitation)
        .join(Invitation.entry)
        .options(contains_eager(Attempt.invitation).contains_eager(Invitation.entry))
        .where(RollEntry.assembly_id == assembly_id, Attempt.outcome.in_(CAME_BACK), is_last)
        # A mail that came back and goes by post now waits among the letters.
        .where(or_(Invitation.channel == MAIL, Attempt.message_id.is_(None)))
        .order_by(*by_name())
    )


def by_post(assembly_id: int, *, is_sent: bool = False) -> Select[Invitation]:
    """Select the convocations that go by post, by name."""
    sent = Invitation.sent_at.is_not(None) if is_sent else Invitation.sent_at.is_(None)
    return (
        select(Invitation)
        .join(Invitation.entry)
        .options(contains_eager(Invitation.entry))
        .where(RollEntry.assembly_id == assembly_id, Invitation.channel == POST, sent)
        .order_by(*by_name(), Invitation.id)
    )


def invitation(session: Session, invitation_id: int) -> Invitation:
    """Return an invitation with its entry and assembly; raises Missing."""
    found = session.get(
        Invitation, invitation_id, options=[joinedload(Invitation.entry).joinedload(RollEntry.assembly)]
    )
    if found is None:
        raise Missing("convocations.unknown", t("There is no such convocation."))
    return found


def matching(session: Session, assembly_id: int, search: str, *, most: int = 12) -> Sequence[Invitation]:
    """Return the convocations of those found by a name or a member's number, by name."""
    found = [row.entry.id for row in desk_rows(session, assembly_id, search, most=most)]
    return session.scalars(
        select(Invitation)
        .join(Invitation.entry)
        .options(contains_eager(Invitation.entry))
        .where(Invitation.entry_id.in_(found))
        .order_by(*by_name())
    ).all()


def proofs(session: Session, assembly_id: int) -> Sequence[Row[Attempt, RollEntry]]:
    """Return every attempt for an assembly with whom it was for, in the order of time."""
    return session.execute(
        select(Attempt, RollEntry)
        .join(Attempt.invitation)
        .join(Invitation.entry)
        .where(RollEntry.assembly_id == assembly_id)
        .order_by(Attempt.id)
    ).all()


def attempts_of(session: Session, invitation_id: int) -> Sequence[Attempt]:
    """Return the attempts to reach a voter, the first one first."""
    return session.scalars(
        select(Attempt).where(Attempt.invitation_id == invitation_id).order_by(Attempt.id)
    ).all()


def mailed_as(session: Session, message_id: str) -> Attempt | None:
    """Return the attempt that left under a Message-ID."""
    sent = select(Attempt).where(Attempt.message_id == message_id, Attempt.outcome == Outcome.MAILED)
    return session.scalars(sent.order_by(Attempt.id.desc()).limit(1)).one_or_none()


def last_mailed(session: Session, invitation_id: int) -> Attempt | None:
    """Return the last mail that left for a convocation."""
    left = select(Attempt).where(Attempt.invitation_id == invitation_id, Attempt.outcome == Outcome.MAILED)
    return session.scalars(left.order_by(Attempt.id.desc()).limit(1)).one_or_none()


def left_as(session: Session, one: Invitation, attempt_id: int | None) -> Attempt | None:
    """Return an attempt by mail of a convocation, or the mail that it left as; None where it is, or was, on paper."""
    if attempt_id is None:
        return last_mailed(session, one.id) if one.sent_at and one.channel == MAIL else None
    found = session.get(Attempt, attempt_id)
    if found is None or found.invitation_id != one.id or found.digest is None:
        raise Missing("convocations.unknown", t("There is no such convocation."))
    return found


def voters(session: Session, invitations: Sequence[Invitation]) -> dict[int, Actor]:
    """Return who votes for each entry, by the actor's id, in one statement."""
    wanted = {one.entry.voter_id for one in invitations}
    return {one.id: one for one in session.scalars(select(Actor).where(Actor.id.in_(wanted)))}
