"""Words, freshness, and what fits a project."""

from datetime import date

import pytest

from collegial.plugin import Money, folded_text
from collegial_information.rules.facets import Audience, Moment, ResourceKind
from collegial_information.rules.fitting import Grade, Offer, Project, fitting
from collegial_information.rules.freshness import Freshness, freshness, next_check
from collegial_information.rules.words import asked, stem_of, weighed, words_of

TODAY = date(2026, 11, 28)


def test_words_lose_accents_capitals_elisions_and_what_tells_nothing():
    assert words_of("Les Prêts d’Économies SOCIALES et l’œuvre, pour 3 locaux") == [
        "prets", "economies", "sociales", "oeuvre", "locaux",
    ]  # fmt: skip


FORMS = (
    "financement financements financer financée financés finance",
    "financier financière financiers",
    "coopérative coopératives coopératif",
    "local locaux locale",
    "emploi emplois",
    "travail travaux",
    "aide aides aidée aider",
    "développement développer développé",
)


def test_forms_of_a_word_have_one_stem_with_or_without_accents():
    for forms in FORMS:
        stems = {stem_of(word) for word in (*words_of(forms), *words_of(folded_text(forms)))}
        assert len(stems) == 1, forms
    assert stem_of("formation") != stem_of("forme")


def test_words_of_the_title_weigh_more():
    assert weighed("Un prêt", ["prêt et caution", None]) == {"pret": 3, "caution": 1}


def test_a_word_is_also_looked_for_by_its_synonyms():
    groups = [["subvention", "aide", "appel à projets"], ["prêt", "crédit"]]

    assert asked("Subventions locales", groups) == [
        ["subventions", "aide", "appel projets"], ["locales"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 28), 1, date(2026, 12, 28)),
        (date(2026, 12, 1), 24, date(2028, 12, 1)),
    ],
)
def test_the_next_look_comes_months_later(day, months, expected):
    assert next_check(day, months) == expected


def test_what_has_closed_is_closed_even_when_it_is_late():
    late, before = date(2026, 11, 27), date(2026, 11, 1)

    assert freshness(TODAY, None, TODAY) is Freshness.FRESH
    assert freshness(late, TODAY, TODAY) is Freshness.STALE
    assert freshness(late, before, TODAY) is Freshness.CLOSED


def offer(key=1, **facts):
    sound = {
        "kind": ResourceKind.GRANT, "audiences": frozenset(), "moments": frozenset(), "least": None, "most": None,
        "opens_on": None, "closes_on": None,
    }  # fmt: skip
    return Offer(key=key, **(sound | facts))


PROJECT = Project(audience=Audience.ASSOCIATION, moment=Moment.IDEA, amount=Money(5000_00))


def test_the_best_comes_first_and_says_why():
    exact = offer(
        2, audiences=frozenset({Audience.ASSOCIATION}), moments=frozenset({Moment.IDEA}), least=Money(1000_00),
        most=Money(5000_00), closes_on=TODAY,
    )  # fmt: skip

    first, second = fitting(PROJECT, [offer(1), exact], TODAY)

    assert (first.key, first.grade, len(first.reasons)) == (2, Grade.FITS, 4)
    assert (second.key, second.grade) == (1, Grade.FITS)


def test_one_obstacle_is_nearly_a_fit_and_two_are_none():
    small = offer(1, most=Money(1000_00))
    other = offer(2, audiences=frozenset({Audience.COOPERATIVE}))
    both = offer(3, most=Money(1000_00), audiences=frozenset({Audience.COOPERATIVE}))
    unopened = offer(4, opens_on=date(2026, 12, 1))

    fits = fitting(PROJECT, [small, other, both, unopened], TODAY)

    assert {one.key: (one.grade, len(one.obstacles)) for one in fits} == dict.fromkeys(
        (1, 2, 4), (Grade.NEARLY, 1)
    )


def test_what_has_closed_or_is_of_another_kind_is_left_out():
    closed, loan = offer(1, closes_on=date(2026, 11, 27)), offer(2, kind=ResourceKind.LOAN)

    assert fitting(Project(kinds=(ResourceKind.GRANT,)), [closed, loan], TODAY) == []
