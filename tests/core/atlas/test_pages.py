"""Everyone sees those who agreed, from then on and until they take it back; nobody else."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind, ActorShowing
from collegial.actors.services import NewActor, add_actors, merge_actors, name_representative
from collegial.atlas.services import show_actor
from collegial.demo.rennes import part_text

AGREED = {"agreed": "y", "north": "48.2519", "east": "-1.8289"}


@pytest.fixture
def people(context, session):
    """Give a structure, who speaks for it, and someone else; committed."""
    made = [
        NewActor(kind=ActorKind.ORGANISATION, name="La Fabrique", locality="Langouët"),
        NewActor(kind=ActorKind.PERSON, name="Nolwenn Kerbrazan", locality="Rennes", email="n@example.org"),
        NewActor(kind=ActorKind.PERSON, name="Yann Other", locality="Rennes"),
    ]
    structure, nolwenn, yann = add_actors(context, made)
    name_representative(context, structure, nolwenn, date(2026, 1, 1))
    session.commit()
    return structure.id, nolwenn.id, yann.id


def test_nobody_is_shown_who_did_not_agree(client, people):
    page = client.get("/who/").text
    assert "0 actors found." in page
    assert "Fabrique" not in page
    assert json.loads(client.get("/open-data/actors.json").data)["actors"] == []


def test_an_actor_is_shown_from_its_agreement_until_it_takes_it_back(
    client, visitor, sign_in, people, session
):
    structure, nolwenn, _ = people
    sign_in("member", actor_id=nolwenn)
    wrong = client.post(f"/who/agreements/{structure}", data=AGREED | {"north": "148"})
    assert (wrong.status_code, 'value="148"' in wrong.text, "degrees with decimals" in wrong.text) == (
        422,
        True,
        True,
    )
    assert client.post(f"/who/agreements/{structure}", data={"north": ""}).status_code == 422
    assert client.post(f"/who/agreements/{structure}", data=AGREED).status_code == 302
    assert client.post(f"/who/agreements/{nolwenn}", data={"agreed": "y"}).status_code == 302
    page = visitor.get("/who/").text
    assert "La Fabrique" in page
    assert "Nolwenn Kerbrazan" in page
    assert "n@example.org" not in page
    assert "La Fabrique" not in visitor.get("/who/?kind=person").text
    assert "Nolwenn" not in visitor.get("/who/?place=Langouët").text
    (told, _) = json.loads(visitor.get("/open-data/actors.json").data)["actors"]
    assert (told["name"], told["latitude"]) == ("La Fabrique", "48.2519")

    client.post(f"/who/agreements/{structure}/end")
    assert "Fabrique" not in visitor.get("/who/").text
    ended = session.scalars(select(ActorShowing).where(ActorShowing.actor_id == structure)).one()
    assert (ended.withdrawn_at is not None, ended.north, ended.east) == (True, None, None)


def test_another_may_not_say_it_and_the_staff_say_how(client, visitor, sign_in, people):
    structure, _, yann = people
    sign_in("member", actor_id=yann)
    assert client.get(f"/who/agreements/{structure}").status_code == 403
    assert client.post(f"/who/agreements/{structure}", data=AGREED).status_code == 403
    sign_in("staff")
    assert client.post(f"/who/agreements/{structure}", data=AGREED).status_code == 422
    told = AGREED | {"how": "By e-mail"}
    late = client.post(f"/who/agreements/{structure}", data=told | {"on": "2030-01-01"})
    assert (late.status_code, "given today or earlier" in late.text) == (422, True)
    client.post(f"/who/agreements/{structure}", data=told | {"on": "2026-03-03"})
    shown = client.get(f"/actors/{structure}").text
    assert ("Agreed on 3 March 2026: By e-mail" in shown, "Noted by" in shown) == (True, True)
    assert "La Fabrique" in visitor.get("/who/").text


def test_who_was_found_to_be_another_one_is_hidden(context, session, people):
    _, nolwenn, yann = people
    show_actor(context, yann, how="Test", at=(4800000, -160000))
    merge_actors(context, session.get_one(Actor, nolwenn), session.get_one(Actor, yann), reason="Same person")
    assert (
        session.scalars(select(ActorShowing.actor_id).where(ActorShowing.withdrawn_at.is_(None))).all() == []
    )


def test_what_is_held_is_given_and_goes_on_demand(context, session, program, people):
    _, nolwenn, _ = people
    show_actor(context, nolwenn, how="Test", at=None)
    (source,) = [one for _, one in program.host.declared("personal_data") if one.key == "core.atlas"]
    assert [one["how"] for one in source.export(session, nolwenn)] == ["Test"]
    assert source.answer(session, nolwenn, date(2026, 11, 23)).erased
    source.erase(context, nolwenn)
    assert source.export(session, nolwenn) == []


def test_the_map_counts_by_commune_and_a_damaged_file_leaves_the_list(
    client, context, session, people, tmp_path, monkeypatch
):
    structure, nolwenn, _ = people
    show_actor(context, structure, how="Test", at=(4825190, -182890))
    show_actor(context, nolwenn, how="Test", at=None)
    session.commit()
    path = tmp_path / "territory.toml"
    path.write_text(part_text("territory"), encoding="utf-8")
    monkeypatch.setattr("collegial.atlas.showing.territory_file", lambda: path)
    page = client.get("/who/?territory=Val+d’Ille-Aubigné").text
    assert page.count("<polygon") == 26
    assert page.count('class="dot"') == 2  # and the one that says what a dot is
    assert "</svg>Val d’Ille-Aubigné</li>" in page
    assert "Langouët (1)" in page
    assert "1 actor found." in page
    path.write_text("[[territories", encoding="utf-8")
    page = client.get("/who/").text
    assert "<polygon" not in page
    assert "La Fabrique" in page
