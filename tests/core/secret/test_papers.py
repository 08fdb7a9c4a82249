"""Paper ballots of the room beside encrypted ones: nobody votes twice, sums only, both told apart."""

import copy
import json

import pytest
from sqlalchemy import select

from collegial.assemblies.models import Electorate
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.hooks.voting import Ask
from collegial.kernel.errors import Invalid, Refused
from collegial.minutes.queries import facts_of
from collegial.minutes.services import establish_minutes
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.secret.services import ending, papers
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.electing import elected_in
from collegial.votes.origins import origins_of
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.results import results_of
from collegial.votes.rules import RoomSums
from collegial.votes.rules.box import RoomRows, check_room_rows

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


def test_the_number_to_announce_is_that_of_the_board(begun, client, sign_in):
    vote, (question,) = begun, begun.now.vote.questions
    papers.list_papers(vote.context, vote.id)
    papers.count_papers(vote.context, vote.id, question, {"A": RoomSums(for_=1, against=2)})
    vote.context.session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    asked = " ".join(client.get(f"/secret/{vote.id}/close").text.split())
    told = ("6 voting rights were used.", "Number to announce: 3, the ballots", "5 voting rights are listed")
    assert all(words in asked for words in told)
    assert "Number to announce: 3, the ballots" in client.get(f"/secret/{vote.id}").text
    vote.close().decrypt(1, 2).publish()
    vote.context.session.commit()
    assert "6 voting rights were used." in client.get(f"/votes/{vote.now.vote_id}/results").text


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


def grades(*numbers):
    """Return the answers that give each name a grade, from 1 for the best."""
    return [[int(place == number) for place in range(7)] for number in numbers]


def names(*listed):
    return [NewOption(name=one) for one in listed]


@pytest.fixture
def elections(context, led):
    """Give three elections of two colleges: B's two seats, the chair by weights, grades; half of each voted here."""

    def prepare(meeting):
        seats, chair, judged = meeting.resolutions
        college = context.session.scalars(select(College).where(College.key == "B")).one()
        own = {"electorate": Electorate.COLLEGE, "college": college}
        choose_voting(
            context,
            seats,
            NewVoting(method="core.approval", seats=2, options=names("Ada", "Bo", "Cy"), **own),
        )
        chair_voting = NewVoting(
            method="core.plurality",
            electorate=Electorate.WEIGHTED,
            options=names("Di", "Eve"),
            takes_blank=False,
        )
        choose_voting(context, chair, chair_voting)
        choose_voting(
            context, judged, NewVoting(method="core.majority_judgment", options=names("Fanch", "Gaïd"))
        )

    vote = led({"A": 6, "B": 6}, world={"kinds": (DecisionKind.ORDINARY,) * 3, "prepare": prepare})
    vote.make_keys().rehearse().open()
    for entry in vote.world.entries["A"][3:]:
        vote.vote(entry, [1, 0], *grades(1, 3))
    for entry in vote.world.entries["B"][3:]:
        vote.vote(entry, [0, 1, 0, 1], [0, 1], *grades(2, 2))
    papers.list_papers(vote.context, vote.id)
    return vote


ON_PAPER = (
    {"B": RoomRows(rows=((2, 2, 0),), papers=2, blank=1)},
    {"A": RoomRows(rows=((1, 2),), papers=3), "B": RoomRows(rows=((0, 2),), papers=2, void=1)},
    {
        "A": RoomRows(rows=((0, 0, 0, 0, 0, 3), (3, 0, 0, 0, 0, 0)), papers=3),
        "B": RoomRows(rows=((1, 0, 0, 0, 0, 1), (0, 2, 0, 0, 0, 0)), papers=2, blank=1),
    },
)


def forged(record, change):
    """Change a record and seal it anew, as whoever holds the machine could."""
    parts = json.loads(record.decode())
    change(parts["sections"])
    return write_record(parts["format"], parts["sections"])


def _one_seat(parts):
    parts["agenda"]["resolutions"][0]["voting"]["seats"] = 1


def _elect_bo(parts):
    parts["votes"][0]["elections"][0]["elected"] = [1, 2]


def _lower_floor(parts):
    parts["secret"][0]["floor"] = 2


FORGERIES = (
    (_one_seat, "seats, limits or other rules"),
    (_lower_floor, "seats, limits or other rules"),
    (_elect_bo, r"the count elects \[1, 3\]"),
)


def count_all(vote):
    for question, counted in zip(vote.now.vote.questions, ON_PAPER, strict=True):
        papers.count_election(vote.context, vote.id, question, counted)


def test_an_election_adds_what_is_on_paper_and_everyone_can_recount_it(elections, client, sign_in, clock):
    vote, session = elections, elections.context.session
    with pytest.raises(Refused, match="room_not_counted"):
        vote.close()
    count_all(vote)
    vote.close().decrypt(1, 2).publish()

    # by hand. Seats: Ada 3 from the site + 2, Bo 2, Cy 3. Chair: A gives Di 3 + 1 and Eve 2, B gives Eve 3 + 2.
    # Eve: 50 % x 2/6 + 50 %. Fanch has 1 four times, 2 three times, 6 four times: the middle of eleven is 2.
    # Gaïd has 1 three times, 2 five times, 3 three times: 2 as well. Fewer are above it (3 against 4), fewer below.
    seats, chair, judged = elected_in(session, vote.now.vote)
    assert (seats.names, seats.outcome.papers, seats.outcome.void) == (["Ada", "Cy"], 6, 0)
    assert [row[1] for row in seats.tally.figures[0].rows] == [5, 3, 2]
    assert seats.tally.figures[-1].rows[1:] == (("Ada", 3, 2), ("Bo", 0, 2), ("Cy", 3, 0))
    assert (chair.names, chair.outcome.papers, chair.outcome.void) == (["Eve"], 12, 1)
    assert judged.outcome.papers == 12
    assert judged.tally.figures[-1].rows == (("Fanch", 1, 1, 0, 0, 0, 0, 4), ("Gaïd", 1, 3, 2, 0, 0, 0, 0))
    assert [row[2:8] for row in judged.tally.figures[0].rows] == [(3, 5, 3, 0, 0, 0), (4, 3, 0, 0, 0, 4)]

    clock.move(minutes=5)
    close_assembly(vote.context, vote.world.assembly)
    record = record_of(vote.context, vote.world.assembly)
    said = list(verifier.verify(record))
    assert all(any(one.endswith(f"elected {name}.") for one in said) for name in ("Ada, Cy", "Eve", "Gaïd"))
    for change, found in FORGERIES:
        with pytest.raises(verifier.Broken, match=found):
            list(verifier.verify(forged(record, change)))

    minutes = establish_minutes(vote.context, vote.world.assembly)
    assert facts_of(session, minutes, None, "Europe/Paris", "").resolutions
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    results = client.get(f"/votes/{vote.now.vote_id}/results").text
    for words in ("Votes by origin", "Of these, counted on paper", "1 paper is void"):
        assert words in results
    assert "Ada 2, Bo 2, Cy 0" in client.get(f"/votes/{vote.now.vote_id}/board").text


def refuse_figures(vote):
    """Expect that figures no papers give, and few papers, are refused."""
    seats, chair, judged = vote.now.vote.questions
    for question, key, rows, code in (
        (seats, "A", RoomRows(rows=((1, 0, 0),), papers=1), "room_college"),
        (chair, "A", RoomRows(rows=((1, 1),), papers=2), "too_few_papers"),
        (judged, "B", RoomRows(rows=((4, 0, 0, 0, 0, 0),) * 2, papers=4), "room_too_many"),
    ):
        with pytest.raises((Refused, Invalid), match=code):
            papers.count_election(vote.context, vote.id, question, {key: rows})


COUNTED_LATE = (
    "INSERT INTO vote_room_count (session_id, question_id, at, sums, sequence, previous, digest) "
    "SELECT session_id, question_id, at, sums, 99, previous, digest FROM vote_room_count LIMIT 1"
)
KEPT = [
    ("UPDATE vote_room_list SET way = 'hands'", "written once"),
    ("DELETE FROM vote_room_right", "written once"),
    ("UPDATE vote_room_count SET sums = '{}'", "written once"),
    ("DELETE FROM vote_room_count", "written once"),
]


def _too_many(figures):
    figures["B"]["blank"] += 1


def _too_few(figures):
    figures["B"]["rows"], figures["B"]["papers"], figures["B"]["blank"] = [[1, 1, 0]], 1, 0


def _more_votes_than_papers(figures):
    figures["B"]["rows"][0][0] = 3


def _no_count(figures):
    figures["B"]["rows"][0][0] = -1


def _another_college(figures):
    figures["Z"] = figures.pop("B")


SPOILT = {
    _too_many: "more was counted",
    _too_few: "too few",
    _more_votes_than_papers: "no 2 papers give these votes",
    _no_count: "no counts",
    _another_college: "a college that there is not",
}


def refuse_spoilt(record):
    """Expect that the verifier refuses wrong papers of a resolution that was annulled since."""
    parts = json.loads(record.decode())["sections"]
    lines = [line["content"] for line in parts["votes"][0]["board"]["lines"]]
    (listed,) = (one["rights"] for one in lines if "room" in one)
    said = next(one for one in lines if "B" in one.get("counted", ()))
    for spoil, found in SPOILT.items():
        wrong = copy.deepcopy(said)
        spoil(wrong["counted"])
        with pytest.raises(verifier.Broken, match=found):
            verifier.check_room("here", parts, parts["votes"][0], wrong, verifier.Room(set(listed), {}))


@pytest.mark.both_databases
def test_wrong_figures_are_refused_and_an_annulled_vote_keeps_the_right_ones(
    elections, client, sign_in, let_through
):
    vote = elections
    refuse_figures(vote)
    count_all(vote)
    assert let_through(KEPT) == []
    ending.annul(vote.context, vote.id, "L’urne a été renversée.")
    assert vote.now.vote.questions == []
    assert let_through([*KEPT, (COUNTED_LATE, "a closed vote takes no ballot")]) == []
    assert len(resolutions_to_vote(vote.context.session, vote.world.assembly.id)) == 3
    close_assembly(vote.context, vote.world.assembly)
    record = record_of(vote.context, vote.world.assembly)
    assert any("rules and encrypted sums hold" in one for one in verifier.verify(record))
    refuse_spoilt(record)
    with pytest.raises(verifier.Broken, match="seats, limits or other rules"):
        list(verifier.verify(forged(record, _one_seat)))
    vote.context.session.commit()
    sign_in("staff")
    assert client.get(f"/votes/{vote.now.vote_id}/board").status_code == 200


MARKS = (Ask(answers=("Ada", "Bo"), least=1, most=2, takes_blank=False),)
GRADED = tuple(Ask(answers=("+", "=", "-"), about=number) for number in (1, 2))


@pytest.mark.parametrize(
    ("asks", "rows", "code"),
    [
        (MARKS, RoomRows(rows=((3, 2),), papers=3), None),
        (MARKS, RoomRows(rows=((4, 0),), papers=3), "room_marks"),
        (MARKS, RoomRows(rows=((1, 1),), papers=3), "room_sum"),
        (MARKS, RoomRows(rows=((2, 1),), papers=3, blank=1), "room_no_blank"),
        (MARKS, RoomRows(rows=((-1, 1),), papers=1), "room_negative"),
        (MARKS, RoomRows(rows=((1, 1, 1),), papers=3), "no_option"),
        (GRADED, RoomRows(rows=((1, 1, 1), (3, 0, 0)), papers=3, blank=1, void=1), None),
        (GRADED, RoomRows(rows=((1, 1, 1), (2, 0, 0)), papers=3), "room_grades"),
    ],
)
def test_so_many_papers_give_so_many_votes(asks, rows, code):
    if code is None:
        check_room_rows(asks, {"A": rows}, {"A": 5})
        return
    with pytest.raises(Invalid, match=code):
        check_room_rows(asks, {"A": rows}, {"A": 5})
