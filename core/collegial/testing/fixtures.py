"""Fixtures offered through pytest's entry point.

pytest loads this module, and those that it takes them from, in every run, so the program is imported only inside the
fixtures.
"""

import pytest

from collegial.testing.acting import (
    as_role,
    client,
    context,
    session,
    sign_in,
)
from collegial.testing.databases import (
    DATABASE_VARIABLE,
    DATABASES,
    chosen_database,
    database_kind,
    database_url,
    databases_of,
    let_through,
    lift_guards,
    postgres_databases,
    postgres_loans,
    postgres_server,
    postgres_template,
    sqlite_template,
)
from collegial.testing.programs import (
    SECRETS,
    START,
    app,
    applications,
    clock,
    loaded_host,
    program,
    settings,
    switch_on,
)

__all__ = [
    "DATABASES",
    "DATABASE_VARIABLE",
    "SECRETS",
    "START",
    "app",
    "applications",
    "as_role",
    "chosen_database",
    "client",
    "clock",
    "context",
    "database_kind",
    "database_url",
    "databases_of",
    "let_through",
    "lift_guards",
    "loaded_host",
    "postgres_databases",
    "postgres_loans",
    "postgres_server",
    "postgres_template",
    "program",
    "pytest_configure",
    "pytest_generate_tests",
    "session",
    "settings",
    "sign_in",
    "sqlite_template",
    "switch_on",
]


def pytest_configure(config: pytest.Config) -> None:
    """Declare our markers; refuse a database that there is not."""
    if (chosen := chosen_database()) not in (None, *DATABASES):
        raise pytest.UsageError(f"{DATABASE_VARIABLE} is {chosen}; it can be {' or '.join(DATABASES)}.")
    config.addinivalue_line(
        "markers", "both_databases(*kinds): runs on SQLite and on PostgreSQL, or on those named"
    )
    config.addinivalue_line("markers", "plugins(*candidates): plugins of this test's program")
    config.addinivalue_line("markers", "own_app: changes its application, so it gets one of its own")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `both_databases` on each, on the one chosen, or on those that the marker names."""
    marker = metafunc.definition.get_closest_marker("both_databases")
    if marker:
        metafunc.parametrize("database_kind", databases_of(marker.args), indirect=True)
