"""Actors are added with what the directory needs; families have one key."""

import pytest
from sqlalchemy import func, select

from collegial.actors.models import Actor, ActorFamily, ActorKind
from collegial.actors.services import NewActor, add_actor, add_actors, add_family
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.both_databases


def number_of(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_family_comes_after_the_others(context):
    first = add_family(context, key="base", label="Structures de base", level=0)
    second = add_family(context, key="public", label="Collectivités")

    assert (first.position, second.position) == (1, 2)
    assert (first.level, second.level) == (0, None)


def test_a_family_key_is_used_once(context, session):
    add_family(context, key="base", label="Structures de base", level=0)

    with pytest.raises(Refused) as refusal:
        add_family(context, key="base", label="Autre")

    assert (refusal.value.code, refusal.value.field) == ("actors.family_taken", "key")
    assert number_of(session, ActorFamily) == 1


def test_a_family_key_is_held_by_the_database_too(context, session, monkeypatch):
    add_family(context, key="base", label="Structures de base")
    monkeypatch.setattr("collegial.actors.services.adding.family_by_key", lambda _session, _key: None)

    with pytest.raises(Refused, match=r"actors\.family_taken"):
        add_family(context, key="base", label="Autre")

    assert number_of(session, ActorFamily) == 1


def test_an_actor_is_kept_with_its_family_and_its_search_name(context, clock):
    family = add_family(context, key="base", label="Structures de base", level=0)

    actor = add_actor(
        context, kind=ActorKind.ORGANISATION, name=" L’Épicerie ", family_key="base",
        email="Bonjour@Example.org", locality="Rennes", is_invented=True,
    )  # fmt: skip

    assert (actor.name, actor.search_name, actor.family) == ("L’Épicerie", "l'epicerie", family)
    assert (actor.email, actor.created_at, actor.is_invented) == ("Bonjour@example.org", clock.now(), True)


def test_the_journal_names_an_actor_by_its_number_alone(context, session):
    actor = add_actor(context, kind=ActorKind.PERSON, name="Nolwenn Kerbrazan", email="nolwenn@example.org")

    entry = session.scalars(select(JournalEntry)).one()

    assert (entry.event, entry.payload) == ("actors.added", {"actor": actor.id, "kind": "person"})


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"name": "  "}, "actors.name_missing", "name"),
        ({"name": "x" * 201}, "actors.name_too_long", "name"),
        ({"name": "A", "family_key": "none"}, "actors.unknown_family", "family_key"),
        ({"name": "A", "email": "not an address"}, "actors.bad_email", "email"),
    ],
)
def test_what_cannot_be_right_is_refused(context, session, facts, code, field):
    with pytest.raises(Invalid) as refusal:
        add_actor(context, kind=ActorKind.PERSON, **facts)

    assert (refusal.value.code, refusal.value.field, refusal.value.status) == (code, field, 422)
    assert str(refusal.value.text).endswith(".")
    assert number_of(session, Actor) == 0


def test_many_actors_make_one_entry_of_the_journal(context, session):
    new = [NewActor(kind=ActorKind.PERSON, name=f"Member {number}") for number in range(30)]

    actors = add_actors(context, new)

    entry = session.scalars(select(JournalEntry)).one()
    assert entry.payload == {"count": 30, "actors": [actor.id for actor in actors]}


def test_one_wrong_actor_stops_them_all(context, session):
    new = [NewActor(kind=ActorKind.PERSON, name=name) for name in ("Someone", "")]

    with pytest.raises(Invalid, match=r"actors\.name_missing"):
        add_actors(context, new)

    assert number_of(session, Actor) == 0


def test_no_actor_is_no_entry(context, session):
    assert add_actors(context, []) == []
    assert number_of(session, JournalEntry) == 0


def test_only_staff_and_administrators_add_actors(as_role, session):
    with pytest.raises(Forbidden):
        add_actor(as_role("member", "chair", "pilot"), kind=ActorKind.PERSON, name="Someone")
    with pytest.raises(Forbidden):
        add_family(as_role("member", "chair", "pilot"), key="base", label="Base")

    assert number_of(session, Actor) == number_of(session, ActorFamily) == 0


def test_staff_add_actors(as_role):
    assert add_actor(as_role("staff"), kind=ActorKind.PERSON, name="Someone").id
