"""Create groups and change who belongs to them; the past stays as it was."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.groups.events import GroupCreated, GroupMemberAdded, GroupMembershipEnded
from collegial.groups.models import Group, GroupKind, GroupMembership
from collegial.groups.permissions import MANAGE
from collegial.groups.queries import group_by_key
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def create_group(
    context: Context, *, key: str, name: str, kind: GroupKind, mandate: str | None = None
) -> Group:
    """Create a group; raises Refused for a key in use, Invalid for an empty name."""
    require(context.by, MANAGE)
    if not name.strip():
        raise Invalid("groups.name_missing", t("A group needs a name."), field="name")
    if group_by_key(context.session, key):
        raise _group_taken(key)
    group = Group(key=key, name=name.strip(), kind=kind, mandate=mandate)
    try:
        with context.session.begin_nested():
            context.session.add(group)
    except IntegrityError:
        raise _group_taken(key) from None
    context.emit(GroupCreated(group=key, kind=kind.value))
    return group


def add_group_member(
    context: Context, group: Group, actor: Actor, *, starts_on: date, title: str | None = None
) -> GroupMembership:
    """Let an actor belong to a group from a day on; raises Refused when it does already, or will."""
    require(context.by, MANAGE)
    if _running_on(context.session, group, actor, starts_on):
        raise _already_in(group)
    try:
        with context.session.begin_nested():
            membership = GroupMembership(group=group, actor=actor, title=title, starts_on=starts_on)
            context.session.add(membership)
    except IntegrityError:
        raise _already_in(group) from None
    context.emit(GroupMemberAdded(group=group.key, actor=actor.id, starts_on=starts_on.isoformat()))
    return membership


def end_group_membership(context: Context, group: Group, actor: Actor, *, ends_on: date) -> GroupMembership:
    """End a membership; `ends_on` is the first day that no longer counts.

    Raises Refused when the actor is not in the group, Invalid when it would end before it started.
    """
    require(context.by, MANAGE)
    current = _current(context.session, group, actor)
    if current is None:
        raise Refused("groups.not_in", t("This actor is not in the group “%(group)s”.", group=group.name))
    if ends_on < current.starts_on:
        raise Invalid(
            "groups.ends_before_start",
            t("The membership started on %(day)s: it cannot end before.", day=current.starts_on.isoformat()),
            field="ends_on",
        )
    current.ends_on = ends_on
    context.session.flush()  # a later membership of the same actor must find the place free
    context.emit(GroupMembershipEnded(group=group.key, actor=actor.id, ends_on=ends_on.isoformat()))
    return current


def _current(session: Session, group: Group, actor: Actor) -> GroupMembership | None:
    return session.scalars(
        select(GroupMembership).where(
            GroupMembership.group_id == group.id,
            GroupMembership.actor_id == actor.id,
            GroupMembership.ends_on.is_(None),
        )
    ).one_or_none()


def _running_on(session: Session, group: Group, actor: Actor, day: date) -> bool:
    running = select(GroupMembership.id).where(
        GroupMembership.group_id == group.id,
        GroupMembership.actor_id == actor.id,
        or_(GroupMembership.ends_on.is_(None), GroupMembership.ends_on > day),
    )
    return session.scalar(running.limit(1)) is not None


def _group_taken(key: str) -> Refused:
    return Refused("groups.key_taken", t("There is already a group “%(key)s”.", key=key), field="key")


def _already_in(group: Group) -> Refused:
    return Refused(
        "groups.already_in",
        t("This actor is already in the group “%(group)s” on that day or later.", group=group.name),
        field="actor",
    )
