"""A rehearsal: the invented members come in, give proxies and vote, through the same services as anyone."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account
from collegial.assemblies.models import Assembly, AttendanceMode, Mandate, RollEntry
from collegial.assemblies.queries.attending import is_here
from collegial.assemblies.services.attending import check_in
from collegial.assemblies.services.proxies import give_proxy
from collegial.demo.rennes import read_part
from collegial.kernel.events import Context
from collegial.statutes.models import College
from collegial.votes.models import Choice, Question, SignOff, VoteSession
from collegial.votes.services import cast_vote

COLLEGES = ("A", "B", "C", "D")
_CHOICES = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.BLANK)


def fill_the_room(context: Context, meeting: Assembly) -> None:
    """Let the invented members arrive, each college as the plan says; repeating it changes nothing."""
    plan = read_part("rehearsal")
    for key in COLLEGES:
        absent = context.session.scalars(_invented(meeting.id, key, here=False)).all()
        if context.session.scalar(_invented(meeting.id, key, here=True).limit(1)) is None:
            _arrive(context, plan[key], absent)


def awaits_members(session: Session, assembly_id: int) -> bool:
    """Tell whether a college has invented members on the roll, none of whom is here."""
    return any(
        session.scalar(_invented(assembly_id, key, here=False).limit(1)) is not None
        and session.scalar(_invented(assembly_id, key, here=True).limit(1)) is None
        for key in COLLEGES
    )


def _arrive(context: Context, plan: dict[str, Any], absent: Sequence[RollEntry]) -> None:
    room, remote, proxies = plan["room"], plan["remote"], plan["proxies"]
    holders, at_a_distance = absent[:room], absent[room : room + remote]
    for entries, mode in ((holders, AttendanceMode.ROOM), (at_a_distance, AttendanceMode.REMOTE)):
        for entry in entries:
            check_in(context, entry, mode=mode)
    givers = absent[room + remote : room + remote + proxies]
    for giver, holder in zip(givers, holders, strict=False):
        give_proxy(context, giver, holder)


def cast_their_votes(context: Context, vote: VoteSession) -> None:
    """Let the invented members who attend vote as the plan says; rights already used are left alone."""
    plan = read_part("rehearsal")
    for key in COLLEGES:
        mandates = _usable(context, vote, key)
        asked = [one for one in vote.questions if _asks(one, key)]
        papers = list(_papers(asked, plan[key], len(mandates), plan["seed"])) if asked else []
        mandates = mandates if asked else []
        for mandate, choices in zip(mandates, papers, strict=True):
            cast_vote(context, vote.id, mandate, choices)


def _asks(question: Question, college: str) -> bool:
    """Tell whether a question is put to a college."""
    voting = question.resolution.voting
    return voting is None or voting.college is None or voting.college.key == college


def _dealt(question: Question, plan: dict[str, Any]) -> list[str]:
    """Return the papers that the plan has for a question: counts of answers to a text, or counted rankings."""
    planned = plan.get(f"r{question.resolution.number}", [])
    if question.resolution.voting is None:
        return [str(choice) for choice, number in zip(_CHOICES, planned, strict=False) for _ in range(number)]
    return [str(choice) for number, choice in planned for _ in range(number)]


def _papers(
    questions: Sequence[Question], plan: dict[str, Any], size: int, seed: int
) -> Iterator[dict[int, str]]:
    """Deal the planned choices out, shuffled; what the plan does not cover is blank."""
    columns = {}
    for question in questions:
        column = _dealt(question, plan)
        Random(f"{seed}-{question.resolution.number}").shuffle(column)  # noqa: S311 (a demonstration)
        columns[question.id] = (column + [str(Choice.BLANK)] * size)[:size]
    for place in range(size):
        yield {question: column[place] for question, column in columns.items()}


def _invented(assembly_id: int, key: str, *, here: bool) -> Select[RollEntry]:
    """Select a college's entries without those of the people one signs in as."""
    personas = select(Account.actor_id).where(Account.actor_id.is_not(None))
    attends = is_here(RollEntry.id)
    return (
        select(RollEntry)
        .join(College, RollEntry.college_id == College.id)
        .where(RollEntry.assembly_id == assembly_id, College.key == key, RollEntry.voter_id.not_in(personas))
        .where(attends if here else ~attends)
        .order_by(RollEntry.member_number)
    )


def _usable(context: Context, vote: VoteSession, key: str) -> Sequence[Mandate]:
    """Return the live rights of invented members whose holder is here, unused, in the order of the roll."""
    used = select(SignOff.giver_id).where(SignOff.session_id == vote.id)
    personas = select(Account.actor_id).where(Account.actor_id.is_not(None))
    return context.session.scalars(
        select(Mandate)
        .join(RollEntry, Mandate.giver_id == RollEntry.id)
        .join(College, RollEntry.college_id == College.id)
        .where(College.key == key, Mandate.assembly_id == vote.assembly_id, Mandate.revoked_at.is_(None))
        .where(is_here(Mandate.holder_id), RollEntry.id.not_in(used), RollEntry.voter_id.not_in(personas))
        .order_by(RollEntry.member_number, Mandate.id)
    ).all()
