"""Put a file to the vote of its committee without those in conflict, and read what was decided."""

from collections.abc import Mapping

from collegial.plugin import (
    Context,
    Forbidden,
    Group,
    GroupQuestion,
    GroupVote,
    GroupVoteClosed,
    GroupVoteState,
    Invalid,
    Permission,
    Refused,
    Text,
    open_group_vote,
    or_refuse,
    seats_of,
    set_aside_voter,
    t,
)
from collegial_finance.committees import queries
from collegial_finance.committees.events import CommitteeConflictDeclared
from collegial_finance.committees.models import CommitteeConflict
from collegial_finance.committees.rules import Case, check_named

TIED = "Lien avec la structure"  # what the record keeps is written in the law's language


def check_committee(context: Context, committee_id: int | None, *, is_needed: bool) -> None:
    """Refuse a group that is not there, or none where a fund needs one and the deployment has groups."""
    named = committee_id is not None
    check_named(is_named=named, is_needed=is_needed and queries.has_groups(context.session))
    if named and context.session.get(Group, committee_id) is None:
        raise Invalid("finance.committee_unknown", t("Choose one from the list."), field="committee_id")


def check_by_form(case: Case | None) -> None:
    """Refuse a decision by form where a committee votes: Refused `finance.committee_votes`."""
    if case is not None:
        raise Refused(
            "finance.committee_votes", t("The committee decides on this file by a vote: put it to the vote.")
        )


def ask(
    context: Context,
    case: Case,
    asked: GroupQuestion,
    aside: Mapping[int, str | None],
    *,
    permission: Permission,
) -> GroupVote:
    """Ask a committee without those in conflict; a tie that is plain gives its own reason."""
    reasons = {actor_id: reason or TIED for actor_id, reason in aside.items()}
    return open_group_vote(context, case.committee_id, asked, permission=permission, set_aside=reasons)


def put_to_vote(
    context: Context,
    case: Case | None,
    *,
    page: str,
    title: Text | str,
    question: Text | str,
    advice: str,
    permission: Permission,
) -> GroupVote:
    """Ask the committee of a file to decide on it; the file is read at `page`."""
    if case is None:
        raise Refused("finance.without_committee", t("This fund has no committee that could vote."))
    asked = GroupQuestion(
        subject=case.subject, subject_id=case.subject_id, page=page, title=title, question=question,
        advice=advice,
    )  # fmt: skip
    aside = queries.conflicts(context.session, case, context.today)
    return ask(context, case, asked, aside, permission=permission)


def declare(context: Context, case: Case | None, *, member_id: int, reason: str) -> CommitteeConflict:
    """Declare a conflict of interest: an open vote goes on without the member, and so does a later one."""
    seats = seats_of(context.session, context.by, case.committee_id, context.today) if case else ()
    if case is None or member_id not in {one.id for one in seats}:
        raise Forbidden("finance.no_seat", t("Only members of the committee declare a conflict of interest."))
    found = CommitteeConflict(
        subject=case.subject, subject_id=case.subject_id, member_id=member_id, reason=reason,
        declared_at=context.clock.now(),
    )  # fmt: skip
    with or_refuse(
        context.session, Refused("finance.conflict_known", t("This conflict of interest is already noted."))
    ):
        context.session.add(found)
    context.emit(
        CommitteeConflictDeclared(subject=case.subject, subject_id=case.subject_id, member=member_id)
    )
    set_aside_voter(context, case.subject, case.subject_id, actor_id=member_id, reason=reason)
    return found


def outcome(closed: GroupVoteClosed, subject: str) -> bool | None:
    """Return whether a vote adopted; None for a vote on something else, or one that was broken off."""
    if closed.subject != subject or closed.outcome == GroupVoteState.BROKEN_OFF.value:
        return None
    return closed.outcome == GroupVoteState.ADOPTED.value
