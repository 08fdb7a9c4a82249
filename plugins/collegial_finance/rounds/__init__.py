"""Funding rounds: several funders at one table for one project."""
