"""What the law asks of the capital: it varies, has a floor, is paid in time and paid back in time (L10–L14)."""

from fractions import Fraction

from collegial.kernel.fractions import show_fraction
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules.figures import LegalFigure
from collegial.statutes.rules.legality.review import Review
from collegial.statutes.rules.terms import CapitalRule

_CENTS = 100


def check_capital(review: Review) -> None:
    """Check the clauses on the capital: a SCIC has them, an association has none."""
    capital = review.rules.capital
    if not review.sound("legal_form"):
        return
    if capital is None:
        _check_present(review)
        return
    _check_absent(review)
    _check_clauses(review, capital)


def _check_present(review: Review) -> None:
    required = review.law("capital.clauses.least")
    if required and review.binds_as_scic and review.sound("capital"):
        review.add(
            "capital",
            t(
                "A SCIC has a variable capital (%(citation)s). Describe its shares and how they are paid.",
                citation=required.cited,
            ),
        )


def _check_absent(review: Review) -> None:
    forbidden = review.law(f"{review.rules.legal_form}.capital.clauses.most")
    if forbidden:
        review.add(
            "capital",
            t(
                "An association has no shares (%(citation)s). Leave the capital out, or choose another legal form.",
                citation=forbidden.cited,
            ),
        )


def _check_clauses(review: Review, capital: CapitalRule) -> None:
    _check_nominal(review, capital.nominal)
    _check_minimum(review, capital.minimum)
    _check_share(review, "capital.floor", capital.floor, review.law("capital.floor.least"))
    _check_share(
        review, "capital.paid_at_subscription", capital.paid_at_subscription, review.law("capital.paid.least")
    )
    for name, years in (
        ("payment_years", capital.payment_years),
        ("redemption_years", capital.redemption_years),
    ):
        _check_years(review, f"capital.{name}", years, review.law(f"capital.{name}.most"))


def _check_nominal(review: Review, nominal: Money) -> None:
    if nominal <= ZERO and review.sound("capital.nominal"):
        review.add("capital.nominal", t("A share has a value: write an amount above zero."))


def _check_minimum(review: Review, minimum: Money) -> None:
    figure = review.law(f"{review.rules.legal_form}.capital.minimum")
    if figure is None or not review.sound("capital.minimum"):
        return
    least = Money(int(figure.value * _CENTS))
    if minimum < least:
        review.add(
            "capital.minimum",
            t(
                "The least capital is %(given)s; the law asks for at least %(least)s (%(citation)s).",
                given=minimum,
                least=least,
                citation=figure.cited,
            ),
        )


def _check_share(review: Review, path: str, share: Fraction, least: LegalFigure | None) -> None:
    if not review.sound(path):
        return
    if share > 1:
        review.add(path, t("This is a share of a whole: write a number from 0 to 1."))
    if least and share < least.value:
        review.add(
            path,
            t(
                "The share is %(given)s; the law asks for at least %(least)s (%(citation)s).",
                given=show_fraction(share),
                least=show_fraction(least.value),
                citation=least.cited,
            ),
        )


def _check_years(review: Review, path: str, years: int, most: LegalFigure | None) -> None:
    if most and years > most.value and review.sound(path):
        review.add(path, _too_long(years, most))


def _too_long(years: int, most: LegalFigure) -> Text:
    return nt(
        "The time is %(count)d year; the law allows %(most)d at most (%(citation)s).",
        "The time is %(count)d years; the law allows %(most)d at most (%(citation)s).",
        years,
        most=int(most.value),
        citation=most.cited,
    )
