"""The menu lights the entry of a page: its own, that of the page above it, that of its feature."""

import re

from flask import g

from collegial.hooks.contracts import NavItem
from collegial.kernel.text import t
from collegial.web import menu
from collegial.web.languages import say
from collegial.web.rendering import is_just_above, leads_here


def entry(endpoint):
    return NavItem(key=endpoint, endpoint=endpoint, label=t("Members"), icon="members")


ENTRIES = [
    entry(one) for one in ("assemblies.index", "membership.index", "publishing.about", "publishing.texts")
]


LIT = {
    ("/assemblies/",): "assemblies.index",
    ("/assemblies/new",): "assemblies.index",
    ("/assemblies/new", "/members/"): "membership.index",
    ("/imports/new", "/members/", "/imports/"): "membership.index",
    ("/convocations/assembly/1", "/assemblies/", "/assemblies/1"): "assemblies.index",
    ("/room/1/elections/1", "/assemblies/1", "/room/1"): "assemblies.index",
    ("/works/1/join", "/members/", "/assemblies/1"): "membership.index",
    ("/assemblies/new", "/account/"): None,
    ("/site/texts",): "publishing.texts",
    ("/site/texts/about/fr", "/site/texts"): "publishing.texts",
    ("/site/texts/about/fr",): None,
    ("/nowhere", "/nowhere/either", "https://example.org/"): None,
}


def test_a_page_lights_its_entry(app):
    def lit(path, *trail):
        with app.test_request_context(path):
            g.trail = [("Above", one) for one in trail]
            current = menu._current(ENTRIES)
            return current.endpoint if current else None

    assert {ways: lit(*ways) for ways in LIT} == LIT


def test_a_way_outside_the_menu_is_lit_below_its_page_too(app):
    with app.test_request_context("/account/passkeys"):
        g.trail = [(t("My account"), "/account/")]

        assert leads_here("accounts.mine")
        assert not leads_here("notices.index")


def test_the_line_above_a_title_leaves_out_what_the_breadcrumbs_say(app):
    with app.test_request_context("/members/"):
        assert not is_just_above(t("Members"))
        g.trail = [("Register", "/"), (t("Members"), "/members/")]

        assert is_just_above(t("Members"))
        assert is_just_above(say(t("Members")))
        assert not is_just_above("Register")


def test_breadcrumbs_come_after_the_menu_and_are_known_before_it(client, sign_in):
    sign_in("staff")
    page = client.get("/imports/new").text
    lit = re.findall(r'<a [^>]*href="([^"]*)"[^>]*aria-current="page"', page)

    assert lit == ["/members/"]
    assert page.index('id="menu"') < page.index('class="breadcrumbs"')
