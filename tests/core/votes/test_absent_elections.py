"""Forms, proxies to the chair and papers of the room elect, by every method; the record recounts them offline."""

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from collegial.assemblies.models import Electorate
from collegial.assemblies.services.blanks import give_blank
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.corresponding import enter_form, send_form
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.hooks.voting import VOID
from collegial.kernel.errors import DomainError
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened, statutes_document
from collegial.votes import queries
from collegial.votes.electing import elected_in
from collegial.votes.models import RoomWay
from collegial.votes.origins import origins_of
from collegial.votes.results import results_of
from collegial.votes.rules.box import RoomMarks
from collegial.votes.services import cast_vote, close_vote, open_vote
from collegial.votes.services.ballot_box import box_limits, count_marks, enter_papers
from collegial.votes.services.room import open_room

SIZES = {"A": 4, "B": 6, "C": 3, "D": 3}
# By method: the paper of a form, what the chair votes (Ada and Camille are backed), one cast, two of the room, and
# who is elected with those five papers: form, chair, cast, room, room.
EVERY_METHOD = {
    "core.plurality": ("1,2", "1,3", "2", "2", "1,2", ["Blaise", "Ada"]),
    "core.approval": ("1,2", "1,3", "2", "2", "1,2,3", ["Blaise", "Ada"]),
    "core.majority_judgment": ("1,2,6", "1,6,1", "6,1,6", "1,1,6", "1,1,6", ["Ada", "Blaise"]),
    "core.scottish_stv": ("2>1", "1>3", "2", "1>2", "2>1", ["Blaise", "Ada"]),
    "core.irv": ("2>1", "1>3", "2", "1>2", "2>1", ["Blaise"]),
    "core.schulze": ("2>1=3", "1=3", "2", "1>2", "2>1", ["Blaise", "Ada"]),
}
DOCUMENT = statutes_document(
    legal_form="SA", correspondence={"paper_days": 3, "online_hour": 15, "on_arrival": "bound"}
)


def refusal(code, act, *arguments, **more):
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    assert caught.value.code == code


def elections(context, *votings):
    """Return what prepares elections, one for each resolution."""
    named = [
        NewOption(name="Ada", is_backed=True),
        NewOption(name="Blaise"),
        NewOption(name="Camille", is_backed=True),
    ]

    def prepare(meeting):
        for resolution, voting in zip(meeting.resolutions, votings):
            choose_voting(context, resolution, NewVoting(options=named, **voting))

    return prepare


def held(context, clock, *votings):
    """Convene an assembly that elects, five days before its day."""
    kinds = (DecisionKind.ORDINARY,) * len(votings)
    world = convened(context, SIZES, kinds=kinds, prepare=elections(context, *votings), document=DOCUMENT)
    clock.move(days=-5)
    return world


def opened(world, clock, *present):
    clock.move(days=5)
    world.arrive(*present)
    world.open()
    world.vote = open_vote(world.context, world.assembly, world.assembly.resolutions)
    return world.vote


def ended(world, clock):
    clock.move(minutes=5)
    close_assembly(world.context, world.assembly)
    return record_of(world.context, world.assembly)


def test_every_method_counts_forms_the_chair_and_the_papers_of_the_room(context, clock, session):
    votings = [{"method": key, "seats": len(one[-1])} for key, one in EVERY_METHOD.items()]
    world = held(context, clock, *votings)
    a, b = world.entries["A"], world.entries["B"]
    papers = list(EVERY_METHOD.values())
    send_form(
        world.member(a[0]), a[0],
        {one.id: said[0] for one, said in zip(world.assembly.resolutions, papers)},
    )  # fmt: skip
    give_blank(context, a[1])
    vote = opened(world, clock, *b[:3])
    cast_vote(
        world.member(b[0]), vote.id, world.own(b[0]),
        {one.id: said[2] for one, said in zip(vote.questions, papers)},
    )  # fmt: skip
    open_room(context, vote.id, RoomWay.PAPER)
    for one, said in zip(vote.questions, papers):
        for choice in said[3:5]:
            enter_papers(context, vote.id, one, group="all", choice=choice)
    close_vote(context, vote.id)

    found = elected_in(session, vote)
    assert [one.names for one in found] == [said[-1] for said in papers]
    assert {(one.outcome.papers, one.outcome.void, one.outcome.attending) for one in found} == {(5, 0, 5)}
    chair = next(one for one in queries.board(session, vote.id) if one.sign_off.giver_id == a[1].id)
    assert list(chair.choices.values()) == [said[1] for said in papers]
    came = origins_of(session, vote)[vote.questions[0].id]
    assert [(one.origin.value, one.votes) for one in came] == [
        ("online", 1), ("form", 1), ("chair", 1), ("paper", 2),
    ]  # fmt: skip
    said = list(verifier.verify(ended(world, clock)))
    assert sum("elected" in one and "Blaise" in one for one in said) == len(papers)


@pytest.fixture
def two(context, clock):
    """Give an assembly that elects twice by marks: by the weights of the colleges, and all together."""
    weighted = {"method": "core.plurality", "electorate": Electorate.WEIGHTED}
    return held(context, clock, weighted, {"method": "core.approval"})


@pytest.mark.both_databases
def test_totals_of_the_room_weigh_like_papers_and_void_ones_are_counted_apart(two, context, clock, session):
    a, b, c = (two.entries[key] for key in "ABC")
    first, second = two.assembly.resolutions
    enter_form(context, a[0], {first.id: VOID, second.id: "1"}, received_on=clock.now().date())
    vote = opened(two, clock, *a[1:3], *b[:3], *c[:2])
    open_room(context, vote.id, RoomWay.PAPER)
    weighed, approved = vote.questions
    assert box_limits(context, vote, weighed) == {"A": 2, "B": 3, "C": 2, "D": 0}
    totals = {
        "A": RoomMarks(marks={1: 2}, papers=2), "B": RoomMarks(marks={2: 2}, papers=2, void=1),
        "C": RoomMarks(marks={2: 1, 3: 1}, papers=2),
    }  # fmt: skip
    count_marks(context, vote.id, weighed, totals)
    refusal("votes.room_totals", enter_papers, context, vote.id, weighed, group="A", choice="1")
    line = enter_papers(context, vote.id, approved, group="all", choice="1,2", papers=4)
    enter_papers(context, vote.id, approved, group="all", choice="1,2", papers=-1)
    enter_papers(context, vote.id, approved, group="all", choice=VOID, papers=2)
    refusal("votes.room_papers", count_marks, context, vote.id, approved, {"all": RoomMarks()})
    refusal(
        "votes.room_too_many", enter_papers, context, vote.id, approved, group="all", choice="2", papers=3
    )
    refusal(
        "votes.room_not_entered", enter_papers, context, vote.id, approved, group="all", choice="3", papers=-1
    )
    refusal("votes.unknown_choice", enter_papers, context, vote.id, approved, group="all", choice="4")
    refusal("votes.room_college", enter_papers, context, vote.id, approved, group="A", choice="1")
    for act in ("UPDATE vote_room_paper SET papers = 9", "DELETE FROM vote_room_paper"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(act))
    close_vote(context, vote.id)
    refusal("votes.not_open", enter_papers, context, vote.id, approved, group="all", choice="1")

    chair, board = elected_in(session, vote)
    # A: 40 hundredths for Ada; B: 25 for Blaise; C: half of 25 for Blaise and Camille; D is empty and is dropped.
    assert (chair.names, chair.outcome.papers, chair.outcome.void) == (["Ada"], 8, 2)
    assert (board.names, board.outcome.papers, board.outcome.void) == (["Ada"], 6, 2)
    assert "2 papers are void" in str(board.tally.steps[0])
    assert queries.verify_board(session, vote) is None
    assert line.papers == 4
    record = ended(two, clock)
    list(verifier.verify(record))
    for change, place in FORGERIES:
        sections = json.loads(record)["sections"]
        change(sections)
        with pytest.raises(verifier.Broken, match=place):
            list(verifier.verify(write_record(verifier.FORMAT, sections)))


def rewrite(sections):
    """Seal the board and the journal anew, as their keeper could."""
    board, previous = sections["votes"][0]["board"], verifier.GENESIS
    for one in board["lines"]:
        one["previous"] = previous
        previous = one["digest"] = verifier.seal(one)
    board["head"], before = previous, None
    for one in sections["journal"]:
        said = one.get("content", {}).get("payload", {})
        if before:
            one["previous"] = before
        if "line" in said and "digest" in said:
            said["digest"] = board["lines"][said["line"] - 1]["digest"]
        if "head" in said:
            said["head"] = board["head"]
        if "content" in one:
            one["digest"] = verifier.seal(one)
        before = one["digest"]


def touch(name, **changes):
    def change(sections):
        lines = [one["content"] for one in sections["votes"][0]["board"]["lines"]]
        next(one for one in lines if name in one).update(changes)
        rewrite(sections)

    return change


def unvoid(sections):
    sections["votes"][0]["elections"][1]["void"] = 0


def attend_more(sections):
    sections["votes"][0]["elections"][1]["attending"] += 1


FORGERIES = [
    (touch("group", papers=6), "there are 8 papers|more was counted"),
    (touch("group", choice="3"), "takes back papers that were not entered"),
    (touch("group", choice="2,1"), "no paper of its method"),
    (
        touch("counted", counted={"A": {"marks": {"1": 3}, "papers": 2, "blank": 0, "void": 0}}),
        "no 2 papers give",
    ),
    (touch("counted", counted={"A": {"marks": {"2": 2}, "papers": 2, "blank": 0, "void": 0}}), "void|papers"),
    (unvoid, "2 of them void"),
    (attend_more, "attended, and other numbers"),
]


def test_a_void_answer_on_paper_is_counted_apart_from_blank(context, clock, session):
    world = convened(context, SIZES, document=DOCUMENT)
    clock.move(days=-5)
    a, today = world.entries["A"], clock.now().date()
    (first,) = world.assembly.resolutions
    refusal("correspondence.unknown_answer", send_form, world.member(a[0]), a[0], {first.id: VOID})
    enter_form(context, a[0], {first.id: VOID}, received_on=today)
    enter_form(context, a[1], {first.id: "blank"}, received_on=today)
    mandate = give_proxy(context, a[0], a[2])
    vote = opened(world, clock, a[2], *world.entries["B"])
    cast_vote(
        world.member(a[2]), vote.id, mandate, {}
    )  # a void answer is an answer: the holder has none to give
    close_vote(context, vote.id)

    (one,) = results_of(session, vote, "Europe/Paris")
    assert (one.sums[0].blank, one.sums[0].void) == (1, 1)
    list(verifier.verify(ended(world, clock)))
