"""Show the variable capital: whose it is, how it grew, its floor, and the statement of a year."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import Invalid
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import t
from collegial.membership.rules import moments
from collegial.shares import exports, queries
from collegial.shares.papers import statement_facts
from collegial.shares.printing import STATEMENT_HEADERS, print_statement, statement_rows
from collegial.shares.views.answering import issuer, paper
from collegial.statutes.queries import categories, colleges
from collegial.tables.writing import Column
from collegial.web.hours import day_asked
from collegial.web.languages import say, written_amount, written_day
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.tables import table_response

STATEMENT = t("Annual statement of the variable capital")
MOST_MOMENTS = 8
_DECEMBER, _LAST = 12, 31
_LEFT = t("Members who left")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The capital of one day for the picture: each part by name, in cents and as people read it."""

    label: str
    total: int
    total_shown: str
    parts: list[tuple[str, int, str]]


def capital() -> ResponseReturnValue:
    """Show the capital of a day, today unless `on` says otherwise, by category or by college."""
    day, by = day_asked("on") or act().today, "college" if request.args.get("by") == "college" else "category"
    whole = queries.capital_on(session(), day)
    return render_template(
        "shares/capital.html",
        day=day, today=act().today, by=by, capital=whole, floor=queries.floor_on(session(), day),
        highest=queries.highest_capital(session(), day), rule=queries.capital_rule_on(session(), day),
        parts_of=_parts(day, by, whole), public=_public(day, whole), bars=_bars(by),
        paid=whole - sum((one.due for one in queries.outstanding(session(), day)), ZERO),
    )  # fmt: skip


def statement() -> ResponseReturnValue:
    """Show the annual statement of a year."""
    first, last = _period()
    facts = statement_facts(session(), issuer(), first_day=first, last_day=last)
    return render_template(
        "shares/statement.html",
        headers=STATEMENT_HEADERS, rows=statement_rows(facts, say), first=first, last=last,
        year=first.year, this_year=act().today.year, highest=facts.highest, floor=facts.floor,
    )  # fmt: skip


def statement_pdf() -> Response:
    """Give the annual statement as a PDF."""
    first, last = _period()
    facts = statement_facts(session(), issuer(), first_day=first, last_day=last)
    return paper(lambda voice, locale: print_statement(facts, voice, locale=locale), STATEMENT)


def statement_export(file_format: str) -> Response:
    """Give the annual statement as a table."""
    first, last = _period()
    facts = statement_facts(session(), issuer(), first_day=first, last_day=last)
    name, *figures = STATEMENT_HEADERS
    columns = [Column(name), *(Column(one, "money") for one in figures)]
    rows = [exports.statement_row(*one) for one in statement_rows(facts, say)]
    return table_response(STATEMENT, columns, rows, file_format)


def _period() -> tuple[date, date]:
    """Return the calendar year that is asked for, this one when none is; it never runs past today."""
    year = request.args.get("year", act().today.year, type=int)
    if not date.min.year < year <= act().today.year:
        raise Invalid("shares.year", t("Choose this year or one before it."), field="year")
    return date(year, 1, 1), min(date(year, _DECEMBER, _LAST), act().today)


def _parts(day: date, by: str, whole: Money) -> list[tuple[str, Money, Fraction]]:
    """Return the groups that hold capital on a day, each with its amount and its share of the whole."""
    amounts = _amounts(day, by)
    return [
        (name, amounts[key], Fraction(amounts[key].cents, whole.cents))
        for key, name in _names(by).items()
        if amounts.get(key)
    ]


def _public(day: date, whole: Money) -> Fraction | None:
    """Return the share of the capital that public bodies hold together (L4); None without capital."""
    keys = current_program().settings.compliance.public_categories
    amounts = queries.capital_by_category(session(), day)
    held = sum((amount for key, amount in amounts.items() if key in keys), ZERO)
    return Fraction(held.cents, whole.cents) if whole else None


def _bars(by: str) -> list[Bar]:
    """Return the capital of some days since the first entry; empty while there is none."""
    known = queries.daily_changes(session())
    if not known:
        return []
    days = moments(min(*known, act().today), act().today, most=MOST_MOMENTS)
    names, amounts = _names(by), [_amounts(day, by) for day in days]
    held = [key for key in names if any(one.get(key) for one in amounts)]
    return [
        _bar(day, {names[key]: one.get(key, ZERO) for key in held})
        for day, one in zip(days, amounts, strict=True)
    ]


def _bar(day: date, parts: dict[str, Money]) -> Bar:
    whole = sum(parts.values(), ZERO)
    return Bar(
        label=written_day(day), total=whole.cents, total_shown=written_amount(whole),
        parts=[(name, amount.cents, written_amount(amount)) for name, amount in parts.items()],
    )  # fmt: skip


def _amounts(day: date, by: str) -> dict[str | None, Money]:
    found = queries.capital_by_college if by == "college" else queries.capital_by_category
    return dict(found(session(), day))


def _names(by: str) -> dict[str | None, str]:
    rows = colleges(session()) if by == "college" else categories(session())
    return {**{one.key: one.name for one in rows}, None: say(_LEFT)}
