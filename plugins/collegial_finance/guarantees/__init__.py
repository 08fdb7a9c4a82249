"""The guarantee fund: what it can commit, and what it pays when a loan fails."""
