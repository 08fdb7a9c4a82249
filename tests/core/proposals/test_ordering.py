"""The order of a draft after a move; whom a remark mentions."""

import pytest

from collegial.proposals.rules.mentioning import give_names, take_names
from collegial.proposals.rules.ordering import Place, places_for, put_at, shifted

OUTLINE = [("a", ["1", "2"]), ("b", []), ("c", ["3"])]


@pytest.mark.parametrize(
    ("key", "place", "after"),
    [
        ("1", Place(axis="a", after="2"), [("a", ["2", "1"]), ("b", []), ("c", ["3"])]),
        ("3", Place(axis="b"), [("a", ["1", "2"]), ("b", ["3"]), ("c", [])]),
        ("3", Place(axis="a", after="1"), [("a", ["1", "3", "2"]), ("b", []), ("c", [])]),
        ("c", Place(), [("c", ["3"]), ("a", ["1", "2"]), ("b", [])]),
        ("a", Place(after="c"), [("b", []), ("c", ["3"]), ("a", ["1", "2"])]),
        ("1", Place(axis="c", after="2"), None),
        ("1", Place(axis="gone"), None),
        ("gone", Place(axis="a"), None),
        ("a", Place(after="gone"), None),
    ],
)
def test_a_piece_goes_to_its_place_or_nothing_moves(key, place, after):
    assert put_at(OUTLINE, key, place) == after


@pytest.mark.parametrize("key", ["1", "2", "3", "a", "b", "c"])
def test_every_place_offered_is_another_than_now_and_can_be_reached(key):
    offered = [put_at(OUTLINE, key, place) for place in places_for(OUTLINE, key)]

    assert OUTLINE not in offered
    assert len({str(one) for one in offered}) == len(offered) > 0


@pytest.mark.parametrize(
    ("key", "by", "after"),
    [
        ("1", 1, [("a", ["2", "1"]), ("b", []), ("c", ["3"])]),
        ("2", 1, [("a", ["1"]), ("b", ["2"]), ("c", ["3"])]),
        ("3", -1, [("a", ["1", "2"]), ("b", ["3"]), ("c", [])]),
        ("3", 1, OUTLINE),
        ("a", -1, OUTLINE),
        ("a", 1, [("b", []), ("a", ["1", "2"]), ("c", ["3"])]),
    ],
)
def test_a_piece_moves_by_one_place(key, by, after):
    assert list(shifted(OUTLINE, key, by)) == after


NAMES = {7: "Ada Byron", 8: "Ada", 9: "Gwenaël Le Gall", 10: "Maïa"}


@pytest.mark.parametrize(
    ("said", "kept", "meant"),
    [
        ("@Ada Byron, look.", "@{1}, look.", (7,)),
        ("@ada knows, @gwenael too", "@{1} knows, @{2} too", (8, 9)),
        ("@GWENAEL LE GALL and @Gwenaël", "@{1} and @{1}", (9,)),
        ("mail ada@maia.example", "mail ada@maia.example", ()),
        ("@Bob @ Ada @Adam", "@Bob @ Ada @Adam", ()),
        ("@{1} is no name", "@ {1} is no name", ()),
        ("(@Maia)", "(@{1})", (10,)),
    ],
)
def test_a_remark_keeps_numbers_where_it_names_someone(said, kept, meant):
    assert take_names(said, NAMES) == (kept, meant)


def test_names_come_back_as_they_are_now_and_some_stay_hidden():
    assert give_names("@{1} and @{2}", {1: "Ada King"}.get) == "@Ada King and @…"
