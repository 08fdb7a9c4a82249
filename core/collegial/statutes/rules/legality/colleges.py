"""What the law asks of colleges, categories and the way votes are carried (L2, L21, L23)."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules.figures import LegalFigure
from collegial.statutes.rules.legality.review import Review
from collegial.statutes.rules.terms import Carry


def check_colleges(review: Review) -> None:
    """Check the colleges, the categories and what ties them."""
    _check_weights_sum(review)
    if review.binds_as_scic:
        _check_colleges(review)
        _check_categories(review)
    _check_category_colleges(review)
    _check_unique(review, "colleges", [college.key for college in review.rules.colleges])
    _check_unique(review, "categories", [category.key for category in review.rules.categories])
    _check_carry(review)


def _check_weights_sum(review: Review) -> None:
    colleges = review.rules.colleges
    total = sum((college.weight for college in colleges), Fraction(0))
    paths = [f"colleges.{place}.weight" for place in range(len(colleges))]
    if colleges and total != 1 and review.sound(*paths):
        review.add(
            "colleges",
            t(
                "The weights sum to %(total)s. They must sum to exactly 1 (100%%).",
                total=show_fraction(total),
            ),
        )


def _check_colleges(review: Review) -> None:
    colleges = review.rules.colleges
    least = review.law("colleges.least")
    if least and colleges and len(colleges) < least.value:
        review.add(
            "colleges",
            nt(
                "There is %(count)d college; the law asks for at least %(least)d or none (%(citation)s).",
                "There are %(count)d colleges; the law asks for at least %(least)d or none (%(citation)s).",
                len(colleges),
                least=int(least.value),
                citation=least.cited,
            ),
        )
    low, high = review.law("colleges.weight.least"), review.law("colleges.weight.most")
    for place, college in enumerate(colleges):
        path = f"colleges.{place}.weight"
        if low and high and review.sound(path) and not low.value <= college.weight <= high.value:
            review.add(path, _weight_outside(college.name, college.weight, low, high))


def _weight_outside(name: str, weight: Fraction, low: LegalFigure, high: LegalFigure) -> Text:
    return t(
        "The weight of college “%(name)s” is %(weight)s; the law keeps each weight between "
        "%(low)s and %(high)s (%(citation)s).",
        name=name,
        weight=show_fraction(weight),
        low=show_fraction(low.value),
        high=show_fraction(high.value),
        citation=low.cited,
    )


def _check_categories(review: Review) -> None:
    categories = review.rules.categories
    if not review.sound("categories"):
        return
    least = review.law("categories.least")
    if least and len(categories) < least.value:
        review.add(
            "categories",
            t(
                "Categories given: %(given)d. The law asks for at least %(least)d (%(citation)s).",
                given=len(categories),
                least=int(least.value),
                citation=least.cited,
            ),
        )
    mandatory = sum(category.mandatory for category in categories)
    needed = review.law("categories.mandatory.least")
    if needed and mandatory < needed.value:
        review.add(
            "categories",
            t(
                "Mandatory categories given: %(given)d. The law asks for %(least)d, the beneficiaries and "
                "the employees or producers (%(citation)s). Mark them as mandatory.",
                given=mandatory,
                least=int(needed.value),
                citation=needed.cited,
            ),
        )


def _check_category_colleges(review: Review) -> None:
    known = {college.key for college in review.rules.colleges}
    for place, category in enumerate(review.rules.categories):
        path = f"categories.{place}.college"
        if category.college is None or category.college in known or not review.sound(path):
            continue
        review.add(path, t("There is no college “%(key)s”. Name one of the colleges.", key=category.college))


def _check_unique(review: Review, table: str, keys: Sequence[str]) -> None:
    times = Counter(keys)
    seen: set[str] = set()
    for place, key in enumerate(keys):
        path = f"{table}.{place}.key"
        if times[key] > 1 and key in seen and review.sound(path):
            review.add(path, t("The key “%(key)s” is used twice. Give each entry its own key.", key=key))
        seen.add(key)


def _check_carry(review: Review) -> None:
    if review.rules.carry is Carry.MAJORITY and not review.rules.colleges and review.sound("colleges"):
        review.add(
            "votes.carry",
            t(
                "Without colleges there is no weight to give to a winning side. "
                "Write “heads”, or describe the colleges."
            ),
        )
