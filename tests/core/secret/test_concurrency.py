"""Many hands at once: one ballot for each right, and whatever was acknowledged is on the board and in the sums."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from collegial.assemblies.models import Assembly, Mandate
from collegial.calling_off.services import call_off
from collegial.journal.queries import verify as verify_journal
from collegial.kernel.errors import Refused
from collegial.kernel.permissions import Viewer
from collegial.secret import queries, steps
from collegial.secret.belenios import trustees
from collegial.secret.belenios.chain import Kind
from collegial.secret.belenios.text import write
from collegial.secret.belenios.verifying import audit
from collegial.secret.credentials import Authority
from collegial.secret.models import SecretEvent, Stage
from collegial.secret.services import casting, counting, ending, keys, preparing
from collegial.testing.factories import MEMBER_RIGHTS, convened
from collegial.votes.models import SignOff

pytestmark = pytest.mark.both_databases

AUTHORITY = Authority(key="a key that the database does not hold")
HANDS, CLICKS = 8, 40


@pytest.fixture
def held(led, session):
    """Give an open secret vote and a ballot of each voter; committed."""
    vote = led({"A": 5, "B": 4, "C": 4}).make_keys().rehearse().open()
    hands = [(vote.world.own(one).id, one.voter_id, vote.ballot(one, [0, 1, 0, 0])) for one in vote.people]
    session.commit()
    return vote, hands


def cast_apart(program, ceremony_id, mandate_id, voter_id, ballot):
    """Cast in a transaction of its own, as a request does; return the tracker or the refusal's code."""
    viewer = Viewer(name="", account_id=None, actor_id=voter_id, grants=MEMBER_RIGHTS)
    try:
        with program.database.unit_of_work() as session:
            mandate = session.get_one(Mandate, mandate_id)
            context = program.context(session, viewer)
            return casting.cast(context, ceremony_id, mandate, ballot, AUTHORITY).tracker
    except Refused as refusal:
        return refusal.code


def clicked(*vote):
    """Cast, and click again when others held the lock for longer than a click waits: on a busy machine they may."""
    while True:
        try:
            return cast_apart(*vote)
        except OperationalError as busy:
            if "lock" not in str(busy.orig):
                raise


def test_many_clicks_make_one_ballot_and_one_sign_off(program, held):
    vote, [(mandate, voter, ballot), *_] = held
    with ThreadPoolExecutor(HANDS) as hands:
        work = [hands.submit(clicked, program, vote.id, mandate, voter, ballot) for _ in range(CLICKS)]
        answers = {one.result() for one in work}
    assert len(answers) == 1
    with program.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignOff)) == 1
        # one of the rehearsal, one of the voter
        assert session.scalar(select(func.count()).where(SecretEvent.tracker.is_not(None))) == 2


def test_what_is_acknowledged_while_the_vote_closes_is_in_the_sums(program, held, context):
    vote, people = held

    def close():
        with program.database.unit_of_work() as session:
            counting.close(program.context(session, context.by), vote.id, AUTHORITY)

    second, third, *first = people
    for one in first:
        assert "secret." not in cast_apart(program, vote.id, *one)
    with ThreadPoolExecutor(HANDS) as hands:
        late = [hands.submit(cast_apart, program, vote.id, *one) for one in (second, third)]
        closing = hands.submit(close)
        acknowledged = {one.result() for one in late} - {"secret.closed"}
        closing.result()

    with program.database.reading() as session:
        found = queries.ceremony(session, vote.id)
        trackers = {one for row in steps.real(found) for _, one in queries.trackers(session, row)}
        tallied = 0
        for row in steps.real(found):
            audit(queries.archive_of(session, row))
            (closed,) = queries.steps_of(session, row, Kind.ENCRYPTED_TALLY)
            tallied += json.loads(closed.data[1])["num_tallied"]
        assert acknowledged <= trackers
        assert tallied == len(trackers) == session.scalar(select(func.count()).select_from(SignOff))
        assert verify_journal(session) is None
    _open_at_once(program, vote, context)


@pytest.mark.parametrize("first", ["part", "annulment"])
def test_the_last_part_and_an_annulment_at_one_moment_come_one_after_the_other(
    program, held, at_once, context, first
):
    vote, people = held
    for one in people:
        assert "secret." not in cast_apart(program, vote.id, *one)
    vote.close()
    *parts, (uuid, owner, last) = [
        (one.uuid, owner, vote.part(one, owner)) for one in vote.elections for owner in vote.privates
    ]
    for sent, by, part in parts:
        counting.send_decryption(vote.by(by), sent, part)
    sender, chair = vote.by(owner).by, context.by
    context.session.commit()

    def send(acting):
        counting.send_decryption(replace(acting, by=sender), uuid, last)

    def annul(acting):
        ending.annul(replace(acting, by=chair), vote.id, "Une clé est perdue.")

    if first == "part":
        assert at_once(send, annul) == ("done", "secret.decrypted")
    else:
        assert at_once(annul, send) == ("done", "secret.not_closed")
    with program.database.reading() as session:
        rows = steps.real(queries.ceremony(session, vote.id))
        kept = sum(len(queries.steps_of(session, one, Kind.PARTIAL_DECRYPTION)) for one in rows)
        assert kept == len(parts) + (first == "part")
        for one in rows:
            audit(queries.archive_of(session, one))
        assert verify_journal(session) is None


def _open_at_once(program, vote, context):
    """Let both scrutineers send their parts at one moment, each twice, then three publish beside two that annul."""

    def act(work, viewer, *given):
        try:
            with program.database.unit_of_work() as session:
                work(program.context(session, viewer), *given)
        except Refused as refusal:
            return refusal.code
        return "done"

    context.session.expire_all()
    parts = [(one.uuid, owner, vote.part(one, owner)) for one in vote.elections for owner in vote.privates]
    viewers = {owner: vote.by(owner).by for owner in vote.privates}
    context.session.commit()
    with ThreadPoolExecutor(HANDS) as hands:
        sent = [
            hands.submit(act, counting.send_decryption, viewers[owner], uuid, part)
            for uuid, owner, part in parts * 2
        ]
        assert {one.result() for one in sent} == {"done"}
        annulled = [
            hands.submit(act, ending.annul, context.by, vote.id, "No longer wanted.") for _ in range(2)
        ]
        published = [hands.submit(act, counting.publish_results, context.by, vote.id) for _ in range(3)]
        said = sorted(one.result() for one in published)
        assert {one.result() for one in annulled} <= {"secret.decrypted", "secret.not_open"}

    assert said == ["done", "secret.not_closed", "secret.not_closed"]
    with program.database.reading() as session:
        for one in steps.real(queries.ceremony(session, vote.id)):
            assert len(queries.steps_of(session, one, Kind.PARTIAL_DECRYPTION)) == len(vote.privates)
            audit(queries.archive_of(session, one))
        assert verify_journal(session) is None


def test_a_key_that_is_sent_while_its_assembly_is_called_off_comes_before_it_or_not_at_all(
    program, context, leading, session, monkeypatch
):
    vote = leading(convened(context, {"A": 4}))
    first, key = (write(trustees.trustee_key(trustees.new_private_key()).written()) for _ in range(2))
    keys.send_key(vote.by(2), vote.id, first)
    sender = vote.by(1).by
    session.commit()
    in_the_midst, under_the_journal = threading.Event(), threading.Event()
    known, listed = keys.scrutineer_of, preparing.ceremonies_of

    def pause(*given):
        in_the_midst.set()
        under_the_journal.wait(0.3)
        return known(*given)

    def reach(*given):
        under_the_journal.set()
        return listed(*given)

    def send():
        with program.database.unit_of_work() as own:
            keys.send_key(program.context(own, sender), vote.id, key)

    def call():
        in_the_midst.wait(5)
        with program.database.unit_of_work() as own:
            context = program.context(own, vote.context.by)
            call_off(context, own.get_one(Assembly, vote.world.assembly.id), reason="La salle a brûlé.")

    monkeypatch.setattr(keys, "scrutineer_of", pause)
    monkeypatch.setattr(preparing, "ceremonies_of", reach)
    with ThreadPoolExecutor(2) as hands:
        for one in [hands.submit(send), hands.submit(call)]:
            one.result()

    with pytest.raises(Refused):
        send()
    session.expire_all()
    assert vote.now.stage is Stage.CANCELLED
    uuid = vote.now.elections[0].uuid
    for act in (
        lambda: keys.rehearse(vote.by(1), vote.id, "{}", AUTHORITY),
        lambda: counting.close(context, vote.id, AUTHORITY),
        lambda: counting.send_decryption(vote.by(1), uuid, "{}"),
        lambda: counting.publish_results(context, vote.id),
    ):
        with pytest.raises(Refused):
            act()
    assert verify_journal(session) is None
