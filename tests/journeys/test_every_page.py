"""Every page that a link leads to opens, for each persona, and axe finds nothing on it.

A kind of page is shown on a screen by the first walk that comes to it, at both widths, and weighed; the others
open it and read its links. The walk goes click by click away from the first, so it knows the shortest way to each.
"""

import gzip
import os
import re
from heapq import heapify, heappop, heappush
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]  # it grows with the site

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
NUMBER = re.compile(r"(?<=[/-])(\d+|V\d|\d{4}-[0-9A-Z]{7}|[0-9a-f]{8}|[0-9a-f]{64})(?=/|$)")
MOST, FURTHEST = 500, 5
# What `page.content()` would say, which makes a world of its own in each page to ask in; and what was taken for it.
WHAT_CAME = """() =>
  [document.documentElement.outerHTML, performance.getEntriesByType("resource").map(one => one.name)]"""
JOURNEYS = Path(__file__).resolve().parents[2] / "docs" / "journeys.md"
# What a first load may weigh, compressed as the server does: in bytes.
HEAVIEST, HEAVIEST_TO_VOTE = 250_000, 100_000
TO_VOTE = re.compile(r"^/votes/#(/|$)")
# Pages that no entry of the frame leads to: of the demonstration, what members need no more, what a mail leads to.
UNLIT = re.compile(r"^/(demo/|join(/|$)|notices/stop/)")
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
# Files: they are saved, not opened. The guide is a site of its own.
FILES = re.compile(
    r"\.(pdf|ics|csv|xlsx|json|md|zip|py|xml)$|/proof$|/documents/\d+$|/evidence$|/files/[^/]+$|/file$|/sign-out$|^/guide$|^/docs/"
)


class Links(HTMLParser):
    """The addresses that a page links to, each with its clicks: one more for each closed part in which it stands."""

    def __init__(self, html):
        super().__init__()
        self.closed, self.found = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "details":
            self.closed.append("open" not in given)
        if tag == "a" and given.get("href"):
            self.found.append((given["href"], 1 + sum(self.closed)))

    def handle_endtag(self, tag):
        if tag == "details":
            self.closed.pop()


def paths_of(html, here):
    """Return the paths of this site that a page links to, each with its clicks."""
    found = [(urlsplit(urljoin(here, href)), clicks) for href, clicks in Links(html).found]
    return [(one.path, clicks) for one, clicks in found if one.netloc == urlsplit(here).netloc]


def pages_among(paths):
    """Return the paths of pages, documents and the way out left out."""
    return [(one, clicks) for one, clicks in paths if not FILES.search(one)]


def lights_nothing(html):
    """Tell a page with the menu on which no entry, be it of the head or the foot, is marked as where the reader is."""
    frame = MAIN.sub("", html)
    return 'id="menu"' in frame and 'aria-current="page"' not in frame


def told_clicks(persona):
    """Return how many clicks docs/journeys.md tells somebody to need at most, by the kind of page of the act."""
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in JOURNEYS.read_text("utf-8").splitlines()
    ]
    return {row[3]: int(row[4]) for row in rows if len(row) == 5 and row[1] == (persona or "visitor")}


class Scales:
    """Weigh a first load: the page and all that the browser took for it, each compressed once."""

    def __init__(self, page):
        self.page, self.known = page, {}

    def weight(self, html, taken):
        return len(gzip.compress(html.encode())) + sum(self.of(one) for one in set(taken))

    def of(self, address):
        if address not in self.known:
            self.known[address] = len(gzip.compress(self.page.request.get(address).body()))
        return self.known[address]


@pytest.fixture
def first_to_walk(tmp_path_factory, testrun_uid):
    """Give a function that tells whether a kind of page is new to all walks.

    Those are shown and given to axe; the walks of other personas open them all the same.
    """
    folder = tmp_path_factory.getbasetemp().parent / f"walked-{testrun_uid}"
    folder.mkdir(exist_ok=True)

    def ask(kind):
        try:
            (folder / f"kind{kind.replace('/', '_')}").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return ask


def test_a_page_lights_an_entry_of_its_frame_not_a_choice_of_its_own():
    entry, nav = '<a aria-current="page"></a>', '<nav id="menu"></nav>'
    assert lights_nothing(f"{nav}<main>{entry}</main>")
    assert not lights_nothing(f"{nav}{entry}<main></main>")
    assert not lights_nothing("<main></main>"), "a page without the menu"


def test_a_link_in_a_closed_part_is_one_click_further():
    page = Links("<a href=a></a><details><a href=b></a></details><details open><a href=c></a></details>")
    assert page.found == [("a", 1), ("b", 2), ("c", 1)]


@pytest.mark.parametrize(
    ("persona", "viewport", "scheme"),
    [
        pytest.param(None, PHONE, "dark", id="visitor"),
        pytest.param("member", DESK, "light", id="member"),
        pytest.param("staff", DESK, "dark", id="staff"),
        pytest.param("pilot", PHONE, "dark", id="pilot"),
        pytest.param("administrator", PHONE, "light", id="administrator"),
    ],
)
def test_every_page_that_is_linked_opens_and_is_accessible(
    site_with_a_vote, open_page, first_to_walk, persona, viewport, scheme
):
    site = site_with_a_vote
    page = open_page(viewport=viewport, also=DESK if viewport is PHONE else PHONE, scheme=scheme)
    page.goto(site.link(persona) if persona else site.address)
    places = count()  # of as many clicks, the first that is met
    waiting = [(0, next(places), "/")]
    first = pages_among(paths_of(page.content(), page.url))
    waiting += [(clicks, next(places), one) for one, clicks in first]
    heapify(waiting)
    seen, helped, unlit, scales = {}, set(), set(), Scales(page)

    while waiting and len(seen) < MOST:
        clicks, _place, path = heappop(waiting)
        kind = NUMBER.sub("#", path)
        if kind in seen:
            continue
        seen[kind] = clicks
        address = site.address + path
        if first_to_walk(kind):
            answer = page.goto(address)
            page.check(at=viewport)
            (html, taken), here = page.evaluate(WHAT_CAME), page.url
            assert scales.weight(html, taken) <= (HEAVIEST_TO_VOTE if TO_VOTE.search(kind) else HEAVIEST), (
                path
            )
        else:
            answer = page.request.get(address)
            html, here = answer.text(), answer.url
        assert answer.status == 200, path
        if lights_nothing(html) and not UNLIT.search(kind):
            unlit.add(kind)
        paths = paths_of(html, here)
        for one, more in pages_among(paths):
            heappush(waiting, (clicks + more, next(places), one))
        helped |= {one for one, _clicks in paths if one.startswith("/docs/")}

    assert unlit == set(), "the menu does not say where the reader is"
    assert waiting == [] or len(seen) < MOST, "the walk did not come to its end"
    assert len(seen) > 5
    assert helped or not os.environ.get("CI"), "build the guide first: `make suite` does"
    new = [one for one in helped if first_to_walk(one)]
    assert {
        one: status for one in new if (status := page.request.get(site.address + one).status) != 200
    } == {}
    assert max(seen.values()) <= FURTHEST, [kind for kind, clicks in seen.items() if clicks > FURTHEST]
    told = told_clicks(persona)
    assert {kind: seen.get(kind, MOST) + 1 for kind in told if seen.get(kind, MOST) + 1 > told[kind]} == {}
