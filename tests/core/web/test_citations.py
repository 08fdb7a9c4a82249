"""The number of an article stays on one line, and nothing of a citation is code."""

import pytest
from markupsafe import Markup

from collegial.web.filters import unbroken


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Code de commerce, art. R225-69", 'Code de commerce, <span class="unbroken">art. R225-69</span>'),
        (
            "Code civil, art. 388-1-1, 1844",
            'Code civil, <span class="unbroken">art. 388-1-1</span>, 1844',
        ),
        (
            "Loi n° 47-1775 de 1947, art. 13",
            'Loi <span class="unbroken">n° 47-1775</span> de 1947, <span class="unbroken">art. 13</span>',
        ),
        (
            "Loi du 10 septembre 1947, art. 19 septies (à faire confirmer)",
            (
                'Loi du 10 septembre 1947, <span class="unbroken">art. 19 septies</span> '
                '<span class="unbroken">(à faire confirmer)</span>'
            ),
        ),
        ("<b>L225-69</b>", '&lt;b&gt;<span class="unbroken">L225-69</span>&lt;/b&gt;'),
        (None, ""),
    ],
)
def test_a_number_of_the_law_is_not_broken(said, shown):
    assert unbroken(said) == Markup(shown)
