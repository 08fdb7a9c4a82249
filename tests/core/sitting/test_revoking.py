"""An assembly that sits revokes and replaces directors though its agenda is silent; nothing else is added to it."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services import add_actor
from collegial.assemblies.models import AssemblyKind, Resolution, Revocation
from collegial.assemblies.queries.attending import mandates_of_voter
from collegial.assemblies.queries.meetings import decision_kinds
from collegial.assemblies.services.agenda import add_item
from collegial.assemblies.services.blanks import give_blank
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.copying import copy_agenda
from collegial.assemblies.services.corresponding import enter_form
from collegial.assemblies.services.preparing import prepare_assembly
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.services.revoking import NewRevocation
from collegial.decisions.events import DecisionMadeKnown
from collegial.decisions.feature import made_known
from collegial.decisions.models import Decision, FollowUpState
from collegial.decisions.services import make_known
from collegial.groups.models import GroupKind, GroupMembership
from collegial.groups.services import add_group_member, create_group, end_of_term
from collegial.hooks.publishing import Span
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.minutes.queries import draft_of, facts_of
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.sitting.queries import incidents_of
from collegial.sitting.services import ask_to_revoke
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened, statutes_document
from collegial.votes.electing import elected_in
from collegial.votes.models import Ballot, Origin, SignOff
from collegial.votes.queries import (
    count_to_come,
    is_all_voted,
    next_vote,
    resolutions_to_vote,
    resolutions_unvoted,
)
from collegial.votes.seats import keeping
from collegial.votes.services import cast_vote, close_vote, open_vote
from collegial.web.languages import say
from collegial.webhooks.kinds import KINDS

ORDINARY, EXTRAORDINARY = DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY
CANDIDATES = ("Cleo Petit", "Dan Roux")


@pytest.fixture
def board(context):
    """Give the seats on the board of Ada and Bob; Cleo is in the directory."""
    context.clock.move(days=-30)
    group = create_group(context, key="board", name="Conseil", kind=GroupKind.BOARD)
    people = [add_actor(context, kind=ActorKind.PERSON, name=name) for name in ("Ada Martin", "Bob Morel")]
    add_actor(context, kind=ActorKind.PERSON, name="Cleo Petit")
    context.session.flush()
    seats = [add_group_member(context, group, one, starts_on=context.today) for one in people]
    context.clock.move(days=30)
    return seats


@pytest.fixture
def world(context, board):
    world = convened(context, {"A": 3, "B": 3, "C": 3}, document=statutes_document(board={"term_years": 3}))
    world.arrive(*(one for many in world.entries.values() for one in many))
    world.open()
    return world


def asked(world, seats, candidates=(), **changes):
    """Let the first member ask for the revocation of those who hold these seats."""
    new = NewRevocation(
        asked_by=world.entries["A"][0], seats=[one.id for one in seats], candidates=candidates, **changes
    )
    words = "Mme A demande la révocation."
    item = ask_to_revoke(world.context, world.assembly, new, text=words, say=str)
    world.context.session.flush()
    return item


@pytest.fixture
def ask(app, world):
    """Give a function that asks for revocations in French words, as the page would."""

    def ask_for(seats, candidates=(), **changes):
        new = NewRevocation(
            asked_by=changes.pop("by", world.entries["A"][0]), seats=[one.id for one in seats],
            candidates=candidates, **changes,
        )  # fmt: skip
        with app.test_request_context():
            item = ask_to_revoke(world.context, world.assembly, new, text="Demande de Mme A.", say=say)
        world.context.session.flush()
        return item

    return ask_for


def under(world, item):
    return [one for one in world.assembly.resolutions if one.item_id == item.id]


def decide(world, resolutions, answer):
    """Put resolutions to the vote; all who are there answer the same."""
    vote = open_vote(world.context, world.assembly, resolutions)
    for entry in (one for many in world.entries.values() for one in many):
        answers = dict.fromkeys([one.id for one in vote.questions], answer)
        cast_vote(world.member(entry), vote.id, world.own(entry), answers)
    close_vote(world.context, vote.id)
    world.context.session.flush()
    return vote


def on_the_board(context):
    rows = context.session.scalars(select(GroupMembership).where(GroupMembership.ends_on.is_(None)))
    return sorted(one.actor.name for one in rows)


@pytest.mark.both_databases
def test_a_director_is_revoked_and_replaced_and_the_archive_verifies(world, board, ask, context):
    item = ask(board[:1], CANDIDATES)
    revoking, election = under(world, item)
    assert (item.position, revoking.number, election.number) == (2, 2, 3)
    assert revoking.kind is election.kind is ORDINARY
    assert (revoking.title, election.elects) == ("Révocation d’Ada Martin", True)

    decide(world, world.assembly.resolutions[:1], "for")
    assert [one.id for one in resolutions_to_vote(context.session, world.assembly.id)] == [revoking.id]
    decide(world, [revoking], "for")
    assert on_the_board(context) == ["Bob Morel"]
    assert [one.id for one in next_vote(context, world.assembly).offered] == [election.id]
    decide(world, [election], "1")

    assert on_the_board(context) == ["Bob Morel", "Cleo Petit"]
    (seat,) = context.session.scalars(
        select(GroupMembership).where(GroupMembership.starts_on == context.today)
    )
    assert (seat.term_ends_on, board[0].ends_on) == (end_of_term(context.today, 3), context.today)
    close_assembly(context, world.assembly)
    record = record_of(context, world.assembly)
    assert list(verifier.verify(record))
    assert b'"off_agenda"' in record


@pytest.mark.both_databases
def test_what_is_not_adopted_changes_nothing_and_lets_the_election_fall(world, board, ask, context):
    item = ask(board[:1], CANDIDATES)
    revoking, election = under(world, item)
    decide(world, world.assembly.resolutions[:1], "for")
    decide(world, [revoking], "against")

    assert on_the_board(context) == ["Ada Martin", "Bob Morel"]
    assert board[0].ends_on is None
    with pytest.raises(Refused, match=r"votes\.nothing_left"):
        open_vote(context, world.assembly, [election])
    assert count_to_come(context.session, world.assembly.id).votes == 0
    assert is_all_voted(context.session, world.assembly.id)
    assert [one.id for one in resolutions_unvoted(context.session, world.assembly.id)] == [election.id]
    close_assembly(context, world.assembly)
    assert list(verifier.verify(record_of(context, world.assembly)))


def test_the_election_waits_for_each_revocation_and_fills_as_many_seats_as_were_freed(
    world, board, ask, context
):
    item = ask(board, CANDIDATES)
    first, second, election = under(world, item)
    assert election.voting.seats == 2
    decide(world, [first], "for")
    with pytest.raises(Refused, match=r"votes\.nothing_left"):
        open_vote(context, world.assembly, [election])
    decide(world, [second], "against")

    assert election.voting.seats == 1
    decide(world, [election], "2")
    assert on_the_board(context) == ["Bob Morel"], "Dan is not in the directory, and entered by hand"


def test_who_is_revoked_may_be_elected_again_the_same_day(world, board, ask, context):
    item = ask(board[:1], ("Ada Martin",))
    for one in under(world, item):
        decide(world, [one], "1" if one.elects else "for")
    assert on_the_board(context) == ["Ada Martin", "Bob Morel"]


def test_who_sits_and_is_not_to_be_revoked_does_not_stand_to_replace(world, board, ask):
    with pytest.raises(Invalid, match=r"revoking\.sits") as refusal:
        ask(board[:1], ("bob  Morel", "Cleo Petit"))
    assert refusal.value.field == "candidates"


@pytest.mark.both_databases
def test_who_is_kept_by_one_vote_and_elected_by_the_next_keeps_the_own_seat_and_term(
    world, board, ask, context
):
    for seat, years in zip(board, (1, 2), strict=True):
        seat.term_ends_on = end_of_term(context.today, years)
    *revoking, election = under(world, ask(board, ("Bob Morel", "Cleo Petit")))
    for one, said in zip(revoking, ("for", "against"), strict=True):
        decide(world, [one], said)
    vote = decide(world, [election], "1")

    assert keeping(context.session, *elected_in(context.session, vote)) == ["Bob Morel"]
    assert on_the_board(context) == ["Bob Morel"]
    assert board[1].term_ends_on == end_of_term(context.today, 2)
    decision = context.session.scalars(select(Decision).where(Decision.resolution_id == election.id)).one()
    assert decision.steps[-1].state is FollowUpState.TO_DO


@pytest.fixture
def kept(world, board, ask, context):
    """Give the vote by which Bob, whom the assembly kept, is elected in the place of Ada."""
    *revoking, election = under(world, ask(board, ("Bob Morel", "Cleo Petit")))
    decide(world, revoking[:1], "for")
    decide(world, revoking[1:], "against")
    vote = decide(world, [election], "1")
    context.session.commit()
    return vote


def test_the_pages_and_the_minutes_say_that_a_seat_stays_empty(world, kept, client, sign_in):
    client.set_cookie("locale", "en")
    sign_in("chair")
    screen, results, minutes = (
        re.sub(r"<[^>]+>|\s+", " ", client.get(page).text.partition("<main")[2])
        for page in (
            f"/assemblies/{world.assembly.id}/screen", f"/votes/{kept.id}/results",
            f"/minutes/assembly/{world.assembly.id}/draft",
        )
    )  # fmt: skip
    said = "Bob Morel was not revoked: this one keeps the own seat, and fills no other."
    assert "1 seat stays empty" in screen
    assert (said in results, "seat filled" in results) == (True, False)
    assert f"1 seat stays empty. {said}" in minutes


def test_nobody_is_put_twice_to_one_assembly(world, board, ask, context):
    ask(board[:1])
    with pytest.raises(Refused, match=r"revoking\.asked"):
        ask(board)
    assert len(world.assembly.items) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seats": ()}, "revoking.nobody"),
        ({"candidates": ("Ann", "Ann")}, "voting.twice"),
    ],
)
def test_what_cannot_be_put_is_said(world, board, ask, context, changes, code):
    with pytest.raises(Invalid) as refusal:
        ask(**{"seats": board} | changes)
    assert refusal.value.code == code


def test_who_is_not_there_asks_for_nothing(context, board, app):
    world = convened(context, {"A": 3, "B": 3, "C": 3})
    world.arrive(*world.entries["B"])
    world.open()
    with pytest.raises(Invalid, match=r"revoking\.not_here"):
        asked(world, board)


def test_those_who_are_out_of_office_cannot_be_revoked(world, board, ask, context):
    board[0].ends_on = context.today
    with pytest.raises(Invalid, match=r"revoking\.nobody"):
        ask(board)


def test_only_who_conducts_adds_it(world, board):
    member = world.member(world.entries["A"][0])
    with pytest.raises(Forbidden):
        asked(replace(world, context=member), board)


def test_before_the_opening_and_after_the_end_nothing_is_revoked(context, board):
    world = convened(context, {"A": 3, "B": 3, "C": 3})
    world.arrive(*world.entries["A"])
    with pytest.raises(Refused, match=r"revoking\.not_sitting"):
        asked(world, board)
    world.open()
    close_assembly(context, world.assembly)
    with pytest.raises(Refused, match=r"revoking\.not_sitting"):
        asked(world, board)


def test_the_law_speaks_of_an_sa(context, board):
    world = convened(context, {"A": 3, "B": 3, "C": 3}, document=statutes_document(legal_form="SAS"))
    world.arrive(*world.entries["A"])
    world.open()
    with pytest.raises(Refused, match=r"revoking\.not_sa"):
        asked(world, board)


def test_a_special_assembly_revokes_nobody(world, board):
    world.assembly.kind = AssemblyKind.SPECIAL
    with pytest.raises(Refused, match=r"revoking\.special"):
        asked(world, board)


def test_anything_else_off_the_agenda_is_refused_with_the_way_out(world, context):
    with pytest.raises(Refused, match=r"assemblies\.already_convened") as refusal:
        add_item(context, world.assembly, title="Vendre le siège")
    assert "incident" in refusal.value.text.msgid


def test_seats_of_a_college_are_filled_by_that_college_alone(context, board, app):
    document = statutes_document()
    for one in document["colleges"]:
        one["board_seats"] = 2
    world = convened(context, {"A": 3, "B": 3, "C": 3}, document=document)
    world.arrive(*(one for many in world.entries.values() for one in many))
    world.open()
    with app.test_request_context(), pytest.raises(Invalid, match=r"voting\.board_by_college") as refusal:
        asked(world, board[:1], CANDIDATES)
    assert refusal.value.field == "college"


@pytest.mark.both_databases
def test_forms_say_nothing_proxies_follow_their_holder_and_the_chair_votes_as_the_board_wants(
    context, board, app
):
    world = convened(context, {"A": 4, "B": 3, "C": 3})
    a = world.entries["A"]
    context.clock.move(days=-5)
    enter_form(context, a[1], {world.assembly.resolutions[0].id: "for"}, received_on=context.today)
    give_blank(context, a[2])
    give_proxy(context, a[3], a[0])
    context.clock.move(days=5)
    world.arrive(a[0])
    world.open()
    with app.test_request_context():
        new = NewRevocation(asked_by=a[0], seats=[board[0].id], candidates=CANDIDATES)
        item = ask_to_revoke(context, world.assembly, new, text="Demande de Mme A.", say=say)
    revoking, election = under(world, item)
    vote = open_vote(context, world.assembly, [revoking])
    (question,) = vote.questions
    for mandate in mandates_of_voter(context.session, world.assembly.id, a[0].voter_id):
        cast_vote(world.member(a[0]), vote.id, mandate, {question.id: "for"})
    close_vote(context, vote.id)
    context.session.flush()

    assert _said(context, vote) == {
        a[0].id: (Origin.ONLINE, "for"), a[3].id: (Origin.ONLINE, "for"),
        a[1].id: (Origin.FORM, "abstain"), a[2].id: (Origin.CHAIR, "against"),
    }  # fmt: skip
    assert on_the_board(context) == ["Bob Morel"]
    later = open_vote(context, world.assembly, [election])
    close_vote(context, later.id)
    context.session.flush()
    assert _said(context, later) == {
        a[1].id: (Origin.FORM, "blank"), a[2].id: (Origin.CHAIR, "blank"),
    }  # fmt: skip


def _said(context, vote):
    rows = context.session.execute(
        select(Ballot.giver_id, SignOff.origin, Ballot.choice)
        .join(SignOff, (SignOff.giver_id == Ballot.giver_id) & (SignOff.session_id == Ballot.session_id))
        .where(Ballot.session_id == vote.id)
    )
    return {giver: (origin, choice) for giver, origin, choice in rows}


def test_the_chair_votes_for_what_the_board_backs(context, board, app):
    world = convened(context, {"A": 3, "B": 3, "C": 3})
    give_blank(context, world.entries["A"][1])
    world.arrive(world.entries["A"][0], *world.entries["B"])
    world.open()
    with app.test_request_context():
        item = asked(world, board[:1], CANDIDATES[:1], is_backed=True)
    for one, answer in zip(under(world, item), ("for", "1"), strict=True):
        vote = open_vote(context, world.assembly, [one])
        close_vote(context, vote.id)
        context.session.flush()
        assert _said(context, vote) == {world.entries["A"][1].id: (Origin.CHAIR, answer)}


def test_the_journal_and_the_minutes_say_that_it_came_off_the_agenda(world, board, ask, context, clock):
    ask(board[:1], CANDIDATES)
    event = JournalEntry.event == "assemblies.revocation_asked"
    (entry,) = context.session.scalars(select(JournalEntry).where(event))
    by = world.entries["A"][0]
    assert entry.payload == {"assembly": world.assembly.id, "position": 2, "entry": by.id, "count": 1}
    assert [one.text for one in incidents_of(context.session, world.assembly.id)] == ["Demande de Mme A."]
    facts = facts_of(context.session, draft_of(context.session, world.assembly), None, "Europe/Paris", "")
    said = facts.agenda[1]
    assert facts.agenda[0] == "Point 1"
    assert (said.params["name"], "L225-105" in said.msgid) == (by.name, True)


def test_an_extraordinary_assembly_takes_it_by_the_ordinary_majority_and_stays_what_it_is(
    context, board, app
):
    world = convened(context, {"A": 3, "B": 3, "C": 3}, kinds=(EXTRAORDINARY,))
    world.assembly.kind = AssemblyKind.EXTRAORDINARY
    world.arrive(*(one for many in world.entries.values() for one in many))
    world.open()
    with app.test_request_context():
        item = asked(world, board[:1])
    decide(world, under(world, item), "for")
    assert on_the_board(context) == ["Bob Morel"]
    assert item.title == "Revocation of directors", "nobody stands to replace"
    assert decision_kinds(world.assembly) == [EXTRAORDINARY]
    facts = facts_of(context.session, draft_of(context.session, world.assembly), None, "Europe/Paris", "")
    assert facts.kinds == {EXTRAORDINARY}


def test_a_second_convocation_has_the_agenda_that_was_sent(world, board, ask, context):
    ask(board[:1], CANDIDATES)
    second = prepare_assembly(
        context, kind=AssemblyKind.MIXED, title="Suite", starts_at=context.clock.now() + timedelta(days=30),
        place="Rennes",
    )  # fmt: skip
    copy_agenda(context, world.assembly, second, [ORDINARY])
    assert [one.title for one in second.items] == ["Point 1"]
    assert [one.title for one in second.resolutions] == ["Résolution 1"]


PUT = [
    (
        "INSERT INTO agenda_item (assembly_id, position, title) SELECT id, 9, 'x' FROM assembly",
        "not on the agenda",
    ),
    (
        (
            "INSERT INTO agenda_item (assembly_id, position, title, demand_id) SELECT assembly_id, 9, 'x', demand_id "
            "FROM agenda_item WHERE demand_id IS NOT NULL"
        ),
        "(?i)unique",
    ),
    (
        (
            "INSERT INTO resolution (assembly_id, item_id, number, title, text, kind, is_backed) "
            "SELECT assembly_id, id, 9, 'x', 'x', 'ordinary', false FROM agenda_item WHERE demand_id IS NULL"
        ),
        "not on the agenda",
    ),
    (
        (
            "INSERT INTO resolution (assembly_id, item_id, number, title, text, kind, is_backed) "
            "SELECT assembly_id, id, 9, 'x', 'x', 'extraordinary', false FROM agenda_item WHERE demand_id IS NOT NULL"
        ),
        "not on the agenda",
    ),
    ("UPDATE revoking_demand SET entry_id = entry_id + 1", "written once"),
    ("DELETE FROM revoking_demand", "written once"),
    ("UPDATE revocation SET membership_id = membership_id + 1", "written once"),
    ("DELETE FROM revocation", "written once"),
    ("UPDATE resolution SET text = 'x'", "convened text"),
    ("UPDATE resolution_option SET name = 'x' WHERE number = 1", "convened text"),
    ("DELETE FROM resolution_voting", "(?i)convened text|foreign"),
    (
        (
            "INSERT INTO revocation (resolution_id, assembly_id, membership_id) "
            "SELECT id, assembly_id, 2 FROM resolution WHERE number = 1"
        ),
        "off the agenda",
    ),
]
ASK_THE_ELECTION = (
    "INSERT INTO vote_question (session_id, resolution_id, position, method, method_revision) "
    "SELECT (SELECT max(id) FROM vote_session), id, 9, 'core.plurality', 1 FROM resolution WHERE number = 3"
)


@pytest.mark.both_databases
def test_the_database_lets_nothing_else_in(world, board, ask, let_through):
    ask(board[:1], CANDIDATES)
    vote = decide(world, world.assembly.resolutions[:1], "for")
    assert let_through([*PUT, (ASK_THE_ELECTION, "not on the agenda")]) == []
    world.context.session.refresh(vote)


@pytest.mark.both_databases
def test_once_the_election_is_open_its_seats_stay(world, board, ask, let_through, context):
    item = ask(board, CANDIDATES)
    for one in under(world, item)[:2]:
        decide(world, [one], "for")
    open_vote(context, world.assembly, under(world, item)[2:])
    assert let_through([("UPDATE resolution_voting SET seats = 1", "convened text")]) == []


@pytest.mark.both_databases
def test_an_assembly_that_is_over_takes_no_demand(world, context, let_through):
    close_assembly(context, world.assembly)
    demand = (
        "INSERT INTO revoking_demand (assembly_id, entry_id, asked_at) "
        "SELECT assembly_id, id, '2026-01-01 00:00:00' FROM roll_entry"
    )
    assert let_through([(demand, "assembly that sits")]) == []


@pytest.fixture
def led(world, board, session, client, sign_in):
    """Give the address of the sitting, signed in as who conducts it; who asks; the seat of Ada."""
    number, who, seat = world.assembly.id, world.entries["A"][0].name, board[0].id
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("chair")
    return f"/sitting/{number}", who, seat


def test_it_is_read_over_before_it_is_put(led, client, program):
    base, who, seat = led
    assert f'href="{base}/revoke"' in client.get(base).text
    sent = {"who": who, "text": "Défiance.", "seats": seat, "candidates": "Cleo Petit\nDan Roux"}

    shown = client.post(f"{base}/revoke", data=sent)
    assert (shown.status_code, "Put this to the assembly?" in shown.text) == (200, True)
    assert "Ada Martin, Conseil" in shown.text
    with program.database.reading() as session:
        assert session.scalars(select(Revocation)).all() == []
    again = client.post(f"{base}/revoke", data=sent | {"back": "y"}).text
    assert "Défiance." in again
    assert "Put this to the assembly?" not in again

    assert client.post(f"{base}/revoke", data=sent | {"sure": "y"}).location == f"{base}#agenda"
    page = client.get(base).text
    assert "2. Revocation and replacement of directors" in page
    assert "Off the agenda" in page
    assert "Défiance." in page
    assert client.post(f"{base}/revoke", data=sent | {"sure": "y"}).status_code == 422


def test_the_room_and_the_members_are_shown_that_it_is_off_the_agenda(led, client, program):
    base, who, seat = led
    client.post(f"{base}/revoke", data={"who": who, "text": "Défiance.", "seats": seat, "sure": "y"})
    with program.database.reading() as session:
        item = session.scalars(select(Revocation)).one().resolution_id
        item = session.get_one(Resolution, item).item_id
    client.post(f"{base}/items/{item}")
    number = base.rpartition("/")[2]
    assert "Off the agenda" in client.get(f"/assemblies/{number}/screen").text
    assert (
        "Off the agenda that was sent: asked for in the sitting" in client.get(f"/assemblies/{number}").text
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"who": "Nobody"}, "who", "Nobody on the roll"),
        ({"candidates": "Ann\nAnn"}, "candidates", "“Ann” stands twice."),
        ({"candidates": "a" * 201}, "candidates", "A name has 200 characters at most."),
        ({"seats": []}, "seats", "Choose those to revoke, one at least."),
    ],
)
def test_what_is_wrong_stands_at_its_field_before_it_is_read_over(led, client, changes, field, words):
    base, who, seat = led
    sent = {"who": who, "text": "Défiance.", "seats": seat, "candidates": "Cleo Petit"} | changes
    answer = client.post(f"{base}/revoke", data=sent)
    assert answer.status_code == 422
    assert words in unescape(answer.text.split(f'id="{field}-error"')[1].split("</p>")[0])


def test_the_closing_tells_the_open_vote_and_what_waits_for_it(world, board, ask, session, client, sign_in):
    _, election = under(world, ask(board[:1], CANDIDATES))
    open_vote(world.context, world.assembly, world.assembly.resolutions[:1])
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("chair")
    page = unescape(client.get(f"/assemblies/{world.assembly.id}/close").text)
    is_open, left = page.split("2 resolutions were not put to the vote")
    assert "A vote is open. Close it before ending the assembly." in is_open
    assert "Resolution 1: Résolution 1" in is_open
    assert f"Resolution 3: {election.title}" in left


def test_a_revocation_is_not_put_to_the_vote_along_with_the_agenda(world, board, ask, context):
    ask(board)
    texts = next_vote(context, world.assembly)
    assert [one.number for one in texts.together] == [1]
    decide(world, world.assembly.resolutions[:1], "for")
    assert [one.number for one in next_vote(context, world.assembly).together] == [2, 3]


def test_members_have_no_such_page(led, client, sign_in, world):
    sign_in("member")
    assert client.get(f"{led[0]}/revoke").status_code == 403


def reserved(context, *, together=None, **seats):
    """Convene an assembly of which the statutes reserve so many seats to colleges."""
    document = statutes_document(board={"term_years": 3, "seats": together})
    for one in document["colleges"]:
        one["board_seats"] = seats.get(one["key"])
    world = convened(context, {"A": 3, "B": 3, "C": 3}, document=document)
    world.arrive(*(one for many in world.entries.values() for one in many))
    world.open()
    return world


def seat_of(context, group, entry, **more):
    """Let a member of the roll sit on the board since a week before."""
    actor = context.session.get_one(Actor, entry.actor_id)
    return add_group_member(context, group, actor, starts_on=context.today - timedelta(days=7), **more)


@pytest.mark.both_databases
@pytest.mark.parametrize("together", [None, 1])
def test_the_college_of_a_seat_elects_who_takes_it(context, board, app, together):
    world = reserved(context, together=together, A=1, B=3)
    seat = seat_of(context, board[0].group, world.entries["A"][1])
    colleges = {one.key: one for one in context.session.scalars(select(College))}
    with app.test_request_context():
        with pytest.raises(Invalid, match=r"voting\.replacing_college") as refusal:
            asked(world, [seat], CANDIDATES, college=colleges["B"])
        assert refusal.value.field == "college"
        asked(world, [seat], CANDIDATES, college=colleges["A"])


def test_all_together_fill_a_seat_that_no_college_holds(context, board, app):
    world = reserved(context, together=1, A=1)
    (college,) = context.session.scalars(select(College).where(College.key == "A"))
    with app.test_request_context():
        with pytest.raises(Invalid, match=r"voting\.replacing_together"):
            asked(world, board[:1], CANDIDATES, college=college)
        asked(world, board[:1], CANDIDATES)


def test_seats_of_two_colleges_are_asked_for_apart(context, board, app):
    world = reserved(context, A=1, B=1)
    seats = [seat_of(context, board[0].group, world.entries[key][1]) for key in "AB"]
    (college,) = context.session.scalars(select(College).where(College.key == "A"))
    with app.test_request_context(), pytest.raises(Invalid, match=r"voting\.replacing_mixed") as refusal:
        asked(world, seats, CANDIDATES, college=college)
    assert refusal.value.field == "seats"


def test_a_college_that_has_all_its_seats_elects_no_more(context, board, app):
    world = reserved(context, A=1, B=1)
    seat_of(context, board[0].group, world.entries["A"][1])
    (college,) = context.session.scalars(select(College).where(College.key == "A"))
    with app.test_request_context(), pytest.raises(Invalid, match=r"voting\.board_seats"):
        asked(world, board[:1], CANDIDATES, college=college)


@pytest.mark.both_databases
def test_who_replaces_sits_for_the_rest_of_the_term(world, board, ask, context):
    whole = end_of_term(context.today, 3)
    board[0].term_ends_on, board[1].term_ends_on = context.today + timedelta(days=90), context.today
    add_actor(context, kind=ActorKind.PERSON, name="Dan Roux")
    item = ask(board, CANDIDATES)
    first, second, election = under(world, item)
    decide(world, [first, second], "for")
    decide(world, [election], "1,2")
    seated = context.session.scalars(select(GroupMembership).where(GroupMembership.ends_on.is_(None)))
    assert sorted((one.actor.name, one.term_ends_on) for one in seated) == [
        ("Cleo Petit", whole), ("Dan Roux", context.today + timedelta(days=90)),
    ]  # fmt: skip


def test_the_reading_over_says_that_who_is_revoked_stands(led, client):
    base, who, seat = led
    sent = {"who": who, "text": "Défiance.", "seats": seat, "candidates": "Ada Martin\nCleo Petit"}
    assert "Ada Martin is to be revoked and stands" in client.post(f"{base}/revoke", data=sent).text
    other = sent | {"candidates": "Cleo Petit"}
    assert "is to be revoked and stands" not in client.post(f"{base}/revoke", data=other).text


def test_a_decision_to_revoke_is_carried_out_and_names_nobody_to_the_public(world, board, ask, context, app):
    (revoking,) = under(world, ask(board[:1]))
    decide(world, [revoking], "for")
    (found,) = context.session.scalars(select(Decision).where(Decision.resolution_id == revoking.id))
    assert [one.state for one in found.steps] == [FollowUpState.DONE]

    make_known(context, found.number)
    context.session.commit()
    (told,) = made_known(
        context.session, Span(first=context.today, last=context.today, zone="Europe/Paris", most=5)
    )
    assert told.title == "Révocation d’administrateurs"
    (kind,) = (one for one in KINDS if one.key == "decision.published")
    assert kind.tell(context.session, DecisionMadeKnown(number=found.number)).facts["title"] == told.title
    reader = app.test_client()
    reader.set_cookie("locale", "en")
    page = reader.get(f"/decisions/published/{found.number}").text
    assert "The assembly revoked a director, whose name is not made known." in page
    assert (told.title in unescape(page), "Martin" in page) == (True, False)
