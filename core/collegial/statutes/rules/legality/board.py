"""What the law asks of the seats on the board and of their term."""

from collegial.kernel.text import nt, t
from collegial.statutes.rules.legality.review import Review
from collegial.statutes.rules.terms import LegalForm


def check_board(review: Review) -> None:
    """Check the board of an SA; the law leaves that of the other forms to the statutes."""
    rules = review.rules
    if rules.board is None and not rules.reserved_seats():
        return
    if rules.board and rules.board.term_years == 0 and review.sound("board.term_years"):
        review.add("board.term_years", t("A term lasts one year at least."))
    if rules.legal_form is LegalForm.SA and review.sound("legal_form", "colleges", "board"):
        _check_seats(review)
        _check_term(review)


def _check_seats(review: Review) -> None:
    together = review.rules.board.seats if review.rules.board else None
    if together is None and not review.rules.reserved_seats():
        return
    total = (together or 0) + sum(review.rules.reserved_seats().values())
    least, most = review.law("SA.board.seats.least"), review.law("SA.board.seats.most")
    if least and most and not least.value <= total <= most.value:
        review.add(
            "board.seats",
            nt(
                "With those of the colleges the board has %(total)d seat; the law asks for %(least)d"
                " to %(most)d (%(citation)s).",
                "With those of the colleges the board has %(total)d seats; the law asks for %(least)d"
                " to %(most)d (%(citation)s).",
                total,
                total=total,
                least=int(least.value),
                most=int(most.value),
                citation=most.cited,
            ),
        )


def _check_term(review: Review) -> None:
    years = review.rules.board.term_years if review.rules.board else None
    most = review.law("SA.board.term_years.most")
    if most and years is not None and years > most.value:
        review.add(
            "board.term_years",
            t(
                "The statutes say %(given)d; the law allows %(most)d at most (%(citation)s).",
                given=years, most=int(most.value), citation=most.cited,
            ),
        )  # fmt: skip
