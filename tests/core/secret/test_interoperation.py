"""Whatever we make, belenios-tool accepts, and the other way round."""

import os
import random

import pytest

from collegial.hooks.voting import Option, Poll
from collegial.secret import queries
from collegial.secret.belenios import chain, signing, tally, threshold, trustees
from collegial.secret.belenios.archive import Archive, read_archive
from collegial.secret.belenios.ballots import check_ballot, make_ballot, read_ballot
from collegial.secret.belenios.credentials import (
    new_credential,
    new_uuid,
    public_credential,
    read_credentials,
    write_credentials,
)
from collegial.secret.belenios.election import Election, Question
from collegial.secret.belenios.text import write
from collegial.secret.belenios.verifying import audit, is_grown_from
from collegial.secret.credentials import Authority
from collegial.secret.services import casting, counting, keys
from collegial.votes.methods.grades import JUDGMENT
from collegial.votes.methods.marks import APPROVAL, PLURALITY
from collegial.votes.results import results_of

AUTHORITY = Authority(key="a key that the database does not hold")

QUESTIONS = (
    Question(
        text="Résolution 1 : « oui » ?", answers=("Pour", "Contre", "Abstention"), least=1, most=1, blank=True
    ),
    Question(text='Conseil "2026" \\ <b>', answers=("A", "B", "C"), least=0, most=2),
)


def elections(draw):
    """Draw what elections of every sealed method ask: limits, seats, with a blank vote or without."""
    for method in (PLURALITY, APPROVAL, JUDGMENT):
        size = draw.randint(2, 3)
        least = draw.randint(1, size)
        poll = Poll(
            options=tuple(Option(number=number, name=f"N° {number}") for number in range(1, size + 1)),
            seats=draw.randint(1, size), least=least, most=draw.randint(least, size),
            takes_blank=draw.random() < 0.5,
        )  # fmt: skip
        for ask in method.sealed.asks(poll):
            answers = tuple(str(one) for one in ask.answers)
            yield Question(
                text=method.key, answers=answers, least=ask.least, most=ask.most, blank=ask.takes_blank
            )


def drawn(question, draw):
    """Draw an answer that a question allows."""
    if question.blank and draw.random() < 0.3:
        return [1] + [0] * len(question.answers)
    chosen = set(draw.sample(range(len(question.answers)), draw.randint(question.least, question.most)))
    return [0] * question.blank + [int(place in chosen) for place in range(len(question.answers))]


class Run:
    """An election that is led from the first event to the last, all by our own code."""

    def __init__(self, people, questions=QUESTIONS, voters=3):
        self.uuid, self.people = new_uuid(), people
        self.codes = [new_credential() for _ in range(voters)]
        self.election = Election(
            uuid=self.uuid, name="Élection", description="Une ligne\net une autre", questions=questions,
            public_key=threshold.public_key_of(people), administrator="Bureau", credential_authority="serveur",
        )  # fmt: skip
        publics = write_credentials([public_credential(self.uuid, code) for code in self.codes])
        self.steps = [chain.setup(self.election.text, write(trustees.written_trustees(people)), publics)]

    @property
    def archive(self):
        return Archive(started=1_795_829_400, steps=tuple(self.steps))

    def add(self, kind, *data):
        self.steps.append(chain.follow(self.steps[-1].event, kind, data))

    def close(self):
        ballots = audit(self.archive).counted
        self.add(chain.Kind.END_BALLOTS)
        self.sums = tally.encrypted_tally(self.election.questions, ballots)
        self.add(
            chain.Kind.ENCRYPTED_TALLY, *chain.sized(write(tally.written_tally(self.sums)), len(ballots))
        )

    def decrypt(self, owner, private):
        part = tally.decrypt(self.election, self.sums, private)
        self.add(chain.Kind.PARTIAL_DECRYPTION, *chain.owned(owner, write(part.written())))

    def count(self):
        found = audit(self.archive)
        counted = tally.result(self.sums, self.people, found.parts, len(found.counted))
        self.add(chain.Kind.RESULT, write(tally.written_result(counted)))
        return counted


def pedersen(number, needed):
    """Make a threshold of trustees; return the structure and the private shares."""
    seeds = [signing.new_seed() for _ in range(number)]
    signed = [signing.read_cert_text(write(seed.cert().written())) for seed in seeds]
    certs = [signing.read_cert(one) for one in signed]
    sent = [write(threshold.make_polynomial(seed, certs, needed).written()) for seed in seeds]
    polynomials = [
        threshold.read_polynomial(text, cert, number, needed) for text, cert in zip(sent, certs, strict=True)
    ]
    coefficients = [
        threshold.read_coefficients(one.coefficients, cert, needed)
        for one, cert in zip(polynomials, certs, strict=True)
    ]
    answers = []
    for place, seed in enumerate(seeds):
        vinput = threshold.read_vinput(write(threshold.vinput_for(place, polynomials).written()))
        text = write(threshold.make_voutput(seed, certs, vinput, needed).written())
        answers.append(threshold.read_voutput(text, place, coefficients))
    made = trustees.Threshold(
        needed,
        tuple(signed),
        tuple(one.coefficients for one in polynomials),
        tuple(one.key for one in answers),
    )
    return made, [threshold.open_share(seed, one.private) for seed, one in zip(seeds, answers, strict=True)]


@pytest.mark.parametrize("needed", [None, 2])
def test_our_archive_verifies_at_every_stage(tool, needed):
    seed = int(os.environ.get("INTEROP_SEED", random.SystemRandom().getrandbits(32)))
    print(f"drawn with INTEROP_SEED={seed}")  # noqa: T201 (a failure shows it)
    draw = random.Random(seed)
    questions = (*QUESTIONS, *elections(draw))  # blank and not, and limits, whatever is drawn
    if needed:
        made, shares = pedersen(3, needed)
        privates = dict(enumerate(shares, start=1))
        del privates[2]  # a scrutineer lost the key
        run = Run((made,), questions)
    else:
        privates = {owner: trustees.new_private_key() for owner in (1, 2)}
        run = Run(tuple(trustees.trustee_key(private) for private in privates.values()), questions)
    opened = run.archive
    assert tool.verifies(run.uuid, opened)

    answers = [[drawn(one, draw) for one in questions] for _ in run.codes]
    ours = make_ballot(run.election, run.codes[0], answers[0]).text
    run.add(chain.Kind.BALLOT, ours)
    for code, answer in zip(run.codes[1:], answers[1:], strict=True):
        tool.put(run.uuid, run.archive)
        theirs = tool.ballot(code, answer)
        check_ballot(run.election, read_ballot(theirs, questions))
        run.add(chain.Kind.BALLOT, theirs)
    assert tool.verifies(run.uuid, run.archive)
    assert tool.grows(run.uuid, opened, run.archive)

    run.close()
    assert tool.verifies(run.uuid, run.archive)
    for owner, private in privates.items():
        run.decrypt(owner, private)
        assert tool.verifies(run.uuid, run.archive)
    tool.put(run.uuid, run.archive)
    theirs = tool.run("election", "compute-result").strip()
    counted = run.count()
    assert theirs == write(tally.written_result(counted))
    assert [list(row) for row in counted] == [
        [sum(column) for column in zip(*rows)] for rows in zip(*answers)
    ]
    assert tool.verifies(run.uuid, run.archive)
    again = read_archive((tool.folder / run.uuid / f"{run.uuid}.bel").read_bytes())
    assert again == run.archive
    assert audit(again).result == counted
    assert is_grown_from(again, opened)


def test_a_second_ballot_replaces_the_first_for_both(tool):
    private = trustees.new_private_key()
    run = Run((trustees.trustee_key(private),), questions=QUESTIONS[1:], voters=2)
    for code, answer in ((0, [1, 0, 0]), (1, [0, 0, 0]), (0, [0, 1, 1])):
        run.add(chain.Kind.BALLOT, make_ballot(run.election, run.codes[code], [answer]).text)
    run.close()
    run.decrypt(1, private)
    assert run.count() == ((0, 1, 1),)
    assert tool.verifies(run.uuid, run.archive)


def test_an_election_of_the_tool_is_read_verified_and_counted(tool):
    uuid = new_uuid()
    theirs, file = tool.trustee()
    own = trustees.new_private_key()
    keys = [theirs, write(trustees.trustee_key(own).written())]
    people = tuple(trustees.read_trustee_key(one) for one in keys)
    public, codes = tool.credentials(uuid, 2)
    template = write({"description": "", "name": "É", "questions": [one.written() for one in QUESTIONS]})
    tool.file("public_keys.jsons", "\n".join(keys) + "\n")
    tool.file("public_creds.json", public + "\n")
    tool.setup("make-trustees")
    tool.setup(
        "make-election", "--uuid", uuid, "--group", "BELENIOS-2048", "--template", tool.file("t", template)
    )
    tool.run("archive", "init")
    found = audit(tool.archive())
    assert (found.election.questions, found.trustees) == (QUESTIONS, people)
    run = Run(people)
    run.uuid, run.codes, run.election, run.steps = uuid, codes, found.election, list(tool.archive().steps)
    assert {public_credential(uuid, code) for code in codes} == set(read_credentials(public))
    for code in codes:
        run.add(chain.Kind.BALLOT, make_ballot(run.election, code, [[0, 1, 0, 0], [1, 0, 1]]).text)
    run.close()
    tool.put(uuid, run.archive)
    part = tool.run("election", "decrypt", "--privkey", file.name, "--trustee-id", "1").splitlines()[0]
    run.add(chain.Kind.PARTIAL_DECRYPTION, *chain.owned(1, part))
    run.decrypt(2, own)
    assert run.count() == ((0, 2, 0, 0), (2, 0, 2))
    assert tool.verifies(uuid, run.archive)


def test_a_threshold_is_made_with_the_tool(tool):
    """Two of three trustees use belenios-tool; we play the third, and the server between them."""
    seed, needed = signing.new_seed(), 2
    tool.threshold("--step", "1")
    tool.threshold("--step", "1")
    keys = sorted(tool.folder.glob("*.key"))
    texts = [key.with_suffix(".cert").read_text().strip() for key in keys] + [write(seed.cert().written())]
    signed = [signing.read_cert_text(text) for text in texts]
    certs = [signing.read_cert(one) for one in signed]
    common = ("--certs", tool.file("certs.jsons", "\n".join(texts) + "\n"))
    tool.threshold(*common, "--step", "2")
    sent = [
        tool.threshold(*common, "--key", key.name, "--step", "3", "--threshold", "2").strip() for key in keys
    ]
    sent.append(write(threshold.make_polynomial(seed, certs, needed).written()))
    polynomials = [threshold.read_polynomial(text, cert, 3, needed) for text, cert in zip(sent, certs)]
    coefficients = [
        threshold.read_coefficients(one.coefficients, cert, needed) for one, cert in zip(polynomials, certs)
    ]
    vinputs = [write(threshold.vinput_for(place, polynomials).written()) for place in range(3)]
    answers = [
        tool.threshold(*common, "--key", key.name, "--step", "5", text=vinputs[place] + "\n").strip()
        for place, key in enumerate(keys)
    ]
    answers.append(
        write(threshold.make_voutput(seed, certs, threshold.read_vinput(vinputs[2]), needed).written())
    )
    read = [threshold.read_voutput(text, place, coefficients) for place, text in enumerate(answers)]
    people = (
        trustees.Threshold(
            needed,
            tuple(signed),
            tuple(one.coefficients for one in polynomials),
            tuple(one.key for one in read),
        ),
    )
    tool.file("polynomials.jsons", "\n".join(sent) + "\n")
    theirs = tool.threshold(
        *common, "--step", "6", "--polynomials", "polynomials.jsons", text="\n".join(answers) + "\n"
    )
    assert theirs.strip() == write(people[0].written())

    run = Run(people, voters=1)
    run.add(chain.Kind.BALLOT, make_ballot(run.election, run.codes[0], [[0, 0, 1, 0], [0, 0, 1]]).text)
    run.close()
    tool.put(run.uuid, run.archive)
    dkey = tool.file("share.dkey", read[0].private)
    part = tool.run(
        "election", "decrypt-threshold", "--key", keys[0].name, "--decryption-key", dkey, "--trustee-id", "1"
    )
    run.add(chain.Kind.PARTIAL_DECRYPTION, *chain.owned(1, part.splitlines()[0]))
    run.decrypt(3, threshold.open_share(seed, read[2].private))
    assert run.count() == ((0, 0, 1, 0), (0, 0, 1))
    assert tool.verifies(run.uuid, run.archive)


@pytest.mark.both_databases("sqlite")  # the tool takes its time, and asks no database
def test_four_colleges_hold_at_every_stage_and_a_scrutineer_uses_the_tool(led, tool):
    vote = led(dict.fromkeys("ABCD", 3))
    session, seen = vote.context.session, {}

    def check():
        for row in vote.elections:
            archive = queries.archive_of(session, row)
            assert tool.verifies(row.uuid, archive)
            assert row.uuid not in seen or tool.grows(row.uuid, seen[row.uuid], archive)
            seen.setdefault(row.uuid, archive)

    def their_part(row):
        folder = tool.put(row.uuid, queries.archive_of(session, row), row.uuid)
        by_key = ("--privkey", file.name, "--trustee-id", "1", "--dir", folder)
        return tool.run("election", "decrypt", *by_key).splitlines()[0]

    public, file = tool.trustee()
    keys.send_key(vote.by(1), vote.id, public)
    vote.privates[2] = trustees.new_private_key()
    keys.send_key(vote.by(2), vote.id, write(trustees.trustee_key(vote.privates[2]).written()))
    keys.rehearse(vote.by(1), vote.id, their_part(vote.rehearsal), AUTHORITY)
    vote.rehearse(2).open()
    check()
    for first, *others in vote.world.entries.values():
        mine, right = vote.world.member(first), vote.world.own(first)
        row = casting.election_of(vote.now, right)
        folder = tool.put(row.uuid, queries.archive_of(session, row), row.uuid)
        theirs = tool.ballot(casting.hand_over(mine, vote.id, right, AUTHORITY), [[0, 0, 1, 0]], folder)
        casting.cast(mine, vote.id, right, theirs, AUTHORITY)
        for entry in others:
            vote.vote(entry, [0, 1, 0, 0])
    check()
    vote.close()
    check()
    for row in vote.elections:
        counting.send_decryption(vote.by(1), row.uuid, their_part(row))
    check()
    vote.decrypt(2).publish()
    check()
    (decided,) = results_of(session, vote.now.vote, "Europe/Paris")
    assert [(one.for_, one.against) for one in decided.sums] == [(2, 1)] * 4
