"""The two commands that count files: their formats, the cases of the law, and every bad input."""

import json
from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from collegial.cli import collegial
from collegial.kernel.errors import Invalid
from collegial.votes.cli import count, tally
from collegial.votes.files import METHODS, count_file, tally_file


def college(key, weight, votes, **more):
    cast_for, against = votes
    return {
        "key": key, "weight": weight, "members": cast_for + against, "present": cast_for + against,
        "for": cast_for, "against": against, **more,
    }  # fmt: skip


def figures(*colleges, **changes):
    return {
        "quorum": {"at_least": "0", "base": "members", "per_college": False},
        "majority": {"threshold": "1/2", "strict": True, "base": "cast"},
        "carry": "proportional", "on_tie": "drop", "on_empty": "drop",
        "colleges": list(colleges), **changes,
    }  # fmt: skip


THREE = (college("A", "40%", (3, 2)), college("B", "0.3", (1, 9)), college("C", "3/10", (6, 4)))
HALVES = (college("A", "1/2", (11, 9)), college("B", "1/4", (2, 8)), college("C", "25%", (3, 7)))


def counted(document):
    return count_file(json.dumps(document))


def test_weights_of_40_30_30_pass_by_majority_and_fail_in_proportion():
    by_majority, in_proportion = counted(figures(*THREE, carry="majority")), counted(figures(*THREE))
    assert (by_majority["result"]["adopted"], by_majority["result"]["for"]) == (True, "7/10")
    assert (in_proportion["result"]["adopted"], in_proportion["result"]["for"]) == (False, "9/20")


def test_exactly_half_is_not_more_than_half():
    found = counted(figures(*HALVES, carry="majority"))["result"]
    assert (found["for"], found["threshold"], found["adopted"]) == ("1/2", "1/2", False)
    assert found["colleges"][0] == {"key": "A", "for": "11/20", "carried": "1/2"}


@pytest.mark.parametrize(("present", "reached"), [(435, False), (436, True)])
def test_half_of_871_members_is_436(present, reached):
    one = {"key": "all", "weight": "1", "members": 871, "present": present, "for": present}
    found = counted(
        figures(one, quorum={"at_least": "50%", "base": "members", "per_college": False}, carry="heads")
    )
    assert (found["quorum"]["reached"], found["quorum"]["needed"]) == (reached, 436)
    assert found["result"]["adopted"] is (True if reached else None)
    assert "quorum is missed" in found["steps"][-1] or reached


def test_two_of_three_is_at_least_two_thirds():
    rule = {"threshold": "2/3", "strict": False, "base": "cast"}
    one = {"key": "all", "weight": "1", "members": 5, "present": 5, "for": 2, "against": 1, "abstain": 2}
    assert counted(figures(one, majority=rule, carry="heads"))["result"]["adopted"] is True


def test_a_rule_that_is_not_given_leaves_the_result_open_and_is_named():
    tied = (college("A", "1/2", (2, 2)), college("B", "1/2", (3, 1)))
    document = figures(*tied, carry="majority")
    del document["on_tie"]
    found = counted(document)
    assert (found["result"]["adopted"], found["result"]["for"]) == (None, None)
    assert "tied" in found["steps"][-1]


def without(document, name):
    return {key: value for key, value in document.items() if key != name}


BAD_COUNTS = {
    "weights that do not sum to 1": figures(college("A", "1/2", (1, 0)), college("B", "1/4", (1, 0))),
    "more votes than voters": figures({**college("A", "1", (3, 2)), "present": 4, "members": 9}),
    "more attending than members": figures({**college("A", "1", (1, 0)), "present": 2}),
    "unknown field": figures(*THREE, extra=1),
    "unknown field of a college": figures(college("A", "1", (1, 0), name="A")),
    "negative": figures({**college("A", "1", (1, 0)), "abstain": -1}),
    "not whole": figures({**college("A", "1", (1, 0)), "abstain": 0.5}),
    "true is no number": figures({**college("A", "1", (1, 0)), "members": True}),
    "a share in powers of ten": figures(college("A", "1e0", (1, 0))),
    "a float weight in words": figures(college("A", "one", (1, 0))),
    "a share above 1": figures(*THREE, majority={"threshold": "3/2", "strict": True, "base": "cast"}),
    "the same college twice": figures(college("A", "1/2", (1, 0)), college("A", "1/2", (1, 0))),
    "no college": figures(),
    "unknown carry": figures(*THREE, carry="hearts"),
    "no majority": without(figures(*THREE), "majority"),
    "a list": [1],
    "colleges as a table": figures(*THREE) | {"colleges": {}},
}


@pytest.mark.parametrize("name", BAD_COUNTS)
def test_figures_that_cannot_be_are_refused(name, tmp_path):
    file = tmp_path / "count.json"
    file.write_text(json.dumps(BAD_COUNTS[name]))
    ran = CliRunner().invoke(collegial, ["count", str(file)])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.strip()


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": 1, "a": 2}', "NaN", "\x00"])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(Invalid):
        count_file(text)


def test_the_command_prints_json(tmp_path):
    file = tmp_path / "count.json"
    file.write_text("\ufeff" + json.dumps(figures(*THREE)))
    ran = CliRunner().invoke(collegial, ["count", str(file)])
    assert ran.exit_code == 0
    assert set(json.loads(ran.stdout)) == {"quorum", "result", "steps"}


def test_a_file_in_another_encoding_is_refused(tmp_path):
    file = tmp_path / "count.json"
    file.write_bytes(b"\xff\xfe\xfa")
    assert CliRunner().invoke(collegial, ["count", str(file)]).exit_code == 2


ELECTION = """\ufeff# A comment before all
4 2 # four candidates, two seats
-3
(paper 1) 3 1 3 2 0
2 2=4 1 0   # equal ranks
1 - 4 0
0
"Ana \\"N\\" One" "Bo # Two"
"Cy" "Di"
"The # title"
"""


def test_comments_withdrawals_equal_ranks_and_passed_ranks_are_read():
    found = tally_file("approval", ELECTION)
    assert found["rounds"][0]["votes"] == {'Ana "N" One': 5, "Bo # Two": 5, "Di": 3}
    assert sorted(found["elected"]) == ['Ana "N" One', "Bo # Two"]


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"majority-judgment", "irv"}))
def test_every_method_tells_who_is_elected_and_the_ties(method):
    found = tally_file(method, ELECTION)
    assert {"elected", "quota", "ties"} < set(found)
    assert "rounds" in found or "matrix" in found
    assert "Cy" not in found["elected"]


def test_votes_of_a_transfer_are_written_as_decimals():
    found = tally_file("scottish-stv", '3 2\n7 1 2 0\n2 2 0\n2 3 0\n0\n"A" "B" "C"\n"t"')
    assert found["quota"] == 4
    assert found["rounds"][1]["votes"] == {"A": "4", "B": "4.99999", "C": "2"}


def test_a_tie_is_written_and_nobody_is_drawn():
    found = tally_file("irv", '2 1\n1 1 0\n1 2 0\n0\n"A" "B"\n"t"')
    assert found["elected"] == []
    assert found["ties"][0]["candidates"] == ["A", "B"]
    assert found["ties"][0]["settled"] is False
    assert [(one["votes"], one["struck_out"]) for one in found["rounds"]] == [({"A": 1, "B": 1}, [])]


OPEN_TIE = '4 2\n4 1 2 0\n2 2 0\n2 3 0\n1 4 0\n0\n"A" "B" "C" "D"\n"t"'
SETTLED_TIE = '3 1\n3 1 0\n2 2 1 0\n2 3 1 0\n0\n"A" "B" "C"\n"t"'


def test_nothing_is_shown_beyond_a_tie_without_a_rule():
    found = tally_file("scottish-stv", OPEN_TIE)
    assert found["elected"] == ["A"]
    assert [one["moved"] for one in found["rounds"]] == [[], ["D"]]
    assert [(one["candidates"], one["settled"]) for one in found["ties"]] == [(["B", "C"], False)]


@pytest.mark.parametrize(("method", "shared"), [("scottish-stv", 1), ("irv", 0)])
def test_beyond_a_tie_that_changes_nothing_the_rounds_are_said_to_be_of_one_way(method, shared):
    found = tally_file(method, SETTLED_TIE)
    assert (found["elected"], found["ties"][0]["settled"]) == (["A"], True)
    assert [one["one_way_of_several"] for one in found["rounds"]] == [False] * shared + [True] * (2 - shared)


def test_a_share_without_quotes_is_read_digit_by_digit():
    bare = figures(college("A", 0.1, (1, 0)), college("B", 0.2, (1, 0)), college("C", 0.7, (1, 0)))
    assert counted(bare)["result"]["colleges"][0]["carried"] == "1/10"


BAD_ELECTIONS = [
    "", "x", "2", "2 0\n0\n", "0 1\n0",
    '2 1\n1 3 0\n0\n"A" "B"', '2 1\n1 1 1 0\n0\n"A" "B"', '2 1\n1 1=1 0\n0\n"A" "B"',
    '2 1\n1 1 0\n"A" "B"', '2 1\n1 1 0\n0\n"A"', '2 1\n1 1 0\n0\n"A" "A"\n"t"', '2 1\n-5\n1 1 0\n0\n"A" "B"',
    '2 1\n1.5 1 0\n0\n"A" "B"', '2 1\n1 1 0\n0\n"A" "B" t', "9999999999 1", "2 1\n1 1", '2 1\n1 "A" 0\n0',
    '2 1\n1 1= 0\n0\n"A" "B"', "1001 1\n0\n", '2 1\n1 1 0\n0\n"" "B"', '2 1\n1 -1 0\n0\n"A" "B"', "\uff12 \uff11",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_ELECTIONS)
def test_an_election_file_that_cannot_be_read_is_refused_with_its_line(text, tmp_path):
    file = tmp_path / "e.blt"
    file.write_text(text)
    ran = CliRunner().invoke(collegial, ["tally", "--method", "schulze", str(file)])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "Line " in ran.stderr


@given(st.text(alphabet='0123 -="AB#()\n\\', max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        found = tally_file("scottish-stv", text)
    except Invalid:
        return
    assert isinstance(found["elected"], list)


JUDGED = {
    "grades": ["Very good", "Good", "Poor"],
    "candidates": ["A", "B"],
    "ballots": [
        {"count": 2, "grades": {"A": "Very good", "B": "Good"}},
        {"grades": {"A": "Poor"}},
    ],
}


def test_majority_judgment_reads_grades_and_takes_silence_as_the_worst():
    found = tally_file("majority-judgment", json.dumps(JUDGED))
    assert found["elected"] == ["A"]
    assert found["grades"][1] == {
        "candidate": "B", "majority_grade": "Good", "given": {"Very good": 0, "Good": 2, "Poor": 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [{"grades": []}, {"grades": ["A", "A"]}, {"candidates": "AB"}, {"seats": "1"}, {"seats": 0},
     {"ballots": [{"grades": {"C": "Good"}}]},
     {"ballots": [{"grades": {"A": "Superb"}}]}, {"ballots": [{"count": -1, "grades": {}}]}, {"more": 1}],
)  # fmt: skip
def test_grades_that_cannot_be_are_refused(change):
    with pytest.raises(Invalid):
        tally_file("majority-judgment", json.dumps(JUDGED | change))


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=3, max_size=3))
def test_the_total_is_the_sum_of_what_the_colleges_carry(votes):
    weights = ("1/2", "3/10", "1/5")
    colleges = [
        {"key": key, "weight": weight, "members": 30, "present": 30, "for": a, "against": b, "abstain": c}
        for key, weight, (a, b, c) in zip("ABC", weights, votes)
    ]
    found = counted(figures(*colleges, on_empty="against"))["result"]
    assert Fraction(found["for"]) == sum(Fraction(one["carried"]) for one in found["colleges"])


ODD = (
    "\ufeff# head\r\n3 1 # three for one\r\n-2 # out\r\n(b1) 4 1 2 0\r\n3 2=3 - 1 0\r\n2 3 0\r\n1 0\r\n0\r\n"
)
ODD += '"Ada # no comment" # one\r\n"Bo \\"B\\""\r\n"Cy"\r\n# no title, no last line'


@pytest.mark.parametrize(
    ("method", "elected"),
    [("scottish-stv", ["Cy"]), ("irv", ["Cy"]), ("schulze", ["Cy"]), ("plurality", ["Cy"]),
     ("approval", ["Ada # no comment"])],
)  # fmt: skip
def test_a_file_of_another_program_is_counted_by_the_command(method, elected, tmp_path):
    file = tmp_path / "odd.blt"
    file.write_bytes(ODD.encode())

    done = CliRunner().invoke(tally, ["--method", method, str(file)])

    assert (done.exit_code, json.loads(done.stdout)["elected"], done.stderr) == (0, elected, "")


def test_what_is_no_table_is_said_of_the_file(tmp_path):
    file = tmp_path / "count.json"
    file.write_text("[]")

    done = CliRunner().invoke(count, [str(file)])

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "the file: a table of fields is needed.\n"
