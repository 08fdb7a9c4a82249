"""How long the law keeps papers that name people: what no erasure touches before."""

from datetime import date
from fractions import Fraction

from collegial.statutes.rules import FigureStatus, LegalFigure


def _years(key: str, value: int, citation: str = "") -> LegalFigure:
    """Return a time as it is commonly given: its text was not read, so counsel has to confirm it."""
    return LegalFigure(
        key=key, value=Fraction(value), valid_from=date.min, citation=citation, status=FigureStatus.VERIFY
    )


# The register counts from the end of the cooperative, the others from the paper itself.
RETENTION = (
    _years("retention.register.years", 5),
    _years("retention.accounts.years", 10, "Code de commerce, art. L123-22"),
    _years("retention.attendance.years", 3),
    _years("retention.applications.years", 2),
)
REGISTER_YEARS, ACCOUNT_YEARS, ATTENDANCE_YEARS, APPLICATION_YEARS = (
    one.value.numerator for one in RETENTION
)
