"""Pages of the statutes: read them, compare them, write drafts of them."""
