"""Small worlds for tests: statutes with colleges, members, an assembly on its way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind
from collegial.assemblies.models import (
    Assembly,
    AssemblyKind,
    AttendanceMode,
    Mandate,
    MandateKind,
    RollEntry,
)
from collegial.assemblies.services.attending import check_in
from collegial.assemblies.services.conducting import open_assembly
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.kernel.clock import FrozenClock
from collegial.kernel.events import Context
from collegial.membership.models import CollegeAssignment, Member
from collegial.statutes.models import College, Statutes
from collegial.statutes.rules import DecisionKind, parse_statutes
from collegial.statutes.rules import statutes_document as written
from collegial.statutes.services import digest_of

WEIGHTS = {"A": "40%", "B": "25%", "C": "25%", "D": "10%"}


def statutes_document(weights: Mapping[str, str] = WEIGHTS, **changes: Any) -> dict[str, Any]:
    """Return the document of a SCIC SA; `changes` replace its top-level parts."""
    document: dict[str, Any] = {
        "label": "Statuts d’essai",
        "legal_form": "SA",
        "colleges": [
            {"key": key, "name": f"Collège {key}", "weight": weight} for key, weight in weights.items()
        ],
        "categories": [
            {"key": "employees", "name": "Salariés", "mandatory": True, "college": None},
            {"key": "beneficiaries", "name": "Bénéficiaires", "mandatory": True, "college": None},
            {"key": "others", "name": "Autres", "mandatory": False, "college": None},
        ],
        "quorum": {
            "ordinary": {"first": _quorum("1/5"), "second": _quorum("0")},
            "extraordinary": {"first": _quorum("1/4"), "second": _quorum("1/5")},
        },
        "majority": {
            "ordinary": {"threshold": "1/2", "strict": True, "base": "cast"},
            "extraordinary": {"threshold": "2/3", "strict": False, "base": "cast"},
        },
        "votes": {"carry": "proportional", "on_tie": "drop", "on_empty": "drop"},
        "notice": {"days": 15, "second_days": 10},
        "proxies": {"per_holder": 2},
        "capital": {
            "nominal": "20.00", "minimum": "18500.00", "floor": "1/4", "paid_at_subscription": "1/4",
            "payment_years": 5, "redemption_years": 5,
        },
    }  # fmt: skip
    return document | changes


def _quorum(share: str) -> dict[str, Any]:
    return {"at_least": share, "base": "members", "per_college": False}


@dataclass(kw_only=True)
class World:
    """A cooperative with an assembly: what the tests of votes start from.

    `vote` and `rights` are for those that open a vote and need the mandates by entry.
    """

    context: Context
    assembly: Assembly
    entries: Mapping[str, list[RollEntry]]
    vote: Any = None
    rights: Mapping[int, Mandate] = field(default_factory=dict)

    def member(self, entry: RollEntry) -> Context:
        """Return a context in which the voter of an entry acts, with a member's rights."""
        viewer = replace(
            self.context.by, name="member", is_program=False, account_id=None, actor_id=entry.voter_id
        )
        return replace(self.context, by=replace(viewer, grants=MEMBER_RIGHTS))

    def own(self, entry: RollEntry) -> Mandate:
        """Return an entry's own mandate."""
        query = select(Mandate).where(Mandate.giver_id == entry.id, Mandate.kind == MandateKind.OWN)
        return self.context.session.scalars(query).one()

    def arrive(self, *entries: RollEntry) -> None:
        """Check entries in, in the room."""
        for entry in entries:
            check_in(self.context, entry, mode=AttendanceMode.ROOM)

    def open(self) -> None:
        """Open the assembly with a bureau."""
        open_assembly(
            self.context, self.assembly, chair="Ch. Air", scrutineers="S. Un, S. Deux", secretary="S. Taire"
        )


MEMBER_RIGHTS = frozenset(
    {"assemblies.read", "assemblies.attend", "votes.cast", "votes.read", "secret.scrutinise"}
)


def found(context: Context, sizes: Mapping[str, int], document: Mapping[str, Any] | None = None) -> None:
    """Record statutes and admit members, by college."""
    wanted: dict[str, Any] = written(parse_statutes(document or statutes_document(), on=date.min))
    today = context.clock.now().date() - timedelta(days=365)
    context.session.add(
        Statutes(
            version=1, label="Statuts d’essai", effective_from=today, document=wanted,
            digest=digest_of(wanted), reason="essai", recorded_at=context.clock.now(),
        )
    )  # fmt: skip
    number = 0
    for position, (key, size) in enumerate(sizes.items()):
        college = College(key=key, name=f"Collège {key}", position=position)
        for _ in range(size):
            number += 1
            actor = Actor(
                kind=ActorKind.PERSON, name=f"Membre {key} {number:04}", created_at=context.clock.now()
            )
            member = Member(number=number, actor=actor, admitted_on=today)
            context.session.add(CollegeAssignment(member=member, college=college, starts_on=today))
    context.session.flush()


def convened(
    context: Context,
    sizes: Mapping[str, int],
    *,
    kinds: tuple[DecisionKind, ...] = (DecisionKind.ORDINARY,),
    document: Mapping[str, Any] | None = None,
    prepare: Callable[[Assembly], None] = lambda _meeting: None,
) -> World:
    """Return a cooperative whose assembly was convened in time and whose hour has come.

    `prepare` does what else is to be done before the convocation.
    """
    found(context, sizes, document)
    meeting = prepare_assembly(
        context, kind=AssemblyKind.MIXED, title="Assemblée d’essai",
        starts_at=context.clock.now() + timedelta(days=21), place="Rennes",
    )  # fmt: skip
    for number, kind in enumerate(kinds, start=1):
        item = add_item(context, meeting, title=f"Point {number}")
        add_resolution(context, meeting, title=f"Résolution {number}", text="Le texte.", kind=kind, item=item)
    prepare(meeting)
    convene(context, meeting)
    if isinstance(context.clock, FrozenClock):
        context.clock.move(days=21)
    return World(context=context, assembly=meeting, entries=_entries(context, meeting))


def _entries(context: Context, meeting: Assembly) -> dict[str, list[RollEntry]]:
    rows = context.session.execute(
        select(College.key, RollEntry)
        .join(College, RollEntry.college_id == College.id)
        .where(RollEntry.assembly_id == meeting.id)
        .order_by(RollEntry.member_number)
    )
    entries: dict[str, list[RollEntry]] = {}
    for key, entry in rows:
        entries.setdefault(key, []).append(entry)
    return entries
