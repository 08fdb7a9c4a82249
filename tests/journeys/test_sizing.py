"""The economic sizing, in a browser: a scenario with its team, its charges and its resources, on a phone."""

import pytest

pytestmark = pytest.mark.browser


def test_a_scenario_is_sized_and_its_cash_looked_at(site, open_page):
    page = open_page(locale="en-GB")
    page.context.add_cookies([{"name": "locale", "value": "en", "url": site.address}])
    page.goto(site.link("staff"))
    page.goto(f"{site.address}/sizing/")
    page.get_by_role("link", name="Open a scenario").click()
    page.get_by_label("Title").fill("Trois permanents")
    page.get_by_label("First month").fill("2027-01-01")
    page.get_by_label("Cash at the start, in euros").fill("10 000")
    page.get_by_role("button", name="Open the scenario").click()
    page.get_by_role("link", name="Add a line Team").click()
    page.get_by_label("What for").fill("Coordination")
    page.get_by_role("group", name="Year 1").get_by_label("FTE").fill("0.5")
    page.get_by_role("group", name="Year 1").get_by_label("Gross yearly wage").fill("30 000")
    page.get_by_role("button", name="Save the line").click()
    page.get_by_role("link", name="Add a line Resources").click()
    page.get_by_label("What for").fill("Fonds européens")
    page.get_by_label("Month of payment").fill("14")
    page.get_by_role("group", name="Year 1").get_by_label("Amount").fill("25000")
    page.get_by_role("button", name="Save the line").click()

    page.get_by_text("Cash falls to its lowest").wait_for()
    assert "€21,300.00" in page.get_by_role("region", name="The years").inner_text()
    page.check()
    page.get_by_role("button", name="Choose this scenario").click()
    page.get_by_text("It does not change any more").wait_for()
