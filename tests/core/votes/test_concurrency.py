"""Many hands at once: what was acknowledged is stored, once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select

from collegial.assemblies.models import AttendanceMode, Mandate, RollEntry
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.attending import hold
from collegial.assemblies.services.attending import check_in
from collegial.assemblies.services.proxies import accept_by_use, give_proxy, revoke_proxy
from collegial.journal.queries import verify as verify_journal
from collegial.kernel.errors import Refused
from collegial.kernel.permissions import Viewer
from collegial.testing.factories import MEMBER_RIGHTS, convened
from collegial.votes import queries
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import Ballot, Choice, Outcome, RoomRight, RoomWay, SignOff
from collegial.votes.services import Cast, cast_vote, cast_votes, close_vote, open_vote
from collegial.votes.services.room import open_room

pytestmark = pytest.mark.both_databases

HANDS = 8


@pytest.fixture
def held(program, context, session):
    """Give the numbers of an open vote, its questions, and the mandates of those who attend; committed."""
    world = convened(context, {"A": 8, "B": 8, "C": 8})
    world.arrive(*(entry for college in world.entries.values() for entry in college))
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    mandates = [
        (world.own(entry).id, entry.voter_id) for college in world.entries.values() for entry in college
    ]
    questions = [question.id for question in vote.questions]
    session.commit()
    return vote.id, questions, mandates


def cast_apart(program, vote_id, questions, mandate_id, voter_id, choice=Choice.FOR):
    """Cast as a request does, alone or with those that come then; return the receipt or the refusal's code."""
    viewer = Viewer(name="", account_id=None, actor_id=voter_id, grants=MEMBER_RIGHTS)
    choices = dict.fromkeys(questions, choice)
    try:
        return cast_gathered(
            program, vote_id, Cast(by=viewer, mandate_id=mandate_id, read=lambda _asks: choices)
        )
    except Refused as refusal:
        return refusal.code


def test_two_hundred_clicks_make_one_ballot_and_one_receipt(program, held):
    vote_id, questions, [(mandate_id, voter_id), *_] = held

    with ThreadPoolExecutor(HANDS) as hands:
        work = [
            hands.submit(cast_apart, program, vote_id, questions, mandate_id, voter_id) for _ in range(200)
        ]
        receipts = {one.result() for one in work}

    assert len(receipts) == 1
    with program.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignOff)) == 1
        assert session.scalar(select(func.count()).select_from(Ballot)) == len(questions)


def test_what_is_acknowledged_while_the_vote_closes_is_on_the_board(program, held, context):
    vote_id, questions, mandates = held

    def close():
        with program.database.unit_of_work() as session:
            close_vote(program.context(session, context.by), vote_id)
        return "closed"

    with ThreadPoolExecutor(HANDS) as hands:
        half = len(mandates) // 2
        work = [hands.submit(cast_apart, program, vote_id, questions, *one) for one in mandates[:half]]
        work.append(hands.submit(close))
        work += [hands.submit(cast_apart, program, vote_id, questions, *one) for one in mandates[half:]]
        answers = [one.result() for one in work]

    receipts = {answer for answer in answers if len(answer) == 64}
    assert set(answers) <= receipts | {"closed", "votes.closed"}
    with program.database.reading() as session:
        vote = queries.vote_session(session, vote_id)
        assert set(session.scalars(select(SignOff.digest))) == receipts
        assert queries.verify_board(session, vote) is None
        assert verify_journal(session) is None
        outcome = next(iter(queries.outcomes(session, vote_id).values()))
        assert sum(one["for_"] for one in outcome.sums) == len(receipts)


def test_the_cap_on_proxies_holds_when_many_are_given_at_once(program, context, session):
    world = convened(context, {"A": 8, "B": 8, "C": 8})
    holder, givers = world.entries["A"][0].id, [entry.id for entry in world.entries["B"]]
    session.commit()

    def give(giver_id):
        try:
            with program.database.unit_of_work() as own:
                giver, held_by = own.get_one(RollEntry, giver_id), own.get_one(RollEntry, holder)
                give_proxy(program.context(own, context.by), giver, held_by)
        except Refused as refusal:
            return refusal.code
        return "given"

    with ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(give, givers))

    assert answers.count("given") == 2
    assert set(answers) == {"given", "proxy.cap"}
    with program.database.reading() as own:
        live = select(func.count()).where(Mandate.holder_id == holder, Mandate.slot.is_not(None))
        assert own.scalar(live) == 2


@pytest.mark.both_databases("postgresql")  # on SQLite whoever reads in order to write is alone
def test_a_proxy_that_ended_since_it_was_read_is_not_used(program, context, session):
    world = convened(context, {"A": 4, "B": 4, "C": 4})
    giver, holder = world.entries["A"][0], world.entries["A"][1]
    given = give_proxy(context, giver, holder).id
    world.arrive(holder, *world.entries["B"], *world.entries["C"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    choices = {question.id: Choice.FOR for question in vote.questions}
    session.commit()

    with program.database.unit_of_work() as mine:
        proxy = mine.get_one(Mandate, given)
        assert proxy.revoked_at is None
        with program.database.unit_of_work() as other:
            revoke_proxy(program.context(other, context.by), other.get_one(RollEntry, giver.id))
        with pytest.raises(Refused, match=r"votes\.proxy_ended"):
            cast_vote(program.context(mine, context.by), vote.id, proxy, choices)


@pytest.mark.both_databases("postgresql")
def test_who_takes_a_proxy_back_waits_for_its_use_and_neither_fails(program, context, session):
    world = convened(context, {"A": 4, "B": 4, "C": 4})
    giver, holder = world.entries["A"][1], world.entries["A"][0]
    given = give_proxy(context, giver, holder).id
    session.commit()

    def take_back():
        with program.database.unit_of_work() as other:
            revoke_proxy(program.context(other, context.by), other.get_one(RollEntry, giver.id))

    with ThreadPoolExecutor(1) as hand:
        with program.database.unit_of_work() as mine:
            hold(mine, giver.id, holder.id)  # as a cast does, before it notes the first use
            waiting = hand.submit(take_back)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            accept_by_use(program.context(mine, context.by), [(context.by, mine.get_one(Mandate, given))])
        waiting.result(10)
    with program.database.reading() as own:
        assert own.get_one(Mandate, given).revoked_at is not None


@pytest.fixture
def lent(context, session):
    """Give acts on an open vote: its holder votes for by a proxy, its giver comes in after all and votes against."""
    world = convened(context, {"A": 4, "B": 4, "C": 4})
    giver, holder = world.entries["A"][:2]
    given, own = give_proxy(context, giver, holder).id, world.own(giver).id
    world.arrive(holder, *world.entries["B"], *world.entries["C"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    asked, vote_id, number = [one.id for one in vote.questions], vote.id, giver.id
    session.commit()

    def by_proxy(own_context):
        mandate = own_context.session.get_one(Mandate, given)
        cast_vote(own_context, vote_id, mandate, dict.fromkeys(asked, Choice.FOR))

    def in_person(own_context):
        entry = own_context.session.get_one(RollEntry, number)
        check_in(own_context, entry, mode=AttendanceMode.ROOM)  # which takes the proxy back
        mandate = own_context.session.get_one(Mandate, own)
        cast_vote(own_context, vote_id, mandate, dict.fromkeys(asked, Choice.AGAINST))

    return vote_id, by_proxy, in_person


def test_of_a_proxy_and_its_giver_who_came_back_the_first_is_counted(program, lent, at_once):
    vote_id, by_proxy, in_person = lent

    assert at_once(by_proxy, in_person) == ("done", "votes.already_voted")
    assert at_once(lambda context: close_vote(context, vote_id)) == "done"
    with program.database.reading() as session:
        (outcome,) = session.scalars(select(Outcome))
        assert sum(one["for_"] for one in outcome.sums) == 1
        assert sum(one["against"] for one in outcome.sums) == 0


def test_a_proxy_whose_giver_came_back_and_votes_is_not_counted(program, lent, at_once):
    vote_id, by_proxy, in_person = lent

    assert at_once(in_person, by_proxy) == ("done", "votes.proxy_ended")
    assert at_once(lambda context: close_vote(context, vote_id)) == "done"
    with program.database.reading() as session:
        (outcome,) = session.scalars(select(Outcome))
        assert sum(one["for_"] for one in outcome.sums) == 0
        assert sum(one["against"] for one in outcome.sums) == 1


def test_who_sends_a_vote_again_gets_its_receipt_though_the_proxy_has_ended(context):
    world = convened(context, {"A": 4, "B": 4, "C": 4})
    giver, holder = world.entries["A"][:2]
    proxy = give_proxy(context, giver, holder)
    world.arrive(holder, *world.entries["B"], *world.entries["C"])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    favoured, opposed = (
        {one.id: choice for one in vote.questions} for choice in (Choice.FOR, Choice.AGAINST)
    )
    receipt = cast_vote(context, vote.id, proxy, favoured).digest
    revoke_proxy(context, giver)

    assert cast_vote(context, vote.id, proxy, favoured).digest == receipt
    with pytest.raises(Refused, match=r"votes\.proxy_ended"):
        cast_vote(context, vote.id, proxy, opposed)


def test_two_hands_that_open_the_vote_open_it_once(program, context, session):
    world = convened(context, {"A": 4, "B": 4, "C": 4})
    world.arrive(*world.entries["A"])
    world.open()
    number = world.assembly.id
    session.commit()

    def open_it(_hand):
        try:
            with program.database.unit_of_work() as own:
                meeting = meetings.assembly(own, number)
                open_vote(program.context(own, context.by), meeting, queries.resolutions_to_vote(own, number))
        except Refused as refusal:
            return refusal.code
        return "opened"

    with ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(open_it, range(HANDS)))

    assert answers.count("opened") == 1
    assert set(answers) == {"opened", "votes.already_open"}


def test_a_right_votes_online_or_in_the_room_never_both_however_they_race(program, held, context):
    vote_id, questions, mandates = held

    def list_the_room():
        try:
            with program.database.unit_of_work() as session:
                open_room(program.context(session, context.by), vote_id, RoomWay.HANDS)
        except Refused as refusal:
            return refusal.code
        return "listed"

    with ThreadPoolExecutor(HANDS) as hands:
        half = len(mandates) // 2
        work = [hands.submit(cast_apart, program, vote_id, questions, *one) for one in mandates[:half]]
        work.append(hands.submit(list_the_room))
        work += [hands.submit(cast_apart, program, vote_id, questions, *one) for one in mandates[half:]]
        answers = [one.result() for one in work]

    with program.database.reading() as session:
        online = set(session.scalars(select(SignOff.giver_id)))
        room = set(session.scalars(select(RoomRight.entry_id)))
    assert ("listed" in answers) == bool(room)
    assert room or "votes.nobody_in_room" in answers  # where all had voted before
    assert len(online) + len(room) == len(mandates)
    assert online & room == set()


def test_many_are_cast_in_as_many_statements_as_one_and_a_refusal_hinders_nobody(program, held, context):
    vote_id, questions, mandates = held
    said = []
    event.listen(program.database.engine, "before_cursor_execute", lambda *told: said.append(told[2]))

    def cast(rights, by):
        said.clear()
        choices = dict.fromkeys(questions, Choice.FOR)
        papers = [Cast(by=by(voter), mandate_id=one, read=lambda _asks: choices) for one, voter in rights]
        with program.database.unit_of_work() as session:
            done = cast_votes(program.context(session, context.by), vote_id, lambda: papers)
        return [getattr(one, "code", "cast") for one in done], len(said)

    def member(actor_id):
        return Viewer(name="", account_id=None, actor_id=actor_id, grants=MEMBER_RIGHTS)

    alone, statements = cast(mandates[:1], member)
    together, for_many = cast([*mandates[1:20], mandates[1], (mandates[20][0], mandates[1][1])], member)

    def unreadable(_asks):
        raise KeyError("a paper that its method cannot read")

    broken = Cast(by=member(mandates[20][1]), mandate_id=mandates[20][0], read=unreadable)
    whole = Cast(
        by=member(mandates[21][1]),
        mandate_id=mandates[21][0],
        read=lambda _asks: dict.fromkeys(questions, Choice.FOR),
    )
    with program.database.unit_of_work() as session:
        failed, taken = cast_votes(program.context(session, context.by), vote_id, lambda: [broken, whole])
    assert (type(failed), taken.mandate_id) == (KeyError, mandates[21][0])

    assert alone == ["cast"]
    assert together == ["cast"] * 20 + ["votes.not_yours"]
    assert for_many == statements
    with program.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignOff)) == 21
        assert queries.verify_board(session, queries.vote_session(session, vote_id)) is None
        assert verify_journal(session) is None
