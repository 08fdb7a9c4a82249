"""What the financial tools ask of those who lead them, of committees and of structures, for the dashboard."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from collegial.plugin import NextStep, Viewer
from collegial_finance.fund.steps import steps as of_experiments
from collegial_finance.guarantees.steps import steps as of_guarantees
from collegial_finance.loans.steps import steps as of_loans
from collegial_finance.permissions import LEAD_ROUNDS, MANAGE_GUARANTEES, MANAGE_LOANS
from collegial_finance.rounds.steps import steps as of_rounds


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which files, loans, rounds, applications, instalments and scores wait."""
    if viewer.may(MANAGE_GUARANTEES):
        yield from of_guarantees(session)
    if viewer.may(MANAGE_LOANS):
        yield from of_loans(session, day)
    if viewer.may(LEAD_ROUNDS):
        yield from of_rounds(session, day)
    yield from of_experiments(session, viewer, day)
