"""Names are compared without capitals, accents or typographic signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.actors.rules import fold


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("L’Épicerie", "l'epicerie"),
        ("Cœur de Bretagne", "coeur de bretagne"),
        ("  Compagnie\u00a0Le  Fil ", "compagnie le fil"),
        ("GEDES", "gedes"),
        ("Straße", "strasse"),
        ("\N{MATHEMATICAL BOLD CAPITAL A}telier", "atelier"),
    ],
)
def test_a_name_is_folded(name, folded):
    assert fold(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(name):
    assert fold(fold(name)) == fold(name)


@given(st.text(alphabet="àâéèêëîïôùûüçñ"))
def test_capitals_do_not_matter(name):
    assert fold(name.upper()) == fold(name)
