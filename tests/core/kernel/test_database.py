"""What the program writes into its logs when the database refuses something."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError


@pytest.mark.both_databases
def test_an_error_keeps_the_values_to_itself(session):
    with pytest.raises(DatabaseError) as refusal, session.begin_nested():
        session.execute(text("INSERT INTO nowhere VALUES (:choice)"), {"choice": "Nolwenn votes against"})

    assert "nowhere" in str(refusal.value)
    assert "Nolwenn" not in str(refusal.value)
