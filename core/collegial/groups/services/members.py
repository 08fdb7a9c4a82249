"""Create groups and change who belongs to them; the past stays as it was."""

import re
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.groups.events import (
    GroupCreated,
    GroupDescribed,
    GroupMemberAdded,
    GroupMembershipEnded,
    TermRenewed,
)
from collegial.groups.models import Group, GroupKind, GroupMembership
from collegial.groups.permissions import MANAGE
from collegial.groups.queries import group_by_key
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def create_group(
    context: Context, *, key: str, name: str, kind: GroupKind, mandate: str | None = None
) -> Group:
    """Create a group; raises Refused for a key in use, Invalid for an empty name."""
    require(context.by, MANAGE)
    if not name.strip():
        raise Invalid("groups.name_missing", t("A group needs a name."), field="name")
    if not _KEY.fullmatch(key):
        raise Invalid(
            "groups.key",
            t("Write up to 40 unaccented letters, digits, hyphens or underscores, without spaces."),
            field="key",
        )
    if group_by_key(context.session, key):
        raise _group_taken(key)
    group = Group(key=key, name=name.strip(), kind=kind, mandate=mandate)
    with or_refuse(context.session, _group_taken(key)):
        context.session.add(group)
    context.emit(GroupCreated(group=key, kind=kind.value))
    return group


def add_group_member(
    context: Context,
    group: Group,
    actor: Actor,
    *,
    starts_on: date,
    title: str | None = None,
    term_ends_on: date | None = None,
) -> GroupMembership:
    """Let an actor belong to a group from a day on; raises Refused when it does already, or will."""
    require(context.by, MANAGE)
    if term_ends_on is not None and term_ends_on <= starts_on:
        raise Invalid("groups.term", t("A term ends after its first day."), field="term_ends_on")
    if _running_on(context.session, group, actor, starts_on):
        raise _already_in(group)
    with or_refuse(context.session, _already_in(group)):
        membership = GroupMembership(
            group=group, actor=actor, title=title, starts_on=starts_on, term_ends_on=term_ends_on
        )
        context.session.add(membership)
    context.emit(GroupMemberAdded(group=group.key, actor=actor.id, starts_on=starts_on.isoformat()))
    return membership


def take_seat(
    context: Context, group: Group, actor: Actor, *, on: date, term_ends_on: date | None = None
) -> bool:
    """Let someone who was elected belong to a group from a day on; False for whoever belongs to it already.

    Whoever is elected again keeps the seat, for the new term. Called by the program within the closing of the
    vote, it asks for no right of its own.
    """
    if _running_on(context.session, group, actor, on):
        current = _current(context.session, group, actor)
        if current is not None and term_ends_on is not None:
            current.term_ends_on = term_ends_on
            context.emit(TermRenewed(group=group.key, actor=actor.id, term_ends_on=term_ends_on.isoformat()))
        return False
    context.session.add(GroupMembership(group=group, actor=actor, starts_on=on, term_ends_on=term_ends_on))
    context.session.flush()
    context.emit(GroupMemberAdded(group=group.key, actor=actor.id, starts_on=on.isoformat()))
    return True


def lose_seat(context: Context, seat: GroupMembership, *, on: date) -> None:
    """End the seat of someone who was revoked, unless it is over; a later day that was recorded gives way.

    Called by the program within the closing of the vote, it asks for no right of its own.
    """
    if seat.ends_on is not None and seat.ends_on <= on:
        return
    seat.ends_on = max(on, seat.starts_on)
    context.session.flush()  # who is elected in the same closing may be the same
    ends_on = seat.ends_on.isoformat()
    context.emit(GroupMembershipEnded(group=seat.group.key, actor=seat.actor_id, ends_on=ends_on))


def end_of_term(start: date, years: int) -> date:
    """Return the same day so many years later; the last of February where a 29th has none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


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
            t("The membership started on %(day)s: it cannot end before.", day=current.starts_on),
            field="ends_on",
        )
    current.ends_on = ends_on
    context.session.flush()  # a later membership of the same actor must find the place free
    context.emit(GroupMembershipEnded(group=group.key, actor=actor.id, ends_on=ends_on.isoformat()))
    return current


def describe_group(context: Context, group: Group, *, name: str, mandate: str) -> None:
    """Change what a group is called and for; its key stays."""
    require(context.by, MANAGE)
    if not name.strip():
        raise Invalid("groups.name_missing", t("A group needs a name."), field="name")
    group.name, group.mandate = name.strip(), mandate.strip() or None
    context.session.flush()
    context.emit(GroupDescribed(group=group.key))


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
        # One that was ended on its first day (a wrong year, taken back) never ran, and bars nobody.
        GroupMembership.ends_on.is_distinct_from(GroupMembership.starts_on),
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
