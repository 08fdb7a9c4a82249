"""Two acts of PostgreSQL that wait for each other: one is undone, and told to try again."""

import pytest
from sqlalchemy.exc import DBAPIError

from collegial.web.out_of_reach import is_out_of_reach


class ServerError(Exception):
    """What the driver raises: a state of five signs."""

    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "is_told"),
    [("40P01", True), ("40001", True), ("57014", True), ("55P03", True), ("23505", False), ("22001", False)],
)
def test_what_passes_by_itself_is_no_fault_of_ours(sqlstate, is_told):
    assert is_out_of_reach(DBAPIError("SELECT 1", {}, ServerError(sqlstate))) == is_told
