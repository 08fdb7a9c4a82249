"""What the page of a file shows of its committee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from collegial.plugin import Actor, GroupVote, Viewer, group_votes_on, members_on, seats_of
from collegial_finance.committees import queries
from collegial_finance.committees.rules import Case


@dataclass(frozen=True, kw_only=True)
class CommitteeShown:
    """The seats of the reader, the members in conflict with their reasons, and the votes, the latest first."""

    seats: Sequence[Actor]
    conflicts: Mapping[Actor, str | None]
    votes: Sequence[GroupVote]
    is_voting: bool


def shown(session: Session, viewer: Viewer, case: Case | None, day: date) -> CommitteeShown | None:
    """Return what a page shows of the committee of a file; None where there is none."""
    if case is None:
        return None
    known = queries.conflicts(session, case, day)
    members = members_on(session, case.committee_id, day)
    return CommitteeShown(
        seats=seats_of(session, viewer, case.committee_id, day),
        conflicts={one: known[one.id] for one in members if one.id in known},
        votes=group_votes_on(session, case.subject, case.subject_id),
        is_voting=queries.is_voting(session, case),
    )
