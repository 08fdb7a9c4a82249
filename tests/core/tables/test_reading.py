"""Files are read by what they hold; what is hostile or damaged is refused with a sentence, never with a crash."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from collegial.kernel.errors import Invalid
from collegial.tables.reading import Limits, TableFormat, column_letter, format_of, read_table

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["Nom", "Parts"], ["Élodie", "2"]]


def workbook(*rows, **options):
    """Return an XLSX file."""
    book = Workbook(**options)
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book):
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def repacked(content, changes, *, method=zipfile.ZIP_DEFLATED):
    """Return the same archive with other parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", method) as new:
        for part in old.infolist():
            new.writestr(part.filename, changes.pop(part.filename, old.read(part)))
        for name, data in changes.items():
            new.writestr(name, data)
    return written.getvalue()


def cells(content, **limits):
    sheet = read_table(content, Limits(**limits))
    return [list(sheet.headers), *(list(row.cells) for row in sheet.rows)]


def refusal(content, **limits):
    with pytest.raises(Invalid) as refused:
        read_table(content, Limits(**limits))
    assert refused.value.field == "file"
    assert str(refused.value.text).endswith(".")
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_csv_is_read_however_an_office_wrote_it(encoding, separator, line_end):
    text = line_end.join(separator.join(row) for row in ROWS) + line_end

    assert cells(text.encode(encoding)) == ROWS


def test_a_comma_inside_quotes_separates_nothing():
    assert cells(b'"Nom, pr\xc3\xa9nom";"Parts"\n"Le Goff, S";2\n') == [
        ["Nom, prénom", "Parts"],
        ["Le Goff, S", "2"],
    ]


def test_a_cell_may_hold_lines_and_quotes():
    sheet = read_table(b'Nom;Note\nA;"un\ndeux ""trois"""\nB;x\n')

    assert [row.cells for row in sheet.rows] == [("A", 'un\ndeux "trois"'), ("B", "x")]
    assert [row.number for row in sheet.rows] == [2, 4]


def test_the_separator_may_be_announced():
    assert cells(b"sep=,\nNom;x,Parts\nA,2\n") == [["Nom;x", "Parts"], ["A", "2"]]


def test_empty_rows_and_columns_are_passed_over_and_numbers_stay():
    sheet = read_table(b";;\nNom;Parts;;\n;;\nA;2;;\nB\n")

    assert sheet.headers == ("Nom", "Parts")
    assert [(row.number, row.cells) for row in sheet.rows] == [(4, ("A", "2")), (5, ("B", ""))]


def test_a_row_may_be_longer_than_the_titles():
    assert cells(b"Nom\nA;2\n") == [["Nom", ""], ["A", "2"]]


def test_cells_of_a_spreadsheet_become_plain_text():
    content = workbook(
        ["Texte", "Jour", "Moment", "Nombre", "Décimal", "Oui", "Rien", "Grand"],
        [
            " é ",
            date(2026, 12, 31),
            datetime.fromisoformat("2026-01-02 03:04"),
            12,
            0.1 + 0.2,
            True,
            None,
            12345678901234,
        ],
    )

    assert cells(content)[1] == [
        "é", "2026-12-31", "2026-01-02 03:04:00", "12", "0.3", "true", "", "12345678901234",
    ]  # fmt: skip


def test_the_first_visible_sheet_is_read():
    book = Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(["Caché"])
    for row in ROWS:
        book.create_sheet("Membres").append(row) if row is ROWS[0] else book["Membres"].append(row)

    assert cells(saved(book)) == ROWS


def test_a_formula_is_never_computed():
    assert cells(workbook(["Nom"], ["A"], ["=1+1"]))[1:] == [["A"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "tables.empty"),
        (b" \n\r\n", "tables.empty"),
        (b";;\n;;\n", "tables.empty"),
        (b"Nom;Parts\n", "tables.no_rows"),
        (b"Nom;\x00Parts\nA;2\n", "tables.other_kind"),
        (b"MZ\x90\x00" + b"\x00" * 200, "tables.other_kind"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 60, "tables.other_kind"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "tables.other_kind"),
        (b"%PDF-1.7\nNom;Parts\nA;2\n", "tables.other_kind"),
        (b"<html><body>Nom</body></html>", "tables.other_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "tables.old_office"),
        (b"PK\x03\x04 this is no archive", "tables.broken"),
        (b'Nom;Parts\nA;"2\n', "tables.bad_quotes"),
        (b"Nom\n\x81\x8d\n", "tables.bad_encoding"),
        ("Nom\nA\x00\n".encode("utf-16"), "tables.bad_signs"),
        (b"\xff\xfeN", "tables.bad_encoding"),
    ],
)
def test_what_is_no_table_is_refused(content, code):
    assert refusal(content) == code


def archive(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as one:
        for name, data in parts.items():
            one.writestr(name, data)
    return written.getvalue()


def test_an_archive_that_is_no_spreadsheet_is_refused():
    assert refusal(archive(readme="x")) == "tables.other_kind"
    assert refusal(archive(**{"mimetype": "x", "content.xml": "<x/>"})) == "tables.open_document"
    assert refusal(archive(**{"xl/workbook.xml": "<x/>"})) == "tables.broken"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_spreadsheet_is_refused(part):
    content = workbook(*ROWS)

    assert refusal(repacked(content, {part: b"<broken"})) == "tables.broken"


def test_a_truncated_spreadsheet_is_refused():
    assert refusal(workbook(*ROWS)[:-200]) == "tables.broken"


def test_a_bomb_is_refused_before_it_is_unpacked():
    zeros = repacked(workbook(*ROWS), {SHEET: b" " * 20_000_000})

    assert len(zeros) < 40_000
    assert refusal(zeros) == "tables.bomb"


def test_a_bomb_of_many_parts_is_refused():
    assert refusal(repacked(workbook(*ROWS), {f"xl/media/{n}": b"x" for n in range(501)})) == "tables.bomb"


@pytest.mark.parametrize(
    ("part", "data"),
    [
        (SHEET, b"<worksheet><sheetData><row>" + b"<c/>" * 900 + b"</row></sheetData></worksheet>"),
        (SHEET, ("<worksheet><row>" + "<c/>" * 900 + "</row></worksheet>").encode("utf-16")),
        ("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 3_000 + b"</sst>"),
        ("xl/styles.xml", b"<styleSheet>" + b" " * 40_000 + b"</styleSheet>"),
    ],
)
def test_parts_that_would_fill_the_memory_are_refused(part, data):
    content = repacked(workbook(*ROWS), {part: data}, method=zipfile.ZIP_STORED)

    assert refusal(content, cells=800, tags=2_000, frame=30_000) == "tables.bomb"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_sheet_that_declares_entities_is_refused(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'

    assert refusal(repacked(workbook(*ROWS), {SHEET: text.encode(encoding)})) == "tables.broken"


def test_a_sheet_that_lies_about_its_size_is_read_for_what_it_holds():
    with zipfile.ZipFile(io.BytesIO(workbook(*ROWS))) as one:
        sheet = one.read(SHEET).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')

    assert cells(repacked(workbook(*ROWS), {SHEET: sheet})) == ROWS


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        (b"Nom\nA\nB\nC\n", {"rows": 2}, "tables.too_many_rows"),
        (b"A;B;C\n1;2;3\n", {"columns": 2}, "tables.too_many_columns"),
        (b"Nom\nAAAAAA\n", {"cell": 5}, "tables.cell_too_long"),
        (b"Nom\nA\n", {"size": 5}, "tables.too_large"),
        (workbook(["Nom"], ["A"], ["B"], ["C"]), {"rows": 2}, "tables.too_many_rows"),
        (workbook(["A", "B", "C"], [1, 2, 3]), {"columns": 2}, "tables.too_many_columns"),
        (workbook(["Nom"], ["A" * 6]), {"cell": 5}, "tables.cell_too_long"),
    ],
)
def test_what_is_larger_than_a_list_is_refused(content, limits, code):
    assert refusal(content, **limits) == code


def test_a_password_is_named_as_the_reason():
    content = bytearray(workbook(*ROWS))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1  # the mark of encryption of the first part

    assert refusal(bytes(content)) == "tables.protected"


def test_formats_are_told_by_content():
    assert format_of(workbook(*ROWS)) is TableFormat.XLSX
    assert format_of(b"Nom\nA\n") is TableFormat.CSV


def test_columns_are_named_as_spreadsheets_do():
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def is_read_or_refused(content):
    """Tell that a file is read, or refused by our own sentence."""
    try:
        return bool(read_table(content).rows)
    except Invalid as refused:
        return refused.code.startswith("tables.")


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_whatever_is_sent_is_read_or_refused(content):
    assert is_read_or_refused(content)


PARTS = st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
CHANGES = st.lists(st.tuples(st.integers(0, 5000), st.integers(32, 126)), min_size=1, max_size=6)


@given(PARTS, CHANGES)
@settings(max_examples=150, deadline=None)
def test_a_spreadsheet_whose_parts_were_changed_is_read_or_refused(part, changes):
    content = workbook(*ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as one:
        data = bytearray(one.read(part))
    for at, sign in changes:
        data[at % len(data)] = sign

    assert is_read_or_refused(repacked(content, {part: bytes(data)}))


@example([(29, 32)])  # the first part then seems to hold more than the file
@given(CHANGES)
@settings(max_examples=50, deadline=None)
def test_a_spreadsheet_with_changed_bytes_is_read_or_refused(changes):
    content = bytearray(workbook(*ROWS))
    for at, sign in changes:
        content[at % len(content)] = sign

    assert is_read_or_refused(bytes(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"MZ\x90\x00\x03", "a program"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\x00", "a picture"),
        (b"PK\x05\x06" + b"\x00" * 18, "an archive"),
        (b"<html><body>", "a web page"),
        (b"\x00\x01\x02", "a file of another kind"),
    ],
)
def test_a_refused_file_is_named_in_plain_words(content, kind):
    with pytest.raises(Invalid) as refusal:
        format_of(content)
    assert kind in str(refusal.value.text)
