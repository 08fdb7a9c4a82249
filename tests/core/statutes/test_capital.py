"""The law on the capital of statutes (L10–L14), and the two rounds of a SARL's ordinary majority (L35)."""

import copy
from datetime import date
from fractions import Fraction

import pytest

from collegial.kernel.money import Money
from collegial.statutes.rules import (
    Convocation,
    DecisionKind,
    InvalidStatutes,
    MajorityBase,
    parse_statutes,
    statutes_document,
)
from collegial.testing.factories import statutes_document as scic_sa

CONFIRM = "to be confirmed by your counsel"
LAW = "Loi n° 47-1775 du 10 septembre 1947"
ON_MEMBERS = {"threshold": "1/2", "strict": True, "base": "members"}
ON_CAST = {"threshold": "1/2", "strict": True, "base": "cast"}


@pytest.fixture
def document():
    return copy.deepcopy(scic_sa())


@pytest.fixture
def sarl(document):
    document |= {"legal_form": "SARL", "notice": {"days": 15, "second_days": 15}}
    document["majority"]["ordinary"] = {"first": dict(ON_MEMBERS), "second": dict(ON_CAST)}
    return document


def errors_of(document, **options):
    with pytest.raises(InvalidStatutes) as refusal:
        parse_statutes(document, **options)
    return [(error.path, str(error.text)) for error in refusal.value.errors]


@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("nominal", "0", "A share has a value: write an amount above zero."),
        (
            "minimum",
            "18499.99",
            f"The least capital is 18499.99 EUR; the law asks for at least 18500.00 EUR ({LAW}, art. 27, {CONFIRM}).",
        ),
        ("floor", "24%", f"The share is 6/25; the law asks for at least 1/4 ({LAW}, art. 13, {CONFIRM})."),
        ("floor", "101%", "This is a share of a whole: write a number from 0 to 1."),
        (
            "paid_at_subscription",
            "1/5",
            f"The share is 1/5; the law asks for at least 1/4 ({LAW}, art. 12, {CONFIRM}).",
        ),
        (
            "payment_years",
            6,
            f"The time is 6 years; the law allows 5 at most ({LAW}, art. 12, {CONFIRM}).",
        ),
        (
            "redemption_years",
            6,
            f"The time is 6 years; the law allows 5 at most (Code de commerce, art. L231-6, {CONFIRM}).",
        ),
    ],
)
def test_each_clause_of_the_capital_keeps_to_the_law(document, field, written, sentence):
    document["capital"][field] = written

    assert errors_of(document) == [(f"capital.{field}", sentence)]


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("nominal", "0.01"),
        ("minimum", "18 500,00 €"),
        ("floor", "1/4"),
        ("floor", "1"),
        ("paid_at_subscription", "100%"),
        ("payment_years", 5),
        ("redemption_years", 0),
    ],
)
def test_the_bounds_of_the_law_are_allowed(document, field, written):
    document["capital"][field] = written

    assert parse_statutes(document).capital is not None


@pytest.mark.parametrize("form", ["SAS", "SARL"])
def test_only_a_public_limited_company_has_a_least_capital(sarl, form):
    sarl["legal_form"] = form
    sarl["capital"]["minimum"] = "0"

    assert parse_statutes(sarl).capital.minimum == Money(0)


@pytest.mark.parametrize("form", ["SA", "SAS", "SARL"])
def test_a_scic_has_a_capital(sarl, form):
    sarl |= {"legal_form": form, "capital": None}

    ((path, sentence),) = errors_of(sarl)

    assert path == "capital"
    assert sentence == (
        f"A SCIC has a variable capital ({LAW}, art. 19 quinquies, {CONFIRM}). "
        "Describe its shares and how they are paid."
    )


def test_an_association_has_no_capital(document):
    ((path, sentence),) = errors_of(document | {"legal_form": "association"})

    assert path == "capital"
    assert sentence.startswith("An association has no shares (Loi du 1er juillet 1901")


def test_a_version_recorded_before_shares_were_described_can_still_be_read(document):
    assert parse_statutes(document | {"capital": None}, on=date.min).capital is None


def test_a_capital_that_is_no_table_is_one_error(document):
    assert errors_of(document | {"capital": 5}) == [("capital", "Write a table of fields here.")]


def test_one_rule_holds_for_both_rounds_of_convening(document):
    rules = parse_statutes(document)

    rounds = {rules.majority(DecisionKind.ORDINARY, convocation) for convocation in Convocation}

    assert len(rounds) == 1
    assert statutes_document(rules)["majority"]["ordinary"] == ON_CAST


def test_a_sarl_measures_its_first_round_on_all_members_and_its_second_on_votes_cast(sarl):
    rules = parse_statutes(sarl)

    bases = [rules.majority(DecisionKind.ORDINARY, convocation).base for convocation in Convocation]

    assert bases == [MajorityBase.MEMBERS, MajorityBase.CAST]
    assert statutes_document(rules)["majority"]["ordinary"] == {"first": ON_MEMBERS, "second": ON_CAST}


@pytest.mark.parametrize(
    ("majority", "path"),
    [
        (ON_CAST, "majority.ordinary.base"),
        ({"first": ON_CAST | {"threshold": "2/3"}, "second": ON_CAST}, "majority.ordinary.first.base"),
    ],
)
def test_a_sarl_may_not_measure_its_first_round_on_votes_cast(sarl, majority, path):
    sarl["majority"]["ordinary"] = majority

    ((found, sentence),) = errors_of(sarl)

    assert found == path
    assert sentence == (
        "At the first convocation the law asks for more than 1/2 of all members "
        f"(Code de commerce, art. L223-29, {CONFIRM}). "
        "Measure this majority on all members, and give the second convocation its own rule."
    )


def test_an_error_of_one_round_is_named_at_that_round(sarl):
    sarl["majority"]["ordinary"]["second"]["threshold"] = "1/3"

    assert [path for path, _ in errors_of(sarl)] == ["majority.ordinary.second.threshold"]


def test_a_round_that_is_missing_is_named(sarl):
    del sarl["majority"]["ordinary"]["second"]

    assert ("majority.ordinary.second", "This field is missing.") in errors_of(sarl)


def test_half_of_all_members_is_not_more_than_half(sarl):
    rule = parse_statutes(sarl).majority(DecisionKind.ORDINARY, Convocation.FIRST)

    assert (rule.threshold, rule.strict) == (Fraction(1, 2), True)
