"""Follow a merge of two actors: the memberships go to the one that stays."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.membership.models import Member


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give the memberships, present and past.

    A past one that shares days with one of the kept actor stays where it was, so that nobody was two members
    on a day. Raises Refused when both are members, or when the member is not the one that is kept.
    """
    mine, theirs = _members(context, merged.kept), _members(context, merged.dropped)
    today = context.today
    if _present(mine, today) and _present(theirs, today):
        raise Refused(
            "members.both",
            t(
                "Both are members, under two numbers. Settle the shares and record that one of them leaves, "
                "then merge."
            ),
        )
    met = [one for one in theirs if any(_meet(one, other) for other in mine)]
    if _present(met, today):
        raise Refused("members.keep_the_member", t("Keep the one that is a member now, and merge the other."))
    give_to_kept(context, merged, Member.actor_id, Member.id.not_in([one.id for one in met]))


def _members(context: Context, actor_id: int) -> Sequence[Member]:
    return context.session.scalars(select(Member).where(Member.actor_id == actor_id)).all()


def _present(members: Sequence[Member], day: date) -> list[Member]:
    return [one for one in members if one.left_on is None or one.left_on > day]


def _meet(one: Member, other: Member) -> bool:
    return one.admitted_on < (other.left_on or date.max) and other.admitted_on < (one.left_on or date.max)
