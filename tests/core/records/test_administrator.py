"""Whoever writes in the database behind the program's back is found by the verifier, with the place."""

import json
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from collegial.assemblies.services.conducting import close_assembly
from collegial.kernel.chain import seal
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes import queries
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_vote

pytestmark = pytest.mark.both_databases

SIZES = {"A": 5, "B": 3}


@pytest.fixture
def world(context, clock):
    """Hold a vote of two resolutions by five voters, and end the assembly; a sixth one is there and does not vote."""
    world = convened(context, SIZES, kinds=(DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY))
    world.arrive(*world.entries["A"], world.entries["B"][0])
    world.open()
    world.vote = open_vote(context, world.assembly, world.assembly.resolutions)
    for number, entry in enumerate(world.entries["A"]):
        choice = Choice.FOR if number else Choice.AGAINST
        cast_vote(context, world.vote.id, world.own(entry), {one.id: choice for one in world.vote.questions})
    close_vote(context, world.vote.id)
    close_assembly(context, world.assembly)
    return world


def run(session, *statements, **values):
    for statement in statements:
        session.execute(text(statement), values)


def chained_again(session, vote_id):
    """Seal a board anew from its first line, as someone who knows the program would."""
    session.expire_all()
    vote = queries.vote_session(session, vote_id)
    previous = "0" * 64
    lines = queries.board(session, vote_id)
    for number, line in enumerate(lines, start=1):
        digest = seal(number, previous, queries.content(vote, line.sign_off, line.choices))
        run(
            session,
            "UPDATE vote_sign_off SET sequence = :number, previous = :previous, digest = :digest WHERE id = :id",
            number=number, previous=previous, digest=digest, id=line.sign_off.id,
        )  # fmt: skip
        previous = digest
    run(
        session,
        "UPDATE vote_session SET board_length = :length, board_head = :head",
        length=len(lines), head=previous,
    )  # fmt: skip


FIRST = "(SELECT min(giver_id) FROM vote_sign_off)"
LAST = "(SELECT giver_id FROM vote_sign_off WHERE sequence = 5)"
CAST = (
    "INSERT INTO vote_sign_off (session_id, mandate_id, giver_id, holder_id, cast_at, sequence, previous, digest) "
    "SELECT s.session_id, m.id, m.giver_id, m.holder_id, s.cast_at, 6, s.digest, 'made-up' "
    "FROM vote_sign_off s, mandate m "
    "WHERE s.sequence = 5 AND m.kind = 'own' AND m.giver_id = (SELECT max(entry_id) FROM attendance)"
)
BALLOTS = (
    "INSERT INTO ballot (session_id, question_id, giver_id, college_id, choice) "
    "SELECT b.session_id, b.question_id, a.entry_id, NULL, 'for' FROM ballot b, "
    "(SELECT max(entry_id) AS entry_id FROM attendance) a WHERE b.giver_id = (SELECT min(giver_id) FROM vote_sign_off)"
)
REMOVE_LAST = (
    f"DELETE FROM ballot WHERE giver_id = {LAST}",
    "DELETE FROM vote_sign_off WHERE sequence = 5",
)
SWAP = (
    "UPDATE vote_sign_off SET sequence = -1 WHERE sequence = 2",
    "UPDATE vote_sign_off SET sequence = 2 WHERE sequence = 3",
    "UPDATE vote_sign_off SET sequence = 3 WHERE sequence = -1",
)
TEXTS = (
    "UPDATE resolution SET title = 'swapped' WHERE number = 1",
    "UPDATE resolution SET title = 'Résolution 1' WHERE number = 2",
    "UPDATE resolution SET title = 'Résolution 2' WHERE number = 1",
)
QUESTIONS = (
    (
        "INSERT INTO resolution (assembly_id, number, title, text, kind, is_backed) "
        "SELECT assembly_id, 99, title, text, kind, is_backed FROM resolution WHERE number = 1"
    ),
    "UPDATE vote_question SET resolution_id = (SELECT id FROM resolution WHERE number = 99) WHERE position = 1",
    "UPDATE vote_question SET resolution_id = (SELECT id FROM resolution WHERE number = 1) WHERE position = 2",
    "UPDATE vote_question SET resolution_id = (SELECT id FROM resolution WHERE number = 2) WHERE position = 1",
    "DELETE FROM resolution WHERE number = 99",
)

DEEDS = {
    "a ballot is changed": ((f"UPDATE ballot SET choice = 'for' WHERE giver_id = {FIRST}",), "board line 1", False),
    "a ballot is changed and all sealed anew": (
        (f"UPDATE ballot SET choice = 'for' WHERE giver_id = {FIRST}",), "journal entry", True,
    ),
    "a line is added": ((CAST, BALLOTS), "board", False),
    "a line is added and sealed": ((CAST, BALLOTS), "journal entry", True),
    "the last line is removed": (REMOVE_LAST, "does not end where", False),
    "the board is cut and sealed anew": (REMOVE_LAST, "journal entry", True),
    "two lines change places": (SWAP, "board line 2", False),
    "two lines change places and are sealed anew": (SWAP, "journal entry", True),
    "the roll gets a name changed": (("UPDATE roll_entry SET name = 'Autre' WHERE member_number = 2",), "roll", False),
    "a right changes hands": (("UPDATE roll_entry SET voter_id = 1 WHERE member_number = 2",), "roll", False),
    "the names of two options change places": (TEXTS, "vote 1", False),
    "two questions change places": (QUESTIONS, "vote 1", False),
    "an arrival is dated earlier": (
        ("UPDATE attendance SET arrived_at = '2026-12-14 01:00:00+00:00' WHERE id = 1",), "attendance", False,
    ),
    "an outcome is turned round": (("UPDATE vote_outcome SET adopted = NOT adopted",), "question", False),
    "the journal is changed": (
        ("UPDATE journal_entry SET payload = '{}' WHERE event = 'votes.opened'",), "journal entry", False,
    ),
    "the journal loses a line": (("DELETE FROM journal_entry WHERE event = 'votes.opened'",), "journal entry", False),
    "the journal loses its end": (
        ("DELETE FROM journal_entry WHERE event = 'assemblies.closed'",), "journal", False,
    ),
}  # fmt: skip


@contextmanager
def undone(session):
    """Take back what is done meanwhile."""
    savepoint = session.begin_nested()
    yield
    savepoint.rollback()
    session.expire_all()


def test_what_is_done_behind_the_program_s_back_is_named(world, context, session, lift_guards):
    assert list(verifier.verify(record_of(context, world.assembly)))

    for deed, (statements, place, is_sealed) in DEEDS.items():
        with undone(session):
            lift_guards()
            run(session, *statements)
            if is_sealed:
                chained_again(session, world.vote.id)
            session.expire_all()
            with pytest.raises(verifier.Broken, match=place):
                pytest.fail(f"{deed}: {list(verifier.verify(record_of(context, world.assembly)))}")

    assert list(verifier.verify(record_of(context, world.assembly)))


WRITTEN_ONCE = [
    ("UPDATE vote_question SET position = position + 10", "written once"),
    ("UPDATE vote_question SET resolution_id = -1", "written once"),
    ("DELETE FROM vote_question", "written once"),
    (
        (
            "INSERT INTO roll_entry (assembly_id, member_id, actor_id, voter_id, member_number, name) "
            "SELECT assembly_id, member_id, actor_id, voter_id, 99, 'Ajouté' FROM roll_entry LIMIT 1"
        ),
        "roll never changes",
    ),
]


def test_the_database_itself_refuses(world, let_through):
    assert let_through(WRITTEN_ONCE) == []


def test_what_was_sealed_at_the_opening_is_what_the_record_holds(world, context):
    sections = json.loads(record_of(context, world.assembly))["sections"]
    opened = next(
        line["content"]["payload"]
        for line in sections["journal"]
        if line.get("content", {}).get("event") == "votes.opened"
    )
    assert opened["roll"] == verifier.digest(sections["roll"])
