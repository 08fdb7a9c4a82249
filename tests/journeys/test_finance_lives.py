"""The lives of patronage, of a loan and of guarantees, each from its start to its end, on a phone and on a desk.

An administrator opens the funds, staff leads, a member of the committee declares its conflict, a visitor reads.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.steps import fill, follow, press, record, refused, sees

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.waits]

COMMITTEE = "Groupe de pilotage"
LOAN = {"rate": "0", "months": "10"}


@pytest.fixture
def ago(site):
    """Give a function that writes the day some days ago."""
    today = site.program.today
    return lambda days: (today - timedelta(days=days)).isoformat()


def prepare(staff, address, ago):
    """Name an issuer, which a company cannot be, and prepare a public campaign."""
    staff.goto(f"{address}/finance/patronage/")
    follow(staff, "Issuers and declarations")
    issuer = {
        "actor_id": {"index": 5}, "purpose": "Planting hedges", "address": "1 rue des Haies, 35000 Rennes",
        "signatory": "The chair",
    }  # fmt: skip
    fill(staff, **issuer, form="scic")
    press(staff, "Name the body")
    refused(staff, "SCIC")
    fill(staff, form="association")
    press(staff, "Name the body")
    staff.check()
    staff.goto(f"{address}/finance/patronage/")
    follow(staff, "Prepare a campaign")
    fill(
        staff, issuer_id={"index": 2}, title="Hedges for all", text="Two kilometres of *hedges*.", target="3000",
        opens_on=ago(30), closes_on=ago(-30), is_public=True,
    )  # fmt: skip
    press(staff, "Prepare the campaign")
    return staff.url


def give(staff, place, ago, **gift):
    staff.goto(place)
    follow(staff, "Record a gift")
    fill(staff, patron_id={"index": 3}, received_on=ago(2), **gift)
    press(staff, "Record the gift")


def give_receipt(staff):
    fill(staff, patron_address="2 quai du Don, 35000 Rennes", patron_form="SAS", patron_siren="732 829 320")
    press(staff, "Give the receipt")
    sees(staff, "Valid")
    printed = (
        staff.locator("main")
        .get_by_role("link", name=re.compile(r"\(PDF\)$"))
        .last.evaluate("one => one.href")
    )
    assert staff.request.get(printed).body().startswith(b"%PDF")


def live_patronage(staff, visitor, address, ago):
    place = prepare(staff, address, ago)
    give(staff, place, ago, kind="in_kind", amount="150")
    refused(staff, "how its value was found")
    fill(staff, description="Fifty hawthorns, at the price of the nursery.")
    press(staff, "Record the gift")
    give(
        staff, place, ago, kind="skills", amount="400",
        description="A day of a landscape gardener, at its cost.",
    )  # fmt: skip
    give(staff, place, ago, kind="money", amount="1 000", method={"value": "transfer"}, may_thank=True)
    give_receipt(staff)
    follow(staff, "Cancel the receipt")
    fill(staff, reason="Wrong address")
    press(staff, "Cancel the receipt")
    sees(staff, "Cancelled")
    give_receipt(staff)
    staff.check()
    year = ago(2)[:4]
    sees(staff, f"{year}-0001 (PDF)", f"{year}-0002 (PDF)")
    patron = re.fullmatch(staff.words("Gift of %(name)s", name="(.+)"), staff.locator("h1").inner_text())[1]
    staff.goto(f"{address}/finance/patronage/issuers")
    declared = staff.get_by_role("row", name=re.compile(rf"{year}.*\b1\b"))
    expect(declared.filter(has_text=staff.words.euros(1000))).to_be_visible()

    visitor.goto(place)
    sees(visitor, "Thank you", patron, visitor.words.euros(1550))
    assert visitor.get_by_role("link", name=visitor.words("Record a gift")).count() == 0
    visitor.check()
    visitor.goto(f"{address}/finance/patronage/simulate")
    fill(visitor, giver="company", gift="10 000", basis="3 000 000")
    press(visitor, "Compute")
    sees(visitor, visitor.words("%(relief)s of tax relief", relief=visitor.words.euros(6000)))
    visitor.check()


def open_fund(admin, staff, address, tool, **more):
    """Open a fund of one's own means with its committee, and return where it is for staff."""
    admin.goto(f"{address}/finance/{tool}/new")
    fill(admin, name="Own fund", mode="own", **more)
    press(admin, "Open the fund")
    refused(admin, "states the legal basis")
    fill(admin, legal_basis="Authorised in 2026")
    press(admin, "Open the fund")
    refused(admin, "Choose the group whose members decide on the files of this fund.")
    admin.locator("[name=committee_id]").select_option(label=COMMITTEE)
    press(admin, "Open the fund")
    admin.check()
    staff.goto(admin.url)
    return admin.url


def live_a_loan(admin, staff, address, ago, committee_votes):
    place = open_fund(admin, staff, address, "loans")
    record(staff, "Record money to lend", contributor_id={"index": 2}, amount="10 000", on=ago(120))
    follow(staff, "Open a file")
    fill(staff, borrower_id={"index": 1}, purpose="A van", principal="5 000", **LOAN)
    press(staff, "Open the file")
    committee_votes(staff)
    loan = staff.url
    record(staff, "Pay the loan", on=ago(100), first_due=ago(70))
    sees(staff, staff.words.count("%(num)s day late", "%(num)s days late", 70), staff.words.euros(1500))
    record(staff, "Record an early repayment", amount="1 000")
    refused(staff, "Instalments are due: record their repayment first.")
    staff.goto(loan)
    record(staff, "Set money aside", amount="2 000", note="Two months unpaid")
    staff.check()
    record(staff, "Record a repayment", amount="1 500")
    expect(staff.get_by_text(staff.words.either("%(num)s day late"))).to_have_count(0)
    record(staff, "Record an early repayment", amount="1 000")
    sees(staff, staff.words.euros(2500), "Provision")
    record(staff, "Record an early repayment", amount="2 500")
    sees(staff, "Repaid")
    expect(staff.get_by_role("link", name=staff.words("Record a repayment"))).to_have_count(0)
    staff.check()
    staff.goto(place)
    sees(staff, "Repaid", "Committee")


def ask_for_a_guarantee(staff, place):
    staff.goto(place)
    follow(staff, "Open a file")
    fill(
        staff, borrower_id={"index": 1}, lender="A bank", purpose="An oven", principal="10 000", cover="50 %",
        commission="2.5 %", **LOAN,
    )  # fmt: skip
    press(staff, "Open the file")
    return staff.url


def live_guarantees(admin, staff, pilot, address, committee_votes):
    place = open_fund(admin, staff, address, "guarantees", multiplier="2")
    for who, amount in ((2, "10 000"), (3, "5 000")):
        record(
            staff,
            "Record a contribution",
            button="Record the contribution",
            contributor_id={"index": who},
            amount=amount,
        )
    first = ask_for_a_guarantee(staff, place)
    pilot.goto(first)
    follow(pilot, "Declare a conflict of interest")
    fill(pilot, reason="I am its treasurer")
    press(pilot, "Declare a conflict of interest")
    sees(pilot, pilot.words("%(name)s is in conflict of interest"))
    pilot.check()
    staff.reload()
    committee_votes(staff)
    record(staff, "Issue the guarantee")
    sees(staff, "All guarantees on this loan", staff.words.euros(5000))
    record(staff, "Ask for another guarantee on this loan", fund_id={"index": 1}, cover="30 %")
    committee_votes(staff)
    record(staff, "Issue the guarantee")
    sums = {"most": 7000, "given": 5000, "left": 2000, "asked": 3000}
    sees(
        staff,
        staff.words(
            "All guarantees on this loan together cover %(most)s at most; %(given)s is already given, %(left)s "
            "is left, and %(asked)s is asked for.",
            **{name: staff.words.euros(amount) for name, amount in sums.items()},
        ),
    )
    staff.console_errors.clear()  # the browser notes the refusal
    staff.goto(first)
    staff.check()
    record(staff, "Note instalments repaid", months="10")
    sees(staff, "Released")

    ask_for_a_guarantee(staff, place)
    committee_votes(staff)
    record(staff, "Issue the guarantee")
    record(staff, "Note unpaid instalments", note="Two months")
    record(staff, "Call the guarantee", button="Pay the lender", final_loss="4 000")
    record(staff, "Record a recovery", amount="600")
    sees(staff, staff.words.euros(2000), staff.words.euros(600))
    staff.goto(place)
    sees(staff, staff.words.euros("933.33"), staff.words.euros("466.67"))
    sums = {"endowment": 15_000, "lost": 1400, "left": 27_200}
    sees(
        staff,
        staff.words(
            "Endowment %(endowment)s less losses of %(lost)s, times %(multiplier)s: the fund can still commit "
            "%(left)s.",
            multiplier=2,
            **{name: staff.words.euros(amount) for name, amount in sums.items()},
        ),
    )
    staff.check()


@pytest.mark.plays(language="en", scheme="dark")
def test_patronage_loans_and_guarantees_live_from_start_to_end(site, visit, ago, committee_votes):
    admin, staff, pilot, visitor = visit("administrator"), visit("staff"), visit("pilot"), visit()
    live_patronage(staff, visitor, site.address, ago)
    live_a_loan(admin, staff, site.address, ago, committee_votes)
    live_guarantees(admin, staff, pilot, site.address, committee_votes)
