"""Alembic's entry: the platform's runner has chosen the owner and opened the connection."""

from collegial.hosting.migrations import run_environment

run_environment()
