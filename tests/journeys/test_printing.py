"""What leaves on paper: no menu and nothing to press, tables whole, the steps of a count under their heading."""

from io import BytesIO

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 900}
SHEET = {"width": 673, "height": 986}  # of A4, what its margins leave, in CSS pixels
ON_SCREEN = ".menu, .masthead-actions, .breadcrumbs, .button, button, input, select, textarea"
VISIBLE = "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"
CUT = "all => all.filter(one => getComputedStyle(one).overflowX !== 'visible').length"
# What stands at the right of tables, where it would be cut, and the headings of what is folded on the screen.
SAID = {
    "/votes/1/results": ("Votes by college", "Every step of the count", "Carried"),
    "/shares/": ("Received by", "Amount"),
    "/members/": ("Member since",),
    "/assemblies/1": ("Agenda",),
}


def printed(page):
    """Return the words that stand on the sheets; what lies beside a sheet is none of them."""
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    return " ".join(" ".join(one.extract_text() for one in sheets).split())


def test_printed_pages_are_whole_and_hold_nothing_to_press(site_with_a_vote, open_page):
    site = site_with_a_vote
    page = open_page(viewport=DESK)
    page.context.add_cookies([{"name": "locale", "value": "en", "url": site.address}])
    page.goto(site.link("staff"))

    for path, said in SAID.items():
        page.goto(site.address + path)
        assert page.locator(ON_SCREEN).evaluate_all(VISIBLE) != [], path
        words = printed(page)
        assert [one for one in said if one not in words] == [], path

        page.emulate_media(media="print")
        page.set_viewport_size(SHEET)
        assert page.locator(ON_SCREEN).evaluate_all(VISIBLE) == [], path
        assert page.locator(".table-region").evaluate_all(CUT) == 0, path
        page.emulate_media(media="null")
        page.set_viewport_size(DESK)
