"""Members: actors admitted to the cooperative, each with one category and at most one college at a date."""
