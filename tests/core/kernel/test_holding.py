"""A row that is locked is read again, with all that was read before the lock."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from collegial.actors.models import Actor, ActorKind
from collegial.kernel.errors import Refused
from collegial.kernel.holding import held_row, hold_row


@pytest.fixture
def actors(session, clock):
    """Give two actors that were read together."""
    for name in ("Rozenn", "Yann"):
        session.add(Actor(name=name, kind=ActorKind.PERSON, created_at=clock.now()))
    session.commit()
    return session.scalars(select(Actor).order_by(Actor.id)).all()


def move_all(program, locality):
    with program.database.unit_of_work() as other:
        other.execute(update(Actor).values(locality=locality))


HOLDS = {
    "held_row": lambda session, one: held_row(session, Actor, one.id),
    "hold_row": hold_row,
    "get": lambda session, one: session.get(Actor, one.id, with_for_update=True),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("hold", HOLDS.values(), ids=HOLDS)
def test_what_was_read_before_the_lock_is_read_again(program, session, actors, hold):
    session.commit()
    move_all(program, "Brest")

    hold(session, actors[0])

    assert [one.locality for one in actors] == ["Brest", "Brest"]


@pytest.mark.both_databases
def test_what_is_still_to_be_written_is_kept(session, actors):
    actors[1].locality = "Lorient"

    held = held_row(session, Actor, actors[0].id)

    assert held is actors[0]
    assert actors[1].locality == "Lorient"
    assert held_row(session, Actor, 0) is None


@pytest.mark.both_databases
def test_of_two_who_take_one_away_the_second_is_told(program, session, actors):
    session.commit()
    with program.database.unit_of_work() as other:
        other.execute(delete(Actor).where(Actor.id == actors[0].id))

    with pytest.raises(Refused, match="taken_away"):
        session.delete(actors[0])

    session.delete(actors[1])
    session.flush()
    assert session.scalars(select(Actor)).all() == []


@pytest.mark.both_databases("postgresql")
def test_another_waits_for_the_row(program, session, actors):
    held_row(session, Actor, actors[0].id)

    mine = select(Actor.id).where(Actor.id == actors[0].id)
    with program.database.writing() as other, pytest.raises(OperationalError):
        other.execute(mine.with_for_update(nowait=True))
