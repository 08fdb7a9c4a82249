"""Shares that rules ask for, in a sentence of a page."""

from fractions import Fraction

from flask_babel import force_locale


def test_a_share_that_is_needed_is_written_as_its_reader_writes_it(app):
    needed = app.jinja_env.filters["needed_share"]
    with app.test_request_context(), force_locale("fr"):
        assert [needed(Fraction(1, 2)), needed(Fraction(2, 3))] == ["50\N{NO-BREAK SPACE}%", "2/3"]
