"""The directory of resources, in a browser: search, ask what fits, be told of new ones; on a phone."""

import pytest
from tests.journeys.steps import fill, follow, press, sees

pytestmark = [pytest.mark.browser, pytest.mark.waits]


@pytest.mark.plays(language="fr", scheme="dark")
def test_a_member_finds_what_fits_and_is_told_of_new_ones(site, visit):
    page = visit("member")
    page.goto(f"{site.address}/information/")
    fill(page, words="emprunt")
    page.locator("main").get_by_role("button", name=page.words("Search")).first.click()
    page.get_by_role("link", name="Prêt sans intérêt").wait_for()
    page.check()
    follow(page, "What fits my project?")
    page.get_by_label(page.words("An association")).check()
    page.get_by_label(page.words("How much do you need, in euros?")).fill("20 000")
    press(page, "Show what fits")
    sees(page, "It covers an amount like yours.")
    page.check()
    page.goto(f"{site.address}/information/subscriptions")
    page.locator("main select[name=kind]").select_option(label=page.words("Loan"))
    press(page, "Tell me")
    follow(page, "End it")
    press(page, "End it")
    sees(page, "You will get no more e-mails of this kind.")
