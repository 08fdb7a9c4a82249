"""Promised work: who does it, when work that comes again is due, and what happens to what failed too often."""
