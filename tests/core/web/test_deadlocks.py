"""Two acts of PostgreSQL that wait for each other: one is undone, and told to try again."""

import pytest
from sqlalchemy.exc import DBAPIError

from collegial.kernel.outage import is_out_of_reach


class ServerError(Exception):
    """What the driver raises: a state of five signs."""

    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "is_told"),
    [
        ("40P01", True), ("40001", True), ("57014", True), ("55P03", True), ("25P03", True), ("25006", True),
        ("25P02", False), ("23505", False), ("22001", False),
    ],
)  # fmt: skip
def test_what_passes_by_itself_is_no_fault_of_ours(sqlstate, is_told):
    assert is_out_of_reach(DBAPIError("SELECT 1", {}, ServerError(sqlstate))) == is_told
