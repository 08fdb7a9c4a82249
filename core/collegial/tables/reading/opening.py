"""Open a file of rows: the format by its content, then the reader of that format."""

from collegial.tables.reading.delimited import read_csv
from collegial.tables.reading.kinds import TableFormat, format_of
from collegial.tables.reading.sheets import Limits, Sheet, build_sheet


def read_table(content: bytes, limits: Limits | None = None) -> Sheet:
    """Return the table that a file holds: an XLSX's first visible sheet, or a CSV.

    Raises Invalid, at the field `file`, with its own code and sentence for each way in which it can fail.
    """
    limits = limits or Limits()
    if format_of(content, limits) is TableFormat.XLSX:
        # Its library takes a tenth of a start, and few processes ever open a workbook.
        from collegial.tables.reading.spreadsheets import read_xlsx  # noqa: PLC0415

        return build_sheet(read_xlsx(content, limits), limits)
    return build_sheet(read_csv(content), limits)
