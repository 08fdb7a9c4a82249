"""The demonstration's assembly, from the convocation to the minutes; its result was computed by hand."""

import io
import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from pypdf import PdfReader
from sqlalchemy import func, make_url, select

from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    AttendanceMode,
    Mandate,
    MandateKind,
    RollEntry,
)
from collegial.assemblies.queries.attending import attendance_by_college, entries_named, quorum_of
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.queries.preparing import readiness
from collegial.assemblies.services.attending import check_in, check_out
from collegial.assemblies.services.conducting import close_assembly, open_assembly
from collegial.decisions.models import Decision, FollowUpState
from collegial.demo.feature import page_slots
from collegial.demo.loading import load_demo
from collegial.demo.rehearsal import awaits_members, cast_their_votes, fill_the_room
from collegial.groups.queries import group_by_key, members_on
from collegial.hosting.activation import active_names
from collegial.inviting.queries import without_representative
from collegial.journal.queries import verify as verify_journal
from collegial.kernel.outbox import OutboxMessage
from collegial.membership.models import Member
from collegial.minutes.services import establish_minutes
from collegial.statutes.rules import Carry, DecisionKind
from collegial.votes.electing import elected_in
from collegial.votes.queries import resolutions_to_vote, verify_board
from collegial.votes.results import results_of
from collegial.votes.services import close_vote, open_vote
from collegial.votes.trying import Trial

ZONE = "Europe/Paris"
pytestmark = pytest.mark.xdist_group("whole assembly")  # that share what was loaded

# By hand, for each resolution: college by college, votes for over votes cast, times the weight.
PROPORTIONAL = {
    1: Fraction(2, 5) * Fraction(12, 13) + Fraction(1, 4) * Fraction(150, 200)
       + Fraction(1, 4) * Fraction(48, 72) + Fraction(1, 10) * Fraction(70, 100),
    2: Fraction(2, 5) * Fraction(7, 13) + Fraction(1, 4) * Fraction(60, 200)
       + Fraction(1, 4) * Fraction(37, 72) + Fraction(1, 10) * Fraction(10, 100),
    3: Fraction(2, 5) * Fraction(6, 13) + Fraction(1, 4) * Fraction(190, 200)
       + Fraction(1, 4) * Fraction(35, 72) + Fraction(1, 10) * Fraction(90, 100),
}  # fmt: skip
# By hand: resolution 1 wins every college; 2 wins A and C; 3 wins B and D.
MAJORITY = {1: Fraction(1), 2: Fraction(65, 100), 3: Fraction(35, 100)}
# Resolution 1 needs at least 2/3, the others more than 1/2.
ADOPTED = {Carry.PROPORTIONAL: [True, False, True], Carry.MAJORITY: [True, True, False]}


@pytest.fixture(scope="session")  # second databases come later, with other modules in between
def copies(tmp_path_factory):
    """Give a folder for what was loaded: that takes as long as an assembly."""
    return tmp_path_factory.mktemp("loaded")


@pytest.fixture
def loaded(app, program, clock, database_kind, copies):
    """Give the demonstration, loaded once into SQLite's file."""
    kept, file = copies / "loaded.db", make_url(program.settings.database_url).database
    if database_kind == "sqlite" and kept.exists():
        program.database.close()
        shutil.copy(kept, file)
        return program
    with app.test_request_context():
        list(load_demo(program))
    if database_kind == "sqlite":
        program.database.close()
        shutil.copy(file, kept)
    return program


@pytest.fixture
def meeting(loaded, session):
    return session.get_one(Assembly, 1)


@pytest.mark.both_databases("sqlite")
def test_the_cooperative_is_the_one_of_the_study(loaded, session, meeting):
    assert session.scalar(select(func.count()).select_from(Member)) == 871
    rules = rules_for(session, meeting, ZONE)
    attendance = attendance_by_college(session, meeting, rules)
    assert [(one.key, one.weight, one.members) for one in attendance] == [
        ("A", Fraction(2, 5), 16), ("B", Fraction(1, 4), 457), ("C", Fraction(1, 4), 146), ("D", Fraction(1, 10), 252),
    ]  # fmt: skip
    assert meeting.state is AssemblyState.CONVENED
    assert len(meeting.resolutions) == 4
    assert active_names(session) == set(loaded.host.loaded)
    assert meeting.convened_at <= meeting.starts_at - timedelta(days=20)
    assert session.scalar(select(func.count()).where(RollEntry.assembly_id == 1)) == 871
    assert verify_journal(session) is None


@pytest.mark.both_databases("sqlite")
def test_a_handful_of_organisations_has_nobody_who_votes_for_it(loaded, session, meeting):
    unheard = without_representative(session, meeting.starts_at.date())

    assert len(unheard) == readiness(session, meeting, ZONE, meeting.starts_at).unheard == 4


@pytest.mark.both_databases("sqlite")
def test_who_comes_first_is_told_of_what_is_news_alone(loaded, session):
    promised = set(
        session.scalars(select(OutboxMessage.task).where(OutboxMessage.task.startswith("notices.")))
    )

    assert {".".join(one.split(".")[1:3]) for one in promised} == {
        "assemblies.convened", "calling_off.called_off", "joining.confirmed", "proposals.withdrawn",
    }  # fmt: skip


@pytest.mark.both_databases
def test_the_whole_assembly_equals_the_count_by_hand(loaded, session, context, meeting):
    assert awaits_members(session, meeting.id)
    fill_the_room(context, meeting)
    fill_the_room(context, meeting)  # the invented members take part once
    assert not awaits_members(session, meeting.id)
    open_assembly(
        context, meeting, chair="Awena Lanvoël", scrutineers="Un, Deux", secretary="Samuel Tregoarn"
    )
    # 14 + 190 + 30 by proxy + 80 + 110
    ordinary = quorum_of(context, meeting, DecisionKind.ORDINARY)
    assert (ordinary.count, ordinary.needed, ordinary.reached) == (424, 175, True)
    assert quorum_of(context, meeting, DecisionKind.EXTRAORDINARY).needed == 218

    vote = open_vote(context, meeting, resolutions_to_vote(session, meeting.id))
    cast_their_votes(context, vote)
    close_vote(context, vote.id)

    decided = results_of(session, vote, ZONE)
    assert {one.question.resolution.number: one.result.for_share for one in decided} == PROPORTIONAL
    assert [one.result.adopted for one in decided] == ADOPTED[Carry.PROPORTIONAL]
    assert [one.outcome.adopted for one in decided] == ADOPTED[Carry.PROPORTIONAL]
    trial = results_of(session, vote, ZONE, Trial(carry=Carry.MAJORITY))
    assert {one.question.resolution.number: one.result.for_share for one in trial} == MAJORITY
    assert [one.result.adopted for one in trial] == ADOPTED[Carry.MAJORITY]
    assert verify_board(session, vote) is None
    assert verify_journal(session) is None
    assert_college_d_elected_its_three(session, vote)


@pytest.mark.both_databases("sqlite")
def test_the_invented_members_join_those_who_came_through_the_desk(loaded, session, context, meeting):
    for number in (414, 803):
        check_in(context, *entries_named(session, meeting.id, str(number)), mode=AttendanceMode.ROOM)
    (gone,) = entries_named(session, meeting.id, "415")
    check_in(context, gone, mode=AttendanceMode.ROOM)
    check_out(context, gone)

    fill_the_room(context, meeting)

    proxies = select(func.count()).where(Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None))
    assert quorum_of(context, meeting, DecisionKind.ORDINARY).count == 424 - 1  # who left stays away
    assert session.scalar(proxies) == 30
    assert not awaits_members(session, meeting.id)


@pytest.mark.both_databases("sqlite")
def test_the_invented_members_are_asked_in_on_the_day_alone(loaded, session, app, meeting):
    object.__setattr__(loaded, "settings", replace(loaded.settings, demo=True))
    offered = []
    with app.app_context():
        for days in (0, 1):
            meeting.starts_at += timedelta(days=days)
            (slot,) = page_slots(session, "assembly.main", meeting.id)
            offered.append(slot.context["awaits_members"])
    assert offered == [True, False]


@pytest.mark.both_databases("sqlite")
def test_those_elected_take_the_seats_that_the_board_has_left(loaded, session, context, meeting):
    board = group_by_key(session, "board")
    assert len(members_on(session, board.id, context.today)) == 3 + 3 + 2
    election = meeting.resolutions[-1].voting
    assert all(one.candidacy for one in election.options), "a candidate is not in the directory"

    fill_the_room(context, meeting)
    open_assembly(
        context, meeting, chair="Awena Lanvoël", scrutineers="Un, Deux", secretary="Samuel Tregoarn"
    )
    vote = open_vote(context, meeting, [election.resolution])
    cast_their_votes(context, vote)
    close_vote(context, vote.id)

    seated = {one.name for one in members_on(session, board.id, context.today)}
    assert {"Maëlle Kerdoncuff", "Soazig Prigentel", "Yann Le Guilcher"} < seated
    assert len(seated) == 11
    (decided,) = session.scalars(select(Decision).where(Decision.resolution_id == election.resolution_id))
    assert [one.state for one in decided.steps] == [FollowUpState.DONE], "the closing itself seated all"


def assert_college_d_elected_its_three(session, vote):
    """Compare with the count by hand.

    108 papers name somebody: the quota is 108 // 4 + 1 = 28. Maëlle has 34; her 34 papers move on at 6/34, cut to
    0.17647 each: Yann has 22 + 34 x 0.17647 = 27.99998. Loïc (8) goes out to Hawa, Erwan (14) to Soazig, who has 32;
    of her 4 too many only Erwan's 14 papers name somebody left, at 4/32 = 0.125 each: Yann has 29.74998.
    """
    (board,) = elected_in(session, vote)
    assert board.names == ["Maëlle Kerdoncuff", "Soazig Prigentel", "Yann Le Guilcher"]
    votes_of_yann = board.tally.figures[0].rows[1]
    assert votes_of_yann == ("Yann Le Guilcher", 22, *[Decimal("27.99998")] * 3, Decimal("29.74998"))
    assert (board.outcome.members, board.outcome.papers, board.tally.ties) == (252, 110, ())


@pytest.mark.both_databases("sqlite")
def test_the_minutes_say_all_of_it(loaded, session, context, meeting, client, sign_in, clock):
    fill_the_room(context, meeting)
    open_assembly(
        context, meeting, chair="Awena Lanvoël", scrutineers="Un, Deux", secretary="Samuel Tregoarn"
    )
    vote = open_vote(context, meeting, resolutions_to_vote(session, meeting.id))
    cast_their_votes(context, vote)
    close_vote(context, vote.id)
    clock.move(hours=2)
    close_assembly(context, meeting, debate="Une question sur le lieu.")
    number, length = meeting.id, vote.board_head
    establish_minutes(context, meeting)
    session.commit()
    sign_in("member")

    answer = client.get(f"/minutes/assembly/{number}.pdf")

    assert answer.mimetype == "application/pdf"
    again = client.get(f"/minutes/assembly/{number}.pdf")
    assert answer.data == again.data
    printed = " ".join(
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages).split()
    )
    for share in PROPORTIONAL.values():
        assert f"{share.numerator}/{share.denominator}" in printed
    for fact in (
        "Awena Lanvoël",
        "Samuel Tregoarn",
        "424",
        "871",
        "Une question sur le lieu",
        "Bénévoles et soutiens",
        "Maëlle Kerdoncuff (34 voix), Soazig Prigentel (32 voix) et Yann Le Guilcher (≈ 29,75 voix)",
    ):
        assert fact in printed
    assert length[:16] in printed.replace(" ", "")
