"""Lists as files: typed, readable by spreadsheets in France, and never a formula."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from collegial.kernel.money import Money
from collegial.kernel.text import t
from collegial.tables.writing import Column, write_csv, write_xlsx

COLUMNS = [
    Column(t("Name")),
    Column(t("Number"), "number"),
    Column(t("Amount"), "money"),
    Column(t("Day"), "date"),
    Column(t("Moment"), "moment"),
    Column(t("Share"), "share"),
]
ROW = [
    "Awena Lanvoël",
    12,
    Money(-123_450),
    date(2026, 12, 31),
    datetime(2026, 12, 31, 18, 5, tzinfo=UTC),
    Fraction(2, 5),
]
HOSTILE = ["=1+1", "+33 6", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1+1"]


def sheet_of(written):
    return load_workbook(BytesIO(written)).active


def csv_rows(written):
    return list(csv.reader(StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_is_read_by_a_spreadsheet_in_france():
    written = write_csv(COLUMNS, [ROW], say=str)

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig") == (
        "Name;Number;Amount;Day;Moment;Share\r\n"
        "Awena Lanvoël;12;-1234,50;2026-12-31;2026-12-31 18:05;40 %\r\n"
    )


def test_xlsx_keeps_numbers_amounts_and_dates_as_such():
    sheet = sheet_of(write_xlsx("Members: list", COLUMNS, [ROW], say=str))
    cells = sheet[2]

    assert [cell.value for cell in cells] == [
        "Awena Lanvoël", 12, -1234.5, datetime(2026, 12, 31), datetime(2026, 12, 31, 18, 5), 0.4,  # noqa: DTZ001
    ]  # fmt: skip
    assert [cell.number_format for cell in cells[2:]] == [
        '#,##0.00 "€"', "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "0.00%",
    ]  # fmt: skip
    assert sheet.freeze_panes == "A2"
    assert sheet.title == "Members list"
    assert all(cell.font.bold for cell in sheet[1])


def test_amounts_are_written_to_the_cent_whatever_their_size():
    written = write_xlsx("Capital", [Column(t("Amount"), "money")], [[Money(10**14 + 1)]], say=str)

    content = ZipFile(BytesIO(written)).read("xl/worksheets/sheet1.xml").decode()

    assert f"<v>{Decimal(10**14 + 1).scaleb(-2)}</v>" in content


def test_a_share_that_is_not_round_says_enough_digits_and_no_more():
    assert csv_rows(write_csv([Column(t("Share"), "share")], [[Fraction(1, 3)]], say=str))[1] == [
        "33,333333 %"
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_never_a_formula_in_csv(text):
    rows = csv_rows(write_csv([Column(t("Name"))], [[text]], say=str))

    assert rows[1] == [f"'{text}"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_never_a_formula_in_xlsx(text):
    written = write_xlsx("List", [Column(t("Name"))], [[text]], say=str)
    cell = sheet_of(written)["A2"]

    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()
    assert b"<f>" not in ZipFile(BytesIO(written)).read("xl/worksheets/sheet1.xml")


def test_a_translated_text_is_said_and_made_inert_too():
    def say(text):
        return {"Kind": "=Genre", "given": "=don"}[text.msgid]

    assert csv_rows(write_csv([Column(t("Kind"))], [[t("given")]], say=say)) == [["'=Genre"], ["'=don"]]
    assert [cell.data_type for row in sheet_of(write_xlsx("L", [Column(t("Kind"))], [[t("given")]], say=say))
            for cell in row] == ["s", "s"]  # fmt: skip


@given(st.text(max_size=40))
def test_any_text_can_be_written_and_starts_no_formula(text):
    in_csv = csv_rows(write_csv([Column(t("Name")), Column(t("Name"))], [[text, "x"]], say=str))[1][0]
    in_xlsx = sheet_of(write_xlsx(text, [Column(t("Name"))], [[text]], say=str))["A2"]

    assert in_csv in {text, f"'{text}"}
    assert not in_csv.lstrip().startswith(("=", "+", "-", "@"))
    assert in_xlsx.data_type in {"s", "inlineStr", "n"}  # "n" is an empty cell


def test_nothing_is_written_for_what_is_not_known():
    empty = [None] * len(COLUMNS)

    assert csv_rows(write_csv(COLUMNS, [empty], say=str))[1] == [""] * len(COLUMNS)
    assert [cell.value for cell in sheet_of(write_xlsx("L", COLUMNS, [empty], say=str))[2]] == empty


def test_a_row_of_another_width_is_an_error_of_ours():
    with pytest.raises(ValueError, match="zip"):
        write_csv(COLUMNS, [["too short"]], say=str)
    with pytest.raises(ValueError, match="zip"):
        write_xlsx("L", COLUMNS, [["too short"]], say=str)


def test_a_text_longer_than_a_cell_is_cut_not_refused():
    cell = sheet_of(write_xlsx("L", [Column(t("Name"))], [["a" * 40_000]], say=str))["A2"]

    assert len(cell.value) == 32_767
