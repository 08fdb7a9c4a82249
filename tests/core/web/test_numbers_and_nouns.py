"""A number is not parted from its noun at the end of a line."""

from datetime import date

import pytest
from babel.dates import format_date

from collegial.documents.days import day_pattern
from collegial.web.together import kept_together


@pytest.mark.parametrize(
    ("text", "values", "language", "kept"),
    [
        ("Il reste %(num)d jours.", {"num": 10}, "fr", "Il reste %(num)d\u00a0jours."),
        ("%(num)d lettres sur %(all)d ne partent", {}, "fr", "%(num)d\u00a0lettres sur %(all)d ne partent"),
        ("%(votes)s voix", {"votes": "≈ 29,75"}, "fr", "%(votes)s\u00a0voix"),
        ("%(num)d deiz", {"num": 10}, "br", "%(num)d\u00a0deiz"),
        ("%(name)s vote", {"name": "Ada"}, "fr", "%(name)s vote"),
        ("%(name)s vote", {"name": "Ada 2"}, "fr", "%(name)s vote"),
        (
            "La résolution %(number)s est votée",
            {"number": 3},
            "fr",
            "La résolution\u00a0%(number)s est votée",
        ),
        ("<b>%(num)d</b> jours", {"num": 10}, "fr", "<b>%(num)d</b> jours"),
        ("200 caractères au plus, de 1 à 5", {}, "fr", "200\u00a0caractères au plus, de 1 à 5"),
        ("agree for %(num)d days", {"num": 10}, "en", "agree for %(num)d\u00a0days"),
        ("15 minutes, on 2 daylight lamps", {}, "en", "15\u00a0minutes, on 2 daylight lamps"),
        ("%(num)d letters of resolution %(number)s", {}, "en", "%(num)d letters of resolution %(number)s"),
        ("%(num)d days", {"num": 10}, "de", "%(num)d days"),
    ],
)
def test_what_counts_stays_with_what_it_counts(text, values, language, kept):
    assert kept_together(text, values, language) == kept


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", date(2026, 3, 3), "mardi 3\u00a0mars 2026"),
        ("fr", date(2026, 6, 1), "lundi 1er\u00a0juin 2026"),
        ("br", date(2026, 3, 3), "Meurzh 3\u00a0Meurzh 2026"),
        ("en", date(2026, 3, 3), "Tuesday 3 March 2026"),
    ],
)
def test_a_day_stays_with_its_month(language, day, written):
    pattern = day_pattern("full", language, is_first=day.day == 1)

    assert format_date(day, pattern, locale=language) == written
