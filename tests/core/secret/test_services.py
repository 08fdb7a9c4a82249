"""A secret vote from its marks to its result, and what is refused on the way."""

import dataclasses
from fractions import Fraction

import pytest
from sqlalchemy import select

from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.proxies import give_proxy
from collegial.calling_off.services import call_off
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.secret import queries
from collegial.secret.belenios import group, proofs, tally, trustees
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.belenios.chain import Kind
from collegial.secret.belenios.text import write
from collegial.secret.belenios.verifying import audit
from collegial.secret.credentials import Authority
from collegial.secret.models import SecretEvent, Stage
from collegial.secret.services import casting, counting, ending, keys, opening, preparing
from collegial.secret.telling import guarding
from collegial.testing.factories import convened, statutes_document
from collegial.votes.models import Ballot, SignOff
from collegial.votes.queries import resolutions_to_vote, verify_board
from collegial.votes.results import results_of
from collegial.votes.services import cast_vote, close_vote, open_vote
from collegial.votes.services.secrecy import mark_secret

BLANK, FOR, AGAINST, ABSTAIN = [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]
AUTHORITY = Authority(key="a key that the database does not hold")
ANSWERS = [FOR, FOR, AGAINST, BLANK, FOR, AGAINST, ABSTAIN, FOR, FOR, FOR]


def opened(vote):
    return vote.make_keys().rehearse().open()


@pytest.mark.both_databases
def test_two_of_three_scrutineers_count_a_vote_by_college(led, tool):
    vote = led({"A": 4, "B": 3, "C": 3}, scrutineers=3, needed=2)
    vote.make_keys().rehearse(1, 3).open()
    assert resolutions_to_vote(vote.context.session, vote.world.assembly.id) == []
    archives = [queries.archive_of(vote.context.session, one) for one in vote.elections]
    for entry, answer in zip(vote.people, ANSWERS, strict=True):
        assert vote.vote(entry, answer).is_new

    vote.close().decrypt(1, 3).publish()

    session = vote.context.session
    (decided,) = results_of(session, vote.now.vote, "Europe/Paris")
    assert [(one.for_, one.against, one.abstain, one.blank) for one in decided.sums] == [
        (2, 1, 0, 1), (1, 1, 1, 0), (3, 0, 0, 0), (0, 0, 0, 0)
    ]  # fmt: skip
    assert decided.result.adopted is True
    # 40 % × 2/3 + 25 % × 1/2 + 25 % × 1, over the 90 % of the colleges that voted
    assert decided.result.for_share == (
        Fraction(2, 5) * Fraction(2, 3) + Fraction(1, 8) + Fraction(1, 4)
    ) / Fraction(9, 10)
    assert verify_board(session, vote.now.vote) is None
    for row, before in zip(vote.elections, archives, strict=True):
        after = queries.archive_of(session, row)
        assert audit(after).result is not None
        assert tool.verifies(row.uuid, after)
        assert tool.grows(row.uuid, before, after)
    close_assembly(vote.context, vote.world.assembly)


def test_a_rehearsal_is_an_election_that_anyone_can_verify(led, tool):
    vote = led().make_keys().rehearse()
    assert tool.verifies(vote.rehearsal.uuid, queries.archive_of(vote.context.session, vote.rehearsal))
    assert [one.confirmed_at is not None for one in vote.now.scrutineers] == [True, True]


def test_a_vote_is_not_opened_before_enough_scrutineers_are_confirmed(led):
    vote = led()
    with pytest.raises(Refused, match="not_confirmed"):
        vote.open()
    vote.make_keys().rehearse(1)
    with pytest.raises(Refused, match="not_confirmed"):
        vote.open()
    vote.rehearse(2).open()
    with pytest.raises(Refused, match="opened_already"):
        vote.open()


def test_a_key_that_does_not_decrypt_is_not_confirmed(led):
    vote = led().make_keys()
    vote.privates[1] += 1
    with pytest.raises(Invalid, match="decryption_proof"):
        vote.rehearse(1)
    with pytest.raises(Forbidden):
        keys.rehearse(vote.by(3), vote.id, "", AUTHORITY)


def test_only_the_named_make_keys_each_their_own(led):
    vote = led()
    with pytest.raises(Forbidden):
        keys.send_key(vote.by(3), vote.id, "{}")
    with pytest.raises(Forbidden):
        keys.send_key(vote.context, vote.id, "{}")
    with pytest.raises(Invalid, match="format"):
        keys.send_key(vote.by(1), vote.id, "not a key")
    text_ = write(trustees.trustee_key(trustees.new_private_key()).written())
    keys.send_key(vote.by(1), vote.id, text_)
    with pytest.raises(Refused, match="same_key"):
        keys.send_key(vote.by(2), vote.id, text_)
    with pytest.raises(Refused, match="not_due"):
        keys.send_key(vote.by(1), vote.id, text_)


def test_a_marked_resolution_is_not_voted_openly(led):
    vote = led()
    meeting = vote.world.assembly
    with pytest.raises(Refused, match="nothing_left"):
        open_vote(vote.context, meeting, meeting.resolutions)
    with pytest.raises(Refused, match="nothing_left"):
        mark_secret(vote.context, meeting, meeting.resolutions)
    preparing.cancel(vote.context, vote.id)
    assert open_vote(vote.context, meeting, meeting.resolutions).questions
    with pytest.raises(Refused, match="opened"):
        preparing.cancel(vote.context, vote.id)


def test_the_pages_of_open_votes_do_not_cast_or_close_a_secret_one(led):
    vote = opened(led())
    entry = vote.people[0]
    with pytest.raises(Refused, match="is_secret"):
        cast_vote(vote.world.member(entry), vote.now.vote_id, vote.world.own(entry), {})
    with pytest.raises(Refused, match="is_secret"):
        close_vote(vote.context, vote.now.vote_id)


def test_a_vote_may_be_replaced_where_the_rule_says_so(led, tool):
    vote = opened(led({"A": 4, "B": 3}, again=True))
    for entry in vote.people:
        vote.vote(entry, AGAINST)
    for entry in vote.people[:4]:
        vote.vote(entry, FOR)
    vote.close().decrypt(1, 2).publish()
    (decided,) = results_of(vote.context.session, vote.now.vote, "Europe/Paris")
    assert [(one.for_, one.against) for one in decided.sums] == [(4, 0), (0, 3), (0, 0), (0, 0)]
    assert tool.verifies(vote.elections[0].uuid, queries.archive_of(vote.context.session, vote.elections[0]))
    assert len(list(vote.context.session.scalars(select(SignOff)))) == len(vote.people)


def test_a_proxy_is_a_ballot_of_its_own_in_the_givers_college(context, leading):
    world = convened(context, {"A": 4, "B": 4, "C": 4})
    giver, holder = world.entries["A"][3], world.entries["B"][0]
    proxy = give_proxy(world.member(giver), giver, holder)
    world.arrive(*(one for college in world.entries.values() for one in college if one is not giver))
    world.open()
    vote = leading(world)
    opened(vote)
    row = casting.election_of(vote.now, proxy)
    assert row.name == "Collège A"
    code = casting.hand_over(world.member(holder), vote.id, proxy, AUTHORITY)
    assert code != casting.hand_over(world.member(holder), vote.id, world.own(holder), AUTHORITY)
    with pytest.raises(Refused, match="not_here"):
        casting.hand_over(world.member(giver), vote.id, world.own(giver), AUTHORITY)


def test_a_small_college_needs_the_bureaus_choice_before_the_opening(led):
    vote = led({"A": 6, "B": 5, "C": 2}, floor=5)
    vote.make_keys().rehearse()
    with pytest.raises(Refused, match="below_floor"):
        vote.open()
    for target in ("C", "Z"):
        with pytest.raises(Invalid, match="unknown_merge"):
            preparing.merge(vote.context, vote.id, "C", target)
    preparing.merge(vote.context, vote.id, "C", "B")
    vote.open()
    assert [one.name for one in vote.elections] == ["Collège A", "Collège B + Collège C"]
    for entry in vote.people:
        vote.vote(entry, FOR)
    vote.close().decrypt(1, 2).publish()
    (decided,) = results_of(vote.context.session, vote.now.vote, "Europe/Paris")
    merged = decided.sums[1]
    assert (merged.for_, merged.members, merged.weight) == (7, 7, Fraction(1, 2))
    told = [str(one) for one in guarding(vote.context.session, vote.now.vote_id)]
    assert "2 scrutineers of Membre A 0001 and Membre A 0002 decrypted" in told[0]
    assert "Collège C was counted with Collège B" in told[1]


def test_sums_of_too_few_ballots_are_never_decrypted(led):
    vote = opened(led({"A": 4, "B": 3}))
    for entry in vote.people[:5]:
        vote.vote(entry, FOR)
    with pytest.raises(Refused, match="too_few_ballots"):
        vote.close()
    assert vote.now.stage is Stage.OPEN
    with pytest.raises(Invalid, match="no_reason"):
        ending.annul(vote.context, vote.id, "  ")
    ending.annul(vote.context, vote.id, "Trop peu de bulletins.")
    meeting = vote.world.assembly
    assert results_of(vote.context.session, vote.now.vote, "Europe/Paris") == []
    assert open_vote(vote.context, meeting, meeting.resolutions).questions


def test_a_college_without_any_ballot_is_counted_as_empty(led):
    vote = opened(led({"A": 4, "B": 3}))
    for entry in vote.people[:4]:
        vote.vote(entry, FOR)
    vote.close().decrypt(1, 2).publish()
    (decided,) = results_of(vote.context.session, vote.now.vote, "Europe/Paris")
    assert [one.for_ for one in decided.sums] == [4, 0, 0, 0]


def test_without_colleges_there_is_one_election(context, leading):
    world = convened(context, {"A": 5}, document=statutes_document(colleges=[]))
    world.arrive(*world.entries["A"])
    world.open()
    vote = opened(leading(world))
    for entry in vote.people:
        vote.vote(entry, AGAINST)
    vote.close().decrypt(1, 2).publish()
    (decided,) = results_of(context.session, vote.now.vote, "Europe/Paris")
    assert decided.result.adopted is False
    assert [(one.key, one.against) for one in decided.sums] == [("all", 5)]


def test_what_is_stored_names_no_voter_beside_a_ballot(led):
    """The dump of an administrator: sign-offs without choices, ballots without names, no codes, no keys."""
    vote = opened(led())
    entry = vote.people[0]
    code = casting.hand_over(vote.world.member(entry), vote.id, vote.world.own(entry), AUTHORITY)
    receipt = vote.vote(entry, FOR)
    session = vote.context.session
    assert session.scalars(select(Ballot)).all() == []
    told = [str(one.payload) for one in session.scalars(select(JournalEntry))]
    told += [str(one.payload) for one in session.scalars(select(OutboxMessage))]
    signed = session.scalars(select(SignOff)).one()
    told += [str({column.name: getattr(signed, column.name) for column in SignOff.__table__.columns})]
    assert not any(receipt.tracker in one or code in one for one in told)
    columns = {column.name for column in SecretEvent.__table__.columns}
    assert columns == {"id", "election_id", "height", "kind", "event", "data", "tracker", "owner", "code"}
    dump = "".join(str(one.data) for one in session.scalars(select(SecretEvent)))
    assert code not in dump
    assert all(str(private) not in dump for private in vote.privates.values())


def test_another_key_of_the_server_makes_other_codes(led):
    vote = opened(led())
    entry = vote.people[0]
    other = Authority(key="another")
    with pytest.raises(Invalid, match="other_credential"):
        casting.cast(vote.world.member(entry), vote.id, vote.world.own(entry), vote.ballot(entry, FOR), other)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scrutineers": [1]}, "too_few_scrutineers"),
        ({"needed": 1}, "threshold"),
        ({"needed": 3}, "threshold"),
        ({"floor": 2}, "secret.floor"),
        ({"scrutineers": [1, 999]}, "unknown_scrutineer"),
        ({"scrutineers": [1, 0]}, "unknown_scrutineer"),
        ({"scrutineers": [1, 1]}, "repeated_scrutineer"),
        ({"resolutions": []}, "no_resolution"),
    ],
)
def test_a_plan_that_protects_nobody_is_refused(context, change, code):
    world = convened(context, {"A": 3, "B": 3, "C": 3})
    plan = preparing.Plan(resolutions=world.assembly.resolutions, scrutineers=[1, 2], needed=2)
    with pytest.raises(Invalid, match=code):
        preparing.prepare(context, world.assembly, dataclasses.replace(plan, **change), AUTHORITY)


def test_words_of_the_ballot_come_from_the_deployment(led):
    vote = led().make_keys().rehearse()
    french = {"For": "Pour", "Against": "Contre", "I abstain": "Abstention"}
    words = opening.Wording(speak=lambda word: french[str(word)])
    opening.open_secret_vote(vote.context, vote.id, AUTHORITY, words)
    asked = queries.parameters(vote.context.session, vote.elections[0])
    assert asked.questions[0].answers == ("Pour", "Contre", "Abstention")
    assert vote.now.roll_fingerprint in asked.description


def test_who_rehearses_after_the_others_leaves_the_board_sound(led):
    vote = led(scrutineers=3, needed=2).make_keys().rehearse(1, 2, 3)
    session = vote.context.session
    assert len(audit(queries.archive_of(session, vote.rehearsal)).parts) == 3
    vote.open()
    assert audit(queries.archive_of(session, vote.rehearsal)).result == ((0, 1),)


def test_a_key_that_was_not_rehearsed_opens_no_vote(led):
    vote = led().make_keys().rehearse()
    vote.now.trustees = write(
        trustees.written_trustees((trustees.trustee_key(trustees.new_private_key()),) * 2)
    )
    vote.context.session.flush()
    with pytest.raises(Refused, match="other_trustees"):
        vote.open()


def test_a_code_that_is_not_on_the_board_adds_no_ballot(led):
    """A site that lost its key would else make every ballot after it one that no audit accepts."""
    vote = opened(led())
    entry, other = vote.people[0], Authority(key="another")
    mine, own = vote.world.member(entry), vote.world.own(entry)
    row = casting.election_of(vote.now, own)
    code = casting.hand_over(mine, vote.id, own, other)
    text_ = make_ballot(queries.parameters(vote.context.session, row), code, [FOR]).text
    with pytest.raises(Refused, match="other_key"):
        casting.cast(mine, vote.id, own, text_, other)


def wrong_part(vote, row, owner):
    """Return a part whose proofs hold and whose factors are drawn: the challenge of the protocol does not bind them."""
    election = queries.parameters(vote.context.session, row)
    (closed,) = queries.steps_of(vote.context.session, row, Kind.ENCRYPTED_TALLY)
    sums, private = tally.read_tally(closed.data[0], election.questions), vote.privates[owner]
    public, rows = group.g_power(private), []
    for one in (one for row_ in sums for one in row_):
        witness, other = group.random_exponent(), group.g_power(group.random_exponent())
        asked = tally._hash(election, public, group.g_power(witness), other)
        response = (witness - private * asked) % group.Q
        rest = other * group.inverse(group.power(one.alpha, response)) % group.P
        rows.append((group.power(rest, group.invert(asked, group.Q)), proofs.Proof(asked, response)))
    factors, proven = zip(*rows)
    return write(tally.PartialDecryption((factors,), (proven,)).written())


def test_a_wrong_part_whose_proof_holds_is_named_and_binds_nobody(led):
    vote = opened(led({"A": 4}, scrutineers=3, needed=2))
    for entry in vote.people:
        vote.vote(entry, FOR)
    (row,) = vote.close().elections
    counting.send_decryption(vote.by(1), row.uuid, wrong_part(vote, row, 1))
    with pytest.raises(Refused, match="at least one of them is wrong"):
        vote.decrypt(2).publish()
    with pytest.raises(Refused, match="Membre A 0001 is wrong"):
        vote.decrypt(3).publish()
    ending.annul(vote.context, vote.id, "Une part est fausse.")
    assert vote.now.stage is Stage.VOID


def test_a_vote_cast_again_by_the_giver_in_person_is_told_to_the_giver(context, leading):
    world = convened(context, {"A": 4})
    giver, holder = world.entries["A"][3], world.entries["A"][0]
    proxy = give_proxy(world.member(giver), giver, holder)
    world.arrive(*world.entries["A"][:3])
    world.open()
    vote = opened(leading(world, again=True))
    election = queries.parameters(context.session, vote.elections[0])
    for hand, right in ((holder, proxy), (giver, world.own(giver))):
        if hand is giver:
            world.arrive(giver)
        code = casting.hand_over(world.member(hand), vote.id, right, AUTHORITY)
        ballot = make_ballot(election, code, [FOR]).text
        casting.cast(world.member(hand), vote.id, right, ballot, AUTHORITY)
    told = [
        one.payload
        for one in context.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        if one.task == casting.RECEIPT
    ]
    assert [one["mandate"] for one in told] == [proxy.id, world.own(giver).id]
    (again,) = [
        one.payload for one in context.session.scalars(select(JournalEntry)) if one.event == "secret.replaced"
    ]
    assert (again["giver"], again["holder"], again["mandate"]) == (giver.id, giver.id, world.own(giver).id)


def test_colleges_are_not_merged_in_a_circle(led):
    vote = led()
    preparing.merge(vote.context, vote.id, "A", "B")
    preparing.merge(vote.context, vote.id, "B", "C")
    with pytest.raises(Invalid, match="merge_circle"):
        preparing.merge(vote.context, vote.id, "C", "A")


def test_a_secret_vote_is_given_up_with_the_assembly_that_is_called_off(context, session, leading):
    world = convened(context, {"A": 4})
    vote = leading(world)
    key = write(trustees.trustee_key(trustees.new_private_key()).written())
    call_off(context, world.assembly, reason="La salle a brûlé.")

    assert vote.now.stage is Stage.CANCELLED
    told = session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence.desc()).limit(9)).all()
    assert told.count("secret.cancelled") == 1
    with pytest.raises(Refused):
        keys.send_key(vote.by(1), vote.id, key)
