"""Loans: what is due, when, and what remains."""
