"""The style guide shows every component there is, and comes up whole."""

import re

import pytest

TEMPLATES = "core/collegial/web/templates"


def test_every_component_stands_in_the_style_guide(root):
    offered = re.findall(r"{% set (\w+) =", (root / TEMPLATES / "ui.html").read_text(encoding="utf-8"))
    guide = (root / TEMPLATES / "styleguide.html").read_text(encoding="utf-8")

    assert len(offered) > 30
    assert [name for name in offered if not re.search(rf"\bui\.{name}\(", guide)] == []


def test_every_macro_of_the_parts_is_offered_or_private(root):
    offered = set(re.findall(r"= \w+\.(\w+) %}", (root / TEMPLATES / "ui.html").read_text(encoding="utf-8")))
    parts = [one for one in (root / TEMPLATES / "ui").glob("*.html") if one.name != "shell.html"]
    macros = {
        name for one in parts for name in re.findall(r"{% macro (\w+)", one.read_text(encoding="utf-8"))
    }

    assert {name for name in macros - offered if not name.startswith("_")} == {"button_content"}


@pytest.mark.parametrize("role", ["administrator"])
def test_it_comes_up_in_both_themes_for_those_who_run_the_site(client, sign_in, role):
    sign_in(role)

    page = client.get("/styleguide").text

    assert 'data-theme="light"' in page
    assert 'data-theme="dark"' in page
    assert "--accent-tint" in page
    assert 'id="wrong-title-error"' in page


def test_a_list_of_many_pages_is_opened_at_any_and_stays_narrowed(client, sign_in):
    sign_in("administrator")

    page = client.get("/styleguide?q=le+bihan&page=2&on=%22").text
    jump = page[page.index("pager-jump") :].partition("</form>")[0]

    assert '<input type="hidden" name="q" value="le bihan">' in jump
    assert '<input type="hidden" name="on" value="&#34;">' in jump
    assert 'name="page" inputmode="numeric" min="1" max="9"' in jump
    assert jump.count('name="page"') == 1


def test_a_choice_says_its_own_words_alone(client, sign_in):
    sign_in("administrator")
    page = client.get("/styleguide").text

    assert re.findall(r'<label for="secrecy-\d">([^<]*)</label>', page) == ["Open", "Secret"]
