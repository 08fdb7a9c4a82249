"""Countries in the language of the reader."""

from collections.abc import Mapping

from babel import Locale
from flask_babel import get_locale
from wtforms.fields.choices import SelectChoice

from collegial.kernel.folding import folded_text

# What the names of territories hold beside countries: unions, zones, and signs for tests and for the unknown.
_NONE = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_LETTERS = 2


def country_name(code: str) -> str:
    """Return the name of a country in the reader's language."""
    return str(_territories().get(code, code))


def countries() -> list[SelectChoice]:
    """Return every country to choose from, in the order of a dictionary."""
    known = {
        code: name
        for code, name in _territories().items()
        if len(code) == _LETTERS and code.isalpha() and code not in _NONE
    }
    by_name = sorted(known.items(), key=lambda one: folded_text(one[1]) or "")
    return [SelectChoice(code, name) for code, name in by_name]


def _territories() -> Mapping[str, str]:
    names: Mapping[str, str] = (get_locale() or Locale("en")).territories
    return names
