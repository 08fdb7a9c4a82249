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
        ("/chantiers/1", "chantier", WIDE),
    ],
    "administrator": [("/modules/", "modules", WIDE)],
    None: [("/", "home", WIDE), ("/information/", "resources", {"height": 900})],
}


@pytest.mark.plays(language="fr")
def test_pages_beside_the_journeys(site, visit):
    for persona, pages in PAGES.items():
        page = visit(persona)
        for path, name, size in pages:
            page.goto(site.address + path)
            page.picture(name, **size)
