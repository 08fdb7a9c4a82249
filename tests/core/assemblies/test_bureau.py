"""The names of a bureau are compared with the roll; whoever is from outside is asked for once, never refused."""

import re

import pytest

from collegial.actors.models import Actor
from collegial.assemblies.models import AssemblyState
from collegial.assemblies.queries.bureau import attending_names, not_on_roll, spelled
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


def test_a_bureau_stands_in_the_spelling_of_the_roll(world, session, client, sign_in):
    one, two = (entry.name for entry in world.entries["A"][:2])
    session.commit()
    sign_in("staff")
    bureau = {"chair": f"{one.upper()} ", "scrutineers": f"{one.upper()}, {one}, {two.lower()}"}
    bureau |= {"secretary": "Me Le Goff", "sure": "Me Le Goff"}
    assert client.post(f"/assemblies/{world.assembly.id}/open", data=bureau).status_code == 302
    session.refresh(world.assembly)
    opened = (world.assembly.chair_name, world.assembly.scrutineers, world.assembly.secretary_name)
    assert opened == (one, f"{one}, {two}", "Me Le Goff")


def test_where_two_spellings_may_be_meant_a_name_stays_as_typed(world, session):
    entry = world.entries["A"][0]
    session.get_one(Actor, entry.voter_id).name = entry.name.upper()
    session.flush()
    for typed in (entry.name, entry.name.upper(), entry.name.lower()):
        assert spelled(session, world.assembly.id, typed) == typed
