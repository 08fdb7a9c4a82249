"""The board in the statutes: seats by college and together, the term, what the law bounds, what the editor keeps."""

import pytest

from collegial.statutes.forms.documents import _board, _college
from collegial.statutes.rules import InvalidStatutes, parse_statutes
from collegial.statutes.rules import statutes_document as written
from collegial.statutes.rules.wording import clauses
from collegial.testing.factories import statutes_document


def document(*seats, legal_form="SA", **board):
    """Return statutes that reserve seats to the first colleges."""
    whole = statutes_document(legal_form=legal_form, **({"board": board} if board else {}))
    for college, count in zip(whole["colleges"], seats, strict=False):
        college["board_seats"] = count
    return whole


def wrong(*seats, **more):
    with pytest.raises(InvalidStatutes) as caught:
        parse_statutes(document(*seats, **more))
    return {one.path for one in caught.value.errors}


def test_seats_and_term_are_read_written_and_said():
    rules = parse_statutes(document(3, 2, 0, seats=1, term_years=3))

    assert rules.reserved_seats() == {"A": 3, "B": 2}
    assert parse_statutes(written(rules)) == rules
    said = {one.key: str(one.said) for one in clauses(rules)}
    assert (said["board.college.A"], said["board.seats"], said["board.term_years"]) == (
        "3 seats", "1 seat", "3 years",
    )  # fmt: skip


def test_statutes_without_a_board_are_written_as_before():
    plain = written(parse_statutes(statutes_document()))

    assert "board" not in plain
    assert all(set(one) == {"key", "name", "weight"} for one in plain["colleges"])


def test_the_law_bounds_the_board_of_an_sa_alone():
    assert wrong(1, 1) == {"board.seats"}
    assert wrong(9, 9, seats=1) == {"board.seats"}
    assert wrong(2, 2, term_years=7) == {"board.term_years"}
    assert wrong(2, 2, term_years=0) == {"board.term_years"}
    assert wrong(-1, 4) == {"colleges.0.board_seats"}
    assert parse_statutes(document(1, legal_form="SAS", term_years=7)).board.term_years == 7


def test_the_editor_keeps_what_was_typed_and_leaves_silence_silent():
    row = {"key": "a", "name": " A ", "weight": "", "board_seats": " 3 "}

    assert _college(row) == {"key": "a", "name": "A", "weight": None, "board_seats": 3}
    assert _college(row | {"board_seats": "three"})["board_seats"] == "three"
    assert "board_seats" not in _college(row | {"board_seats": ""})
    assert _board({"seats": "", "term_years": ""}) == {}
    assert _board({"seats": "", "term_years": "3"}) == {"board": {"seats": None, "term_years": 3}}
