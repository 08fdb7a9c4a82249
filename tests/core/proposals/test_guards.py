"""What is frozen of a proposal is refused by the database itself."""

import pytest

pytestmark = pytest.mark.both_databases

FROZEN = "(SELECT min(id) FROM proposal_version WHERE frozen_at IS NOT NULL)"


PAST = [
    ("UPDATE proposal_version SET summary = 'other' WHERE frozen_at IS NOT NULL", "frozen version"),
    ("DELETE FROM proposal_version WHERE frozen_at IS NOT NULL", "frozen version"),
    (f"UPDATE proposal_axis SET title = 'other' WHERE version_id = {FROZEN}", "frozen version"),
    (
        f"INSERT INTO proposal_axis (version_id, position, title) VALUES ({FROZEN}, 99, 'more')",
        "frozen version",
    ),
    (
        "DELETE FROM contribution WHERE version_id <> (SELECT max(id) FROM proposal_version)",
        "frozen version",
    ),
    (
        f"DELETE FROM proposal_action WHERE axis_id IN (SELECT id FROM proposal_axis WHERE version_id = {FROZEN})",
        "frozen version",
    ),
    ("DELETE FROM pipeline", "written once"),
    ("UPDATE gate_decision SET reasons = 'other'", "written once"),
]


def test_the_past_cannot_be_rewritten(study, let_through):
    assert let_through(PAST) == []
