"""The figures of the law on which lights and calculator rest, each dated and cited."""

from datetime import date
from fractions import Fraction

from collegial.privacy.rules import RETENTION
from collegial.statutes.rules import LEGAL_MINIMUMS, FigureStatus, LegalFigure

_LAW_1947 = "Loi n° 47-1775 du 10 septembre 1947"


def _figure(key: str, value: str, valid_from: date, article: str) -> LegalFigure:
    """Return a figure whose value was read, but not the day it applies from: counsel has to confirm it."""
    return LegalFigure(
        key=key, value=Fraction(value), valid_from=valid_from,
        citation=f"{_LAW_1947}, {article}", status=FigureStatus.VERIFY,
    )  # fmt: skip


FIGURES: tuple[LegalFigure, ...] = (
    _figure("public_capital.most", "1/5", date(2001, 7, 18), "art. 19 septies"),
    _figure("public_capital.most", "1/2", date(2014, 8, 2), "art. 19 septies"),
    _figure("review.years", "5", date(2014, 8, 2), "art. 25-1"),
    _figure("interest.above_mean", "1/50", date(2016, 12, 11), "art. 14"),
)
_ALL = (*FIGURES, *LEGAL_MINIMUMS, *RETENTION)


def figure(key: str, *, on: date) -> LegalFigure:
    """Return the figure in force on a day, of these, of those that bind the statutes, or of retention.

    Before any was in force, the earliest known. Raises KeyError for an unknown key.
    """
    known = sorted((one for one in _ALL if one.key == key), key=lambda one: one.valid_from)
    if not known:
        raise KeyError(key)
    return next((one for one in reversed(known) if one.valid_from <= on), known[0])
