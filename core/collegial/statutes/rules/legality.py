"""What statutes may not say: weights that do not add up, and figures under the minimums of the law."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules.figures import LegalFigure, legal_figure
from collegial.statutes.rules.reading import Findings
from collegial.statutes.rules.terms import Carry, Convocation, DecisionKind, MajorityRule, StatuteRules


@dataclass(frozen=True, kw_only=True)
class Review:
    """The rules under review, what could not be read, what is found, and the day whose law applies."""

    rules: StatuteRules
    unread: Findings
    findings: Findings
    on: date | None

    def add(self, path: str, text: Text) -> None:
        """Note an error at a dotted path."""
        self.findings.add(path, text)

    def sound(self, *paths: str) -> bool:
        """Say whether these fields could be read."""
        return self.unread.sound(*paths)

    def law(self, key: str) -> LegalFigure | None:
        """Find a figure of the law on that day."""
        return legal_figure(key, on=self.on)

    @property
    def binds_as_scic(self) -> bool:
        """Say whether the law on colleges and categories binds these statutes."""
        return self.sound("legal_form") and self.rules.legal_form.is_scic


def check_legality(rules: StatuteRules, findings: Findings, *, on: date | None = None) -> None:
    """Note every clause that contradicts another one or the law of that day; skip what could not be read."""
    unread = Findings(errors=list(findings.errors))
    review = Review(rules=rules, unread=unread, findings=findings, on=on)
    _check_weights_sum(review)
    if review.binds_as_scic:
        _check_colleges(review)
        _check_categories(review)
    _check_category_colleges(review)
    _check_unique(review, "colleges", [college.key for college in rules.colleges])
    _check_unique(review, "categories", [category.key for category in rules.categories])
    _check_carry(review)
    for kind in DecisionKind:
        for convocation in Convocation:
            _check_quorum(review, kind, convocation)
        _check_majority(review, kind)
    _check_notice(review, "notice.days", Convocation.FIRST, rules.notice_days)
    _check_notice(review, "notice.second_days", Convocation.SECOND, rules.second_notice_days)


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
                citation=least.citation,
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
        citation=low.citation,
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
                citation=least.citation,
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
                citation=needed.citation,
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


def _check_quorum(review: Review, kind: DecisionKind, convocation: Convocation) -> None:
    path = f"quorum.{kind}.{convocation}.at_least"
    at_least = review.rules.quorum(kind, convocation).at_least
    if not review.sound(path):
        return
    if at_least > 1:
        review.add(path, t("A quorum is a share of the members: write a number from 0 to 1."))
    figure = review.law(f"{review.rules.legal_form}.quorum.{kind}.{convocation}")
    if figure and at_least < figure.value and review.sound("legal_form"):
        review.add(
            path,
            t(
                "The quorum is %(given)s; the law asks for at least %(least)s and statutes may only raise it "
                "(%(citation)s).",
                given=show_fraction(at_least),
                least=show_fraction(figure.value),
                citation=figure.citation,
            ),
        )


def _check_majority(review: Review, kind: DecisionKind) -> None:
    path = f"majority.{kind}.threshold"
    rule = review.rules.majority(kind)
    if not review.sound(path):
        return
    if not 0 < rule.threshold < 1:
        review.add(
            path, t("A majority is a share of the votes: write a number between 0 and 1, both excluded.")
        )
        return
    if not review.sound(f"majority.{kind}.strict", "legal_form"):
        return
    form = review.rules.legal_form
    passed = review.law(f"{form}.majority.{kind}.more_than")
    met = review.law(f"{form}.majority.{kind}.at_least")
    # Bases wider than the votes cast only make a majority harder to reach, so the same floor holds for them.
    if passed and not _passes(rule, passed.value):
        review.add(path, _not_more_than(passed))
    if met and rule.threshold < met.value:
        review.add(path, _not_at_least(met))


def _passes(rule: MajorityRule, floor: Fraction) -> bool:
    return rule.threshold > floor or (rule.threshold == floor and rule.strict)


def _not_more_than(figure: LegalFigure) -> Text:
    return t(
        "The law asks for more than %(share)s of the votes cast (%(citation)s). "
        "Raise the threshold, or make it strict if it is equal.",
        share=show_fraction(figure.value),
        citation=figure.citation,
    )


def _not_at_least(figure: LegalFigure) -> Text:
    return t(
        "The law asks for at least %(share)s of the votes cast (%(citation)s). Raise the threshold.",
        share=show_fraction(figure.value),
        citation=figure.citation,
    )


def _check_notice(review: Review, path: str, convocation: Convocation, days: int) -> None:
    figure = review.law(f"{review.rules.legal_form}.notice.{convocation}")
    if figure and days < figure.value and review.sound(path, "legal_form"):
        review.add(
            path,
            t(
                "The notice is %(given)d days; the law asks for at least %(least)d (%(citation)s).",
                given=days,
                least=int(figure.value),
                citation=figure.citation,
            ),
        )
