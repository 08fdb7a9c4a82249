"""The directory of resources, in a browser: search, ask what fits, be told of new ones; on a phone."""

import pytest

pytestmark = pytest.mark.browser


def test_a_member_finds_what_fits_and_is_told_of_new_ones(site, open_page):
    page = open_page()
    page.context.add_cookies([{"name": "locale", "value": "en", "url": site.address}])
    page.goto(site.link("member"))
    page.goto(f"{site.address}/information/")
    page.get_by_label("Words to look for").fill("emprunt")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Prêt sans intérêt").wait_for()
    page.check()
    page.get_by_role("link", name="What fits my project?").click()
    page.get_by_label("Associations").check()
    page.get_by_label("How much do you need").fill("20 000")
    page.get_by_role("button", name="Show what fits").click()
    page.get_by_text("It covers an amount like yours.").first.wait_for()
    page.check()
    page.goto(f"{site.address}/information/subscriptions")
    page.get_by_label("Kind").select_option(label="Loan")
    page.get_by_role("button", name="Tell me").click()
    page.get_by_role("link", name="End it").click()
    page.get_by_role("button", name="End it").click()
    page.get_by_text("You get no mail of this kind any more.").wait_for()
