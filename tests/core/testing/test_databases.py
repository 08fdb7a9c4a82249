"""Which databases a test runs on."""

import pytest

from collegial.testing.fixtures import DATABASE_VARIABLE, databases_of


@pytest.mark.parametrize(
    ("chosen", "named", "found"),
    [
        ("", (), ("sqlite", "postgresql")),
        ("postgresql", (), ("postgresql",)),
        ("postgresql", ("sqlite",), ("sqlite",)),
    ],
)
def test_one_is_chosen_for_all_but_those_that_name_their_own(monkeypatch, chosen, named, found):
    monkeypatch.setenv(DATABASE_VARIABLE, chosen)
    assert databases_of(named) == found
