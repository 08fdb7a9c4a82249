"""Names on the map keep clear of numbers and of one another."""

from itertools import combinations

from collegial.atlas.naming import Circle, _around, _box, _meet, placed_names


def test_names_lie_on_no_number_and_on_no_other_name():
    circles = [
        Circle(name="Chartres-de-Bretagne", at=(660, 530), radius=24),
        Circle(name="Bruz", at=(615, 560), radius=24),
        Circle(name="Rennes", at=(690, 430), radius=29),
        Circle(name="Vezin-le-Coquet", at=(580, 425), radius=24),
    ]
    names = placed_names(circles)
    boxes = [_box(name, one) for name, one in names.items()]
    assert names.keys() == {one.name for one in circles}
    assert not any(_meet(*pair) for pair in combinations(boxes, 2))
    assert not any(_meet(box, _around(one)) for box in boxes for one in circles)


def test_a_name_without_room_is_left_out():
    around = [(0, 0), (0, 50), (0, -50), (60, 0), (-60, 0)]
    circles = [Circle(name=f"Commune {n}", at=at, radius=24) for n, at in enumerate(around)]
    assert "Commune 0" not in placed_names(circles)
