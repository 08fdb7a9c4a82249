"""Journey 7 on the demonstration, on a phone: a round and a guarantee fund, each from its start to its end.

What cannot be is refused at its field on the way; each kind of page is checked by axe.
"""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.steps import fill, follow, press, record, refused, sees

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def lead_a_round(page, address):
    """Bring one more funder to the table; what is pledged, signed and paid moves the thermometer."""
    page.goto(f"{address}/finance/rounds/1")
    sees(
        page,
        "All funders see the same table. A pledge is not a payment.",
        page.words.like("more by the last day"),
    )
    page.check()
    follow(page, "Bring a funder to the table")
    fill(page, funder_id={"index": 1}, instrument="gift")
    press(page, "Bring it to the table")
    steps = page.locator("main").get_by_role("link", name=page.words("Record the next step"))
    steps.last.click()
    for amount, sentence in (
        ("90 000", "is left"),
        ("-5", "an amount cannot be below zero"),
        ("20 USD", "is not an amount"),
    ):
        fill(page, state="pledged", amount=amount)
        press(page, "Record the step")
        refused(page, sentence)
    fill(page, state="pledged", amount="10 000")
    press(page, "Record the step")
    sees(page, page.words.like("The rule is met"))
    for state in ("signed", "paid"):
        steps.last.click()
        fill(page, state=state)
        press(page, "Record the step")
    page.check(axe=False)
    with page.expect_download() as taken:
        follow(page, "Report to the funders (PDF)")
    assert taken.value.suggested_filename.endswith(".pdf")


def lead_a_guarantee(page, address, committee_votes):
    """Ask for more than the fund can bear, then for what it can; see the exposure, the call and what comes back."""
    loan = {
        "borrower_id": {"index": 1}, "lender": "A bank", "purpose": "An oven", "rate": "2 %", "months": "12",
        "cover": "50 %", "commission": "1 %",
    }  # fmt: skip
    for principal in ("500000", "12000"):
        page.goto(f"{address}/finance/guarantees/1")
        follow(page, "Open a file")
        fill(page, **loan, principal=principal)
        press(page, "Open the file")
        committee_votes(page)
        record(page, "Issue the guarantee")
        if principal == "500000":
            refused(page, "The fund can commit")
    record(page, "Note instalments repaid", months="6")
    record(page, "Note unpaid instalments", note="Two months")
    record(page, "Set money aside", amount="2000", note="Likely")
    sees(page, "Provision")
    follow(page, "Call the guarantee")
    fill(page, final_loss="9000")
    press(page, "Pay the lender")
    refused(page, "at most what remained to be repaid")
    fill(page, final_loss="3000")
    press(page, "Pay the lender")
    record(page, "Record a recovery", amount="500")
    sees(page, "Called", page.words.euros(1500), page.words.euros(500))
    page.check(axe=False)
    page.goto(f"{address}/finance/guarantees/1")
    sees(page, "Exposure to come")
    page.locator("#projection summary").click()
    expect(page.locator("#projection tbody tr").first).to_be_visible()
    page.check()


def read_the_books(page, address, year):
    page.goto(f"{address}/finance/ledger/")
    follow(page, "Reports")
    page.check(axe=False)
    follow(page, re.compile(str(year)))
    sees(page, "Called in the year", page.words.euros(1500), "Lent in the year")
    page.check()


@pytest.mark.plays(language="fr")
def test_journey_7_money_moves_and_every_figure_follows(site, visit, committee_votes):
    page = visit("staff")

    lead_a_round(page, site.address)
    lead_a_guarantee(page, site.address, committee_votes)
    read_the_books(page, site.address, site.program.clock.now().year)
