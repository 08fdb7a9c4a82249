"""The formulas of the workbook: the same arithmetic as the rules, in the words of a spreadsheet."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from collegial_sizing.rules.plan import MONTHS

# Columns of a line: section, kind, label, month of payment, years of use; then three for each year.
MONTH_COLUMN, LIFE_COLUMN, FIRST_YEAR_COLUMN, BY_YEAR = 4, 5, 6, 3
RATE_COLUMN = 3


def quantity_cell(row: int, year: int) -> str:
    """Name the cell of a quantity."""
    return f"{get_column_letter(FIRST_YEAR_COLUMN + BY_YEAR * (year - 1))}{row}"


def unit_cell(row: int, year: int) -> str:
    """Name the cell of a price."""
    return f"{get_column_letter(FIRST_YEAR_COLUMN + BY_YEAR * (year - 1) + 1)}{row}"


def amount_column(year: int) -> str:
    """Name the column of a year's amounts."""
    return f"{get_column_letter(FIRST_YEAR_COLUMN + BY_YEAR * (year - 1) + 2)}"


def amount_cell(row: int, year: int) -> str:
    """Name the cell of an amount."""
    return f"{amount_column(year)}{row}"


def mean_rate(sheet: str, year: int) -> str:
    """Return the mean rate of charges of a year's months, which stand one below the other."""
    column, first = get_column_letter(RATE_COLUMN), 2 + (year - 1) * MONTHS
    return f"AVERAGE('{sheet}'!{column}{first}:{column}{first + MONTHS - 1})"


def spent(row: int, year: int, rate: str | None = None) -> str:
    """Return a quantity at its price, with charges where there are any."""
    charges = f"*(1+{rate})" if rate else ""
    return f"ROUND({quantity_cell(row, year)}*{unit_cell(row, year)}{charges},2)"


def depreciation(row: int, year: int) -> str:
    """Return what is written off in a year of all that was bought until then."""
    parts = [f"{_worn(row, one, year)}-{_worn(row, one, year - 1)}" for one in range(1, year + 1)]
    return "+".join(parts)


def summed(rows: Sequence[int], year: int) -> str:
    """Add the amounts of a year; rows follow each other."""
    return f"SUM({amount_cell(rows[0], year)}:{amount_cell(rows[-1], year)})" if rows else "0"


def added(rows: Sequence[int], year: int) -> str:
    """Add the amounts of rows wherever they are."""
    return "+".join(amount_cell(row, year) for row in rows) or "0"


def moved(sheet: str, row: int, month: int, amounts: Sequence[str]) -> str:
    """Return what a line moves in a month counted from 1: on its month of payment, else a twelfth of the year.

    `amounts` say where what it moves in each year stands.
    """
    year, within = divmod(month - 1, MONTHS)
    amount, paid_in = amounts[year], f"'{sheet}'!{get_column_letter(MONTH_COLUMN)}{row}"
    evenly = f"ROUND({amount}*{within + 1}/{MONTHS},2)-ROUND({amount}*{within}/{MONTHS},2)"
    at_once = "+".join(
        f"IF({before * MONTHS}+{paid_in}={month},{cell},0)" for before, cell in enumerate(amounts)
    )
    return f'IF({paid_in}="",{evenly},{at_once})'


def _worn(row: int, bought_in: int, year: int) -> str:
    life = f"({MONTHS}*{get_column_letter(LIFE_COLUMN)}{row})"
    served = f"{(year - bought_in + 1) * MONTHS}-({get_column_letter(MONTH_COLUMN)}{row}-1)"
    return f"ROUND({spent(row, bought_in)}*MIN({life},MAX(0,{served}))/{life},2)"
