"""The economic sizing, in a browser: a scenario with its team, its charges and its resources, on a phone."""

import re

import pytest
from tests.journeys.steps import fill, follow, press

pytestmark = [pytest.mark.browser, pytest.mark.waits]


def add_a_line(page, section, **fields):
    """Add a line to a section of the scenario, with what it comes to in the first year."""
    follow(page, re.compile(rf"{page.words('Add a line')}\W+{page.words(section)}"))
    fill(page, **fields)
    press(page, "Save the line")


@pytest.mark.plays(language="br")
def test_a_scenario_is_sized_and_its_cash_looked_at(site, visit):
    page = visit("staff")
    page.goto(f"{site.address}/sizing/")
    follow(page, "Open a scenario")
    fill(page, title="Trois permanents", starts_on="2027-01-01", opening_cash="10 000")
    press(page, "Open the scenario")
    add_a_line(page, "Team", label="Coordination", quantity_1="0.5", unit_1="30 000")
    add_a_line(page, "Resources", label="Fonds européens", pay_month="14", unit_1="25000")

    page.get_by_text(page.words.like("Cash falls to its lowest")).wait_for()
    years = page.get_by_role("region", name=page.words("The years"))
    assert page.words.euros(21300) in years.inner_text()
    page.check()
    follow(page, "Choose this scenario")
    page.check()
    press(page, "Choose this scenario")
    page.get_by_text(page.words.like("It no longer changes")).first.wait_for()
    page.goto(f"{site.address}/sizing/compare?scenario=1&scenario=2")
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    page.check()  # the figures of the chart, of two scenarios beside each other, fit on a phone
