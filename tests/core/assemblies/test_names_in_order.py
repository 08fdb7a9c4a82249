"""Lists of an assembly stand in the order in which people look for a name, on both databases, part by part too."""

import pytest
from sqlalchemy import select

from collegial.actors.models import Actor
from collegial.assemblies.models import Invitation
from collegial.assemblies.queries import attending
from collegial.assemblies.services.proxies import give_proxy
from collegial.convocations import queries as convocations
from collegial.desk.queries import roll_of_the_day
from collegial.kernel.paging import page_of
from collegial.testing.factories import convened

NAMES = ("abel", "Émile", "Fañch", "Œuvres", "Zoé")


@pytest.fixture
def world(context):
    def name_some(_meeting):
        members = context.session.scalars(select(Actor).order_by(Actor.id).limit(len(NAMES)))
        for one, name in zip(members, ("Zoé", "Œuvres", "Émile", "Fañch", "abel"), strict=True):
            one.name = name

    return convened(context, {"A": 6, "B": 6}, prepare=name_some)


def known(names):
    return tuple(one for one in names if one in NAMES)


def test_the_desk_and_its_search_mind_no_accents(world, session):
    meeting = world.assembly
    assert known(one.name for one in roll_of_the_day(session, meeting.id)) == NAMES
    assert known(one.entry.name for one in attending.desk_rows(session, meeting.id, "", most=50)) == NAMES
    for typed, name in (("emile", "Émile"), ("ÉMI", "Émile"), ("oeuv", "Œuvres"), ("fanch", "Fañch")):
        assert [one.entry.name for one in attending.desk_rows(session, meeting.id, typed)] == [name]
        assert [one.name for one in attending.entries_named(session, meeting.id, typed)] == [name]


def test_proxies_stand_by_the_name_of_their_giver_part_by_part(world, session):
    for giver, holder in zip(world.entries["A"][:5], world.entries["B"], strict=False):
        give_proxy(world.context, giver, holder)
    listed = attending.live_proxies(world.assembly.id)
    parts = [page_of(session, listed, number=number, size=2).items for number in (1, 2, 3)]
    assert tuple(one.giver.name for part in parts for one in part) == NAMES


def test_convocations_by_post_stand_by_name(world, session):
    for one in session.scalars(select(Invitation)):
        one.channel = convocations.POST
    session.flush()
    listed = session.scalars(convocations.by_post(world.assembly.id))
    assert known(one.entry.name for one in listed) == NAMES
    found = convocations.matching(session, world.assembly.id, "", most=50)
    assert known(one.entry.name for one in found) == NAMES
