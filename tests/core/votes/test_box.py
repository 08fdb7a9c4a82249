"""Totals of the room that no papers can give are refused, at the figure that is wrong."""

import pytest

from collegial.hooks.voting import Option, Poll
from collegial.kernel.errors import Invalid
from collegial.records.verifier import Broken, check_marks
from collegial.room.forms import marks_form
from collegial.votes.rules.box import RoomMarks, check_room_marks

POLL = Poll(
    seats=1, takes_blank=False, options=(Option(number=1, name="Ada"), Option(number=2, name="Blaise"))
)
BLANK = RoomMarks(marks={1: 2}, papers=2, blank=1)


def test_a_blank_paper_is_refused_where_the_election_takes_none():
    with pytest.raises(Invalid) as caught:
        check_room_marks(POLL, {"A": BLANK}, {"A": 9}, most=1)
    assert (caught.value.code, caught.value.field) == ("votes.room_blank", "A-blank")

    check_room_marks(POLL, {"A": RoomMarks(marks={1: 2}, papers=2, void=1)}, {"A": 9}, most=1)
    check_room_marks(Poll(seats=1, options=POLL.options), {"A": BLANK}, {"A": 9}, most=1)


def test_the_form_asks_for_no_blank_papers_there(app):
    with app.test_request_context():
        strict, usual = (
            marks_form({"A": 9}, Poll(options=POLL.options, takes_blank=one))() for one in (False, True)
        )
        assert ("A-blank" in strict, "A-blank" in usual) == (False, True)
        assert strict.counted(["A"], POLL)["A"].blank == 0


def test_the_verifier_names_blank_papers_that_cannot_be():
    voting = {"options": ["Ada", "Blaise"], "seats": 1, "method": "core.plurality", "takes_blank": False}
    figures = {"marks": {"1": 2, "2": 0}, "papers": 2, "blank": 1, "void": 0}

    with pytest.raises(Broken, match="blank papers"):
        check_marks("vote 1", voting, {"counted": {"A": figures}}, {"A": 9})
    check_marks("vote 1", voting | {"takes_blank": True}, {"counted": {"A": figures}}, {"A": 9})
