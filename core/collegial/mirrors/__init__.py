"""The end of the journal, noted outside the database: what cannot be cut short or rewritten with it."""
