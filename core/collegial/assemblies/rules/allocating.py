"""The result of a year and where it goes: the least that the law puts to the reserves (L16)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collegial.kernel.errors import Invalid
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import t
from collegial.statutes.rules import FigureStatus, LegalFigure

# Read in the law; the day from which it applies was not, so counsel has to confirm it.
LEGAL_RESERVE = LegalFigure(
    key="SCIC.reserve.legal.least",
    value=Fraction(3, 20),
    valid_from=date(1992, 7, 14),
    citation="Loi n° 47-1775 du 10 septembre 1947, art. 16",
    status=FigureStatus.VERIFY,
)
STATUTORY_RESERVE = LegalFigure(
    key="SCIC.reserve.statutory.least",
    value=Fraction(1, 2),
    valid_from=date(2001, 7, 18),
    citation="Loi n° 47-1775 du 10 septembre 1947, art. 19 nonies",
    status=FigureStatus.VERIFY,
)
FIGURES = (LEGAL_RESERVE, STATUTORY_RESERVE)


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """Where a year's result goes; `carried` is what no other line takes, and the whole of a loss."""

    result: Money
    legal_reserve: Money
    statutory_reserve: Money
    interest: Money
    carried: Money


def allocate(
    result: Money,
    *,
    legal_reserve: Money | None = None,
    statutory_reserve: Money | None = None,
    interest: Money | None = None,
    legal_reserve_is_full: bool = False,
) -> Allocation:
    """Settle each line; a silent one takes the least that the law asks for.

    A full legal reserve takes nothing, and the whole surplus is then the base of the statutory one. A loss is
    carried forward. Raise Invalid `allocation.…` at the field of a line that is under the least or over
    what is left.
    """
    if result <= ZERO:
        _refuse_lines(legal_reserve, statutory_reserve, interest)
        return Allocation(
            result=result, legal_reserve=ZERO, statutory_reserve=ZERO, interest=ZERO, carried=result
        )
    least = ZERO if legal_reserve_is_full else result.share_up(LEGAL_RESERVE.value)
    legal = _line(legal_reserve, least, "legal_reserve")
    statutory = _line(
        statutory_reserve, (result - legal).share_up(STATUTORY_RESERVE.value), "statutory_reserve"
    )
    paid = interest or ZERO
    carried = result - legal - statutory - paid
    if carried < ZERO or paid < ZERO:
        raise Invalid(
            "allocation.too_much",
            t("The lines add up to more than the result. Lower one of them."),
            field="interest",
        )
    return Allocation(
        result=result, legal_reserve=legal, statutory_reserve=statutory, interest=paid, carried=carried
    )


def _line(given: Money | None, least: Money, field: str) -> Money:
    if given is None:
        return least
    if given < least:
        raise Invalid(
            "allocation.too_little",
            t("The law asks for at least %(least)s here. Raise the amount.", least=least),
            field=field,
        )
    return given


def _refuse_lines(*lines: Money | None) -> None:
    if any(lines):
        raise Invalid(
            "allocation.loss",
            t("Without a surplus there is nothing to allocate. Leave the reserves and the interest empty."),
            field="result",
        )
