"""Show the reports: the years, a year, a closed period."""

from flask import render_template
from flask.typing import ResponseReturnValue

from collegial.plugin import Missing, session, t
from collegial_finance.ledger.exports import name_of
from collegial_finance.ledger.queries import closings, period
from collegial_finance.reports import queries


def index() -> ResponseReturnValue:
    """Show the years and the closed periods."""
    return render_template(
        "finance/reports.html", years=queries.years(session()), closings=closings(session())
    )


def year(number: int) -> ResponseReturnValue:
    """Show the report of a year."""
    if number not in queries.years(session()):
        raise Missing("finance.year_unknown", t("Nothing is recorded for this year."))
    return render_template(
        "finance/year.html",
        year=number,
        parts=queries.parts(session(), number),
        lines=queries.year_lines(session(), number),
        name_of=name_of,
    )


def closed(closing_id: int) -> ResponseReturnValue:
    """Show the report of a closed period."""
    found = queries.closing(session(), closing_id)
    if found is None:
        raise Missing("finance.closing_unknown", t("There is no such closing."))
    closing, before = found
    lines = period(session(), before, closing.through)
    return render_template(
        "finance/period.html", closing=closing, before=before, lines=lines, name_of=name_of
    )
