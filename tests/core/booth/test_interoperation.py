"""Ballots, keys and decryptions of the browser are accepted by `belenios-tool`, and its own by the browser."""

import hashlib
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BLANK, FOR, AGAINST = [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]


def test_ballots_of_both_make_one_board(voting, node):
    tool, _key = voting
    ours = [
        node.createBallot(tool.election, tool.credentials[0], [FOR, [1, 1, 0]]),
        node.createBallot(tool.election, tool.credentials[1], [BLANK, [0, 0, 0]]),
    ]
    theirs = tool.ballot(2, [AGAINST, [0, 0, 1]])

    for ballot in (ours[0]["text"], ours[1]["text"], theirs):
        tool.add("Ballot", ballot)

    assert tool.verify()
    board = node.verifyBoard(tool.entries())
    assert board["trackers"][:2] == [one["tracker"] for one in ours]
    assert board["trackers"][2] == tool.run("sha256-b64", given=theirs).strip()
    assert not board["isClosed"]


def test_a_single_trustee_decrypts(voting, node):
    tool, key = voting
    for voter, choices in enumerate([[FOR, [1, 1, 0]], [AGAINST, [0, 0, 0]], [FOR, [0, 1, 0]]]):
        tool.add("Ballot", node.createBallot(tool.election, tool.credentials[voter], choices)["text"])
    tool.add("Ballot", tool.ballot(1, [BLANK, [0, 0, 1]]))  # votes again: the last one counts
    tool.close_voting()

    made = node.decryptBoard(tool.entries(), key)

    assert made["owner"] == 1
    assert json.loads(made["text"]).keys() == json.loads(tool.decrypt(key, 1)).keys()
    tool.add_decryption(1, made["text"])
    assert tool.publish_result() == [[1, 2, 0, 0], [1, 2, 1]]
    assert tool.verify()
    assert node.verifyBoard(tool.entries())["result"] == [[1, 2, 0, 0], [1, 2, 1]]


def test_decryptions_of_both_are_put_together(tool, node):
    ours = node.generateKey()
    tool.run("setup", "generate-trustee-key", "--group", "BELENIOS-2048")
    theirs = tool.found("*.pubkey")[0].read_text().strip()
    tool.open([{"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"}], [ours["published"], theirs])
    tool.add("Ballot", node.createBallot(tool.election, tool.credentials[0], [[1, 0]])["text"])
    tool.close_voting()

    tool.add_decryption(1, node.decryptBoard(tool.entries(), ours["file"])["text"])
    tool.add_decryption(2, tool.decrypt(tool.found("*.privkey")[0].read_text(), 2))

    assert tool.publish_result() == [[1, 0]]
    assert tool.verify()
    assert node.verifyBoard(tool.entries())["owners"] == [1, 2]


class Scrutineers:
    """Three trustees of whom two suffice: two of ours, one of `belenios-tool`, which also leads the steps."""

    def __init__(self, tool, node):
        self.tool, self.node = tool, node
        tool.threshold(1)
        self.theirs = tool.found("*.key")[0]
        self.seeds = [node.generateSeed(), node.generateSeed()]
        certs = [node.makeCert(seed) for seed in self.seeds] + [self.theirs.with_suffix(".cert").read_text()]
        self.certs = [one.strip() for one in certs]
        self.write("certs.jsons", self.certs)
        tool.threshold(2, "--certs", "certs.jsons")

    def write(self, name, lines):
        self.tool.write(name, "".join(line.strip() + "\n" for line in lines))

    def make_keys(self):
        ours = [self.node.makePolynomial(self.certs, seed, 2) for seed in self.seeds]
        key = ("--certs", "certs.jsons", "--key", self.theirs.name)
        self.write("polynomials.jsons", [*ours, self.tool.threshold(3, *key, "--threshold", "2")])
        self.tool.threshold(4, "--certs", "certs.jsons", "--polynomials", "polynomials.jsons")
        vinputs = [self.vinput(cert) for cert in self.certs]
        outputs = [self.node.makeVoutput(self.certs, *one, 2) for one in zip(self.seeds, vinputs)]
        self.outputs = [*outputs, self.tool.threshold(5, *key, given=vinputs[2])]
        given = "".join(one.strip() + "\n" for one in self.outputs)
        steps = ("--certs", "certs.jsons", "--polynomials", "polynomials.jsons")
        return self.tool.threshold(6, *steps, given=given)

    def vinput(self, cert):
        """Return what the tool routes to a trustee: the file is named after what the certificate says."""
        name = hashlib.sha256(json.loads(cert)["message"].encode()).hexdigest()
        return (self.tool.folder / f"{name}.vinput").read_text().strip()

    def own_key(self, number):
        return self.node.openDecryptionKey(
            self.seeds[number], json.loads(self.outputs[number])["private_key"]
        )


def test_two_of_three_decrypt_and_one_is_lost(tool, node):
    scrutineers = Scrutineers(tool, node)
    parameters = scrutineers.make_keys()
    tool.open([{"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"}], threshold=parameters)
    for voter, choice in enumerate([[1, 0], [0, 1], [1, 0]]):
        tool.add("Ballot", node.createBallot(tool.election, tool.credentials[voter], [choice])["text"])
    tool.close_voting()

    made = node.decryptBoard(tool.entries(), scrutineers.own_key(1))
    assert made["owner"] == 2
    tool.add_decryption(2, made["text"])
    key = scrutineers.theirs.name
    theirs = tool.run(
        "election", "decrypt-threshold", "--key", key, "--decryption-key", key.replace(".key", ".dkey"),
        "--trustee-id", "3",
    )  # fmt: skip
    tool.add("PartialDecryption", theirs)

    assert tool.publish_result() == [[2, 1]]
    assert tool.verify()
    board = node.verifyBoard(tool.entries())
    assert (board["owners"], board["result"]) == ([2, 3], [[2, 1]])


@st.composite
def questions_with_answers(draw):
    """Draw a question of every shape, and an answer that it allows."""
    size = draw(st.integers(1, 5))
    low = draw(st.integers(0, size))
    high = draw(st.integers(low, size))
    question = {"answers": [f"r{i}" for i in range(size)], "min": low, "max": high, "question": "?"}
    chosen = draw(st.sets(st.integers(0, size - 1), min_size=low, max_size=high))
    answer = [int(i in chosen) for i in range(size)]
    if draw(st.booleans()):
        question = {"answers": question["answers"], "blank": True} | question
        is_blank = draw(st.booleans())
        answer = [1] + [0] * size if is_blank else [0, *answer]
    return question, answer


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=st.lists(questions_with_answers(), min_size=1, max_size=4))
def test_every_shape_of_question_is_accepted(new_election, node, drawn):
    tool = new_election()
    questions, answers = zip(*drawn)
    tool.open(questions, keys=[node.generateKey()["published"]])

    tool.add("Ballot", node.createBallot(tool.election, tool.credentials[0], answers)["text"])
    tool.add("Ballot", tool.ballot(1, answers))

    assert tool.verify()
    assert len(node.verifyBoard(tool.entries())["trackers"]) == 2
