"""The members: who they are, how they are placed, the shares they hold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.actors.permissions import MANAGE as MANAGE_ACTORS
from collegial.imports.kinds.actors import ACTOR_FIELDS, NAMES, plan_actors
from collegial.imports.kinds.contract import ImportKind, Planned
from collegial.imports.kinds.directory import chunks
from collegial.imports.kinds.representing import VOICE_FIELDS, name_voices, plan_voices
from collegial.imports.kinds.titles import TITLES
from collegial.imports.kinds.writing import write_actors
from collegial.imports.rules import ImportField, Outcome, Reading, only_causes
from collegial.imports.rules.admission import DatedRules, Joining, joining, read_shares
from collegial.imports.rules.fields import words
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.permissions import MANAGE as MANAGE_MEMBERS
from collegial.membership.services import Admission, admit_members
from collegial.shares.models import PaymentMethod
from collegial.shares.permissions import MANAGE as MANAGE_SHARES
from collegial.shares.services import subscribe_many
from collegial.statutes.models import Statutes
from collegial.statutes.queries import rules_of
from collegial.tables.reading.cells import parse_amount, parse_date

Joined = tuple[Joining, Actor]
Admitted = tuple[Joining, Member]
Row = TypeVar("Row", Joined, Admitted)

FIELDS = (
    *ACTOR_FIELDS,
    *VOICE_FIELDS,
    ImportField(
        key="category",
        label=t("Category"),
        read=words(200),
        names=TITLES["category"],
        hint=t("As the statutes name it, or by its key."),
        has_default=True,
    ),
    ImportField(
        key="college",
        label=t("College"),
        read=words(200),
        names=TITLES["college"],
        hint=t("Where it is empty, the statutes say which college goes with the category."),
    ),
    ImportField(
        key="admitted_on",
        label=t("Day of admission"),
        read=parse_date,
        names=TITLES["admitted_on"],
        example="31/12/2025",
        has_default=True,
    ),
    ImportField(
        key="shares",
        label=t("Number of shares"),
        read=read_shares,
        names=TITLES["shares"],
        example="5",
    ),
    ImportField(
        key="paid",
        label=t("Amount paid"),
        read=parse_amount,
        names=TITLES["paid"],
        example="100,00",
    ),
)


def _plan(context: Context, readings: Sequence[Reading]) -> list[Planned]:
    """Add to what is planned of the actors how those who are no members become some."""
    planned = plan_actors(context, readings)
    versions = _versions(context.session)
    today = context.today
    left = _last_days(context.session, [one.known.id for one in planned if one.known])
    joined = [
        _with_joining(one, reading, versions, left, today)
        for one, reading in zip(planned, readings, strict=True)
    ]
    return plan_voices(context, joined, readings)


def _with_joining(
    one: Planned,
    reading: Reading,
    versions: Sequence[DatedRules],
    left: Mapping[int, date],
    today: date,
) -> Planned:
    if one.known and _is_in_register(reading.values.get("admitted_on"), left.get(one.known.id)):
        return one
    joined, faults = joining(reading.values, versions, today)
    every = (*one.faults, *only_causes(one.faults, faults))
    if every:
        return replace(one, outcome=Outcome.WRONG, faults=every)
    return replace(one, outcome=Outcome.NEW, joining=joined)


def _is_in_register(day: object, left_on: date | None) -> bool:
    """Tell whether an admission is in the register already: a list from before a leaving readmits nobody."""
    return left_on is not None and (not isinstance(day, date) or day < left_on)


def _last_days(session: Session, actor_ids: Sequence[int]) -> dict[int, date]:
    """Return when each actor that is or was a member left; date.max for those who have not."""
    last: dict[int, date] = {}
    for some in chunks(actor_ids):
        for actor_id, left_on in session.execute(
            select(Member.actor_id, Member.left_on).where(Member.actor_id.in_(some))
        ):
            last[actor_id] = max(last.get(actor_id, date.min), left_on or date.max)
    return last


def _versions(session: Session) -> list[DatedRules]:
    rows = session.scalars(select(Statutes).order_by(Statutes.effective_from, Statutes.version))
    return [DatedRules(starts_on=row.effective_from, rules=rules_of(row)) for row in rows]


def _apply(context: Context, planned: Sequence[Planned]) -> None:
    actors = write_actors(context, planned)
    name_voices(context, planned, actors)
    joined = [(one.joining, actor) for one, actor in zip(planned, actors, strict=True) if one.joining]
    admitted = [pair for day, some in _by_day(joined) for pair in _admit(context, some, day)]
    holders = [(one, member) for one, member in admitted if one.shares]
    for day, some in _by_day(holders):
        subscribe_many(
            context,
            [(member, one.shares, one.paid) for one, member in some],
            effective_on=day,
            method=PaymentMethod.TRANSFER,
        )


def _admit(context: Context, joined: Sequence[Joined], day: date) -> list[Admitted]:
    admissions = [
        Admission(actor=actor, category_key=one.category_key, college_key=one.college_key)
        for one, actor in joined
    ]
    members = admit_members(context, admissions, admitted_on=day)
    return [(one, member) for (one, _), member in zip(joined, members, strict=True)]


def _by_day(rows: Sequence[Row]) -> list[tuple[date, list[Row]]]:
    """Group rows by the day of admission, the earliest first: numbers then follow the days."""
    days: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        days[row[0].admitted_on].append(row)
    return sorted(days.items())


MEMBERS = ImportKind(
    key="members",
    label=t("Members"),
    lead=t(
        "Each new row adds the actor, admits it as a member on its day, and enters its shares in the register. "
        "For a member that is known, only the contacts change, and who votes for it where nobody does: never the "
        "register."
    ),
    permissions=(MANAGE_ACTORS, MANAGE_MEMBERS, MANAGE_SHARES),
    fields=FIELDS,
    needs=(NAMES, ("category",), ("admitted_on",)),
    plan=_plan,
    apply=_apply,
)
