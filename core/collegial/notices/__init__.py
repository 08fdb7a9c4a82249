"""Notices: what happened that concerns a reader, in one list, by the ways that each chooses, with digests."""
