"""Whoever corrects addresses reads words; the server's numbers stay beside them."""

import pytest

from collegial.convocations.reasons import reason_in_words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("5.1.1", "There is no such address (5.1.1)"),
        ("5.1.10", "There is no such address (5.1.10)"),
        ("5.2.2", "The mailbox is full (5.2.2)"),
        ("5.2.1", "The mailbox takes no mail (5.2.1)"),
        ("5.4.4", "The server of this address was not reached (5.4.4)"),
        ("5.7.1", "Refused as unwanted (5.7.1)"),
        ("552", "The mailbox is full (552)"),
        ("550", "The mailbox is not there, or takes no mail from us (550)"),
        ("553", "There is no such address (553)"),
        ("554", "Refused by the server of this address (554)"),
        ("returned", "Seen to come back"),
    ],
)
def test_why_a_convocation_came_back_is_said_in_words(reason, words):
    assert str(reason_in_words(reason)) == words


@pytest.mark.parametrize("reason", [None, ""])
def test_what_left_has_no_reason(reason):
    assert reason_in_words(reason) is None
