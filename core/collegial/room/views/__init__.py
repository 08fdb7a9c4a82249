"""Pages of the bureau during a vote."""
