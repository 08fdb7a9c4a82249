"""What the law asks of quorums, majorities and notice (L30, L34, L35)."""

from fractions import Fraction

from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules.figures import LegalFigure
from collegial.statutes.rules.legality.review import Review
from collegial.statutes.rules.terms import Convocation, DecisionKind, MajorityBase, MajorityRule


def check_meetings(review: Review) -> None:
    """Check what an assembly needs to decide, and how early it is convened."""
    for kind in DecisionKind:
        for convocation in Convocation:
            _check_quorum(review, kind, convocation)
        _check_majority(review, kind)
    rules = review.rules
    _check_notice(review, "notice.days", Convocation.FIRST, rules.notice_days)
    _check_notice(review, "notice.second_days", Convocation.SECOND, rules.second_notice_days)


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
                citation=figure.cited,
            ),
        )


def _check_majority(review: Review, kind: DecisionKind) -> None:
    """Check each round of convening, or both as one where they follow the same rule."""
    first, second = (review.rules.majority(kind, convocation) for convocation in Convocation)
    if first == second:
        _check_round(review, kind, Convocation.FIRST, f"majority.{kind}")
        return
    for convocation in Convocation:
        _check_round(review, kind, convocation, f"majority.{kind}.{convocation}")


def _check_round(review: Review, kind: DecisionKind, convocation: Convocation, path: str) -> None:
    rule = review.rules.majority(kind, convocation)
    if not review.sound(f"{path}.threshold"):
        return
    if not 0 < rule.threshold < 1:
        review.add(
            f"{path}.threshold",
            t("A majority is a share of the votes: write a number between 0 and 1, both excluded."),
        )
        return
    if review.sound(f"{path}.strict", "legal_form"):
        _check_floors(review, kind, path, rule)
    if review.sound(f"{path}.threshold", f"{path}.base", "legal_form"):
        _check_all_members(review, kind, convocation, path)


def _check_floors(review: Review, kind: DecisionKind, path: str, rule: MajorityRule) -> None:
    form = review.rules.legal_form
    passed = review.law(f"{form}.majority.{kind}.more_than")
    met = review.law(f"{form}.majority.{kind}.at_least")
    # Bases wider than the votes cast only make a majority harder to reach, so the same floor holds for them.
    if passed and not _passes(rule, passed.value):
        review.add(f"{path}.threshold", _not_more_than(passed))
    if met and rule.threshold < met.value:
        review.add(f"{path}.threshold", _not_at_least(met))


def _check_all_members(review: Review, kind: DecisionKind, convocation: Convocation, path: str) -> None:
    """Check a majority that the law measures on all members at one round of convening (L35)."""
    rule = review.rules.majority(kind, convocation)
    figure = review.law(f"{review.rules.legal_form}.majority.{kind}.{convocation}.members.more_than")
    if figure and rule.base is not MajorityBase.MEMBERS:
        review.add(
            f"{path}.base",
            t(
                "At the first convocation the law asks for more than %(share)s of all members (%(citation)s). "
                "Measure this majority on all members, and give the second convocation its own rule.",
                share=show_fraction(figure.value),
                citation=figure.cited,
            ),
        )


def _passes(rule: MajorityRule, floor: Fraction) -> bool:
    return rule.threshold > floor or (rule.threshold == floor and rule.strict)


def _not_more_than(figure: LegalFigure) -> Text:
    return t(
        "The law asks for more than %(share)s of the votes cast (%(citation)s). "
        "Raise the threshold, or make it strict if it is equal.",
        share=show_fraction(figure.value),
        citation=figure.cited,
    )


def _not_at_least(figure: LegalFigure) -> Text:
    return t(
        "The law asks for at least %(share)s of the votes cast (%(citation)s). Raise the threshold.",
        share=show_fraction(figure.value),
        citation=figure.cited,
    )


def _check_notice(review: Review, path: str, convocation: Convocation, days: int) -> None:
    figure = review.law(f"{review.rules.legal_form}.notice.{convocation}")
    if figure and days < figure.value and review.sound(path, "legal_form"):
        review.add(
            path,
            nt(
                "The notice is %(given)d day; the law asks for at least %(least)d (%(citation)s).",
                "The notice is %(given)d days; the law asks for at least %(least)d (%(citation)s).",
                days,
                given=days,
                least=int(figure.value),
                citation=figure.cited,
            ),
        )
