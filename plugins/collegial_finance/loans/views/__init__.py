"""Pages of loan funds and their loans."""
