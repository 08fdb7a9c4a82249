"""What a decision of several parties asks: the rules, and what a deployment may start from."""

from fractions import Fraction

import pytest

from collegial.plugin import CollegeAttendance, CollegeFigures
from collegial.proposals.rules.pipeline import parse_pipeline
from collegial.statutes.files import parse_document
from collegial.statutes.rules import parse_statutes
from collegial_chantier.deciding import NONE_OUTVOTED, PARTIES_THERE
from collegial_chantier.starting import DIAGNOSIS, EQUAL_PARTIES, FROM_A_PROBLEM


def there(name, members, attending):
    return CollegeAttendance(key=name, name=name, weight=Fraction(1, 3), members=members, present=attending)


def voted(name, for_, against):
    return CollegeFigures(
        key=name, name=name, weight=Fraction(1, 3), members=9, attending=9,
        for_=for_, against=against, abstain=0, blank=0, void=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("colleges", "is_met"),
    [
        ([there("base", 5, 1), there("institutions", 2, 1)], True),
        ([there("base", 5, 5), there("institutions", 2, 0)], False),
        ([there("base", 5, 1), there("institutions", 0, 0)], True),
    ],
)
def test_every_college_with_members_must_attend(colleges, is_met):
    ruling = PARTIES_THERE.judge(colleges)

    assert ruling.is_met is is_met
    assert is_met or str(ruling.reason) == "Nobody attends for: institutions."


@pytest.mark.parametrize(("against", "is_met"), [(3, True), (4, False)])
def test_a_college_that_is_split_is_not_outvoted(against, is_met):
    ruling = NONE_OUTVOTED.judge([voted("base", 9, 0), voted("institutions", 3, against)])

    assert ruling.is_met is is_met
    assert is_met or str(ruling.reason) == "Outvoted: institutions."


def test_the_statutes_of_equal_parties_ask_for_both():
    rules = parse_statutes(parse_document(EQUAL_PARTIES.text))

    assert rules.rules_of_modules() == {PARTIES_THERE.key, NONE_OUTVOTED.key}


def test_who_reads_the_statutes_reads_what_the_module_asks(client, sign_in, chantier_is_on):
    sign_in("administrator")
    at = client.post("/statutes/new", data={"start": EQUAL_PARTIES.key}).location.removesuffix("/edit")

    page = client.get(at).text

    assert page.count("In each college that has members, at least one voting right attends.") == 2
    assert page.count("In no college are there more votes against than for.") == 2


def test_the_pipeline_places_the_conditions_of_the_stage():
    pipeline = parse_pipeline(FROM_A_PROBLEM.document)

    (out,) = [one for one in pipeline.passages if one.from_stage == "diagnosis"]
    assert tuple(out.conditions) == DIAGNOSIS.conditions
