"""Votes in which many take part at once."""

import pytest

from collegial.testing.factories import convened
from collegial.votes.services import open_vote


@pytest.fixture
def open_vote_of(context, session):
    """Give a function that opens a vote in which a number of members attend: its number, its questions, the rights."""

    def opened(voters):
        world = convened(context, {"A": voters, "B": 1})
        world.arrive(*world.entries["A"])
        world.open()
        found = open_vote(context, world.assembly, world.assembly.resolutions)
        rights = [(world.own(one).id, one.voter_id) for one in world.entries["A"]]
        told = found.id, [one.id for one in found.questions], rights
        session.commit()
        return told

    return opened
