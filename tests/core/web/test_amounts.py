"""Amounts of money in the fields of forms."""

import pytest
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from collegial.kernel.money import Money
from collegial.web.forms import AmountField, Form, SignedAmountField


class _Paper(Form):
    paid = AmountField("Paid")
    result = SignedAmountField("Result")


@pytest.mark.parametrize(
    ("language", "cents", "shown"),
    [
        ("fr", 40_457_500, "404\u202f575"),
        ("fr", 123_450, "1\u202f234,50"),
        ("br", 7, "0,07"),
        ("en", 123_456_789_00, "123,456,789"),
        ("en", 133_332, "1,333.32"),
    ],
)
def test_an_amount_is_shown_as_its_reader_types_it(app, language, cents, shown):
    with app.test_request_context(), force_locale(language):
        assert f'value="{shown}"' in _Paper(data={"paid": Money(cents)}).paid()


def test_what_is_shown_is_read_as_the_same_amount(app):
    @settings(max_examples=50, deadline=None)
    @given(st.integers(-(10**14), 10**14), st.sampled_from(["fr", "en", "br"]))
    def check(cents: int, language: str) -> None:
        with app.test_request_context(), force_locale(language):
            shown = _Paper(data={"result": Money(cents)}).result._value()
            sent = _Paper(MultiDict({"result": shown}))
        assert (sent.result.data, sent.result.amount) == (shown, Money(cents))

    check()


@pytest.mark.parametrize(
    ("written", "cents"), [("", 0), (" 12,5 € ", 1250), ("-3", -300), ("\N{MINUS SIGN}1 000,00", -100_000)]
)
def test_a_loss_has_a_minus_sign(app, written, cents):
    with app.test_request_context():
        assert _Paper(MultiDict({"result": written})).result.amount == Money(cents)


def test_what_is_no_amount_is_refused_at_its_field_and_stays(app):
    with app.test_request_context(method="POST", data={"paid": "-3", "result": "ten"}):
        form = _Paper(meta={"csrf": False})
        assert not form.validate()
        assert set(form.errors) == {"paid", "result"}
        assert (form.paid.data, form.result.data) == ("-3", "ten")


@pytest.mark.parametrize(
    ("written", "cents"),
    [("1,333", 133_300), ("€1,333.32", 133_332), ("€8", 800), ("8,50", 850), ("1 333,32 €", 133_332)],
)
def test_a_comma_groups_thousands_where_english_is_read(app, written, cents):
    with app.test_request_context(), force_locale("en"):
        assert _Paper(MultiDict({"paid": written})).paid.amount == Money(cents)


@pytest.mark.parametrize("written", ["1,333", "1,333.32"])
def test_what_another_language_does_not_write_is_refused_there_not_guessed(app, written):
    with app.test_request_context(method="POST", data={"paid": written}), force_locale("fr"):
        assert not _Paper(meta={"csrf": False}).validate()
