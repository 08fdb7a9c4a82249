"""An amount or a percentage in a sentence that is kept is written anew in the language of whoever reads it."""

import json
from fractions import Fraction

import pytest

from collegial.kernel.fractions import Percent
from collegial.kernel.money import Money
from collegial.kernel.sentences import read_text, written_text
from collegial.kernel.text import t


@pytest.mark.parametrize("value", [Money(123_450), Money(-1), Percent(Fraction(1, 3)), "plain", 12])
def test_a_figure_comes_back_as_what_it_was(value):
    kept = json.loads(json.dumps(written_text(t("Lend %(amount)s?", amount=value))))
    assert read_text(kept).params == {"amount": value}
