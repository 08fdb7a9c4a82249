"""Faults and attacks one after the other, on SQLite and on PostgreSQL: leading takes long, so they share a world."""

import dataclasses
import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from collegial.assemblies.services.conducting import close_assembly
from collegial.kernel.clock import FrozenClock
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.secret import queries
from collegial.secret.belenios import chain, tally
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.belenios.credentials import new_credential
from collegial.secret.belenios.election import read_election
from collegial.secret.belenios.text import write
from collegial.secret.credentials import Authority
from collegial.secret.models import SecretEvent, Stage
from collegial.secret.services import casting, counting, ending
from collegial.votes.models import SignOff
from collegial.votes.results import results_of

pytestmark = pytest.mark.both_databases

AUTHORITY = Authority(key="a key that the database does not hold")
FOR, AGAINST = [0, 1, 0, 0], [0, 0, 1, 0]
SIZES = {"A": 3, "B": 3}

UNCHANGED = [
    ("UPDATE secret_event SET data = '[]' WHERE kind = 'Ballot'", "written once"),
    ("UPDATE secret_event SET height = height + 100", "written once"),
    ("DELETE FROM secret_event", "written once"),
    ("UPDATE resolution SET title = 'Autre'", "a convened text never"),
    ("UPDATE vote_question SET method = 'core.approval'", "written once"),
    ("UPDATE roll_entry SET name = 'Autre'", "written once"),
]


def refused(vote, entry, ballot, code):
    """Expect a refusal that leaves no sign-off and no ballot."""
    session = vote.context.session
    before = [queries.ballots_on(session, row) for row in vote.elections]
    with pytest.raises((Invalid, Refused), match=code):
        casting.cast(vote.world.member(entry), vote.id, vote.world.own(entry), ballot, AUTHORITY)
    assert [queries.ballots_on(session, row) for row in vote.elections] == before


def changed(ballot, change):
    parts = json.loads(ballot)
    change(parts)
    return write(parts)


def second_yes(parts):
    """Put the choice of one answer in the place of another's: its proofs are for the other."""
    choices = parts["answers"][0]["choices"]
    choices[2] = choices[1]


MALFORMED = {
    "not canonical": lambda ballot: ballot.replace(",", ", ", 1),
    "a leading zero": lambda ballot: changed(
        ballot, lambda one: one.update(credential="0" + one["credential"])
    ),
    "outside the group": lambda ballot: changed(
        ballot, lambda one: one["answers"][0]["choices"][0].update(alpha="2")
    ),
    "an extra field": lambda ballot: changed(ballot, lambda one: one.update(weight=2)),
    "a sum of two": lambda ballot: changed(ballot, second_yes),
    "an answer left out": lambda ballot: changed(ballot, lambda one: one.update(answers=[])),
    "nothing": lambda _ballot: "",
}


def test_no_fault_of_a_vote_is_taken_in(led, let_through):
    vote = led(SIZES, scrutineers=3, needed=2).make_keys().rehearse().open()
    session, (first, second, late, *others) = vote.context.session, vote.people
    mine, ballot, stolen = vote.ballot(first, FOR), vote.ballot(second, AGAINST), vote.ballot(others[-1], FOR)

    # copied under another credential, or into another election
    refused(vote, first, stolen, "other_credential")
    refused(vote, first, ballot, "other_credential")
    theirs = json.loads(stolen)
    refused(vote, first, changed(mine, lambda one: one.update(answers=theirs["answers"])), "unacceptable")
    refused(
        vote,
        first,
        changed(mine, lambda one: one.update(election_uuid=theirs["election_uuid"])),
        "unacceptable",
    )
    for spoil in MALFORMED.values():
        refused(vote, first, spoil(mine), "unacceptable")
    with pytest.raises(Forbidden):
        casting.cast(vote.world.member(first), vote.id, vote.world.own(second), ballot, AUTHORITY)
    assert session.scalars(select(SignOff)).all() == []

    # twice: the same receipt; otherwise: refused
    own = vote.world.own(first)
    receipt = casting.cast(vote.world.member(first), vote.id, own, mine, AUTHORITY)
    again = casting.cast(vote.world.member(first), vote.id, own, mine, AUTHORITY)
    assert (receipt.tracker, receipt.sign_off, receipt.is_new, again.is_new) == (
        again.tracker, again.sign_off, True, False,
    )  # fmt: skip
    refused(vote, first, vote.ballot(first, AGAINST), "already_voted")
    refused(vote, second, mine, "other_credential")
    assert let_through(UNCHANGED) == []

    # a clock that is set back, and whoever comes after the closing
    casting.cast(vote.world.member(second), vote.id, vote.world.own(second), ballot, AUTHORITY)
    for entry in others:
        vote.vote(entry, FOR)
    too_late, last = vote.ballot(late, FOR), max(session.scalars(select(SignOff.cast_at)))
    vote.vote(late, FOR)
    back = dataclasses.replace(vote.context, clock=FrozenClock(last - timedelta(hours=1)))
    with pytest.raises(Refused, match="not_closed"):
        counting.send_decryption(vote.by(1), vote.elections[0].uuid, "")
    counting.close(back, vote.id, AUTHORITY)
    assert vote.now.vote.closed_at == last
    refused(vote, late, too_late, "closed")

    # one part too few; a false one; then the count
    good = vote.privates[1]
    vote.privates[1] = good + 1
    with pytest.raises(Invalid, match="decryption_proof"):
        vote.decrypt(1)
    vote.privates[1] = good
    with pytest.raises(Refused, match="too_few_parts"):
        vote.decrypt(1).publish()
    vote.decrypt(3)
    with pytest.raises(Refused, match="decrypted"):
        ending.annul(vote.context, vote.id, "Le résultat déplaît.")
    vote.publish()
    assert vote.now.stage is Stage.COUNTED
    (decided,) = results_of(session, vote.now.vote, "Europe/Paris")
    assert [(one.for_, one.against) for one in decided.sums] == [(2, 1), (3, 0), (0, 0), (0, 0)]


@contextmanager
def undone(session):
    """Take back what is done meanwhile."""
    savepoint = session.begin_nested()
    yield
    savepoint.rollback()
    session.expire_all()


def ballots_of(rows):
    return [one for one in rows if one.kind == "Ballot"]


def chained_again(rows):
    """Seal a board anew from its first event, as someone who knows the program would."""
    last = None
    for height, one in enumerate(rows):
        step = chain.follow(last, chain.Kind(one.kind), one.data)
        one.height, one.event, last = height, step.event.text, step.event


def count_again(rows):
    """Multiply the ballots as they are now, and seal the board anew."""
    questions = election_of(rows).questions
    sums, number = tally.multiply(questions, (one.data[0] for one in ballots_of(rows)))
    closed = next(one for one in rows if one.kind == "EncryptedTally")
    closed.data = list(chain.sized(write(tally.written_tally(sums)), number))
    chained_again(rows)


def change_a_ballot(rows, _session):
    one = ballots_of(rows)[0]
    one.data = [one.data[0].replace("1", "2", 1)]


def replace_a_ballot(rows, _session):
    """Vote again for somebody, with a code that is none of the roll, and seal all anew."""
    election = election_of(rows)
    ballots_of(rows)[0].data = [make_ballot(election, new_credential(), [AGAINST]).text]
    chained_again(rows)


def election_of(rows):
    return read_election(rows[0].data[0])


def remove_a_ballot(rows, session):
    gone = ballots_of(rows)[0]
    rows.remove(gone)
    session.delete(gone)
    session.flush()


def remove_a_ballot_and_seal(rows, session):
    """Take a ballot out, and multiply the rest: a board that belenios-tool itself would believe in."""
    remove_a_ballot(rows, session)
    count_again(rows)


def swap_two(rows, session):
    one, other, *_ = ballots_of(rows)
    places = one.height, other.height
    one.height = -1
    session.flush()
    other.height = places[0]
    session.flush()
    one.height = places[1]


def cut_the_end(rows, session):
    session.delete(rows[-1])


def vote_again_for_somebody(rows, session):
    """Cast as the server can, whose codes they are, and seal all anew with the right sums."""
    giver, election = (
        session.scalars(select(SignOff.giver_id).order_by(SignOff.id)).first(),
        election_of(rows),
    )
    text_ = make_ballot(election, AUTHORITY.credential(election.uuid, giver), [AGAINST]).text
    ended = next(place for place, one in enumerate(rows) if one.kind == "EndBallots")
    for one in reversed(rows[ended:]):
        one.height += 1
        session.flush()
    extra = SecretEvent(
        election_id=rows[0].election_id,
        height=ended,
        kind="Ballot",
        event="",
        data=[text_],
        tracker="made-up",
    )
    session.add(extra)
    rows.insert(ended, extra)
    count_again(rows)


def swap_the_options(rows, _session):
    setup = rows[0]
    parts = json.loads(setup.data[0])
    parts["questions"][0]["answers"].reverse()
    setup.data = list(chain.setup(write(parts), setup.data[1], setup.data[2]).data)
    chained_again(rows)


def change_the_result(rows, _session):
    rows[-1].data = [rows[-1].data[0].replace("2", "3", 1)]
    chained_again(rows)


DEEDS = {
    change_a_ballot: "does not follow",
    replace_a_ballot: "a ballot is of nobody on the roll",
    remove_a_ballot: "does not follow",
    remove_a_ballot_and_seal: "2 ballots, and 3 rights",
    swap_two: "does not follow",
    cut_the_end: "do not begin, or end",
    vote_again_for_somebody: "4 ballots were cast, 3 rights signed off",
    swap_the_options: "was made for other parameters",
    change_the_result: "its sums are not those of the archive",
}


def test_what_is_done_to_a_board_behind_the_programs_back_is_named(led, lift_guards):
    vote = led(SIZES).make_keys().rehearse().open()
    session, context = vote.context.session, vote.context
    for entry, answer in zip(vote.people, (FOR, AGAINST, FOR, FOR, FOR, AGAINST), strict=True):
        vote.vote(entry, answer)
    vote.close().decrypt(1, 2).publish()
    close_assembly(context, vote.world.assembly)
    assert list(verifier.verify(record_of(context, vote.world.assembly)))
    first = vote.elections[0].id

    for deed, said in DEEDS.items():
        with undone(session):
            lift_guards()
            board = select(SecretEvent).where(SecretEvent.election_id == first).order_by(SecretEvent.height)
            deed(list(session.scalars(board)), session)
            session.flush()
            session.expire_all()
            with pytest.raises(verifier.Broken, match=said):
                pytest.fail(
                    f"{deed.__name__}: {list(verifier.verify(record_of(context, vote.world.assembly)))}"
                )

    for statement in (
        "UPDATE roll_entry SET name = 'Autre' WHERE member_number = 2",
        "UPDATE secret_ceremony SET floor = 3, needed = 3",
        "UPDATE resolution SET kind = 'extraordinary'",
    ):
        with undone(session):
            lift_guards()
            session.execute(text(statement))
            session.expire_all()
            with pytest.raises(verifier.Broken):
                pytest.fail(f"{statement}: {list(verifier.verify(record_of(context, vote.world.assembly)))}")
    assert list(verifier.verify(record_of(context, vote.world.assembly)))
