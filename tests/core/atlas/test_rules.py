"""The map is drawn of nothing but coordinates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegial.atlas.rules import (
    TerritoryMap,
    TownPlace,
    UnreadableTerritory,
    read_coordinates,
    read_territory,
)
from collegial.demo.rennes import read_part
from collegial.kernel.errors import Invalid


def at(name, north, east):
    return TownPlace(name=name, territory="T", north=north, east=east)


def test_the_ground_between_two_places_is_shared_halfway():
    two = TerritoryMap([at("west", 0.0, 0.0), at("east", 0.0, 1.0)])
    west, east = two.cells
    assert max(x for x, _ in west.outline) == pytest.approx((west.at[0] + east.at[0]) / 2)
    assert min(x for x, _ in east.outline) == pytest.approx((west.at[0] + east.at[0]) / 2)
    assert TerritoryMap([at("a", 48.0, 0.0), at("b", 49.0, 0.0)]).cells[1].at[1] < two.height


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(-800, 800), st.integers(-1700, 1700)), min_size=2, max_size=12, unique=True
    )
)
def test_every_place_stands_on_its_own_ground_within_the_picture(points):
    drawn = TerritoryMap([at(str(n), 45 + y / 1000, x / 1000) for n, (y, x) in enumerate(points)])
    for cell in drawn.cells:
        assert drawn.holds(cell.at)
        assert len(cell.outline) >= 3
        assert all(
            -1e-6 <= x <= drawn.width + 1e-6 and -1e-6 <= y <= drawn.height + 1e-6 for x, y in cell.outline
        )


def test_the_territory_of_the_demonstration_is_drawn():
    drawn = read_territory(read_part("territory"))
    assert "Langouët" in drawn.names_in("Val d’Ille-Aubigné")
    assert len(drawn.cells) == 26


@pytest.mark.parametrize(
    "groups",
    [
        [],
        {"name": "x"},
        [{"name": "T", "places": [{"name": "a", "north": 48.0}]}],
        [
            {
                "name": "T",
                "places": [
                    {"name": "a", "north": 1.0, "east": 1.0},
                    {"name": "a", "north": 2.0, "east": 1.0},
                ],
            }
        ],
        [
            {
                "name": "T",
                "places": [
                    {"name": "a", "north": 1.0, "east": 1.0},
                    {"name": "b", "north": 1.0, "east": 1.0},
                ],
            }
        ],
        [
            {
                "name": "T",
                "places": [
                    {"name": "a", "north": 99.0, "east": 1.0},
                    {"name": "b", "north": 1.0, "east": 1.0},
                ],
            }
        ],
    ],
)
def test_a_territory_that_cannot_be_drawn_says_why(groups):
    with pytest.raises(UnreadableTerritory, match=r"\w+ \w+"):
        read_territory({"territories": groups})


def test_coordinates_are_both_there_or_neither():
    assert read_coordinates(" ", "") is None
    assert read_coordinates("48,1173", "-1.67780") == (4811730, -167780)
    for north, east, field in (
        ("x", "1", "north"),
        ("nan", "1", "north"),
        ("48", "", "east"),
        ("48", "181", "east"),
    ):
        with pytest.raises(Invalid) as caught:
            read_coordinates(north, east)
        assert caught.value.field == field
