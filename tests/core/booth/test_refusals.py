"""What the browser refuses: changed ballots, boards that do not add up, keys of somebody else."""

import hashlib
import json
import re

import pytest

FOR, TWO = [0, 1, 0, 0], [1, 1, 0]


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def with_changed(text, *path, to=None):
    """Change one place of a JSON text: a number goes up by one, another value is replaced."""
    value = json.loads(text)
    *way, last = path
    place = value
    for step in way:
        place = place[step]
    place[last] = str(int(place[last]) + 1) if to is None else to
    return compact(value)


@pytest.fixture(scope="module")
def polling(node, new_election):
    """Give an open election with two ballots of ours, its single key, and the ballots."""
    tool = new_election()
    key = node.generateKey()
    question = {
        "answers": ["Pour", "Contre", "Abstention"],
        "blank": True,
        "min": 1,
        "max": 1,
        "question": "R",
    }
    council = {"answers": ["Anne", "Bleiz", "Chloé"], "min": 0, "max": 2, "question": "C"}
    tool.open([question, council], keys=[key["published"]])
    ballots = [node.createBallot(tool.election, tool.credentials[i], [FOR, TWO])["text"] for i in range(2)]
    for ballot in ballots:
        tool.add("Ballot", ballot)
    return tool, key["file"], ballots


ANSWER = ("answers", 0)
CHANGES = {
    "uuid": ("election_uuid", "11111111111111"),
    "election": ("election_hash", "x" * 43),
    "credential": ("credential", None),
    "ciphertext": (*ANSWER, "choices", 1, "alpha", None),
    "individual proof": (*ANSWER, "individual_proofs", 1, 0, "challenge", None),
    "overall proof": (*ANSWER, "overall_proof", 1, "response", None),
    "blank proof": (*ANSWER, "blank_proof", 0, "response", None),
    "proof without blank": ("answers", 1, "overall_proof", 0, "challenge", None),
    "signature": ("signature", "proof", "response", None),
    "signed hash": ("signature", "hash", "y" * 43),
    "zero": (*ANSWER, "choices", 0, "alpha", "0"),
    "leading zero": (*ANSWER, "individual_proofs", 0, 0, "challenge", "01"),
    "number not in quotes": (*ANSWER, "choices", 0, "alpha", 5),
    "answer missing": ("answers", []),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_ballot_is_refused(polling, node, refused, change):
    tool, _key, ballots = polling
    *path, to = change

    with pytest.raises(refused):
        node.checkBallot(tool.election, with_changed(ballots[0], *path, to=to))


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.replace(",", ", ", 1),
        lambda text: text[:-1] + ',"extra":1}',
        lambda text: json.dumps(dict(reversed(json.loads(text).items())), separators=(",", ":")),
        lambda text: text + "\n",
        lambda text: text[:-1],
    ],
    ids=["space", "extra field", "order", "line end", "cut"],
)
def test_only_the_canonical_text_is_a_ballot(polling, node, refused, write):
    tool, _key, ballots = polling
    assert node.checkBallot(tool.election, ballots[0])

    with pytest.raises(refused):
        node.checkBallot(tool.election, write(ballots[0]))


def test_proofs_are_bound_to_their_voter(polling, node, refused):
    """An answer copied under another credential, signed by its holder, is refused."""
    tool, _key, ballots = polling
    copied = json.loads(ballots[1]) | {"answers": json.loads(ballots[0])["answers"]}

    with pytest.raises(refused):
        node.checkBallot(tool.election, compact(copied))


def test_the_same_ballot_in_another_election_is_refused(polling, node, new_election, refused):
    _tool, _key, ballots = polling
    other = new_election()
    other.open(
        [{"answers": ["a"], "min": 0, "max": 1, "question": "q"}], keys=[node.generateKey()["published"]]
    )

    with pytest.raises(refused, match="another election"):
        node.checkBallot(other.election, ballots[0])


@pytest.mark.parametrize(
    "chosen", [[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0], [0, 2, -1, 0], [0, 1, 0], [0, 0.5, 0.5, 0]]
)
def test_an_answer_that_is_not_allowed_is_not_encrypted(polling, node, refused, chosen):
    tool, _key, _ballots = polling

    with pytest.raises(refused, match="not an answer"):
        node.createBallot(tool.election, tool.credentials[2], [chosen, TWO])


def test_no_ballot_is_sealed_with_a_key_outside_of_the_group(polling, node, refused):
    tool, _key, _ballots = polling
    changed = with_changed(tool.election, "public_key", to="2")

    with pytest.raises(refused, match="key of the election"):
        node.createBallot(changed, tool.credentials[2], [FOR, TWO])


def test_an_audited_ballot_opens_to_what_was_chosen_and_to_nothing_else(polling, node):
    tool, _key, _ballots = polling
    made = node.createBallot(tool.election, tool.credentials[2], [FOR, TWO])

    assert node.opens(tool.election, made["text"], made["tracker"])
    assert not node.opensChanged(tool.election, made["text"], made["tracker"])


class Board:
    """A board that a dishonest server writes: what it changes, it chains again as it should be."""

    def __init__(self, entries):
        self.records = [one["content"] for one in entries]
        self.kinds = [one["name"].split(".")[-2] if "." in one["name"] else "" for one in entries]

    def replace(self, old, new):
        """Put one content in the place of another, and follow its hash wherever it is named."""
        at = self.records.index(old)
        self.records[at] = new
        before, after = (hashlib.sha256(text.encode()).hexdigest() for text in (old, new))
        for text in [one for one in self.records if before in one]:
            self.replace(text, text.replace(before, after))

    def entries(self):
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in self.records]
        names = [f"{one}.{kind}.json" if kind else "BELENIOS" for one, kind in zip(hashes, self.kinds)]
        return [{"name": name, "content": text} for name, text in zip(names, self.records)]


@pytest.fixture(scope="module")
def closed(polling):
    """Give the same election, closed and summed up, with its key."""
    tool, key, ballots = polling
    tool.close_voting()
    return tool, key, ballots


def test_sums_that_do_not_match_the_ballots_are_not_decrypted(closed, node, refused):
    """The most important one: a server that lets the scrutineers open a single ballot."""
    tool, key, ballots = closed
    board = Board(tool.entries())
    tally = next(text for text in board.records if text.startswith("[[{"))
    answers = json.loads(ballots[0])["answers"]

    board.replace(tally, compact([one["choices"] for one in answers]))

    with pytest.raises(refused, match="sums"):
        node.decryptBoard(board.entries(), key)


def test_a_wrong_number_of_ballots_is_not_decrypted(closed, node, refused):
    tool, key, _ballots = closed
    board = Board(tool.entries())
    sized = next(text for text in board.records if "num_tallied" in text)

    board.replace(sized, sized.replace('"num_tallied":2', '"num_tallied":3'))

    with pytest.raises(refused, match="number of ballots"):
        node.decryptBoard(board.entries(), key)


def test_a_key_that_is_not_of_this_election_decrypts_nothing(closed, node, refused):
    tool, _key, _ballots = closed

    with pytest.raises(refused, match="key of nobody"):
        node.decryptBoard(tool.entries(), node.generateKey()["file"])


def test_an_open_board_is_not_decrypted(closed, node, refused):
    tool, key, _ballots = closed
    entries = tool.entries()
    end = next(i for i, one in enumerate(entries) if "EndBallots" in one["content"])

    assert node.verifyBoard(entries[:end])["trackers"]
    with pytest.raises(refused, match="not closed"):
        node.decryptBoard(entries[:end], key)


def drop(entries, word):
    at = next(i for i, one in enumerate(entries) if word in one["content"])
    return entries[:at] + entries[at + 1 :]


def swap(entries):
    ballots = [i for i, one in enumerate(entries) if '"Ballot"' in one["content"]]
    entries[ballots[0]], entries[ballots[1]] = entries[ballots[1]], entries[ballots[0]]
    return entries


def rename_option(entries):
    """Change the name of an option after the opening, chained as if it had been so from the start."""
    board = Board(entries)
    election = next(text for text in board.records if "public_key" in text and "questions" in text)
    board.replace(election, election.replace("Contre", "Pour!!"))
    return board.entries()


def strike_off(entries):
    """Take a voter off the roll after the vote, chained as if it had been so from the start."""
    board = Board(entries)
    credentials = next(text for text in board.records if re.match(r'\["\d', text))
    voted = {json.loads(text)["credential"] for text in board.records if "election_uuid" in text}
    board.replace(credentials, compact([one for one in json.loads(credentials) if one not in voted]))
    return board.entries()


def weigh(entries):
    """Give every voter a weight of one, which changes no sum: the next would be a weight of zero."""
    board = Board(entries)
    credentials = next(text for text in board.records if re.match(r'\["\d', text))
    board.replace(credentials, compact([f"{one},1" for one in json.loads(credentials)]))
    return board.entries()


def weigh_sums(entries):
    board = Board(entries)
    sized = next(text for text in board.records if "total_weight" in text)
    board.replace(sized, sized.replace('"total_weight":2', '"total_weight":1'))
    return board.entries()


def other_key(entries):
    board = Board(entries)
    election = next(text for text in board.records if "public_key" in text and "questions" in text)
    board.replace(election, with_changed(election, "public_key", to="1"))
    return board.entries()


TAMPERED = {
    "header": (lambda entries: entries[1:], "header"),
    "content": (lambda entries: [*entries[:-1], {**entries[-1], "content": "{}"}], "hash"),
    "event dropped": (lambda entries: drop(entries, '"Ballot"'), "chain"),
    "events swapped": (swap, "chain"),
    "ballot dropped": (lambda entries: drop(entries, "election_uuid"), "missing"),
    "option renamed": (rename_option, "another election"),
    "voter struck off": (strike_off, "roll"),
    "weighted roll": (weigh, "weights"),
    "weighted sums": (weigh_sums, "number of ballots"),
    "another key": (other_key, "key of the election"),
    "loose content": (lambda entries: [*entries, loose()], "refers to"),
    "nothing": (lambda _entries: [], "header"),
    "no event": (lambda entries: entries[:1], "empty"),
}


def loose():
    return {"name": f"{hashlib.sha256(b'1').hexdigest()}.data.json", "content": "1"}


@pytest.mark.parametrize(("tamper", "reason"), TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_board_is_refused(closed, node, refused, tamper, reason):
    tool, _key, _ballots = closed

    with pytest.raises(refused, match=reason):
        node.verifyBoard(tamper(tool.entries()))


def test_a_partial_decryption_is_checked_and_a_wrong_result_refused(closed, node, refused):
    tool, key, _ballots = closed
    assert node.verifyBoard(tool.entries())["isTallied"]
    made = node.decryptBoard(tool.entries(), key)["text"]
    tool.add_decryption(1, made)
    assert tool.publish_result() == [[0, 2, 0, 0], [2, 2, 0]]
    assert tool.verify()

    wrong = with_changed(made, "decryption_factors", 0, 0)
    board = Board(tool.entries())
    board.replace(made, wrong)
    with pytest.raises(refused, match="partial decryption"):
        node.verifyBoard(board.entries())

    board = Board(tool.entries())
    board.replace('{"result":[[0,2,0,0],[2,2,0]]}', '{"result":[[0,1,1,0],[2,2,0]]}')
    with pytest.raises(refused, match="result"):
        node.verifyBoard(board.entries())
