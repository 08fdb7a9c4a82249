"""The names of a bureau are compared with the roll; whoever is from outside is asked for once, never refused."""

import re

import pytest

from collegial.assemblies.models import AssemblyState
from collegial.assemblies.queries.bureau import attending_names, not_on_roll
from collegial.testing.factories import convened


@pytest.fixture
def world(context, session):
    world = convened(context, {"A": 4})
    session.commit()
    return world


def test_the_roll_knows_its_names_and_offers_the_near_one(world, session):
    first, second = (one.name for one in world.entries["A"][:2])
    world.arrive(world.entries["A"][1])
    assert not_on_roll(session, world.assembly.id, [first.upper(), f" {second} "]) == {}
    asked = not_on_roll(session, world.assembly.id, [first[1:], "Membre", "Maître Le Goff"])
    assert asked == {first[1:]: first, "Membre": None, "Maître Le Goff": None}
    assert attending_names(session, world.assembly.id) == [second]


def test_a_name_from_outside_is_asked_for_once(world, client, sign_in, session):
    client.set_cookie("locale", "en")
    one, two = (entry.name for entry in world.entries["A"][:2])
    opening, assembly = f"/assemblies/{world.assembly.id}/open", world.assembly
    bureau = {"chair": one, "scrutineers": f"{one}, {two}", "secretary": "Maître Le Goff"}
    session.commit()
    sign_in("staff")

    for unsure in ("", "somebody else"):
        asked = client.post(opening, data=bureau | {"sure": unsure})
        assert asked.status_code == 200
        assert "A name that is not on the roll" in asked.text
        assert "<li>Maître Le Goff</li>" in asked.text
        assert re.search(r"<button[^>]*>(<svg.*?</svg>)?(<span>)?Open the assembly<", asked.text, re.DOTALL)
        assert f"<li>{one}" not in asked.text
    session.refresh(assembly)
    assert assembly.state is AssemblyState.CONVENED
    session.commit()

    assert client.post(opening, data=bureau | {"sure": "Maître Le Goff"}).status_code == 302
    session.refresh(assembly)
    assert (assembly.state, assembly.secretary_name) == (AssemblyState.OPEN, "Maître Le Goff")
