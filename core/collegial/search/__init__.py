"""The search page: one field, and what the core and the active modules find, by kind."""
