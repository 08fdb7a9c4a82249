"""The figures of the relief for gifts (L51), each from its day on, with its article and how sure it is.

None was read in the text of its article with the day from which it applies: an adviser has to confirm each.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from collegial.plugin import FigureStatus, LegalFigure, Money, figure_in_force

_PEOPLE = "Code général des impôts, art. 200"
_COMPANIES = "Code général des impôts, art. 238 bis"
_EUROS = ".euros"


def _figure(key: str, value: str, valid_from: date, citation: str) -> LegalFigure:
    return LegalFigure(
        key=key, value=Fraction(value), valid_from=valid_from, citation=citation, status=FigureStatus.VERIFY
    )


# A share, or an amount in euros where the key says so.
FIGURES: tuple[LegalFigure, ...] = (
    _figure("company.rate", "60/100", date(2003, 1, 1), _COMPANIES),
    _figure("company.threshold.euros", "2000000", date(2020, 1, 1), _COMPANIES),
    _figure("company.rate_above", "40/100", date(2020, 1, 1), _COMPANIES),
    _figure("company.floor.euros", "20000", date(2020, 1, 1), _COMPANIES),
    _figure("company.turnover_part", "5/1000", date(2003, 1, 1), _COMPANIES),
    _figure("person.rate", "66/100", date(2005, 1, 1), _PEOPLE),
    _figure("person.income_part", "20/100", date(2003, 1, 1), _PEOPLE),
    _figure("aid.rate", "75/100", date(2005, 1, 1), f"{_PEOPLE}, 1 ter"),
    _figure("aid.ceiling.euros", "1000", date(2020, 1, 1), f"{_PEOPLE}, 1 ter"),
    _figure("aid.ceiling.euros", "2000", date(2025, 10, 14), f"{_PEOPLE}, 1 ter"),
)
OF_COMPANIES = (
    "company.rate", "company.threshold.euros", "company.rate_above", "company.floor.euros",
    "company.turnover_part",
)  # fmt: skip
OF_PEOPLE = ("person.rate", "person.income_part")
OF_AID = ("aid.rate", "aid.ceiling.euros")


def figures_on(keys: Iterable[str], day: date) -> tuple[LegalFigure, ...]:
    """Return those of some figures that are in force on a day, in the order of their keys."""
    found = (figure_in_force(FIGURES, key, on=day) for key in keys)
    return tuple(one for one in found if one is not None)


def amount_of(figure: LegalFigure) -> Money | None:
    """Return the amount that a figure is, None where it is a share."""
    return Money(int(figure.value * 100)) if figure.key.endswith(_EUROS) else None
