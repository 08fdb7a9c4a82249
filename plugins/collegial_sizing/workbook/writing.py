"""Write the workbook: a sheet of lines with the sums of each year, one of the rates of charges, one of the cash."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from collegial.plugin import Money, Text, t
from collegial_sizing.models import SizingLine
from collegial_sizing.queries import Sized
from collegial_sizing.rules.payroll import rate_on
from collegial_sizing.rules.plan import CHARGED, MONTHS, PUBLIC_KINDS, Section
from collegial_sizing.words import KINDS, SECTIONS
from collegial_sizing.workbook import formulas

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EUROS, SHARE, MONTH = '#,##0.00 "€"', "0.00%", "mm/yyyy"
_TEXT_WIDTH, _NUMBER_WIDTH = 34, 15
_DECIMALS = 10
Say = Callable[[Text], str]


def write_workbook(sized: Sized, *, say: Say) -> bytes:
    """Return the file; what people typed is never taken for a formula."""
    book = Workbook()
    book.properties.title, book.properties.creator = sized.scenario.title, "collegial"
    lines = book.active
    assert isinstance(lines, Worksheet)
    lines.title = say(t("Scenario"))
    rates = book.create_sheet(say(t("Charges")))
    cash = book.create_sheet(say(t("Treasury")))
    rows = _Lines(lines, rates.title, sized, say).write()
    _write_rates(rates, sized, say)
    _write_cash(cash, lines.title, sized, rows, say)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


class _Lines:
    """The sheet of the lines, written from above; it remembers in which row each line stands."""

    def __init__(self, sheet: Worksheet, rates: str, sized: Sized, say: Say) -> None:
        self.sheet, self.rates, self.sized, self.say = sheet, rates, sized, say
        self.rows: dict[int, int] = {}
        self.next = 2

    def write(self) -> Mapping[int, int]:
        """Write everything and return the row of each line, by its number."""
        self._headings()
        totals = {section: self._section(section) for section in Section}
        self._sums(totals)
        self.sheet.freeze_panes = "D2"
        return self.rows

    @property
    def years(self) -> range:
        """Return the numbers of the years."""
        return range(1, self.sized.plan.years + 1)

    def _headings(self) -> None:
        named = [t("Part"), t("Kind"), t("What for"), t("Month of payment"), t("Years of use")]
        for year in self.years:
            named += [
                t("Quantity, year %(number)s", number=year),
                t("Price, year %(number)s", number=year),
                t("Amount, year %(number)s", number=year),
            ]
        for column, name in enumerate(named, start=1):
            _text(self.sheet.cell(1, column), self.say(name)).font = Font(bold=True)
            width = _TEXT_WIDTH if column <= 3 else _NUMBER_WIDTH  # noqa: PLR2004 (the columns of words)
            self.sheet.column_dimensions[get_column_letter(column)].width = width

    def _section(self, section: Section) -> int:
        """Write the lines of a section and their total; return the row of the total."""
        lines = self.sized.lines_of(section)
        for line in lines:
            self._line(section, line)
        written = [self.rows[one.id] for one in lines]
        return self._sum(SECTIONS[section], lambda year: formulas.summed(written, year))

    def _line(self, section: Section, line: SizingLine) -> None:
        row, equipment = self.next, section is Section.EQUIPMENT
        self.rows[line.id] = row
        self.next += 1
        words = (self.say(SECTIONS[section]), self.say(KINDS[line.kind]), line.label)
        for column, word in enumerate(words, start=1):
            _text(self.sheet.cell(row, column), word)
        self.sheet.cell(row, formulas.MONTH_COLUMN, line.pay_month or (1 if equipment else None))
        self.sheet.cell(row, formulas.LIFE_COLUMN, line.life_years)
        for figure in line.figures:
            self.sheet[formulas.quantity_cell(row, figure.year)] = _exact(figure.quantity)
            self._euros(formulas.unit_cell(row, figure.year), _decimal(figure.unit))
            self._euros(formulas.amount_cell(row, figure.year), f"={self._amount(line, row, figure.year)}")

    def _amount(self, line: SizingLine, row: int, year: int) -> str:
        if line.kind.section is Section.EQUIPMENT:
            return formulas.depreciation(row, year)
        rate = formulas.mean_rate(self.rates, year) if line.kind in CHARGED else None
        return formulas.spent(row, year, rate)

    def _sums(self, totals: Mapping[Section, int]) -> None:
        parts = [totals[one] for one in (Section.TEAM, Section.EXTERNAL, Section.EQUIPMENT)]
        resources, cell = totals[Section.RESOURCES], formulas.amount_cell
        cost = self._sum(t("Cost of the year"), lambda year: formulas.added(parts, year))
        self._sum(t("Result"), lambda year: f"{cell(resources, year)}-{cell(cost, year)}")
        names = (t("Share of the team"), t("Share of external costs"), t("Share of depreciation"))
        for name, row in zip(names, parts, strict=True):
            self._sum(name, lambda year, row=row: _share(cell(row, year), cell(cost, year)), SHARE)  # type: ignore[misc]
        public = [self.rows[one.id] for one in self.sized.scenario.lines if one.kind in PUBLIC_KINDS]
        self._sum(
            t("Public share of the resources"),
            lambda year: _share(f"({formulas.added(public, year)})", cell(resources, year)), SHARE,
        )  # fmt: skip
        volunteering = totals[Section.VOLUNTEERING]
        for name in (t("Account 86: volunteering used"), t("Account 87: volunteering given")):
            self._sum(name, lambda year: cell(volunteering, year))

    def _sum(self, name: Text, formula: Callable[[int], str], number_format: str = EUROS) -> int:
        row = self.next
        self.next += 1
        _text(self.sheet.cell(row, 3), self.say(name)).font = Font(bold=True)
        for year in self.years:
            cell = self.sheet[formulas.amount_cell(row, year)]
            cell.value, cell.number_format = f"={formula(year)}", number_format
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F2F5F6")
        return row

    def _euros(self, address: str, value: Decimal | str) -> None:
        self.sheet[address].value = value
        self.sheet[address].number_format = EUROS


def _write_rates(sheet: Worksheet, sized: Sized, say: Say) -> None:
    _head(sheet, [say(t("Month")), say(t("Year")), say(t("Employer’s charges"))])
    for row, month in enumerate(sized.plan.months, start=2):
        rate = rate_on(sized.rates, month) or Fraction(0)
        for column, value in enumerate((month, (row - 2) // MONTHS + 1, _exact(rate)), start=1):
            sheet.cell(row, column, value)
        sheet.cell(row, 1).number_format, sheet.cell(row, formulas.RATE_COLUMN).number_format = MONTH, SHARE


def _write_cash(sheet: Worksheet, lines: str, sized: Sized, rows: Mapping[int, int], say: Say) -> None:
    """Write a column for each line that moves money, and the balance at the end of each month."""
    moving = [one for one in sized.scenario.lines if one.kind.section is not Section.VOLUNTEERING]
    _head(sheet, [say(t("Month")), say(t("Cash at the end of the month")), *(one.label for one in moving)])
    years = range(1, sized.plan.years + 1)
    for row, month in enumerate(sized.plan.months, start=2):
        sheet.cell(row, 1, month).number_format = MONTH
        for column, line in enumerate(moving, start=3):
            moved = formulas.moved(lines, rows[line.id], row - 1, _cells(lines, line, rows[line.id], years))
            sign = "" if line.kind.section is Section.RESOURCES else "-"
            sheet.cell(row, column, f"={sign}({moved})").number_format = EUROS
        before = f"B{row - 1}" if row > 2 else str(_decimal(sized.plan.opening_cash))  # noqa: PLR2004 (first row)
        last = get_column_letter(2 + max(len(moving), 1))
        sheet.cell(row, 2, f"={before}+SUM(C{row}:{last}{row})").number_format = EUROS
    sheet.freeze_panes = "C2"


def _cells(sheet: str, line: SizingLine, row: int, years: range) -> Sequence[str]:
    """Name what a line moves in each year: the price of equipment, the amount of the rest."""
    if line.kind.section is Section.EQUIPMENT:
        cells = [(formulas.quantity_cell(row, one), formulas.unit_cell(row, one)) for one in years]
        return [f"ROUND('{sheet}'!{quantity}*'{sheet}'!{unit},2)" for quantity, unit in cells]
    return [f"'{sheet}'!{formulas.amount_cell(row, one)}" for one in years]


def _head(sheet: Worksheet, names: Sequence[str]) -> None:
    for column, name in enumerate(names, start=1):
        _text(sheet.cell(1, column), name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _NUMBER_WIDTH + 3


def _text(cell: Cell, words: str) -> Cell:
    cell.value = words
    cell.data_type = "s"  # openpyxl makes a formula of what begins with "="
    cell.quotePrefix = words.lstrip().startswith(("=", "+", "-", "@"))
    return cell


def _share(part: str, whole: str) -> str:
    return f"IF({whole}=0,0,{part}/{whole})"


def _exact(value: Fraction) -> Decimal | str:
    """Return a number that a spreadsheet holds; what no decimal says is a division there."""
    scaled = value * 10**_DECIMALS
    if scaled.denominator == 1:
        return Decimal(int(scaled)).scaleb(-_DECIMALS)
    return f"={value.numerator}/{value.denominator}"


def _decimal(amount: Money) -> Decimal:
    return Decimal(amount.cents).scaleb(-2)
