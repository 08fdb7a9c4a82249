"""An assembly that elects: each college its own seats, all by weights, beside a text; recounted offline."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from collegial.actors.models import ActorKind
from collegial.actors.services.adding import add_actor
from collegial.assemblies.models import Electorate, Voting
from collegial.assemblies.services.conducting import close_assembly, declare_inquorate
from collegial.assemblies.services.corresponding import send_form
from collegial.assemblies.services.preparing import convene_again
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.decisions.models import Decision
from collegial.decisions.seats import seats_of
from collegial.groups.models import GroupKind, GroupMembership
from collegial.groups.services import create_group, end_of_term, take_seat
from collegial.kernel.errors import Invalid, Refused
from collegial.minutes.services import establish_minutes
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened, statutes_document
from collegial.votes import queries
from collegial.votes.api import election_rows, write_election
from collegial.votes.electing import elected_in
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_next_vote, open_vote

SIZES = {"A": 2, "B": 9, "C": 3, "D": 2}
# Two seats among nine papers: the quota is 9 // 3 + 1 = 4. Ada has 5 and is elected; her one vote too many goes on
# from five papers at 1/5 each, four of them to Camille: 2 + 4/5. Blaise has 2 + 1/5 and is excluded.
IN_COLLEGE_B = ["1>3"] * 4 + ["1>2"] + ["2"] * 2 + ["3"] * 2
# Marks by college, each of all its papers: weights 40, 25, 25 and 10 hundredths. Denis: 2/5 + 1/4 x 3/9 = 29/60.
# Eve: 1/4 x 6/9 + 1/4 + 1/10 = 31/60.
BY_WEIGHT = {"A": ["1", "1"], "B": ["1"] * 3 + ["2"] * 6, "C": ["2"] * 3, "D": ["2"] * 2}


def named(*names):
    return [NewOption(name=one) for one in names]


def with_board():
    """Return statutes that reserve seats on the board to two colleges, for three years."""
    document = statutes_document(board={"term_years": 3})
    document["colleges"][0]["board_seats"], document["colleges"][1]["board_seats"] = 1, 2
    return document


def elections(context):
    """Return what prepares two elections beside the first resolution, a text."""

    def prepare(meeting):
        _text, seats, chair = meeting.resolutions
        college = context.session.scalars(select(College).where(College.key == "B")).one()
        board = create_group(context, key="board", name="Conseil", kind=GroupKind.BOARD)
        add_actor(context, kind=ActorKind.PERSON, name="Camille")
        choose_voting(context, seats, NewVoting(
            method="core.scottish_stv", seats=2, electorate=Electorate.COLLEGE, college=college, group=board,
            options=named("Ada", "Blaise", "Camille"),
        ))  # fmt: skip
        choose_voting(context, chair, NewVoting(
            method="core.plurality", electorate=Electorate.WEIGHTED, options=named("Denis", "Eve"),
        ))  # fmt: skip

    return prepare


@pytest.fixture
def world(context):
    world = convened(
        context, SIZES, kinds=(DecisionKind.ORDINARY,) * 3, prepare=elections(context), document=with_board()
    )
    world.arrive(*(entry for many in world.entries.values() for entry in many))
    world.open()
    return world


@pytest.fixture
def vote(world):
    return open_vote(world.context, world.assembly, world.assembly.resolutions)


def test_elections_are_held_while_a_text_waits_for_its_quorum(context):
    kinds = (DecisionKind.EXTRAORDINARY, DecisionKind.ORDINARY, DecisionKind.ORDINARY)
    sizes = {"A": 10, "B": 10}  # ordinary: 1/5, so 4; extraordinary: 1/4, so 5
    world = convened(context, sizes, kinds=kinds, prepare=elections(context), document=with_board())
    world.arrive(*world.entries["A"][:2], *world.entries["B"][:2])
    world.open()

    assert [one.resolution.number for one in open_next_vote(context, world.assembly).questions] == [2, 3]


def ask(vote, college, place):
    """Return the paper of a right: the text, the seats of its college, the chair by weight."""
    first, seats, chair = [one.id for one in vote.questions]
    paper = {first: Choice.FOR, chair: BY_WEIGHT[college][place]}
    return paper | {seats: IN_COLLEGE_B[place]} if college == "B" else paper


def cast_all(world, vote):
    for college, entries in world.entries.items():
        for place, entry in enumerate(entries):
            cast_vote(world.member(entry), vote.id, world.own(entry), ask(vote, college, place))


@pytest.fixture
def counted(world, vote, clock):
    cast_all(world, vote)
    close_vote(world.context, vote.id)
    clock.move(minutes=5)
    close_assembly(world.context, world.assembly)
    return world


@pytest.mark.both_databases
def test_each_electorate_elects_its_own_and_the_count_is_the_one_by_hand(counted, vote, session):
    seats, chair = elected_in(session, vote)

    assert seats.names == ["Ada", "Camille"]
    assert (seats.outcome.members, seats.outcome.attending, seats.outcome.papers) == (9, 9, 9)
    assert seats.tally.figures[0].rows[2][:3] == ("Camille", 2, Decimal("2.8"))
    assert chair.names == ["Eve"]
    assert [row[-2] for row in chair.tally.figures[0].rows] == ["31/60", "29/60"]
    assert queries.verify_board(session, vote) is None
    entered = session.scalars(select(Decision).order_by(Decision.number)).all()
    assert [one.title for one in entered] == ["Résolution 1", "Résolution 2", "Résolution 3"]
    told = seats_of(entered[1].elected)
    assert (told.seats, told.college, told.group) == (2, chosen_college(session), "Conseil")
    assert [(one.name, one.votes) for one in told.people] == [
        ("Ada", Decimal(5)),
        ("Camille", Decimal("2.8")),
    ]
    assert [(one.name, one.votes) for one in seats_of(entered[2].elected).people] == [("Eve", "31/60")]
    seated = session.scalars(select(GroupMembership)).all()
    assert [one.actor.name for one in seated] == ["Camille"]  # nobody in the directory is called Ada
    assert seated[0].term_ends_on == end_of_term(seated[0].starts_on, 3)
    take_seat(
        counted.context, seated[0].group, seated[0].actor, on=date(2028, 1, 1), term_ends_on=date(2031, 1, 1)
    )
    assert seated[0].term_ends_on == date(2031, 1, 1), "elected again: the same seat, a new term"
    assert end_of_term(date(2028, 2, 29), 3) == date(2031, 2, 28)
    read = write_election(session.scalars(election_rows(session, counted.context.by)).first())
    assert [(one.name, one.votes) for one in read.elected] == [("Ada", "5"), ("Camille", "2.8")]


def chosen_college(session):
    return session.scalars(select(College.name).where(College.key == "B")).one()


def test_a_college_is_asked_its_own_questions_and_no_others(world, vote):
    entry = world.entries["A"][0]
    stranger = ask(vote, "A", 0) | {vote.questions[1].id: "1>3"}

    with pytest.raises(Invalid, match=r"votes\.incomplete"):
        cast_vote(world.member(entry), vote.id, world.own(entry), stranger)
    cast_vote(world.member(entry), vote.id, world.own(entry), ask(vote, "A", 0))


@pytest.mark.parametrize("choice", ["1>1", "4", "1,2", "", "1=2", "01", "blank ", "1>>2", "1>2>3>1"])
def test_a_text_that_is_no_paper_of_the_method_is_refused(world, vote, choice):
    entry = world.entries["B"][0]
    paper = ask(vote, "B", 0) | {vote.questions[1].id: choice}

    with pytest.raises(Invalid, match=r"votes\.unknown_choice"):
        cast_vote(world.member(entry), vote.id, world.own(entry), paper)


def test_another_college_has_no_part_in_a_vote_of_one_college(world):
    vote = open_vote(world.context, world.assembly, [world.assembly.resolutions[1]])
    entry = world.entries["A"][0]

    with pytest.raises(Refused, match=r"votes\.not_asked"):
        cast_vote(world.member(entry), vote.id, world.own(entry), {})


def test_a_vote_whose_method_is_gone_is_not_opened_and_names_the_module(context):
    def prepare(meeting):
        elections(context)(meeting)
        context.session.execute(update(Voting).values(method="gone.way"))
        context.session.expire_all()

    world = convened(context, SIZES, kinds=(DecisionKind.ORDINARY,) * 3, prepare=prepare)
    world.arrive(*world.entries["B"], *world.entries["C"])
    world.open()

    with pytest.raises(Refused, match="“gone” is not available"):
        open_vote(context, world.assembly, world.assembly.resolutions)


def test_a_form_of_vote_by_correspondence_is_blank_in_an_election(context, clock):
    document = statutes_document(correspondence={"paper_days": 3, "online_hour": 15, "on_arrival": "bound"})
    world = convened(
        context, SIZES, kinds=(DecisionKind.ORDINARY,) * 3, prepare=elections(context), document=document
    )
    clock.move(days=-5)
    first, seats, _chair = [one.id for one in world.assembly.resolutions]
    absent = [world.entries["B"][0], world.entries["A"][0]]
    for entry in absent:
        with pytest.raises(Invalid, match=r"correspondence\.(not_asked|unknown_answer)"):
            send_form(world.member(entry), entry, {seats: Choice.FOR})
        send_form(world.member(entry), entry, {first: Choice.FOR})
    clock.move(days=5)
    world.arrive(*world.entries["B"][1:], *world.entries["C"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    close_vote(context, vote.id)
    other = world.assembly
    clock.move(minutes=5)
    close_assembly(context, other)

    lines = queries.board(context.session, vote.id)
    said = {line.sign_off.giver_id: list(line.choices.values()) for line in lines}
    assert said == {absent[0].id: ["for", "blank", "blank"], absent[1].id: ["for", "blank"]}
    assert any("elected nobody" in one for one in verifier.verify(record_of(context, other)))


def test_a_second_convocation_elects_as_the_first_would_have(context, clock):
    first = convened(context, SIZES, kinds=(DecisionKind.ORDINARY,) * 3, prepare=elections(context))
    first.open()
    declare_inquorate(context, first.assembly)
    second = convene_again(context, first.assembly, starts_at=clock.now() + timedelta(days=20))

    before, after = ([one.voting for one in each.resolutions] for each in (first.assembly, second))
    assert after[0] is None
    for old, new in zip(before[1:], after[1:], strict=True):
        assert (new.method, new.seats, new.college_id, new.ties) == (
            old.method, old.seats, old.college_id, old.ties,
        )  # fmt: skip
        assert [one.name for one in new.options] == [one.name for one in old.options]


def test_a_vote_is_counted_under_no_other_revision_than_it_was_opened_with(world, vote, lift_guards):
    lift_guards()
    cast_all(world, vote)
    vote.questions[1].method_revision = 7

    with pytest.raises(Refused, match=r"votes\.method_changed"):
        close_vote(world.context, vote.id)


REWRITES = [
    ("UPDATE resolution_option SET name = 'other'", "convened text"),
    ("DELETE FROM resolution_option", "convened text"),
    ("UPDATE resolution_voting SET seats = 1", "convened text"),
    (
        (
            "INSERT INTO resolution_option (resolution_id, number, name, statement) "
            "SELECT resolution_id, 99, 'more', '' FROM resolution_voting"
        ),
        "convened text",
    ),
    ("UPDATE vote_election SET elected = '[2]'", "written once"),
]


@pytest.mark.both_databases
def test_the_list_and_the_result_cannot_be_rewritten(counted, session):
    for statement, reason in REWRITES:
        with pytest.raises(DatabaseError, match=reason), session.begin_nested():
            session.execute(text(statement))


def test_the_record_recounts_every_election_offline(counted):
    said = list(verifier.verify(record_of(counted.context, counted.assembly)))

    assert "Resolution 2, “Résolution 2”: elected Ada, Camille." in said
    assert "Resolution 3, “Résolution 3”: elected Eve." in said


def forge(record, change):
    """Change a record and seal it anew, as whoever holds the machine could."""
    parts = json.loads(record.decode())
    change(parts["sections"])
    return write_record(parts["format"], parts["sections"])


def _elect_blaise(parts):
    parts["votes"][0]["elections"][0]["elected"] = [1, 2]


def _one_seat_less(parts):
    parts["agenda"]["resolutions"][1]["voting"]["seats"] = 1


def _another_college(parts):
    parts["agenda"]["resolutions"][1]["voting"]["college"] = "A"


def _another_method(parts):
    parts["agenda"]["resolutions"][1]["voting"]["method"] = "core.schulze"


def _names_swapped(parts):
    options = parts["agenda"]["resolutions"][1]["voting"]["options"]
    options[0]["name"], options[1]["name"] = options[1]["name"], options[0]["name"]


def _an_own_method(parts):
    parts["agenda"]["resolutions"][1]["voting"]["method"] = "thanks.way"
    parts["votes"][0]["questions"][1]["method"] = "thanks.way"


FORGERIES = [
    (_names_swapped, "not those of the opening"),
    (_elect_blaise, "vote 1, question 2: the count elects [1, 3], and [1, 2] were sealed"),
    (_one_seat_less, "vote 1, question 2: the count elects [1]"),
    (_another_college, "it does not answer each question once"),
    (_another_method, "vote 1, question 2: it was voted by another method"),
]


def test_the_verifier_names_what_does_not_hold(counted):
    record = record_of(counted.context, counted.assembly)
    for change, found in FORGERIES:
        with pytest.raises(verifier.Broken) as caught:
            list(verifier.verify(forge(record, change)))
        assert found in str(caught.value)


def test_the_verifier_says_plainly_which_method_it_does_not_know(counted, monkeypatch):
    opened = lambda replay, said: replay.open.add(said["vote"])  # noqa: E731 (as if it had been opened so)
    monkeypatch.setattr(verifier.Replay, "check_opening", opened)
    said = list(verifier.verify(forge(record_of(counted.context, counted.assembly), _an_own_method)))

    assert any("NOT VERIFIED" in one and "thanks.way" in one for one in said)


def test_the_pages_and_the_minutes_tell_the_whole_count(counted, vote, client, sign_in, session):
    establish_minutes(counted.context, counted.assembly)
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")

    results = client.get(f"/votes/{vote.id}/results").text
    board = client.get(f"/votes/{vote.id}/board").text
    minutes = client.get(f"/minutes/assembly/{counted.assembly.id}.pdf")

    for words in (
        "2 seats filled",
        "The quota is 4 votes",
        "Stage 3: Blaise excluded",
        ">Stage 3</th>",
        "31/60",
        "Every step",
    ):
        assert words in results
    assert "1. Ada · 2. Camille" in " ".join(board.split())
    register = client.get("/decisions/2").text
    assert "2 of 2 seats filled" in register
    assert "Camille" in client.get("/decisions/").text
    assert minutes.status_code == 200
    assert minutes.mimetype == "application/pdf"
