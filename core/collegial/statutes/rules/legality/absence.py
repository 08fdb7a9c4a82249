"""What the law asks of votes by correspondence and of proxies that hold in two assemblies (L37, L38)."""

from collegial.kernel.text import t
from collegial.statutes.rules.absence import ELECTRONIC_FORMS, PAIRED_PROXY, PAPER_FORMS
from collegial.statutes.rules.legality.review import Review
from collegial.statutes.rules.terms import LegalForm


def check_absence(review: Review) -> None:
    """Check the cut-off dates of the forms of an SA; the law says nothing of the other forms."""
    rules = review.rules
    if rules.legal_form is not LegalForm.SA or not review.sound("legal_form"):
        return
    _check_most(review, "proxies.pair_days", rules.proxy_pair_days, PAIRED_PROXY)
    rule = rules.correspondence
    if rule is None or not review.sound("correspondence"):
        return
    _check_most(review, "correspondence.paper_days", rule.paper_days, PAPER_FORMS)
    _check_most(review, "correspondence.online_hour", rule.online_hour, ELECTRONIC_FORMS)
    if rule.paper_days is None:
        review.add(
            "correspondence.paper_days",
            t("In an SA every member may vote by a paper form. Say until when it is received."),
        )


def _check_most(review: Review, path: str, given: int | None, key: str) -> None:
    figure = review.law(key)
    if figure and given is not None and given > figure.value and review.sound(path):
        review.add(
            path,
            t(
                "The statutes say %(given)d; the law allows %(most)d at most (%(citation)s).",
                given=given,
                most=int(figure.value),
                citation=figure.cited,
            ),
        )
