"""Lists that can be taken away: what the core and the modules hold, as files for a spreadsheet."""
