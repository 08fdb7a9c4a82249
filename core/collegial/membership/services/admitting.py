"""Admit members, one or many, each under the next number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.actors.services import hold_named
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.membership.events import MemberAdmitted, MembersAdmitted
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member, MoveKind
from collegial.membership.permissions import MANAGE
from collegial.membership.rules import proposed_college
from collegial.membership.services.assignments import note_decision, reference
from collegial.statutes.models import Category, College
from collegial.statutes.queries import categories, colleges, rules_of, statutes_on
from collegial.statutes.rules import StatuteRules


@dataclass(frozen=True, kw_only=True)
class Admission:
    """Who is admitted, in which category; without a college, the statutes say which."""

    actor: Actor
    category_key: str
    college_key: str | None = None


def admit_member(
    context: Context,
    actor: Actor,
    *,
    category_key: str,
    college_key: str | None = None,
    admitted_on: date,
    decision: str | None = None,
) -> Member:
    """Admit an actor as a member from a day on; `decision` names what allows it.

    Raises Refused when it is a member already, when its data were erased, when no statutes are in force on that
    day, or when they leave the college open; Invalid for a category or a college that they do not name.
    """
    admission = Admission(actor=actor, category_key=category_key, college_key=college_key)
    named = reference(decision)
    member, college = _admit(context, [admission], admitted_on)[0]
    if named:
        note_decision(
            context, member, MoveKind.ADMISSION, effective_on=admitted_on, place=category_key, decision=named
        )
    context.emit(
        MemberAdmitted(
            member=member.id,
            number=member.number,
            category=category_key,
            college=college.key if college else None,
            admitted_on=admitted_on.isoformat(),
        )
    )
    return member


def admit_members(context: Context, admissions: Sequence[Admission], *, admitted_on: date) -> list[Member]:
    """Admit many in a few statements and one entry of the journal; raises what admit_member raises."""
    members = [member for member, _ in _admit(context, admissions, admitted_on)]
    if members:
        context.emit(
            MembersAdmitted(
                count=len(members),
                first=members[0].number,
                last=members[-1].number,
                admitted_on=admitted_on.isoformat(),
            )
        )
    return members


@dataclass(frozen=True, kw_only=True)
class _Places:
    """The categories and colleges of the statutes in force, with their rows."""

    rules: StatuteRules
    categories: Mapping[str, Category]
    colleges: Mapping[str, College]

    def category(self, key: str) -> Category:
        if key not in {rule.key for rule in self.rules.categories}:
            raise Invalid(
                "members.unknown_category",
                t("The statutes in force on that day have no category “%(key)s”.", key=key),
                field="category",
            )
        return self.categories[key]

    def college(self, admission: Admission) -> College | None:
        if not self.rules.colleges and admission.college_key is None:
            return None
        key = admission.college_key or self._usual_college(admission.category_key)
        if key not in {rule.key for rule in self.rules.colleges}:
            raise Invalid(
                "members.unknown_college",
                t("The statutes in force on that day have no college “%(key)s”.", key=key),
                field="college",
            )
        return self.colleges[key]

    def _usual_college(self, category_key: str) -> str:
        proposal = proposed_college(self.rules, category_key)
        if proposal.college_key is None:
            raise Refused("members.college_missing", proposal.reason, field="college")
        return proposal.college_key


def _places_on(session: Session, day: date) -> _Places:
    statutes = statutes_on(session, day)
    if statutes is None:
        raise Refused(
            "members.no_statutes",
            t("No statutes are in force on that day: record the statutes before admitting members."),
        )
    return _Places(
        rules=rules_of(statutes),
        categories={row.key: row for row in categories(session)},
        colleges={row.key: row for row in colleges(session)},
    )


def _admit(
    context: Context, admissions: Sequence[Admission], admitted_on: date
) -> list[tuple[Member, College | None]]:
    require(context.by, MANAGE)
    places = _places_on(context.session, admitted_on)
    hold_named(context.session, [one.actor for one in admissions])
    first = _next_number(context.session)
    _check_newcomers(context.session, admissions, admitted_on)
    rows = [
        _rows(admission, places, number, admitted_on)
        for number, admission in enumerate(admissions, start=first)
    ]
    _write(context.session, [row for one in rows for row in one if row is not None])
    return [(member, college.college if college else None) for member, _, college in rows]


def _rows(
    admission: Admission, places: _Places, number: int, day: date
) -> tuple[Member, CategoryAssignment, CollegeAssignment | None]:
    category, college = places.category(admission.category_key), places.college(admission)
    member = Member(number=number, actor=admission.actor, admitted_on=day)
    return (
        member,
        CategoryAssignment(member=member, category=category, starts_on=day),
        CollegeAssignment(member=member, college=college, starts_on=day) if college else None,
    )


def _next_number(session: Session) -> int:
    """Lock the last member, then count on from the last number: whoever admits meanwhile waits here."""
    session.execute(select(Member.id).order_by(Member.number.desc()).limit(1).with_for_update())
    return (session.scalar(select(func.max(Member.number))) or 0) + 1


def _check_newcomers(session: Session, admissions: Sequence[Admission], day: date) -> None:
    running = select(Member.actor_id).where(or_(Member.left_on.is_(None), Member.left_on > day))
    taken = set(session.scalars(running))
    for admission in admissions:
        if admission.actor.id in taken:
            raise Refused(
                "members.already",
                t("“%(name)s” is already a member on that day or later.", name=admission.actor.name),
                field="actor",
            )
        taken.add(admission.actor.id)


def _write(session: Session, rows: Sequence[Member | CategoryAssignment | CollegeAssignment]) -> None:
    with or_refuse(
        session,
        Refused(
            "members.admitted_meanwhile",
            t("Someone admitted a member at the same moment. Look at the register, then try again."),
        ),
    ):
        session.add_all(rows)
