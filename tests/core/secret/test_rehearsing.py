"""The invented members of a demonstration vote in any assembly: in secret, and on lists that no plan knows."""

import pytest

from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.demo.rehearsal import cast_their_votes
from collegial.demo.sealing import cast_sealed_votes
from collegial.kernel.errors import Refused
from collegial.secret.credentials import Authority
from collegial.secret.profiles import Profile
from collegial.secret.queries import is_ready
from collegial.testing.factories import convened
from collegial.votes.electing import elected_in
from collegial.votes.models import Secrecy
from collegial.votes.queries import resolutions_to_vote, verify_board, vote_session
from collegial.votes.services import close_vote, open_vote

AUTHORITY = Authority(key="a key that the database does not hold")
NAMES = ("Ada", "Blaise", "Camille", "Denis")


def board(context, method):
    """Return what puts an election of two seats on the agenda."""

    def prepare(meeting):
        options = [NewOption(name=one) for one in NAMES]
        choose_voting(context, meeting.resolutions[0], NewVoting(method=method, seats=2, options=options))

    return {"prepare": prepare}


@pytest.mark.both_databases("sqlite")
def test_a_secret_election_is_completed_with_the_invented_members(context, led):
    vote = led({"A": 3, "B": 3}, world=board(context, "core.plurality")).make_keys().rehearse().open()
    session = vote_session(context.session, vote.now.vote_id)

    assert cast_sealed_votes(context, session, AUTHORITY, most=1) == 2  # one of each college
    assert cast_sealed_votes(context, session, AUTHORITY) == 4
    assert cast_sealed_votes(context, session, AUTHORITY) == 0  # whoever voted is left alone

    vote.close().decrypt(1, 2).publish()
    (found,) = elected_in(context.session, session)
    assert (found.outcome.attending, bool(found.names)) == (6, True)


@pytest.mark.both_databases("sqlite")
@pytest.mark.parametrize("method", ["core.plurality", "core.majority_judgment", "core.scottish_stv"])
def test_a_list_that_the_plan_does_not_know_is_voted_on_openly(context, method):
    world = convened(context, {"A": 6, "B": 6}, **board(context, method))
    world.arrive(*(entry for college in world.entries.values() for entry in college))
    world.open()
    vote = open_vote(context, world.assembly, resolutions_to_vote(context.session, world.assembly.id))

    cast_their_votes(context, vote)
    close_vote(context, vote.id)

    (found,) = elected_in(context.session, vote)
    assert (len(found.names), found.outcome.papers) == (2, 12)
    assert verify_board(context.session, vote) is None


@pytest.mark.both_databases("sqlite")
def test_nobody_is_invented_a_code_that_is_made_apart(context, led):
    vote = led({"A": 4})
    session = open_vote(context, vote.world.assembly, vote.world.assembly.resolutions, secrecy=Secrecy.SECRET)
    vote.now.vote_id, vote.now.profile = session.id, Profile.REINFORCED
    with pytest.raises(Refused) as refused:
        cast_sealed_votes(context, session, AUTHORITY)
    assert refused.value.code == "demo.codes_apart"


@pytest.mark.both_databases("sqlite")
def test_a_secret_vote_is_ready_once_enough_scrutineers_did_what_it_waits_for(context, led):
    vote = led({"A": 3, "B": 3}, world=board(context, "core.plurality")).make_keys()
    said = [is_ready(context.session, vote.now)]

    vote.rehearse()
    said.append(is_ready(context.session, vote.now))
    vote.open()
    said.append(is_ready(context.session, vote.now))
    cast_sealed_votes(context, vote_session(context.session, vote.now.vote_id), AUTHORITY)
    vote.close().decrypt(1)
    said.append(is_ready(context.session, vote.now))
    vote.decrypt(2)
    said.append(is_ready(context.session, vote.now))

    assert said == [False, True, False, False, True]
