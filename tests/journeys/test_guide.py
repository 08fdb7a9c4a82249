"""The guide as the program serves it: axe finds nothing on its pages, on a phone and on a desk, in both themes."""

import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from collegial.handbook import site as guide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 900}


class Kinds(HTMLParser):
    """The kinds of elements of a page, each with the one around it: pages of the same kinds look alike."""

    def __init__(self, html):
        super().__init__()
        self.around, self.found = [""], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        kind = f"{tag}.{dict(attrs).get('class', '')}"
        self.found.add((self.around[-1], kind))
        if tag not in ("img", "br", "hr", "meta", "link", "input"):
            self.around.append(kind)

    def handle_endtag(self, tag):
        while len(self.around) > 1 and self.around.pop().partition(".")[0] != tag:
            pass


def pages_of_all_kinds():
    """Return addresses that together show every kind of element, those that show most first."""
    kinds = {one: Kinds(one.read_text("utf-8")).found for one in Path(guide.SITE).rglob("index.html")}
    chosen, missing = [], set().union(*kinds.values())
    while missing:
        best = max(kinds, key=lambda one: len(kinds[one] & missing))
        chosen.append(best.relative_to(guide.SITE).parent.as_posix())
        missing -= kinds[best]
    return chosen


def test_every_kind_of_page_of_the_guide_is_accessible(site, open_page):
    if not (guide.SITE / "index.html").is_file() and not os.environ.get("CI"):
        pytest.skip("the guide is not built: make docs")
    page = open_page(also=DESK)

    for place, path in enumerate(pages_of_all_kinds()):
        page.emulate_media(color_scheme="dark" if place % 2 else "light")
        assert page.goto(f"{site.address}/docs/{path}/").status == 200
        page.check()
