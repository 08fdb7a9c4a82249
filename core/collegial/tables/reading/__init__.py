"""A file of rows, read without trust: CSV or XLSX by what it holds, never by its name."""

from collegial.tables.reading.kinds import TableFormat, format_of
from collegial.tables.reading.opening import read_table
from collegial.tables.reading.sheets import Limits, Row, Sheet, column_letter

__all__ = ["Limits", "Row", "Sheet", "TableFormat", "column_letter", "format_of", "read_table"]
