"""What breaks the protocol is refused, whatever it looks like."""

import dataclasses
import json
from functools import cache

import pytest
from gmpy2 import mpz
from hypothesis import given, settings
from hypothesis import strategies as st

from collegial.secret.belenios import chain, group, signing, tally, threshold, trustees
from collegial.secret.belenios.archive import Archive, read_archive, write_archive
from collegial.secret.belenios.ballots import check_ballot, make_ballot, read_ballot
from collegial.secret.belenios.credentials import (
    ALPHABET,
    is_credential,
    new_credential,
    public_credential,
    read_credentials,
    write_credentials,
)
from collegial.secret.belenios.election import Election, Question, read_election
from collegial.secret.belenios.membership import Members
from collegial.secret.belenios.text import Unacceptable, write
from collegial.secret.belenios.verifying import audit, is_grown_from

QUESTIONS = (
    Question(text="1", answers=("Pour", "Contre"), least=1, most=1, blank=True),
    Question(text="2", answers=("A", "B"), least=1, most=1),
)
PRIVATE = mpz(12345)


@cache
def people():
    return (trustees.trustee_key(PRIVATE),)


@cache
def election(uuid="1" * 14, questions=QUESTIONS):
    return Election(uuid=uuid, name="", description="", public_key=people()[0].public, questions=questions)


@cache
def code():
    return new_credential()


@cache
def ballot():
    return make_ballot(election(), code(), [[0, 1, 0], [0, 1]])


def accept(text, where=None):
    where = where or election()
    read = read_ballot(text, where.questions)
    check_ballot(where, read)
    return read


def changed(**fields):
    return write({**json.loads(ballot().text), **fields})


def test_a_good_ballot_passes():
    assert accept(ballot().text).credential == public_credential(election().uuid, code())


@pytest.mark.parametrize(
    "text",
    [
        lambda: ballot().text + "\n",
        lambda: ballot().text.replace(",", ", ", 1),
        lambda: changed(extra=1),
        lambda: changed(credential="0" + str(ballot().credential)),
        lambda: changed(credential="-" + str(ballot().credential)),
        lambda: changed(credential="+" + str(ballot().credential)),
        lambda: changed(credential=str(ballot().credential) + "\u0661"),
        lambda: changed(credential=int(ballot().credential)),
        lambda: changed(credential=str(ballot().credential + group.P)),
        lambda: changed(credential=str(group.P - ballot().credential)),
        lambda: changed(credential="0"),
        lambda: changed(credential="1" * 5000),
        lambda: changed(answers=[]),
        lambda: changed(answers=None),
        lambda: write(dict(reversed(json.loads(ballot().text).items()))),
        lambda: '{"election_uuid":"x",' + ballot().text[1:],
        lambda: "[" * 100_000,
        lambda: "",
        lambda: "null",
    ],
)
def test_what_is_not_the_canonical_writing_is_refused(text):
    with pytest.raises(Unacceptable):
        read_ballot(text(), QUESTIONS)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_ballot_changed_in_one_letter_is_refused(data):
    text = ballot().text
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from('0123456789",:{}[]a').filter(lambda one: one != text[place]))
    with pytest.raises(Unacceptable):
        accept(text[:place] + letter + text[place + 1 :])


def test_a_ballot_belongs_to_its_election():
    for other in (
        election("2" * 14),
        election(questions=QUESTIONS[:1] * 2),
        election(questions=QUESTIONS[::-1]),
    ):
        with pytest.raises(Unacceptable):
            accept(ballot().text, other)


def test_a_ballot_cannot_be_copied_under_another_credential():
    other = make_ballot(election(), new_credential(), [[0, 1, 0], [0, 1]])
    stolen = dataclasses.replace(ballot(), answers=other.answers)
    with pytest.raises(Unacceptable, match="signature"):
        accept(stolen.text)
    rival = new_credential()
    with pytest.raises(Unacceptable, match="individual_proof"):
        accept(signed_again(rival, other.answers).text)


def test_an_answer_cannot_move_to_another_question():
    same = election("3" * 14, (QUESTIONS[1], QUESTIONS[1]))
    cast = make_ballot(same, code(), [[0, 1], [1, 0]])
    check_ballot(same, cast)
    with pytest.raises(Unacceptable, match="length"):
        read_ballot(dataclasses.replace(cast, answers=cast.answers[:1]).text, same.questions)


def signed_again(credential, answers):
    """Sign other answers with one's own credential, as a cheat would."""
    from collegial.secret.belenios import ballots, credentials, proofs

    secret = credentials.secret_exponent(election().uuid, credential)
    public = group.g_power(secret)
    hashed = ballots._content_hash(election().uuid, election().fingerprint, public, answers)
    signature = proofs.prove_knowledge(secret, lambda point: ballots._sign(hashed, point))
    return ballots.Ballot(
        election_uuid=election().uuid, election_hash=election().fingerprint, credential=public,
        answers=tuple(answers), signed_hash=hashed, signature=signature,
    )  # fmt: skip


def cheating(*questions):
    """Return the election as a cheat's program would see it: other bounds, the same fingerprint."""
    other = dataclasses.replace(election(), questions=questions)
    other.__dict__["fingerprint"] = election().fingerprint
    return other


@pytest.mark.parametrize(("bound", "answer"), [(2, [1, 1]), (0, [0, 0])])
def test_a_sum_outside_the_bounds_is_refused(bound, answer):
    wrong = cheating(QUESTIONS[0], dataclasses.replace(QUESTIONS[1], least=bound, most=bound))
    cast = make_ballot(wrong, code(), [[0, 1, 0], answer])
    with pytest.raises(Unacceptable, match="overall_proof"):
        accept(cast.text)


def test_a_blank_vote_with_a_choice_is_refused():
    free = dataclasses.replace(
        QUESTIONS[0], answers=("blank", "Pour", "Contre"), least=2, most=2, blank=False
    )
    both = make_ballot(cheating(free, QUESTIONS[1]), code(), [[1, 1, 0], [0, 1]])
    blank = ballot().answers[0].blank
    answer = dataclasses.replace(both.answers[0], overall=ballot().answers[0].overall, blank=blank)
    with pytest.raises(Unacceptable, match="blank_proof"):
        accept(signed_again(code(), (answer, both.answers[1])).text)


@pytest.mark.parametrize("more", [1, -1])
def test_a_choice_of_two_or_less_than_none_is_refused(more):
    answer = ballot().answers[1]
    first = answer.choices[0].minus(1) if more < 0 else answer.choices[0]
    second = answer.choices[1] if more < 0 else answer.choices[1].minus(0)
    shifted = dataclasses.replace(
        answer, choices=(first, dataclasses.replace(second, beta=second.beta * group.G % group.P))
    )
    with pytest.raises(Unacceptable, match="individual_proof"):
        accept(signed_again(code(), (ballot().answers[0], shifted)).text)


def test_the_maker_of_a_ballot_refuses_what_the_question_does_not_allow():
    for answer in ([1, 1, 0], [0, 0, 0], [0, 1, 1], [0, 2, 0], [0, 1]):
        with pytest.raises(Unacceptable):
            make_ballot(election(), code(), [answer, [0, 1]])


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"group": "RFC-3526-2048"},
        {"uuid": "short"},
        {"uuid": "0" * 14},
        {"questions": [{"answers": ["a"], "min": 0, "max": 2, "question": ""}]},
        {"questions": [{"answers": ["a"], "min": 1, "max": 0, "question": ""}]},
        {"questions": [{"type": "NonHomomorphic", "value": {"answers": ["a"], "question": ""}}]},
        {"public_key": "2"},
    ],
)
def test_an_election_outside_the_specification_is_refused(change):
    with pytest.raises(Unacceptable):
        read_election(write({**json.loads(election().text), **change}))


def test_a_slip_of_the_pen_in_a_credential_is_seen():
    plain = code().replace("-", "")
    assert is_credential(plain)
    assert public_credential("1" * 14, plain) == public_credential("1" * 14, code())
    for place in range(15):
        other = ALPHABET[(ALPHABET.index(plain[place]) + 1) % 58]
        assert not is_credential(plain[:place] + other + plain[place + 1 :])


@pytest.mark.parametrize("number", [3, 210])
def test_one_foreign_number_among_many_is_found(number):
    good = [str(group.g_power(mpz(one + 1))) for one in range(number)]
    for foreign in (group.P - group.g_power(mpz(5)), mpz(2)):
        members = Members()
        for one in (*good, str(foreign)):
            members.read(one)
        with pytest.raises(Unacceptable, match="element"):
            members.check()
    for one in good:
        members.read(one)
    members.check()


def test_a_repeated_credential_is_refused():
    one = public_credential("1" * 14, code())
    with pytest.raises(Unacceptable, match="repeated"):
        read_credentials(write_credentials([one, one]))


def closed(*choices):
    """Return an election that is closed, with its sums."""
    codes = [new_credential() for _ in choices]
    publics = write_credentials([public_credential(election().uuid, one) for one in codes])
    steps = [chain.setup(election().text, write(trustees.written_trustees(people())), publics)]
    ballots = [make_ballot(election(), one, choice) for one, choice in zip(codes, choices)]
    steps += follow(
        steps[-1], *((chain.Kind.BALLOT, (one.text,)) for one in ballots), (chain.Kind.END_BALLOTS, ())
    )
    sums = tally.encrypted_tally(QUESTIONS, ballots)
    data = chain.sized(write(tally.written_tally(sums)), len(ballots))
    return [*steps, *follow(steps[-1], (chain.Kind.ENCRYPTED_TALLY, data))], sums


def follow(last, *more):
    steps = []
    for kind, data in more:
        last = chain.follow(last.event, kind, data)
        steps.append(last)
    return steps


def test_a_false_decryption_is_refused_and_a_missing_one_noticed():
    steps, sums = closed([[0, 1, 0], [0, 1]], [[1, 0, 0], [1, 0]])
    part = tally.decrypt(election(), sums, PRIVATE)
    tally.check_decryption(election(), sums, people()[0].public, part)
    false = dataclasses.replace(part, factors=((part.factors[0][1], *part.factors[0][1:]), part.factors[1]))
    with pytest.raises(Unacceptable, match="decryption_proof"):
        tally.check_decryption(election(), sums, people()[0].public, false)
    with pytest.raises(Unacceptable, match="too_few"):
        tally.result(sums, people(), {}, 2)
    with pytest.raises(Unacceptable, match="length"):
        tally.read_decryption(write(part.written()), sums[:1])
    assert tally.result(sums, people(), {1: part}, 2) == ((1, 1, 0), (1, 1))
    claimed = follow(
        steps[-1],
        (chain.Kind.PARTIAL_DECRYPTION, chain.owned(1, write(part.written()))),
        (chain.Kind.RESULT, (write({"result": [[0, 2, 0], [1, 1]]}),)),
    )
    with pytest.raises(Unacceptable, match="result"):
        audit(Archive(started=1, steps=(*steps, *claimed)))


def test_an_archive_that_was_touched_is_named():
    steps, _ = closed([[0, 1, 0], [0, 1]], [[1, 0, 0], [1, 0]])
    whole = Archive(started=1, steps=tuple(steps))
    assert audit(whole).is_closed
    for wrong in (
        steps[:1] + steps[2:],
        [steps[0], steps[2], steps[1], *steps[3:]],
        steps[1:],
        steps[:3] + steps[4:],
    ):
        with pytest.raises(Unacceptable):
            audit(Archive(started=1, steps=tuple(wrong)))
    cut = Archive(started=1, steps=tuple(steps[:2]))
    assert is_grown_from(whole, cut)
    assert not is_grown_from(cut, whole)
    raw = write_archive(whole)
    assert raw.startswith(write_archive(cut))
    assert read_archive(raw) == whole
    place = raw.index(b'"challenge":"') + 14
    with pytest.raises(Unacceptable, match="name"):
        read_archive(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
    with pytest.raises(Unacceptable):
        read_archive(b"not an archive")


def test_sums_that_leave_a_ballot_out_are_refused():
    steps, _ = closed([[0, 1, 0], [0, 1]], [[1, 0, 0], [1, 0]])
    only = read_ballot(steps[1].data[0], QUESTIONS)
    sums = tally.encrypted_tally(QUESTIONS, [only])
    false = follow(steps[3], (chain.Kind.ENCRYPTED_TALLY, chain.sized(write(tally.written_tally(sums)), 1)))
    with pytest.raises(Unacceptable, match="encrypted_tally"):
        audit(Archive(started=1, steps=(*steps[:4], *false)))


def test_a_stranger_cannot_vote_and_nobody_after_the_closing():
    steps, _ = closed([[0, 1, 0], [0, 1]])
    stranger = make_ballot(election(), new_credential(), [[0, 1, 0], [0, 1]])
    with pytest.raises(Unacceptable, match="credential"):
        audit(Archive(started=1, steps=(steps[0], *follow(steps[0], (chain.Kind.BALLOT, (stranger.text,))))))
    late = follow(steps[2], (chain.Kind.BALLOT, steps[1].data))
    with pytest.raises(Unacceptable, match="ballot_after_closing"):
        audit(Archive(started=1, steps=(*steps[:3], *late)))


def test_a_trustee_must_know_the_key_it_shows():
    copied = dataclasses.replace(trustees.trustee_key(mpz(5)), public=people()[0].public)
    with pytest.raises(Unacceptable, match="proof_of_knowledge"):
        trustees.read_trustee_key(write(copied.written()))


def test_a_threshold_trustee_that_cheats_is_found():
    seeds = [signing.new_seed() for _ in range(2)]
    certs = [signing.read_cert(seed.cert()) for seed in seeds]
    sent = [threshold.make_polynomial(seed, certs, 2) for seed in seeds]
    false = dataclasses.replace(sent[0], secrets=threshold.make_polynomial(seeds[0], certs, 2).secrets)
    with pytest.raises(Unacceptable, match="secret"):
        threshold.make_voutput(seeds[1], certs, threshold.vinput_for(1, [false, sent[1]]), 2)
    with pytest.raises(Unacceptable, match="signature"):
        threshold.read_polynomial(write(sent[0].written()), certs[1], 2, 2)
    with pytest.raises(Unacceptable, match="length"):
        threshold.read_polynomial(write(sent[0].written()), certs[0], 2, 1)
    with pytest.raises(Unacceptable, match=r"sealed|element"):
        threshold.open_share(seeds[1], signing.send(seeds[1].signing, certs[0].encryption, write("5")))
    coefficients = [threshold.read_coefficients(one.coefficients, cert, 2) for one, cert in zip(sent, certs)]
    mine = threshold.make_voutput(seeds[0], certs, threshold.vinput_for(0, sent), 2)
    with pytest.raises(Unacceptable, match="verification_key"):
        threshold.read_voutput(write(mine.written()), 1, coefficients)
