"""Read why someone has no vote in an assembly: each membership that its roll does not name, with the reason."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly, RollEntry
from collegial.kernel.clock import local_day
from collegial.kernel.text import Text, t
from collegial.membership.models import CollegeAssignment, Member
from collegial.membership.queries import is_in_college, spaces_of


@dataclass(frozen=True, kw_only=True)
class Voteless:
    """A membership without a vote in an assembly, and why."""

    name: str
    reason: Text


def voteless(
    session: Session, meeting: Assembly, actor_id: int | None, *, today: date, zone: str
) -> list[Voteless]:
    """Return the memberships of a person, and of those it votes for, that give it no vote in a convened assembly."""
    if meeting.convened_at is None:
        return []
    members = _spaces(session, actor_id, today)
    voters = _voters(session, meeting.id, [one.id for one in members])
    fixed_on = local_day(meeting.convened_at, zone)
    return [
        Voteless(
            name=one.actor.name,
            reason=_ended(one, today) or _reason(session, meeting, one, voters.get(one.id), fixed_on),
        )
        for one in members
        if one.id not in voters or voters[one.id].id != actor_id
    ]


def unlisted(
    session: Session, meetings: Iterable[Assembly], member: Member, *, today: date, zone: str
) -> list[tuple[Assembly, Text]]:
    """Return the convened assemblies whose roll does not name a member, each with the reason.

    Nothing of a member who has left.
    """
    if _ended(member, today):
        return []
    return [
        (one, _reason(session, one, member, None, local_day(one.convened_at, zone)))
        for one in meetings
        if one.convened_at and not _voters(session, one.id, [member.id])
    ]


def ended(session: Session, entries: Sequence[RollEntry], today: date) -> Mapping[int, date]:
    """Return since when the members behind some entries are members no more, by entry."""
    left = select(RollEntry.id, Member.left_on).join(Member, RollEntry.member_id == Member.id)
    mine = left.where(RollEntry.id.in_([one.id for one in entries]), Member.left_on <= today)
    return {number: day for number, day in session.execute(mine) if day}


def _spaces(session: Session, actor_id: int | None, today: date) -> list[Member]:
    """Return a person's memberships and those it votes for; a past one only where no later one follows."""
    members = spaces_of(session, actor_id, today)
    present = {one.actor_id for one in members if one.left_on is None or one.left_on > today}
    return [one for one in members if one.actor_id not in present or not one.left_on or one.left_on > today]


def _voters(session: Session, assembly_id: int, member_ids: Collection[int]) -> dict[int, Actor]:
    named = select(RollEntry.member_id, Actor).join(Actor, RollEntry.voter_id == Actor.id)
    return dict(
        session.execute(
            named.where(RollEntry.assembly_id == assembly_id, RollEntry.member_id.in_(member_ids))
        ).all()
    )


def _reason(session: Session, meeting: Assembly, member: Member, voter: Actor | None, fixed_on: date) -> Text:
    if voter is not None:
        return t(
            "%(name)s casts this vote: the list of those who vote names that person since %(day)s.",
            name=voter.name, day=fixed_on,
        )  # fmt: skip
    if member.admitted_on > fixed_on:
        return t(
            "Admitted on %(admitted)s, after the list of those who vote was fixed on %(day)s: no vote in this "
            "assembly, but in all those that are convened from now on.",
            admitted=member.admitted_on, day=fixed_on,
        )  # fmt: skip
    if meeting.college is not None and not _was_in(session, member, meeting.college.id, fixed_on):
        return t("This assembly is for the college “%(name)s” alone.", name=meeting.college.name)
    if member.admitted_on == fixed_on:  # who was a member when it was fixed is on it
        return t(
            "Admitted on %(day)s, the very day on which the list of those who vote was fixed, and after it: no vote "
            "in this assembly, but in all those that are convened from now on.",
            day=fixed_on,
        )  # fmt: skip
    return t(
        "The list of those who vote, fixed on %(day)s, does not name this member: ask the cooperative why.",
        day=fixed_on,
    )


def _ended(member: Member, today: date) -> Text | None:
    if member.left_on is None or member.left_on > today:
        return None
    return t("The membership ended on %(day)s: a member who has left no longer votes.", day=member.left_on)


def _was_in(session: Session, member: Member, college_id: int, day: date) -> bool:
    placed = select(CollegeAssignment.id).join(Member, CollegeAssignment.member_id == Member.id)
    mine = placed.where(
        Member.id == member.id, CollegeAssignment.college_id == college_id, is_in_college(day)
    )
    return session.scalar(mine) is not None
