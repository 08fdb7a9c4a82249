"""A scenario as an XLSX workbook that goes on working: its sums are formulas over what was typed."""

from collegial_sizing.workbook.writing import MEDIA_TYPE, write_workbook

__all__ = ["MEDIA_TYPE", "write_workbook"]
