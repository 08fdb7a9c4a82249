"""Statutes read from a document: what is accepted, and every error that is named."""

import copy
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegial.kernel.errors import Missing
from collegial.kernel.money import Money
from collegial.statutes.rules import (
    LEGAL_MINIMUMS,
    CapitalRule,
    Carry,
    CategoryRule,
    CollegeRule,
    Convocation,
    DecisionKind,
    Fallback,
    FigureStatus,
    InvalidStatutes,
    LegalForm,
    MajorityBase,
    MajorityRule,
    QuorumBase,
    QuorumRule,
    StatuteRules,
    legal_figure,
    parse_statutes,
    statutes_document,
)

ABSENT = object()


def quorum_of(at_least):
    return {"at_least": at_least, "base": "members", "per_college": False}


DOCUMENT = {
    "label": "Statutes of 2026",
    "legal_form": "SA",
    "colleges": [
        {"key": "users", "name": "Users", "weight": "2/5"},
        {"key": "workers", "name": "Workers", "weight": "30%"},
        {"key": "partners", "name": "Partners", "weight": "0.3"},
    ],
    "categories": [
        {"key": "user", "name": "Users", "mandatory": True, "college": "users"},
        {"key": "worker", "name": "Workers", "mandatory": True, "college": "workers"},
        {"key": "partner", "name": "Partners", "mandatory": False, "college": None},
    ],
    "quorum": {
        "ordinary": {"first": quorum_of("1/5"), "second": quorum_of(0)},
        "extraordinary": {"first": quorum_of("1/4"), "second": quorum_of("1/5")},
    },
    "majority": {
        "ordinary": {"threshold": "1/2", "strict": True, "base": "cast"},
        "extraordinary": {"threshold": "2/3", "strict": False, "base": "cast"},
    },
    "votes": {"carry": "proportional", "on_tie": "against", "on_empty": "drop"},
    "notice": {"days": 15, "second_days": 10},
    "proxies": {"per_holder": 2},
    "capital": {
        "nominal": "20.00",
        "minimum": "18500.00",
        "floor": "1/4",
        "paid_at_subscription": "1/4",
        "payment_years": 5,
        "redemption_years": 5,
    },
}


def written(changes):
    """Copy the document with some dotted fields replaced or left out."""
    document = copy.deepcopy(DOCUMENT)
    for path, value in changes.items():
        *above, name = path.split(".")
        place = document
        for step in above:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if value is ABSENT:
            del place[name]
        elif isinstance(place, list):
            place[int(name)] = value
        else:
            place[name] = value
    return document


def errors_of(changes, **options):
    with pytest.raises(InvalidStatutes) as refusal:
        parse_statutes(written(changes), **options)
    return [(error.path, str(error.text)) for error in refusal.value.errors]


def test_a_document_reads_as_rules():
    rules = parse_statutes(DOCUMENT)

    assert rules.label == "Statutes of 2026"
    assert rules.legal_form is LegalForm.SA
    assert [college.weight for college in rules.colleges] == [
        Fraction(2, 5),
        Fraction(3, 10),
        Fraction(3, 10),
    ]
    assert rules.categories[0] == CategoryRule(key="user", name="Users", mandatory=True, college="users")
    assert rules.quorum(DecisionKind.EXTRAORDINARY, Convocation.FIRST) == QuorumRule(
        at_least=Fraction(1, 4), base=QuorumBase.MEMBERS, per_college=False
    )
    assert rules.majority(DecisionKind.ORDINARY, Convocation.FIRST) == MajorityRule(
        threshold=Fraction(1, 2), strict=True, base=MajorityBase.CAST
    )
    assert (rules.carry, rules.on_tie, rules.on_empty) == (
        Carry.PROPORTIONAL,
        Fallback.AGAINST,
        Fallback.DROP,
    )
    assert (rules.notice_days, rules.second_notice_days, rules.proxies_per_holder) == (15, 10, 2)


def test_a_weight_is_found_by_its_college():
    rules = parse_statutes(DOCUMENT)

    assert rules.weight("workers") == Fraction(3, 10)
    with pytest.raises(Missing) as refusal:
        rules.weight("pets")
    assert refusal.value.code == "statutes.no_college"
    assert str(refusal.value.text) == "The statutes have no college “pets”. Choose one that they name."


def test_silent_weights_are_equal():
    rules = parse_statutes(written({f"colleges.{place}.weight": ABSENT for place in range(3)}))

    assert [college.weight for college in rules.colleges] == [Fraction(1, 3)] * 3


def test_statutes_without_colleges_are_one_member_one_vote():
    changes = {"colleges": [], "votes.carry": "heads"}
    changes |= {f"categories.{place}.college": None for place in range(3)}

    assert parse_statutes(written(changes)).colleges == ()


def test_ties_and_empty_colleges_may_stay_silent():
    rules = parse_statutes(written({"votes.on_tie": ABSENT, "votes.on_empty": None}))

    assert (rules.on_tie, rules.on_empty) == (None, None)


def test_weights_at_both_bounds_of_the_law_are_accepted():
    changes = {"colleges.0.weight": "1/2", "colleges.1.weight": "2/5", "colleges.2.weight": "1/10"}

    assert parse_statutes(written(changes)).weight("partners") == Fraction(1, 10)


def test_an_association_is_free_of_the_law_on_cooperatives():
    changes = {
        "legal_form": "association",
        "colleges": [
            {"key": "a", "name": "A", "weight": "19/20"},
            {"key": "b", "name": "B", "weight": "1/20"},
        ],
        "categories": [],
        "quorum.extraordinary.first.at_least": "0",
        "majority.ordinary": {"threshold": "1/3", "strict": False, "base": "cast"},
        "notice.days": 3,
        "capital": None,
    }

    assert parse_statutes(written(changes)).legal_form is LegalForm.ASSOCIATION


@pytest.mark.parametrize("threshold", ["2/3", "3/4"])
@pytest.mark.parametrize("base", MajorityBase)
def test_statutes_may_ask_for_more_than_the_law(threshold, base):
    changes = {"majority.extraordinary.threshold": threshold, "majority.extraordinary.base": base.value}

    assert (
        parse_statutes(written(changes)).majority(DecisionKind.EXTRAORDINARY, Convocation.FIRST).base is base
    )


CONFIRM = "to be confirmed by your counsel"
LAW = "Loi n° 47-1775 du 10 septembre 1947"
SCIC_COLLEGES = f"{LAW}, art. 19 octies, {CONFIRM}"
SCIC_CATEGORIES = f"{LAW}, art. 19 septies, {CONFIRM}"
UNREADABLE = "cannot be read as an exact share. Write 2/5, 40% or 0.4; in quotes in a file."
SAS_MAJORITY = f"Code de commerce, art. L227-9, {CONFIRM}"


@pytest.mark.parametrize(
    ("changes", "path", "sentence"),
    [
        ({"label": ABSENT}, "label", "This field is missing."),
        ({"label": " "}, "label", "Write a text that is not empty."),
        ({"votes": ABSENT}, "votes", "This field is missing."),
        ({"quorum.ordinary.second": None}, "quorum.ordinary.second", "This field is missing."),
        ({"majority.ordinary.strict": ABSENT}, "majority.ordinary.strict", "This field is missing."),
        (
            {"votes.on_draw": "drop"},
            "votes.on_draw",
            "There is no such field. The fields here are: carry, on_tie, on_empty.",
        ),
        (
            {"quorum.ordinary.third": {}},
            "quorum.ordinary.third",
            "There is no such field. The fields here are: first, second.",
        ),
        (
            {"legal_form": "GmbH"},
            "legal_form",
            "Write one of these values: SA, SAS, SARL, association.",
        ),
        ({"votes.on_tie": "coin"}, "votes.on_tie", "Write one of these values: drop, share, against."),
        ({"notice": 15}, "notice", "Write a table of fields here."),
        ({"categories.1": "workers"}, "categories.1", "Write a table of fields here."),
        ({"categories": {}}, "categories", "Write a list of tables here, an empty one for none."),
        ({"notice.days": "15"}, "notice.days", "Write a whole number, zero or more."),
        ({"notice.days": 999_999_999}, "notice.days", "Write a whole number, zero or more."),
        ({"proxies.per_holder": -1}, "proxies.per_holder", "Write a whole number, zero or more."),
        ({"proxies.per_holder": True}, "proxies.per_holder", "Write a whole number, zero or more."),
        (
            {"categories.2.mandatory": "no"},
            "categories.2.mandatory",
            "Write true or false, without quotes.",
        ),
        (
            {"categories.2.key": "a b"},
            "categories.2.key",
            "Write up to 64 unaccented letters, digits, hyphens or underscores, without spaces.",
        ),
        ({"colleges.0.weight": 0.4}, "colleges.0.weight", f"“0.4” {UNREADABLE}"),
        ({"colleges.0.weight": "much"}, "colleges.0.weight", f"“much” {UNREADABLE}"),
        (
            {"colleges.0.weight": ABSENT},
            "colleges.0.weight",
            "This weight is missing while others are given. Give every weight, or none for equal weights.",
        ),
        (
            {"colleges.0.weight": "41%"},
            "colleges",
            "The weights sum to 101/100. They must sum to exactly 1 (100%).",
        ),
        (
            {"colleges.0.weight": "51%", "colleges.1.weight": "19%"},
            "colleges.0.weight",
            (
                f"The weight of college “Users” is 51/100; the law keeps each weight between 1/10 and 1/2 "
                f"({SCIC_COLLEGES})."
            ),
        ),
        (
            {"colleges.0.weight": "50%", "colleges.1.weight": "41%", "colleges.2.weight": "9%"},
            "colleges.2.weight",
            (
                f"The weight of college “Partners” is 9/100; the law keeps each weight between 1/10 and 1/2 "
                f"({SCIC_COLLEGES})."
            ),
        ),
        (
            {
                "colleges": [
                    {"key": "users", "name": "U", "weight": "1/2"},
                    {"key": "workers", "name": "W", "weight": "1/2"},
                ]
            },
            "colleges",
            f"There are 2 colleges; the law asks for at least 3 or none ({SCIC_COLLEGES}).",
        ),
        (
            {"colleges.1.key": "users", "categories.1.college": None},
            "colleges.1.key",
            "The key “users” is used twice. Give each entry its own key.",
        ),
        (
            {"categories.2.key": "user"},
            "categories.2.key",
            "The key “user” is used twice. Give each entry its own key.",
        ),
        (
            {"categories.2.college": "pets"},
            "categories.2.college",
            "There is no college “pets”. Name one of the colleges.",
        ),
        (
            {"categories": [DOCUMENT["categories"][0], DOCUMENT["categories"][1]]},
            "categories",
            f"Categories given: 2. The law asks for at least 3 ({SCIC_CATEGORIES}).",
        ),
        (
            {"categories.1.mandatory": False},
            "categories",
            (
                "Mandatory categories given: 1. The law asks for 2, the beneficiaries and the employees or "
                f"producers ({SCIC_CATEGORIES}). Mark them as mandatory."
            ),
        ),
        (
            {"quorum.ordinary.first.at_least": "19%"},
            "quorum.ordinary.first.at_least",
            (
                "The quorum is 19/100; the law asks for at least 1/5 and statutes may only raise it "
                f"(Code de commerce, art. L225-98, {CONFIRM})."
            ),
        ),
        (
            {"quorum.extraordinary.first.at_least": "24%"},
            "quorum.extraordinary.first.at_least",
            (
                "The quorum is 6/25; the law asks for at least 1/4 and statutes may only raise it "
                f"(Code de commerce, art. L225-96, {CONFIRM})."
            ),
        ),
        (
            {"quorum.extraordinary.second.at_least": 0},
            "quorum.extraordinary.second.at_least",
            (
                "The quorum is 0/1; the law asks for at least 1/5 and statutes may only raise it "
                f"(Code de commerce, art. L225-96, {CONFIRM})."
            ),
        ),
        (
            {"quorum.ordinary.second.at_least": "101%"},
            "quorum.ordinary.second.at_least",
            "A quorum is a share of the members: write a number from 0 to 1.",
        ),
        (
            {"majority.ordinary.threshold": 1},
            "majority.ordinary.threshold",
            "A majority is a share of the votes: write a number between 0 and 1, both excluded.",
        ),
        (
            {"majority.ordinary.threshold": 0},
            "majority.ordinary.threshold",
            "A majority is a share of the votes: write a number between 0 and 1, both excluded.",
        ),
        (
            {"majority.ordinary.strict": False},
            "majority.ordinary.threshold",
            (
                f"The law asks for more than 1/2 of the votes cast (Code de commerce, art. L225-98, {CONFIRM}). "
                "Raise the threshold, or make it strict if it is equal."
            ),
        ),
        (
            {"majority.extraordinary.threshold": "66%"},
            "majority.extraordinary.threshold",
            (
                f"The law asks for at least 2/3 of the votes cast (Code de commerce, art. L225-96, {CONFIRM}). "
                "Raise the threshold."
            ),
        ),
        (
            {"legal_form": "SAS", "majority.extraordinary.threshold": "1/3"},
            "majority.extraordinary.threshold",
            (
                f"The law asks for more than 1/2 of the votes cast ({SAS_MAJORITY}). "
                "Raise the threshold, or make it strict if it is equal."
            ),
        ),
        (
            {"notice.days": 14},
            "notice.days",
            "The notice is 14 days; the law asks for at least 15 (Code de commerce, art. R225-69).",
        ),
        (
            {"notice.second_days": 9},
            "notice.second_days",
            "The notice is 9 days; the law asks for at least 10 (Code de commerce, art. R225-69).",
        ),
        (
            {"legal_form": "SARL", "majority.ordinary.base": "members"},
            "notice.second_days",
            f"The notice is 10 days; the law asks for at least 15 (Code de commerce, art. R223-20, {CONFIRM}).",
        ),
    ],
)
def test_one_error_is_named_alone_with_its_path(changes, path, sentence):
    assert errors_of(changes) == [(path, sentence)]


def test_a_single_college_is_worded_in_the_singular():
    changes = {"colleges": [{"key": "users", "name": "Users"}]}
    changes |= {f"categories.{place}.college": None for place in range(3)}

    assert errors_of(changes)[0] == (
        "colleges",
        f"There is 1 college; the law asks for at least 3 or none ({SCIC_COLLEGES}).",
    )


def test_majority_carry_needs_colleges():
    changes = {"colleges": [], "votes.carry": "majority"}
    changes |= {f"categories.{place}.college": None for place in range(3)}

    assert errors_of(changes) == [
        (
            "votes.carry",
            (
                "Without colleges there is no weight to give to a winning side. "
                "Write “heads”, or describe the colleges."
            ),
        )
    ]


def test_all_errors_come_at_once():
    changes = {
        "label": ABSENT,
        "colour": "green",
        "colleges.0.weight": "2/3",
        "categories.2.college": "pets",
        "quorum.extraordinary.first.at_least": "a few",
        "majority.ordinary.base": "everyone",
        "notice.days": 1,
    }

    assert {path for path, _ in errors_of(changes)} == {
        "label",
        "colour",
        "colleges",
        "colleges.0.weight",
        "categories.2.college",
        "quorum.extraordinary.first.at_least",
        "majority.ordinary.base",
        "notice.days",
    }


def test_an_empty_document_names_every_table():
    with pytest.raises(InvalidStatutes) as refusal:
        parse_statutes({})

    assert [error.path for error in refusal.value.errors if str(error.text) == "This field is missing."] == [
        "votes",
        "notice",
        "proxies",
        "label",
        "legal_form",
        "colleges",
        "categories",
        "quorum",
        "majority",
    ]
    # Only the capital may be silent here: without a legal form, no law asks for it.
    assert len(refusal.value.errors) == len(DOCUMENT) - 1


def test_the_refusal_counts_its_errors():
    with pytest.raises(InvalidStatutes) as one:
        parse_statutes(written({"label": ABSENT}))
    with pytest.raises(InvalidStatutes) as two:
        parse_statutes(written({"label": ABSENT, "notice.days": 1}))

    assert (one.value.code, one.value.status) == ("statutes.invalid", 422)
    assert str(one.value.text) == "The statutes cannot be used: correct 1 error."
    assert str(two.value.text) == "The statutes cannot be used: correct 2 errors."
    assert one.value.__notes__ == ["label: This field is missing."]


def test_statutes_are_read_with_the_law_of_their_day():
    changes = {"notice.second_days": 6}

    assert parse_statutes(written(changes), on=date(2010, 6, 25)).second_notice_days == 6
    assert [path for path, _ in errors_of(changes, on=date(2010, 6, 26))] == ["notice.second_days"]


def test_every_figure_of_the_law_is_dated_cited_and_used():
    assert all(figure.citation for figure in LEGAL_MINIMUMS if figure.status is FigureStatus.LAW)
    assert len({(figure.key, figure.valid_from) for figure in LEGAL_MINIMUMS}) == len(LEGAL_MINIMUMS)
    assert legal_figure("SA.quorum.ordinary.second") is None
    assert legal_figure("SA.notice.first", on=date(1900, 1, 1)) is None


LEGAL_WEIGHTS = st.lists(st.integers(1, 9), min_size=3, max_size=6).filter(
    lambda parts: sum(parts) <= 10 * min(parts) and 2 * max(parts) <= sum(parts)
)
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=20)


def shares_from(least):
    return st.fractions(Fraction(least), Fraction(1), max_denominator=1000)


@st.composite
def statutes(draw):
    parts = draw(LEGAL_WEIGHTS)
    colleges = tuple(
        CollegeRule(key=f"college-{place}", name=draw(NAMES), weight=Fraction(part, sum(parts)))
        for place, part in enumerate(parts)
    )
    keys = st.sampled_from([None, *(college.key for college in colleges)])
    categories = tuple(
        CategoryRule(key=f"category_{place}", name=draw(NAMES), mandatory=place < 2, college=draw(keys))
        for place in range(draw(st.integers(3, 5)))
    )
    quorums = st.builds(
        QuorumRule, at_least=shares_from("1/4"), base=st.sampled_from(QuorumBase), per_college=st.booleans()
    )
    majorities = st.builds(
        MajorityRule,
        threshold=st.fractions(Fraction(2, 3), Fraction(999, 1000), max_denominator=1000),
        strict=st.booleans(),
        base=st.sampled_from(MajorityBase),
    )
    on_members = majorities.map(lambda rule: replace(rule, base=MajorityBase.MEMBERS))
    form = draw(st.sampled_from(LegalForm))
    capitals = st.builds(
        CapitalRule,
        nominal=st.builds(Money, st.integers(1, 10**7)),
        minimum=st.builds(Money, st.integers(1_850_000, 10**9)),
        floor=shares_from("1/4"),
        paid_at_subscription=shares_from("1/4"),
        payment_years=st.integers(0, 5),
        redemption_years=st.integers(0, 5),
    )
    return StatuteRules(
        label=draw(NAMES),
        legal_form=form,
        colleges=colleges,
        categories=categories,
        quorums={kind: {round_: draw(quorums) for round_ in Convocation} for kind in DecisionKind},
        majorities={
            kind: {Convocation.FIRST: draw(on_members), Convocation.SECOND: draw(majorities)}
            for kind in DecisionKind
        },
        carry=draw(st.sampled_from(Carry)),
        on_tie=draw(st.sampled_from([None, *Fallback])),
        on_empty=draw(st.sampled_from([None, *Fallback])),
        notice_days=draw(st.integers(15, 60)),
        second_notice_days=draw(st.integers(15, 60)),
        proxies_per_holder=draw(st.integers(0, 10)),
        capital=draw(capitals) if form.is_scic else None,
    )


@settings(max_examples=40)
@given(statutes())
def test_the_canonical_document_reads_back_as_the_same_rules(rules):
    document = statutes_document(rules)

    assert parse_statutes(document) == rules
    assert statutes_document(parse_statutes(document)) == document
