"""What statutes may not say: weights that do not add up, and figures under the minimums of the law."""

from datetime import date

from collegial.statutes.rules.legality.absence import check_absence
from collegial.statutes.rules.legality.board import check_board
from collegial.statutes.rules.legality.capital import check_capital
from collegial.statutes.rules.legality.colleges import check_colleges
from collegial.statutes.rules.legality.meetings import check_meetings
from collegial.statutes.rules.legality.review import Review
from collegial.statutes.rules.reading import Findings
from collegial.statutes.rules.terms import StatuteRules


def check_legality(rules: StatuteRules, findings: Findings, *, on: date | None = None) -> None:
    """Note every clause that contradicts another one or the law of that day; skip what could not be read."""
    unread = Findings(errors=list(findings.errors))
    review = Review(rules=rules, unread=unread, findings=findings, on=on)
    check_colleges(review)
    check_meetings(review)
    check_capital(review)
    check_absence(review)
    check_board(review)
