"""Journey 9, its end: the first steps on the home page lead to their pages, and go away at a click."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.plays(language="fr")
def test_an_administrator_follows_the_first_steps(site, visit, words, language):
    _ = words(language)
    page = visit("administrator")
    steps = page.locator(".first-steps").first
    expect(steps.get_by_text(_("Record the statutes"))).to_be_visible()
    page.check()

    steps.get_by_role("link", name=_("Give your account a second factor")).click()
    page.check()
    page.goto(site.address)
    page.get_by_role("button", name=_("Put this list away")).first.click()

    expect(page.get_by_role("heading", name=_("First steps of the site"))).to_have_count(0)
    page.goto(f"{site.address}/first-steps/")
    page.check()
    page.picture("first-steps", height=900)
    expect(page.get_by_role("button", name=_("Show it on my home page again"))).to_be_visible()
