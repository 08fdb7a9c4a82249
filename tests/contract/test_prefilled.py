"""What a page fills in for its reader, the reader can send back: each field reads what it shows, in each language."""

import re
from fractions import Fraction
from itertools import product

import pytest
from babel import Locale
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from collegial.kernel.money import Money, money_in
from collegial.web.forms import AmountField, Form, SignedAmountField

pytestmark = pytest.mark.both_databases("sqlite")  # no database is asked

LANGUAGES = ("fr", "en", "br")
AMOUNTS = tuple(map(Money, (0, 7, 50, 800, 133_332, 100_000, 11_500_000, 123_456_789_00)))
NUMBERS = tuple(map(Fraction, ("0", "1", "0.0125", "0.5", "1500", "12345.75", "1/3", "100/7")))


def below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def meaning(kind):
    """Return what a kind of fields is filled in with and read as; None where it holds words."""
    return next((name for name in ("amount", "exact") if hasattr(kind, name)), None)


@pytest.fixture
def numeric(app):
    """Give the kinds of fields, of the program and its modules, in which a number is typed."""
    ours = (one for one in below(StringField) if one.__module__.startswith("collegial"))
    return sorted({one for one in ours if meaning(one)}, key=lambda one: one.__name__)


def shown(html):
    return str(Markup(re.search(r'value="([^"]*)"', html)[1]).unescape())


def test_a_number_that_is_filled_in_is_read_as_itself_in_each_language(app, numeric):
    assert {AmountField, SignedAmountField} < set(numeric)
    wrong = []
    for kind, language in product(numeric, LANGUAGES):
        paper = type("Paper", (Form,), {"asked": kind("Asked")})
        name = meaning(kind)
        values = AMOUNTS if name == "amount" else NUMBERS
        values += tuple(-one for one in values) if kind is SignedAmountField else ()
        for value in values:
            with app.test_request_context(), force_locale(language):
                written = shown(paper(data={"asked": value}).asked())
                back = getattr(paper(MultiDict({"asked": written})).asked, name)
            if back != value:
                wrong.append((kind.__name__, language, written))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_whole", [True, False])
def test_an_amount_is_typed_as_the_pages_write_it(app, language, is_whole):
    paper = type("Paper", (Form,), {"asked": AmountField("Asked")})
    for amount in AMOUNTS:
        written = money_in(amount, Locale(language), whole=is_whole)
        with app.test_request_context(), force_locale(language):
            assert paper(MultiDict({"asked": written})).asked.amount == amount
