"""What the paper asks: it must be what is sealed; its limits in words; what is no answer, and why."""

import pytest

NAMES = ["Anne", "Bleiz", "Chloé"]
GRADES = ["Good", "Passable", "To reject"]


def sealed(low=1, high=1, *, blank=True, **changes):
    """Return a question of an election as it is sealed, and what the page says of it."""
    question = {"answers": NAMES, "min": low, "max": high, "question": "2. Conseil"}
    ask = {"question": "2. Conseil", "name": None, "labels": NAMES, "is_verbatim": True}
    kind = {"kind": "election", "title": "2. Conseil", "statements": [], "asks": [ask | changes]}
    return kind, [({"blank": True} if blank else {}) | question]


def graded():
    """Return an election by grades."""
    asks = [
        {"question": f"3. Présidence – {name}", "name": name, "labels": GRADES, "is_verbatim": False}
        for name in NAMES[:2]
    ]
    questions = [
        {"answers": ["Bien", "Passable", "À rejeter"], "blank": True, "min": 1, "max": 1, "question": one["question"]}
        for one in asks
    ]  # fmt: skip
    return {"kind": "election", "title": "3. Présidence", "statements": [], "asks": asks}, questions


@pytest.mark.parametrize(
    "lie",
    [
        {"question": "2. Un autre conseil"},
        {"labels": ["Anne", "Chloé", "Bleiz"]},
        {"labels": ["Anne", "Bleiz"]},
    ],
)
def test_the_page_refuses_other_words_than_those_that_are_sealed(node, refused, lie):
    kind, questions = sealed(**lie)
    with pytest.raises(refused, match="questions"):
        node.sheets([kind], questions)


def test_the_page_refuses_a_question_too_many_or_too_few(node, refused):
    kind, questions = sealed()
    assert node.sheets([kind], questions) == 1
    for wrong in (questions * 2, []):
        with pytest.raises(refused, match="questions"):
            node.sheets([kind], wrong)


@pytest.mark.parametrize(
    ("low", "high", "hint"),
    [
        (1, 1, "choose-one"),
        (1, 2, "choose-up-to 1 2"),
        (2, 2, "choose-exactly 2"),
        (1, 3, "choose-any 1"),
        (2, 3, "choose-at-least 2"),
    ],
)
def test_the_limits_are_said_in_words(node, low, high, hint):
    assert node.hint(*sealed(low, high)) == hint


@pytest.mark.parametrize(
    ("low", "high", "chosen", "problem"),
    [
        (1, 2, [0, 1, 0, 1], ""),
        (1, 2, [1, 0, 0, 0], ""),
        (1, 2, [0, 0, 0, 0], "missing-one or-blank"),
        (1, 2, [0, 1, 1, 1], "missing-fewer 3 2 1"),
        (2, 3, [0, 1, 0, 0], "missing-more 1 2 or-blank"),
        (1, 1, [0, 0, 0, 0], "missing-one or-blank"),
    ],
)
def test_what_is_no_answer_is_said_with_its_reason(node, low, high, chosen, problem):
    assert node.problem(*sealed(low, high), [chosen]) == problem


def test_without_a_blank_vote_none_is_spoken_of(node):
    assert node.problem(*sealed(1, 2, blank=False), [[0, 0, 0]]) == "missing-one"
    assert node.count(*sealed(1, 2, blank=False), [[1, 1, 1]]) == "chosen-over 3 2 1"


def test_a_name_without_a_grade_has_the_worst_one(node):
    kind, questions = graded()
    given = [[0, 1, 0, 0], [0, 0, 0, 0]]
    assert node.completed(kind, questions, given) == [[0, 1, 0, 0], [0, 0, 0, 1]]
    assert node.spoken(kind, questions, node.completed(kind, questions, given)) == [
        "grade-of Anne Good",
        "grade-of Bleiz To reject",
    ]
    nothing, blank = [[0] * 4] * 2, [[1, 0, 0, 0]] * 2
    assert node.completed(kind, questions, nothing) == nothing
    assert node.problem(kind, questions, nothing) == "missing-grades or-blank"
    assert node.spoken(kind, questions, blank) == ["blank"]
