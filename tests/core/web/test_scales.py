"""The scale of a drawing has round values."""

import pytest
from flask_babel import force_locale

from collegial.web.scales import round_values, scale


@pytest.mark.parametrize(
    ("bottom", "top", "least", "expected"),
    [
        (0, 3, 1, [0, 1, 2, 3]),
        (0, 871, 1, [0, 200, 400, 600, 800]),
        (0, 19_500_000, 100, [0, 5_000_000, 10_000_000, 15_000_000]),
        (0, 1, 100, [0]),
        (-250, 1000, 1, [-200, 0, 200, 400, 600, 800, 1000]),
        (-1200, 900, 1, [-1000, -500, 0, 500]),
        (0, 0, 1, [0]),
    ],
)
def test_values_are_round_and_zero_is_among_them(bottom, top, least, expected):
    assert list(round_values(bottom, top, least=least)) == expected


@pytest.mark.parametrize(("language", "expected"), [("fr", "50 k€"), ("en", "€50K")])
def test_thousands_of_euros_are_written_as_the_language_does(app, language, expected):
    with app.test_request_context(), force_locale(language):
        assert scale(50_000_00, "money")[-1].shown.replace("\u00a0", " ").replace("\u202f", " ") == expected
