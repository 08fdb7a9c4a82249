"""Lists that can be taken away: what the core and the modules hold, as files for a spreadsheet.

A list too long to be written while someone waits is prepared as promised work, and kept some days for whoever asked.
"""
