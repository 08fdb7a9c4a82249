"""Lists and counts of the room in the record: whatever is touched is named."""

import json

import pytest

from collegial.assemblies.services.conducting import close_assembly
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.models import Choice, RoomWay
from collegial.votes.rules import RoomSums
from collegial.votes.services import cast_vote, close_vote, open_vote
from collegial.votes.services.pausing import pause_vote, resume_vote
from collegial.votes.services.room import count_room, open_room


@pytest.fixture
def record(context):
    """Give the record of an assembly where one votes online, then a pause, and the rest by show of hands."""
    world = convened(context, {"A": 4, "B": 4, "C": 4}, kinds=(DecisionKind.ORDINARY,))
    a = world.entries["A"]
    world.arrive(*a[:3], *world.entries["B"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    question = vote.questions[0]
    pause_vote(context, vote.id)
    resume_vote(context, vote.id)
    cast_vote(world.member(a[0]), vote.id, world.own(a[0]), {question.id: Choice.FOR})
    open_room(context, vote.id, RoomWay.HANDS)
    count_room(context, vote.id, question, {"A": RoomSums(for_=2), "B": RoomSums(against=3, void=1)})
    close_vote(context, vote.id)
    close_assembly(context, world.assembly)
    return record_of(context, world.assembly)


def content(sections, place):
    return sections["votes"][0]["board"]["lines"][place]["content"]


def rewrite(sections, **events):
    """Seal the board and the journal anew, as their keeper could."""
    board, previous = sections["votes"][0]["board"], verifier.GENESIS
    for one in board["lines"]:
        one["previous"] = previous
        previous = one["digest"] = verifier.seal(one)
    board["head"], board["length"] = previous, len(board["lines"])
    digests, before = [one["digest"] for one in board["lines"]], None
    for one in sections["journal"]:
        said = one.get("content", {}).get("payload", {})
        if before:
            one["previous"] = before
        if "line" in said and "digest" in said:
            said["digest"] = digests[said["line"] - 1]
        if one.get("content", {}).get("event") == "votes.closed":
            said |= {"lines": board["length"], "head": board["head"]}
        if "content" in one:
            one["digest"] = verifier.seal(one)
        before = one["digest"]


def count_more(sections):
    content(sections, 2)["counted"]["A"]["for_"] = 3
    rewrite(sections)


def count_otherwise(sections):
    content(sections, 2)["counted"]["B"] |= {"for_": 1, "against": 2}
    rewrite(sections)


def count_below_zero(sections):
    content(sections, 2)["counted"]["B"] |= {"for_": -1}
    rewrite(sections)


def list_who_voted(sections):
    content(sections, 1)["rights"].append(content(sections, 0)["giver"])
    rewrite(sections)


def list_who_is_away(sections):
    content(sections, 1)["rights"].append(sections["roll"][-1]["entry"])
    rewrite(sections)


def forget_the_count(sections):
    sections["votes"][0]["board"]["lines"].pop()
    sections["journal"] = [
        one for one in sections["journal"] if one.get("content", {}).get("event") != "votes.room_counted"
    ]
    for number, one in enumerate(sections["journal"][1:], start=sections["journal"][0]["sequence"] + 1):
        one["sequence"] = number
    rewrite(sections)


def never_resume(sections):
    for one in sections["journal"]:
        if one.get("content", {}).get("event") == "votes.resumed":
            one["content"]["event"] = "votes.else"
    rewrite(sections)


FORGERIES = [
    (count_more, "board line 3: more was counted than votes in the room in college A"),
    (count_otherwise, "college B: its sums are not those of the board"),
    (count_below_zero, "board line 3: its figures are no counts"),
    (list_who_voted, "board line 2: this right was used before"),
    (list_who_is_away, "is on the list of the room, and was not there"),
    (forget_the_count, "the room was listed and is not counted"),
    (never_resume, "a vote was cast during a pause"),
    (
        lambda sections: content(sections, 2)["counted"]["A"].update(for_=1),
        "board line 3: its content is not",
    ),
]


def test_a_forged_room_is_named_even_under_new_seals(record):
    list(verifier.verify(record))
    for change, place in FORGERIES:
        sections = json.loads(record)["sections"]
        change(sections)
        with pytest.raises(verifier.Broken, match=place):
            list(verifier.verify(write_record(verifier.FORMAT, sections)))
