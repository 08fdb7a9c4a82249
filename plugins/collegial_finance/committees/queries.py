"""Read who sits in a committee, who is in conflict of interest on a file, and who may read the file."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from collegial.plugin import (
    GroupVote,
    GroupVoteState,
    Representative,
    Viewer,
    group_votes_on,
    groups,
    members_on,
    seats_of,
)
from collegial_finance.committees.models import CommitteeConflict
from collegial_finance.committees.rules import Case
from collegial_finance.permissions import READ


def has_groups(session: Session) -> bool:
    """Tell whether any group could be a committee."""
    return bool(groups(session))


def tied(session: Session, committee_id: int, concerned: int, day: date) -> Sequence[int]:
    """Return the members of a committee whose tie with an actor is plain.

    It is where a member is that actor, represents it, or is represented by whoever represents it.
    """
    current = (
        Representative.starts_on <= day,
        or_(Representative.ends_on.is_(None), Representative.ends_on > day),
    )
    people = select(Representative.person_id).where(Representative.organisation_id == concerned, *current)
    linked = select(Representative.organisation_id).where(Representative.person_id.in_(people), *current)
    near = {concerned, *session.scalars(people), *session.scalars(linked)}
    return [one.id for one in members_on(session, committee_id, day) if one.id in near]


def declared(session: Session, case: Case) -> Sequence[CommitteeConflict]:
    """Return the conflicts declared on a file."""
    query = select(CommitteeConflict).where(
        CommitteeConflict.subject == case.subject, CommitteeConflict.subject_id == case.subject_id
    )
    return session.scalars(query.order_by(CommitteeConflict.id)).all()


def conflicts(session: Session, case: Case, day: date) -> Mapping[int, str | None]:
    """Return the members in conflict on a file: the declared reason, or None for a tie that is plain."""
    known: dict[int, str | None] = dict.fromkeys(tied(session, case.committee_id, case.concerns, day))
    return known | {one.member_id: one.reason for one in declared(session, case)}


def is_voting(session: Session, case: Case) -> bool:
    """Tell whether a vote on a file is open."""
    votes = group_votes_on(session, case.subject, case.subject_id)
    return any(one.state is GroupVoteState.OPEN for one in votes)


def voted_on(subject: str) -> Select[int]:
    """Return the question for the files of a kind on which a vote is open."""
    return select(GroupVote.subject_id).where(
        GroupVote.subject == subject, GroupVote.state == GroupVoteState.OPEN
    )


def near(session: Session, member_id: int, day: date) -> frozenset[int]:
    """Return the actors with which a member of a committee has a plain tie, as `tied` looks at it from their side."""
    current = (
        Representative.starts_on <= day,
        or_(Representative.ends_on.is_(None), Representative.ends_on > day),
    )
    people = select(Representative.person_id).where(Representative.organisation_id == member_id, *current)
    organisations = select(Representative.organisation_id).where(
        or_(Representative.person_id == member_id, Representative.person_id.in_(people)), *current
    )
    return frozenset({member_id, *session.scalars(organisations)})


def may_read(session: Session, viewer: Viewer, case: Case | None, day: date) -> bool:
    """Tell whether someone reads a file: by right, or with a seat in the committee that decides on it."""
    if viewer.may(READ):
        return True
    return case is not None and bool(seats_of(session, viewer, case.committee_id, day))
