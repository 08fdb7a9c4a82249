"""Read what members ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.membership.models import Member, MemberRequest, RequestState


@dataclass(frozen=True, kw_only=True)
class RequestSearch:
    """What the staff looks for; None takes every state."""

    state: RequestState | None = RequestState.WAITING


def requests(search: RequestSearch) -> Select[MemberRequest]:
    """Return the query of requests with their members: those that wait first, the oldest of them first."""
    found = (
        select(MemberRequest)
        .join(MemberRequest.member)
        .join(Member.actor)
        .options(contains_eager(MemberRequest.member).contains_eager(Member.actor))
    )
    if search.state is RequestState.WAITING:
        return found.where(MemberRequest.state == search.state).order_by(
            MemberRequest.asked_at, MemberRequest.id
        )
    if search.state:
        found = found.where(MemberRequest.state == search.state)
    return found.order_by(MemberRequest.asked_at.desc(), MemberRequest.id.desc())


def waiting_requests(session: Session, *, most: int) -> tuple[Sequence[MemberRequest], int]:
    """Return the requests that have waited longest, and how many wait in all."""
    waiting = requests(RequestSearch())
    count = select(func.count()).where(MemberRequest.state == RequestState.WAITING)
    return session.scalars(waiting.limit(most)).all(), session.scalar(count) or 0


def requests_of(session: Session, member_id: int) -> Sequence[MemberRequest]:
    """Return what a member has asked for, the latest first."""
    asked = select(MemberRequest).where(MemberRequest.member_id == member_id)
    return session.scalars(asked.order_by(MemberRequest.id.desc())).all()


def request_of(session: Session, request_id: int, *, member_id: int | None = None) -> MemberRequest:
    """Return a request with its member; raises Missing, also when it is not that member's."""
    found = session.get(
        MemberRequest, request_id, options=[joinedload(MemberRequest.member).joinedload(Member.actor)]
    )
    if found is None or member_id not in (None, found.member_id):
        raise Missing("members.unknown_request", t("There is no such request."))
    return found
