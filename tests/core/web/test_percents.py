"""The field in which a share is typed in percent."""

from fractions import Fraction

import pytest
from wtforms.validators import InputRequired

from collegial.web.forms import Form
from collegial.web.percents import PercentField

pytestmark = pytest.mark.both_databases("sqlite")  # no database is asked

ENGLISH = {"Accept-Language": "en"}


class Sample(Form):
    rate = PercentField("Rate", validators=[InputRequired("Needed")])


@pytest.fixture
def sent(app):
    """Give what sends the form."""

    def send(written):
        with app.test_request_context("/", method="POST", data={"rate": written}, headers=ENGLISH):
            form = Sample(meta={"csrf": False})
            return form.validate(), form.rate

    return send


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("0,5", Fraction(1, 200)), ("2", Fraction(1, 50)), ("2.5 %", Fraction(1, 40)),
        ("2,5\N{NO-BREAK SPACE}%", Fraction(1, 40)), (" 50% ", Fraction(1, 2)), ("0", Fraction(0)),
        ("100", Fraction(1)), ("1/3", Fraction(1, 3)),
    ],
)  # fmt: skip
def test_a_bare_number_is_a_percentage(sent, written, share):
    is_valid, field = sent(written)

    assert (is_valid, field.exact) == (True, share)


@pytest.mark.parametrize("written", ["-3", "half", "2 %%", "1/0", "1/2 %"])
def test_what_is_no_percentage_is_refused_in_percent(sent, written):
    is_valid, field = sent(written)

    said = f"“{written}” cannot be read as a percentage. Write 2.5 for 2.5 %."
    assert (is_valid, field.errors) == (False, [said])
