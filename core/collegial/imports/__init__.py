"""Lists brought in from spreadsheets: mapped, previewed row by row, written once."""
