"""A rehearsal: the invented members come in, give proxies and vote, through the same services as anyone."""

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account
from collegial.assemblies.models import (
    Assembly,
    Attendance,
    AttendanceMode,
    BlankProxy,
    Mandate,
    MandateKind,
    RollEntry,
    SpouseProxy,
)
from collegial.assemblies.queries.attending import is_here
from collegial.assemblies.services.attending import check_in
from collegial.assemblies.services.proxies import give_proxy
from collegial.demo.inventing import invented_choice
from collegial.demo.rennes import read_part
from collegial.kernel.events import Context
from collegial.statutes.models import College
from collegial.votes.asking import Asked, asked, group_of
from collegial.votes.models import Choice, SignOff, VoteSession
from collegial.votes.services import cast_vote

COLLEGES = ("A", "B", "C", "D")
_CHOICES = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.BLANK)
_IN_THE_ROOM = and_(Attendance.mode == AttendanceMode.ROOM, Attendance.left_at.is_(None))
_BOUND_BY_PROXY = tuple(
    select(side).where(Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None))
    for side in (Mandate.giver_id, Mandate.holder_id)
)


def fill_the_room(context: Context, meeting: Assembly) -> None:
    """Let invented members arrive until each college is as the plan says; whoever came already counts."""
    plan = read_part("rehearsal")
    for key in COLLEGES:
        _arrive(context, meeting.id, key, plan[key])


def awaits_members(session: Session, assembly_id: int) -> bool:
    """Tell whether invented members of a college on the roll are still to come."""
    plan = read_part("rehearsal")
    return any(
        session.scalar(_awaited(assembly_id, key).limit(1)) is not None
        and len(session.scalars(_came(assembly_id, key)).all()) < plan[key]["room"] + plan[key]["remote"]
        for key in COLLEGES
    )


def _arrive(context: Context, assembly_id: int, key: str, plan: dict[str, Any]) -> None:
    absent = iter(context.session.scalars(_awaited(assembly_id, key)).all())
    for mode, planned in ((AttendanceMode.ROOM, plan["room"]), (AttendanceMode.REMOTE, plan["remote"])):
        came = context.session.scalars(_came(assembly_id, key, mode)).all()
        for entry in islice(absent, max(0, planned - len(came))):
            check_in(context, entry, mode=mode)
    given = context.session.scalars(_gave(assembly_id, key)).all()
    givers = islice(absent, max(0, plan["proxies"] - len(given)))
    for giver, holder in zip(givers, context.session.scalars(_free(assembly_id, key)).all(), strict=False):
        give_proxy(context, giver, holder)


def cast_their_votes(context: Context, vote: VoteSession) -> None:
    """Let the invented members who attend vote as the plan says; rights already used are left alone."""
    plan = read_part("rehearsal")
    for key in COLLEGES:
        mine = [one for one in asked(context.session, context.methods, vote.questions) if _asks(one, key)]
        mandates = usable_rights(context, vote, key) if mine else []
        for mandate, choices in zip(
            mandates, _papers(mine, plan[key], len(mandates), plan["seed"]), strict=True
        ):
            cast_vote(context, vote.id, mandate, choices)


def _asks(one: Asked, college: str) -> bool:
    """Tell whether a question is put to a college."""
    return group_of(one.question) in ("all", college)


def _dealt(one: Asked, plan: dict[str, Any]) -> list[str]:
    """Return the papers that the plan has for a question: counts of answers to a text, or counted rankings.

    The plan is that of the demonstration's own assembly: what does not fit a question is none for it.
    """
    planned = plan.get(f"r{one.question.resolution.number}", [])
    is_counted = all(isinstance(each, int) for each in planned)
    pairs = zip(planned, map(str, _CHOICES), strict=False) if is_counted else planned
    dealt = [(number, choice) for number, choice in pairs if number]
    if not all(one.method.form.holds(one.poll, choice) for _, choice in dealt):
        return []
    return [choice for number, choice in dealt for _ in range(number)]


def _papers(asks: Sequence[Asked], plan: dict[str, Any], size: int, seed: int) -> Iterator[dict[int, str]]:
    """Deal the planned choices out, shuffled; what the plan does not cover is blank, or invented for a list."""
    columns = {}
    for one in asks:
        column, chance = _dealt(one, plan), Random(f"{seed}-{one.question.resolution.number}")  # noqa: S311 (a demonstration)
        column += [invented_choice(one, chance) for _ in range(0 if column else size)]
        chance.shuffle(column)
        columns[one.question.id] = (column + [str(Choice.BLANK)] * size)[:size]
    for place in range(size):
        yield {question: column[place] for question, column in columns.items()}


def _invented(assembly_id: int, key: str) -> Select[RollEntry]:
    """Select a college's entries without those of the people one signs in as."""
    personas = select(Account.actor_id).where(Account.actor_id.is_not(None))
    return (
        select(RollEntry)
        .join(College, RollEntry.college_id == College.id)
        .where(RollEntry.assembly_id == assembly_id, College.key == key, RollEntry.voter_id.not_in(personas))
        .order_by(RollEntry.member_number)
    )


def _came(assembly_id: int, key: str, *modes: AttendanceMode) -> Select[RollEntry]:
    """Select who came at all: whoever has left since is not replaced."""
    came = select(Attendance.entry_id).where(Attendance.mode.in_(modes or AttendanceMode))
    return _invented(assembly_id, key).where(RollEntry.id.in_(came))


def _gave(assembly_id: int, key: str) -> Select[RollEntry]:
    given = select(Mandate.giver_id).where(Mandate.kind == MandateKind.PROXY)
    return _invented(assembly_id, key).where(RollEntry.id.in_(given))


def _awaited(assembly_id: int, key: str) -> Select[RollEntry]:
    """Select who neither came nor has a proxy, given to somebody, a spouse or the chair, nor holds one."""
    bound = [
        select(Attendance.entry_id),
        select(BlankProxy.entry_id),
        select(SpouseProxy.entry_id),
        *_BOUND_BY_PROXY,
    ]
    return _invented(assembly_id, key).where(*(RollEntry.id.not_in(one) for one in bound))


def _free(assembly_id: int, key: str) -> Select[RollEntry]:
    """Select who is in the room and holds no proxy yet."""
    here = is_here(RollEntry.id), RollEntry.id.in_(select(Attendance.entry_id).where(_IN_THE_ROOM))
    return _invented(assembly_id, key).where(*here, *(RollEntry.id.not_in(one) for one in _BOUND_BY_PROXY))


def usable_rights(context: Context, vote: VoteSession, key: str) -> Sequence[Mandate]:
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
