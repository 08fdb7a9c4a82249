"""Whoever shares a name with another is told apart by the place, or by the number in the directory."""

import pytest

from collegial.actors.models import Actor, ActorKind
from collegial.actors.queries import actors_named, told_apart


@pytest.mark.parametrize(
    "places", [("Lorient", "Vannes", None), ("Lorient", "lorient", "Vannes"), (None,) * 3]
)
def test_a_namesake_is_found_as_it_is_told_apart(session, clock, places):
    people = [
        Actor(kind=ActorKind.PERSON, name="Paul Morvan", locality=place, created_at=clock.now())
        for place in places
    ]
    other = Actor(kind=ActorKind.PERSON, name="Paul Morvan-Le Goff", created_at=clock.now())
    session.add_all([*people, other])
    session.flush()
    labels = told_apart([*people, other])
    assert (len(set(labels)), labels[3]) == (4, "Paul Morvan-Le Goff")
    for one, label in zip([*people, other], labels, strict=True):
        assert list(actors_named(session, label.upper())) == [one]
    assert list(actors_named(session, "Paul Morvan (Brest)")) == []


def test_the_place_is_what_is_told_where_it_is_enough(session, clock):
    named = [
        Actor(id=number, kind=ActorKind.PERSON, name="Paul Morvan", locality=place, created_at=clock.now())
        for number, place in ((901, "Lorient"), (902, "Vannes"), (903, None))
    ]
    assert told_apart(named) == ["Paul Morvan (Lorient)", "Paul Morvan (Vannes)", "Paul Morvan (#903)"]
