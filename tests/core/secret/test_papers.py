"""Paper ballots of the room beside encrypted ones: nobody votes twice, sums only, both told apart."""

import pytest

from collegial.assemblies.services.conducting import close_assembly
from collegial.kernel.errors import Invalid, Refused
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.secret.services import papers
from collegial.testing.factories import convened
from collegial.votes.origins import origins_of
from collegial.votes.results import results_of
from collegial.votes.rules import RoomSums

FOR, AGAINST = [0, 1, 0, 0], [0, 0, 1, 0]


@pytest.fixture
def begun(led):
    """Give a vote of eight in one college: the last three have voted on the site."""
    vote = led({"A": 8}).make_keys().rehearse().open()
    for entry in vote.people[5:]:
        vote.vote(entry, FOR)
    return vote


def test_paper_and_encrypted_sums_are_added_and_told_apart(begun):
    vote, (question,) = begun, begun.now.vote.questions
    papers.list_papers(vote.context, vote.id)
    with pytest.raises(Refused, match="in_room"):
        vote.vote(vote.people[0], FOR)
    with pytest.raises(Refused, match="room_not_counted"):
        vote.close()
    papers.count_papers(vote.context, vote.id, question, {"A": RoomSums(for_=1, against=3, void=1)})
    vote.close().decrypt(1, 2).publish()

    (decided,) = results_of(vote.context.session, vote.now.vote, "Europe/Paris")
    whole = decided.sums[0]
    assert (whole.for_, whole.against, whole.void, whole.attending) == (4, 3, 1, 8)
    came = origins_of(vote.context.session, vote.now.vote)[question.id]
    assert [(one.origin.value, one.sides.for_, one.sides.against) for one in came] == [
        ("online", 3, 0),
        ("paper", 1, 3),
    ]
    close_assembly(vote.context, vote.world.assembly)
    assert list(verifier.verify(record_of(vote.context, vote.world.assembly)))


def test_few_papers_are_never_told(begun):
    vote, (question,) = begun, begun.now.vote.questions
    papers.list_papers(vote.context, vote.id)
    with pytest.raises(Refused, match="too_few_papers"):
        papers.count_papers(vote.context, vote.id, question, {"A": RoomSums(for_=2)})
    with pytest.raises(Invalid, match="room_too_many"):
        papers.count_papers(vote.context, vote.id, question, {"A": RoomSums(for_=6)})
    with pytest.raises(Invalid, match="room_college"):
        papers.count_papers(vote.context, vote.id, question, {"Z": RoomSums(for_=3)})


def test_too_few_are_not_listed(context, leading):
    world = convened(context, {"A": 5})
    world.arrive(*world.entries["A"])
    world.open()
    vote = leading(world).make_keys().rehearse().open()
    for entry in vote.people[:3]:
        vote.vote(entry, FOR)
    with pytest.raises(Refused, match="2 rights would vote on paper"):
        papers.list_papers(context, vote.id)
