"""Tables as files: CSV and XLSX read without trust, and written so that nothing in them runs."""
