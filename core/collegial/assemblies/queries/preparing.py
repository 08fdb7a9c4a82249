"""Look at an assembly that is prepared: what is still wrong before its convocations go out."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, Voting
from collegial.assemblies.queries.agenda import titles_without_documents
from collegial.assemblies.queries.boards import foreign_candidates, seatings, unknown_candidates
from collegial.assemblies.queries.meetings import notice_days, rules_for, statutes_rules_for
from collegial.assemblies.queries.member_items import voting_rights
from collegial.assemblies.queries.voting import votings_of
from collegial.assemblies.rules import Readiness, Ready
from collegial.hooks.voting import MethodBook
from collegial.kernel.clock import local_day
from collegial.kernel.errors import DomainError, Refused
from collegial.membership.models import CollegeAssignment, Member
from collegial.membership.queries import count_by_college, has_no_voter, is_in_college, is_member
from collegial.statutes.rules import Convocation, StatuteRules

ACCOUNTS = "accounts"


def readiness(
    session: Session,
    meeting: Assembly,
    zone: str,
    now: datetime,
    book: MethodBook | None = None,
    *,
    lacks_address: bool = False,
) -> Readiness:
    """Return what the checks before convening look at, in a constant number of statements."""
    local = ZoneInfo(zone)
    rules, votings = _rules(session, meeting, zone), votings_of(session, meeting.id)
    foreign = foreign_candidates(session, votings, local_day(now, zone))
    return Readiness(
        rules=rules,
        starts=meeting.starts_at.astimezone(local),
        now=now.astimezone(local),
        notice_days=notice_days(rules, meeting) if rules else 0,
        resolutions=len(meeting.resolutions),
        voters=voting_rights(session, meeting, local_day(now, zone)),
        empty_colleges=_empty_colleges(session, rules, now, zone),
        bare_accounts=titles_without_documents(session, meeting, ACCOUNTS),
        elections=[_ready(session, one, book, foreign.get(one.resolution_id, ())) for one in votings],
        seatings=seatings(votings, meeting, statutes_rules_for(session, meeting, zone)) if rules else (),
        secret=[one.number for one in meeting.resolutions if one.is_secret],
        lacks_address=lacks_address,
        is_second=meeting.convocation is Convocation.SECOND,
        unheard=_count_unheard(session, meeting, local_day(now, zone)),
    )


def _count_unheard(session: Session, meeting: Assembly, day: date) -> int:
    """Return for how many of those who are to be convened nobody votes."""
    found = (
        select(func.count(Member.id.distinct())).join(Member.actor).where(is_member(day), has_no_voter(day))
    )
    if meeting.college_id is not None:
        found = found.join(CollegeAssignment, is_in_college(day)).where(
            CollegeAssignment.college_id == meeting.college_id
        )
    return session.scalar(found) or 0


def _ready(session: Session, voting: Voting, book: MethodBook | None, foreign: Sequence[str]) -> Ready:
    missing = None
    try:
        if book is not None:
            book.vote_method(session, voting.method)
    except DomainError as error:
        missing = error.text
    return Ready(
        title=voting.resolution.title, candidates=len(voting.options), seats=voting.seats,
        is_secret=voting.resolution.is_secret,
        backed=sum(one.is_backed for one in voting.options), method_missing=missing,
        unknown=unknown_candidates(session, voting), foreign=foreign,
    )  # fmt: skip


def _rules(session: Session, meeting: Assembly, zone: str) -> StatuteRules | None:
    try:
        return rules_for(session, meeting, zone)
    except Refused:
        return None


def _empty_colleges(session: Session, rules: StatuteRules | None, now: datetime, zone: str) -> list[str]:
    counts = count_by_college(session, local_day(now, zone))
    filled = {one.college.key for one in counts if one.college and one.count}
    return [one.name for one in rules.colleges if one.key not in filled] if rules else []
