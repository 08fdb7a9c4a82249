"""Pages of a vote: voting, conducting it, reading what came of it."""
