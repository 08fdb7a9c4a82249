"""Two versions side by side: every clause in words, and only real changes marked."""

import copy
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from collegial.kernel.money import Money
from collegial.statutes.presets import PRESETS, preset
from collegial.statutes.rules import (
    AssemblyRule,
    Carry,
    Change,
    CollegeRule,
    LegalForm,
    changed,
    clauses,
    compare,
    parse_statutes,
    wording,
)
from collegial.statutes.rules.checking import running_sum
from collegial.statutes.rules.rows import MOST_ROWS, change_rows

RULES = parse_statutes(preset("scic-sa").document)


def marks(before, after):
    return {one.key: (one.change, str(one.before), str(one.after)) for one in changed(compare(before, after))}


EVERY = [parse_statutes(preset(key).document) for key in PRESETS]


def test_a_version_does_not_differ_from_itself():
    for rules in EVERY:
        differences = compare(rules, rules)

        assert changed(differences) == []
        assert [one.key for one in differences] == [one.key for one in clauses(rules)]


def test_each_clause_of_both_versions_stands_once():
    for before, after in product(EVERY, EVERY):
        keys = [one.key for one in compare(before, after)]

        assert len(keys) == len(set(keys))
        assert set(keys) == {one.key for rules in (before, after) for one in clauses(rules)}


@pytest.mark.parametrize(
    ("changes", "key", "after"),
    [
        ({"label": "Autres statuts"}, "label", "Autres statuts"),
        ({"notice_days": 21}, "notice.days", "21 days"),
        ({"notice_days": 1}, "notice.days", "1 day"),
        ({"proxies_per_holder": 5}, "proxies.per_holder", "5"),
        ({"on_tie": None}, "votes.on_tie", "The statutes are silent: a vote that needs this rule cannot be opened."),
    ],
)  # fmt: skip
def test_a_changed_clause_is_marked_alone(changes, key, after):
    found = marks(RULES, replace(RULES, **changes))

    assert list(found) == [key]
    assert found[key][0] is Change.CHANGED
    assert found[key][2] == after


def test_a_changed_weight_is_shown_exactly():
    heavier = replace(RULES.colleges[0], weight=Fraction(1, 3))

    found = marks(RULES, replace(RULES, colleges=(heavier, *RULES.colleges[1:])))

    assert found == {
        "colleges.employees": (
            Change.CHANGED,
            "“Salariés et producteurs” weighs 2/5 (40%).",
            "“Salariés et producteurs” weighs 1/3 (≈ 33.33%).",
        )
    }


def test_added_and_removed_colleges_are_named():
    new = CollegeRule(key="volunteers", name="Bénévoles", weight=Fraction(3, 10))

    found = marks(RULES, replace(RULES, colleges=(*RULES.colleges[:2], new)))

    assert found["colleges.volunteers"][0] is Change.ADDED
    assert found["colleges.partners"][0] is Change.REMOVED
    assert found["colleges"][0] is Change.CHANGED


def test_what_is_removed_stands_where_it_stood():
    keys = [one.key for one in compare(RULES, replace(RULES, colleges=RULES.colleges[:2]))]

    assert keys[keys.index("colleges.partners") - 1] == "colleges.beneficiaries"


def test_a_new_order_of_the_colleges_is_a_change():
    assert list(marks(RULES, replace(RULES, colleges=RULES.colleges[::-1]))) == ["colleges"]


def test_statutes_that_lose_their_capital_say_so():
    found = marks(RULES, replace(RULES, capital=None))

    assert found["capital"] == (Change.ADDED, "None", "There are no shares.")
    assert found["capital.nominal"][0] is Change.REMOVED


def test_every_clause_of_the_capital_is_worded():
    said = {clause.key: str(clause.said) for clause in clauses(RULES) if clause.key.startswith("capital.")}

    assert said == {
        "capital.nominal": str(Money(2000)),
        "capital.minimum": str(Money(1_850_000)),
        "capital.floor": "1/4 of the highest capital ever reached",
        "capital.paid_at_subscription": "At least 1/4",
        "capital.payment_years": "5 years",
        "capital.redemption_years": "5 years",
    }


def test_what_members_may_ask_is_worded():
    rule = AssemblyRule(items_threshold=Fraction(1, 20), items_days=25)

    said = {clause.key: str(clause.said) for clause in clauses(replace(RULES, assemblies=rule))}

    assert said["assemblies.items_threshold"] == "1/20 of the voting rights"
    assert said["assemblies.items_days"] == "25 days"
    assert said["assemblies.questions_days"] == "The statutes are silent."


def test_every_choice_has_its_words():
    assert set(wording.FORMS) == set(LegalForm)
    assert set(wording.CARRIES) == set(wording.CARRY_GLOSSES) == set(Carry)


@pytest.mark.parametrize(
    ("weights", "total"),
    [
        (["2/5", "40 %", "0.2"], Fraction(1)),
        (["2/5", "much", None], Fraction(2, 5)),
        ([None, None], None),
        ([], None),
    ],
)
def test_the_running_sum_counts_what_can_be_read(weights, total):
    assert running_sum({"colleges": [{"weight": one} for one in weights]}) == total


@pytest.mark.parametrize("document", [{}, {"colleges": None}, {"colleges": ["x"]}])
def test_the_running_sum_survives_any_document(document):
    assert running_sum(document) is None


ROWS = {"colleges": [{"key": "a"}, {"key": "b"}, {"key": "c"}], "categories": []}


def keys(document):
    return [row["key"] for row in document["colleges"]]


@pytest.mark.parametrize(
    ("wish", "after"),
    [
        ("up-colleges-1", ["b", "a", "c"]),
        ("up-colleges-0", ["a", "b", "c"]),
        ("down-colleges-1", ["a", "c", "b"]),
        ("down-colleges-2", ["a", "b", "c"]),
        ("remove-colleges-1", ["a", "c"]),
        ("add-colleges", ["a", "b", "c", "college-4"]),
        ("remove-colleges-9", ["a", "b", "c"]),
        ("remove-colleges-x", ["a", "b", "c"]),
        ("remove-label-0", ["a", "b", "c"]),
        ("burn-colleges-1", ["a", "b", "c"]),
        ("save", ["a", "b", "c"]),
        ("", ["a", "b", "c"]),
    ],
)
def test_a_row_is_added_removed_or_moved(wish, after):
    before = copy.deepcopy(ROWS)

    assert keys(change_rows(ROWS, wish, taken=())) == after
    assert before == ROWS


def test_a_new_row_takes_no_key_that_has_a_past():
    added = change_rows(ROWS, "add-colleges", taken={"college-4", "college-5"})

    assert added["colleges"][-1] == {"key": "college-6", "name": "", "weight": None}


def test_there_are_only_so_many_rows():
    full = {"colleges": [{"key": str(number)} for number in range(MOST_ROWS)]}

    assert len(change_rows(full, "add-colleges", taken=())["colleges"]) == MOST_ROWS
