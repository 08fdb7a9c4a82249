"""Pages of guarantee funds and their files."""
