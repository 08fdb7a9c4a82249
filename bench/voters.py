"""An assembly that sits, with as many voters as wanted: all of them there, with an account, and a vote that is open.

What the program does once, its services do; its many rows are written as rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account, AccountRole, AccountSession, RoleRow
from collegial.accounts.rules import digest_of
from collegial.accounts.services import open_account
from collegial.actors.models import Actor, ActorKind
from collegial.app import build_program
from collegial.assemblies.models import Attendance, AttendanceMode, Mandate, MandateKind, RollEntry
from collegial.config import Settings
from collegial.kernel.clock import FrozenClock
from collegial.kernel.permissions import program as program_viewer
from collegial.membership.models import CollegeAssignment, Member
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.services import open_next_vote

BATCH = 5000


@dataclass(frozen=True, kw_only=True)
class Voter:
    """What one needs to vote: the mark of the account that a cookie carries, and the mandate."""

    mark: str
    mandate: int


@dataclass(frozen=True, kw_only=True)
class Hall:
    """A vote that is open, its questions, and who may vote."""

    assembly: int
    vote: int
    questions: tuple[int, ...]
    voters: tuple[Voter, ...]


def fill(settings: Settings, size: int, *, resolutions: int = 1, without_account: int = 0) -> Hall:
    """Convene, admit, check in and open the vote; the database must be migrated and empty.

    The last so many voters have no account: they do not cast by HTTP.
    """
    now = datetime.now(UTC)
    clock = FrozenClock(now - timedelta(days=21, minutes=5))
    program = build_program(settings, candidates=(), clock=clock)
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("bench"))
        world = convened(context, {"A": 1, "B": 1}, kinds=(DecisionKind.ORDINARY,) * resolutions)
        clock.move(minutes=5)
        account = open_account(context, email="first@bench.example", actor_id=None, roles=("member",))
        voters = _admit(session, world.entries["A"][0], account, size, size - without_account)
        world.open()
        vote = open_next_vote(context, world.assembly)
        hall = Hall(
            assembly=world.assembly.id, vote=vote.id, questions=tuple(one.id for one in vote.questions),
            voters=tuple(voters),
        )  # fmt: skip
    program.database.close()
    return hall


def _admit(session: Session, model: RollEntry, account: Account, size: int, known: int) -> list[Voter]:
    """Write `size` voters like one that is there: actor, member, roll, mandate, stay; account, of those `known`."""
    session.flush()
    now, role = account.created_at, session.scalars(select(RoleRow).where(RoleRow.name == "member")).one()
    actors, members = _next(session, Actor), _next(session, Member)
    entries, mandates, accounts = _next(session, RollEntry), _next(session, Mandate), _next(session, Account)
    number = (session.scalar(select(func.max(Member.number))) or 0) + 1
    today = now.date() - timedelta(days=365)
    college = model.college_id
    _write(
        session,
        Actor,
        (
            {
                "id": actors + at,
                "kind": ActorKind.PERSON,
                "name": f"Votant {at:06}",
                "search_name": f"votant {at:06}",
                "locale": "fr",
                "is_invented": False,
                "created_at": now,
            }
            for at in range(size)
        ),
    )
    _write(
        session,
        Member,
        (
            {"id": members + at, "number": number + at, "actor_id": actors + at, "admitted_on": today}
            for at in range(size)
        ),
    )
    _write(
        session,
        CollegeAssignment,
        ({"member_id": members + at, "college_id": college, "starts_on": today} for at in range(size)),
    )
    _write(
        session,
        RollEntry,
        (
            {
                "id": entries + at,
                "assembly_id": model.assembly_id,
                "member_id": members + at,
                "actor_id": actors + at,
                "voter_id": actors + at,
                "college_id": college,
                "member_number": number + at,
                "name": f"Votant {at:06}",
            }
            for at in range(size)
        ),
    )
    _write(
        session,
        Mandate,
        (
            {
                "id": mandates + at,
                "assembly_id": model.assembly_id,
                "kind": MandateKind.OWN,
                "giver_id": entries + at,
                "holder_id": entries + at,
                "given_at": now,
                "on_paper": False,
            }
            for at in range(size)
        ),
    )
    _write(
        session,
        Attendance,
        ({"entry_id": entries + at, "mode": AttendanceMode.REMOTE, "arrived_at": now} for at in range(size)),
    )
    _write(
        session,
        Account,
        (
            {
                "id": accounts + at,
                "actor_id": actors + at,
                "email": f"v{at:06}@bench.example",
                "active": True,
                "locale": "fr",
                "fs_uniquifier": f"bench{at:06}",
                "created_at": now,
            }
            for at in range(known)
        ),
    )
    _write(
        session,
        AccountSession,
        (
            {
                "account_id": accounts + at,
                "mark": f"bench{at:06}",
                "digest": digest_of(f"bench{at:06}"),
                "device": "Firefox, Linux",
                "began_at": now,
                "seen_at": now,
            }
            for at in range(known)
        ),
    )
    _write(session, AccountRole, ({"account_id": accounts + at, "role_id": role.id} for at in range(known)))
    return [Voter(mark=f"bench{at:06}", mandate=mandates + at) for at in range(size)]


def _next(session: Session, kind: Any) -> int:
    return (session.scalar(select(func.max(kind.id))) or 0) + 1


def _write(session: Session, kind: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows a thousand a statement, by asking for their keys: what triggers count, they count once for each."""
    table: Table = kind.__table__
    statement = insert(table).returning(*table.primary_key)
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            session.execute(statement, batch).all()
            batch = []
    if batch:
        session.execute(statement, batch).all()
