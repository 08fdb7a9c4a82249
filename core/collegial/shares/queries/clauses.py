"""Read what the statutes say on the capital, version by version, and the law where it asks for more."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.shares.rules import DatedClause, days_of_law, in_law
from collegial.statutes.models import Statutes
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import CapitalRule


def dated_clauses(session: Session) -> list[DatedClause]:
    """Return the clauses on the capital of every version of the statutes, in the order of their first days.

    A day on which the law changed starts anew what was in force.
    """
    versions = session.scalars(select(Statutes).order_by(Statutes.effective_from, Statutes.version)).all()
    dated = [(one.effective_from, rules_of(one)) for one in versions]
    clauses = [DatedClause(starts_on=day, rule=in_law(rules, day)) for day, rules in dated]
    for day in days_of_law():
        in_force = [rules for start, rules in dated if start < day]
        if in_force:
            clauses.append(DatedClause(starts_on=day, rule=in_law(in_force[-1], day)))
    return sorted(clauses, key=lambda one: one.starts_on)


def rule_at(clauses: Sequence[DatedClause], day: date) -> CapitalRule | None:
    """Return the clause in force on a day; None where there are no shares (an association, L5)."""
    return next((one.rule for one in reversed(clauses) if one.starts_on <= day), None)


def capital_rule_on(session: Session, day: date) -> CapitalRule | None:
    """Return the clause in force on a day; None where there are no shares (an association, L5)."""
    statutes = statutes_on(session, day)
    return in_law(rules_of(statutes), day) if statutes else None
