"""Read the votes of groups."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.actors.queries import spoken_for
from collegial.group_votes.models import GroupVote, GroupVoteRight
from collegial.group_votes.permissions import READ
from collegial.group_votes.rules import GroupVoteState
from collegial.kernel.errors import Missing
from collegial.kernel.paging import Page, page_of
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t

_WHOLE = (
    joinedload(GroupVote.group),
    selectinload(GroupVote.rights).joinedload(GroupVoteRight.actor),
)


def group_vote(session: Session, vote_id: int) -> GroupVote:
    """Return a vote with the rights in it; raises Missing."""
    found = session.scalar(select(GroupVote).where(GroupVote.id == vote_id).options(*_WHOLE))
    if found is None:
        raise unknown()
    return found


def unknown() -> Missing:
    """Return what is said of a vote that is not there, or not for this reader."""
    return Missing("group_votes.unknown", t("There is no such vote of a group, or it is not yours to read."))


def group_votes_on(session: Session, subject: str, subject_id: int) -> Sequence[GroupVote]:
    """Return the votes about a subject, the latest first."""
    query = select(GroupVote).where(GroupVote.subject == subject, GroupVote.subject_id == subject_id)
    return session.scalars(query.options(*_WHOLE).order_by(GroupVote.id.desc())).all()


def rights_of(session: Session, viewer: Viewer, found: GroupVote, day: date) -> Sequence[GroupVoteRight]:
    """Return the rights in a vote for which the viewer speaks: its own, or that of whom it represents."""
    if viewer.actor_id is None:
        return ()
    mine = {viewer.actor_id, *session.scalars(spoken_for(viewer.actor_id, day))}
    return [one for one in found.rights if one.actor_id in mine]


def may_read(session: Session, viewer: Viewer, found: GroupVote, day: date) -> bool:
    """Tell whether someone may read a vote: who reads all of them, and who has a right in it."""
    return viewer.may(READ) or bool(rights_of(session, viewer, found, day))


def waiting_for(session: Session, viewer: Viewer, day: date) -> Sequence[GroupVote]:
    """Return the open votes in which the viewer may answer and has not yet, the oldest first."""
    if viewer.actor_id is None:
        return ()
    query = (
        select(GroupVote)
        .join(GroupVoteRight)
        .where(
            GroupVote.state == GroupVoteState.OPEN,
            or_(
                GroupVoteRight.actor_id == viewer.actor_id,
                GroupVoteRight.actor_id.in_(spoken_for(viewer.actor_id, day)),
            ),
            GroupVoteRight.answer.is_(None),
            GroupVoteRight.set_aside.is_(None),
        )
    )
    return session.scalars(query.options(joinedload(GroupVote.group)).order_by(GroupVote.id)).unique().all()


def answered_by_all(session: Session) -> Sequence[GroupVote]:
    """Return the open votes in which all who may answer have, the oldest first: they wait to be closed."""
    may_answer = GroupVote.rights.any(GroupVoteRight.set_aside.is_(None))
    is_silent = GroupVote.rights.any(
        and_(GroupVoteRight.set_aside.is_(None), GroupVoteRight.answer.is_(None))
    )
    query = select(GroupVote).where(GroupVote.state == GroupVoteState.OPEN, may_answer, ~is_silent)
    return session.scalars(query.options(joinedload(GroupVote.group)).order_by(GroupVote.id)).all()


def readable(session: Session, viewer: Viewer, day: date, number: int) -> Page[GroupVote]:
    """Return a page of the votes that the viewer may read, the open ones first, then the latest."""
    query = select(GroupVote).options(joinedload(GroupVote.group))
    if not viewer.may(READ):
        mine = or_(
            GroupVoteRight.actor_id == viewer.actor_id,
            GroupVoteRight.actor_id.in_(spoken_for(viewer.actor_id or 0, day)),
        )
        query = query.where(GroupVote.id.in_(select(GroupVoteRight.vote_id).where(mine)))
    order = (GroupVote.closed_at.is_not(None), GroupVote.id.desc())
    return page_of(session, query.order_by(*order), number=number)
