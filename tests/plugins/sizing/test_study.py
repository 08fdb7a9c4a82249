"""The study's sizing, reproduced to the figure by the scenarios of the demonstration; and its workbook, recomputed."""

import re
from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from collegial.plugin import Money
from collegial_sizing import queries
from collegial_sizing.demo import size_the_pole
from collegial_sizing.rules.plan import LineKind, Section
from collegial_sizing.workbook import write_workbook

SHARES = {1: (70, 29, 1), 2: (79, 20, 1), 3: (82, 17, 1), 4: (83, 16, 1)}


@pytest.fixture
def sized(context, funders):
    """Give both scenarios of the study, worked out."""
    size_the_pole(context)
    return queries.size_all(context.session, queries.scenarios(context.session))


def test_costs_and_their_shares_are_the_studys_in_both_scenarios(sized):
    assert len(sized) == 2
    for one in sized:
        assert (one.years[0].cost, one.years[-1].cost) == (Money(115_000_00), Money(195_000_00))
        for year in one.years:
            assert tuple(share * 100 for share in year.cost_shares.values()) == SHARES[year.number]


def test_two_permanent_posts_make_one_and_a_half_fte_in_both_splits(sized):
    splits = [
        {line.kind: line.figures[0].quantity for line in one.lines_of(Section.TEAM) if line.kind in (
            LineKind.SENIOR, LineKind.JUNIOR
        )}
        for one in sized
    ]  # fmt: skip

    assert [(year.permanent_posts, year.permanent_fte) for one in sized for year in one.years] == [
        (2, Fraction(3, 2))
    ] * 8
    assert splits == [
        {LineKind.SENIOR: Fraction(3, 4), LineKind.JUNIOR: Fraction(3, 4)},
        {LineKind.SENIOR: 1, LineKind.JUNIOR: Fraction(1, 2)},
    ]


def test_public_bodies_bring_less_from_year_to_year_and_each_year_pays_for_itself(sized):
    shares = [year.public_share for year in sized[0].years]

    assert shares == sorted(shares, reverse=True)
    assert {one.key: one.is_met for one in sized[0].checks}["balance"]


def test_the_workbook_computes_what_the_rules_do(sized):
    book = load_workbook(BytesIO(write_workbook(sized[1], say=str)))
    lines, money = Sheet(book, "Scenario"), Sheet(book, "Treasury")
    rows = {lines.sheet.cell(row, 3).value: row for row in range(2, lines.sheet.max_row + 1)}
    columns = dict(zip((1, 2, 3, 4), "HKNQ", strict=True))

    for year in sized[1].years:
        column = columns[year.number]
        assert cents(lines[f"{column}{rows['Cost of the year']}"]) == year.cost.cents
        assert cents(lines[f"{column}{rows['Result']}"]) == year.result.cents
        assert cents(lines[f"{column}{rows['Equipment']}"]) == year.depreciation.cents
        share = lines[f"{column}{rows['Public share of the resources']}"]
        assert share == pytest.approx(float(year.public_share))
    for row, month in ((2, 0), (15, 13), (49, 47)):
        assert cents(money[f"B{row}"]) == sized[1].months[month].balance.cents
    assert money.sheet["A2"].value.date() == date(2027, 1, 1)


def test_what_people_type_is_no_formula(context, funders, sized):
    sized[0].scenario.lines[0].label = "=HYPERLINK(1)"

    sheet = load_workbook(BytesIO(write_workbook(sized[0], say=str)))["Scenario"]

    typed = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in typed] == ["s"]


def cents(value):
    return round(value * 100)


FUNCTIONS = {
    "SUM": lambda *given: sum(flat(given)),
    "AVERAGE": lambda *given: sum(flat(given)) / len(flat(given)),
    "ROUND": lambda value, digits: half_up(value * 10**digits) / 10**digits,
    "MIN": min,
    "MAX": max,
    "IF": lambda condition, yes, no: yes if condition else no,
}


def half_up(value):
    """Round as spreadsheets do, who see through the last bits of a binary number."""
    return int(value + (0.5 if value >= 0 else -0.5) * (1 + 1e-9))


class Blank(int):
    """An empty cell: zero in a sum, and equal to an empty text."""

    def __eq__(self, other):
        return other == "" or int(self) == other

    __hash__ = int.__hash__


class Sheet:
    """A sheet whose formulas are computed: the few functions that our workbook uses."""

    def __init__(self, book, name, known=None):
        self.book, self.sheet, self.known = book, book[name], {} if known is None else known

    def __getitem__(self, address):
        if ":" in address:
            left, top, right, bottom = range_boundaries(address)
            return [
                self.value(self.sheet.cell(row, column))
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ]
        return self.value(self.sheet[address])

    def value(self, cell):
        key = (self.sheet.title, cell.coordinate)
        if key not in self.known:
            self.known[key] = self.computed(cell)
        return self.known[key]

    def computed(self, cell):
        if cell.data_type != "f":
            return Blank() if cell.value is None else cell.value
        python = re.sub(
            r"(?:'([^']+)'!)?([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)",
            lambda found: f"at({(found[1] or self.sheet.title)!r},{found[2]!r})", cell.value[1:],
        )  # fmt: skip
        python = re.sub(r"(?<![<>=])=(?!=)", "==", python)
        given = FUNCTIONS | {"at": lambda name, address: Sheet(self.book, name, self.known)[address]}
        return eval(python, {"__builtins__": {}}, given)


def flat(given):
    return [one for part in given for one in (part if isinstance(part, list) else [part]) if one != ""]
