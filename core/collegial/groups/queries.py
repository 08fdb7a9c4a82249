"""Read groups, and who belongs to them on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor
from collegial.actors.queries import spoken_for
from collegial.groups.models import Group, GroupMeeting, GroupMembership
from collegial.kernel.naming import first_free, key_base
from collegial.kernel.permissions import Viewer


@dataclass(frozen=True, kw_only=True)
class GroupOnDay:
    """A group with those who belong to it on a day, by name."""

    group: Group
    memberships: Sequence[GroupMembership]


def is_belonging(day: date) -> ColumnElement[bool]:
    """Return the condition under which a membership counts on a day."""
    open_ended = or_(GroupMembership.ends_on.is_(None), GroupMembership.ends_on > day)
    return and_(GroupMembership.starts_on <= day, open_ended)


def group_names(session: Session) -> dict[str, str]:
    """Return what the groups are called, by their keys."""
    return {one.key: one.name for one in groups(session)}


def groups(session: Session) -> Sequence[Group]:
    """Return all groups by name."""
    return session.scalars(select(Group).order_by(Group.name, Group.id)).all()


def group_by_key(session: Session, key: str) -> Group | None:
    """Return a group."""
    return session.scalars(select(Group).where(Group.key == key)).one_or_none()


def free_key(session: Session, name: str) -> str:
    """Return what will name a new group in addresses and pipelines: its name without accents, numbered where taken."""
    base = key_base(name, "group")
    return first_free(base, set(session.scalars(select(Group.key).where(Group.key.startswith(base)))))


def groups_with_members(session: Session, day: date) -> list[GroupOnDay]:
    """Return all groups with their members on a day, in two statements."""
    rows = session.scalars(
        select(GroupMembership)
        .join(GroupMembership.actor)
        .options(joinedload(GroupMembership.actor))
        .where(is_belonging(day))
        .order_by(Actor.search_name, GroupMembership.id)
    ).all()
    return [
        GroupOnDay(group=group, memberships=[row for row in rows if row.group_id == group.id])
        for group in groups(session)
    ]


def is_in_group(session: Session, group_id: int, actor_id: int | None, day: date) -> bool:
    """Tell whether an actor belongs to a group on a day; nobody belongs without an actor."""
    found = select(GroupMembership.id).where(
        GroupMembership.group_id == group_id, GroupMembership.actor_id == actor_id, is_belonging(day)
    )
    return actor_id is not None and session.scalar(found.limit(1)) is not None


def group_keys_of(session: Session, actor_id: int | None, day: date) -> set[str]:
    """Return the keys of the groups to which an actor belongs on a day; none without an actor."""
    found = select(Group.key).join(GroupMembership, GroupMembership.group_id == Group.id)
    return set(session.scalars(found.where(GroupMembership.actor_id == (actor_id or 0), is_belonging(day))))


def groups_of(viewer: Viewer, day: date) -> Select[int]:
    """Return the query of the groups to which someone belongs on a day, or whom it speaks for there."""
    person = viewer.actor_id or 0
    mine = or_(GroupMembership.actor_id == person, GroupMembership.actor_id.in_(spoken_for(person, day)))
    return select(GroupMembership.group_id).where(mine, is_belonging(day))


def members_on(session: Session, group_id: int, day: date) -> Sequence[Actor]:
    """Return who belongs to a group on a day, by name."""
    query = select(Actor).join(GroupMembership, GroupMembership.actor_id == Actor.id)
    belonging = query.where(GroupMembership.group_id == group_id, is_belonging(day)).distinct()
    return session.scalars(belonging.order_by(Actor.search_name, Actor.id)).all()


def seats_of(session: Session, viewer: Viewer, group_id: int, day: date) -> Sequence[Actor]:
    """Return the members of a group for whom someone speaks on a day: itself, or whom it represents."""
    if viewer.actor_id is None:
        return ()
    mine = {viewer.actor_id, *session.scalars(spoken_for(viewer.actor_id, day))}
    return [one for one in members_on(session, group_id, day) if one.id in mine]


def group_size(session: Session, group: Group, day: date) -> int:
    """Return how many belong to a group on a day."""
    counted = select(func.count()).where(GroupMembership.group_id == group.id, is_belonging(day))
    return session.scalar(counted) or 0


def members_of(session: Session, group: Group) -> Sequence[GroupMembership]:
    """Return everybody who belongs or belonged to a group, those of today first."""
    query = select(GroupMembership).where(GroupMembership.group_id == group.id)
    order = (GroupMembership.ends_on.is_not(None), GroupMembership.starts_on, GroupMembership.id)
    return session.scalars(query.options(joinedload(GroupMembership.actor)).order_by(*order)).all()


def meetings_of(session: Session, group: Group) -> Sequence[GroupMeeting]:
    """Return the meetings of a group, the latest first."""
    query = select(GroupMeeting).where(GroupMeeting.group_id == group.id)
    return session.scalars(query.order_by(GroupMeeting.starts_at.desc(), GroupMeeting.id.desc())).all()


def meeting_of(session: Session, group: Group, meeting_id: int) -> GroupMeeting | None:
    """Return a meeting of a group."""
    found = session.get(GroupMeeting, meeting_id)
    return found if found is not None and found.group_id == group.id else None
