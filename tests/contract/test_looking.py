"""The look that every test in a browser takes finds what axe alone would, though it gives axe fewer texts."""

import re

import pytest

PAGE = """<!doctype html><html lang="fr"><title>Essai</title><style>
  main {{ background: #fff; color: #222 }} .pale {{ color: #aaa }} .night {{ background: #444 }}
  .flat {{ color: #333; text-decoration: none }}
</style><main><h1>Titre</h1><p>Bon</p><p>Un texte avec <a href="#a">un lien</a> de bien</p>{}
  <p>Un texte avec <a href="#b">un lien</a> aussi bien</p></main></html>"""
FAULTS = {
    "<p>Bon</p>": [],
    '<p class="pale">Trop pâle</p>': ["color-contrast"],
    '<p class="night">La même encre, la nuit</p>': ["color-contrast"],
    '<section class="night"><div><p>Loin dessous</p></div></section>': ["color-contrast"],
    '<p style="opacity: .3">Effacé</p>': ["color-contrast"],
    '<p>Un texte avec <a class="flat" href="#c">un lien</a> de même encre</p>': ["link-in-text-block"],
    '<p>Un texte avec <span><a class="flat" href="#d">un lien</a></span> plus loin</p>': [
        "link-in-text-block"
    ],
    "<img src=nothing.png>": ["image-alt"],
}


@pytest.mark.browser
def test_a_fault_among_many_good_texts_is_found(open_page, axe):
    page, found = open_page(), {}

    for piece in FAULTS:
        page.goto("about:blank")
        page.set_content(PAGE.format(piece))
        found[piece] = [rule for rule, _nodes in axe.violations(page)]

    assert found == FAULTS


@pytest.mark.browser
def test_what_an_earlier_page_showed_to_be_right_hides_no_fault(open_page, axe):
    page, found = open_page(), []

    for piece in (*FAULTS, *FAULTS):
        page.goto("about:blank")
        page.set_content(
            PAGE.format('<p>Bon</p><span style="position: absolute; bottom: 0">Dessus</span>' + piece)
        )
        found.append([rule for rule, _nodes in axe.violations(page)])

    assert axe.passed
    assert found == [*FAULTS.values(), *FAULTS.values()]


def test_no_style_asks_how_a_phone_is_held(root):
    sheets = [one for place in ("core", "plugins", "docs") for one in (root / place).rglob("*.css")]

    assert len(sheets) > 1
    assert [one for one in sheets if re.search(r"@media[^{]*orientation", one.read_text("utf-8"))] == []
