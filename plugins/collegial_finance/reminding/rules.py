"""Of what a letter reminds, and how long before its day, or after it."""

import enum
from datetime import date, timedelta


class ReminderKind(enum.Enum):
    """What is due."""

    LOAN_DUE = "loan_due"
    LOAN_LATE = "loan_late"
    EVIDENCE = "evidence"
    REPORT = "report"


# How long before its day one is reminded; for what is late, how long after it.
AHEAD = {
    ReminderKind.LOAN_DUE: timedelta(days=7),
    ReminderKind.LOAN_LATE: timedelta(days=-8),
    ReminderKind.EVIDENCE: timedelta(days=14),
    ReminderKind.REPORT: timedelta(days=30),
}


def is_time(kind: ReminderKind, due_on: date, today: date) -> bool:
    """Tell whether the day to remind has come; an instalment to come is not reminded of once its day is over."""
    if kind is ReminderKind.LOAN_DUE and due_on < today:
        return False
    return today >= due_on - AHEAD[kind]
