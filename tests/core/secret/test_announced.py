"""A secret vote is announced on the agenda: whoever is convened is told the truth, and no open vote takes it."""

import pytest

from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.kernel.errors import Invalid, Refused
from collegial.secret.services import preparing
from collegial.testing.factories import convened
from collegial.votes.models import Secrecy
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.services import open_vote
from collegial.votes.services.secrecy import unmark_secret

pytestmark = pytest.mark.both_databases("sqlite")
BOARD = {"options": [NewOption(name="Ada"), NewOption(name="Blaise")], "is_secret": True}


def announce(context, **changes):
    """Return what puts an election by secret ballot on the agenda."""

    def prepare(meeting):
        choose_voting(
            context, meeting.resolutions[0], NewVoting(**{"method": "core.plurality"} | BOARD | changes)
        )

    return {"prepare": prepare}


def test_an_announced_secret_vote_is_never_opened_openly(context, led):
    vote = led({"A": 4}, world=announce(context))
    meeting, session = vote.world.assembly, context.session
    unmark_secret(context, meeting.resolutions, may_be_open=False)

    assert not resolutions_to_vote(session, meeting.id)
    assert resolutions_to_vote(session, meeting.id, Secrecy.SECRET) == meeting.resolutions
    with pytest.raises(Refused) as refused:
        open_vote(context, meeting, meeting.resolutions)
    assert refused.value.code == "votes.nothing_left"


def test_the_bureau_gives_it_up_to_vote_openly(context, led):
    vote = led({"A": 4}, world=announce(context))
    preparing.cancel(context, vote.id)
    assert open_vote(context, vote.world.assembly, vote.world.assembly.resolutions).secrecy is Secrecy.OPEN


def test_a_ranking_is_not_announced_as_secret(context):
    with pytest.raises(Invalid) as refused:
        convened(context, {"A": 1}, **announce(context, method="core.schulze"))
    assert (refused.value.code, refused.value.field) == ("voting.only_open", "is_secret")
