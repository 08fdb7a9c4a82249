"""The guide's pictures of pages that no journey passes at a good moment; collected by `make screenshots` alone."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1000, "height": 1000}
# By who looks: the page, the name of its picture, its size where it is not a phone's.
PAGES = {
    "member": [
        ("/", "dashboard", {"height": 900}),
        ("/notices/choices", "notices", {"height": 900}),
        ("/mine/", "my-space", {"height": 900}),
    ],
    "staff": [
        ("/finance/experiments/funds/1", "fund", WIDE),
        ("/finance/rounds/1", "round", WIDE),
        ("/finance/guarantees/1", "guarantees", WIDE),
        ("/sizing/1", "sizing", WIDE),
        ("/compliance/", "compliance", WIDE),
        ("/partners/1", "protocol", WIDE),
        ("/shares/capital", "capital", WIDE),
        ("/convocations/assembly/1", "letters", WIDE),
        ("/chantiers/", "chantier", WIDE),
    ],
    "administrator": [("/modules/", "modules", WIDE)],
    None: [("/", "home", WIDE), ("/information/", "resources", {"height": 900})],
}
# Where a list stands above: what is opened of it. The numbers of works are those of the order in which modules load.
OPENED = {"chantier": "Un fonds public/privé pour financer les expérimentations"}


@pytest.mark.plays(language="fr")
def test_pages_beside_the_journeys(site, visit):
    for persona, pages in PAGES.items():
        page = visit(persona)
        for path, name, size in pages:
            assert page.goto(site.address + path).ok
            if title := OPENED.get(name):
                page.goto(site.address + page.get_by_role("link", name=title).get_attribute("href"))
            page.picture(name, **size)
