"""The life of an experiment fund on the demonstration: call, application, scores, vote, agreement, money, report.

Staff, a member of the committee and its chair, each on a desk; every page that matters is checked by axe.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from collegial.kernel.clock import FrozenClock

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 900}
STRUCTURE = "Les Jardins de l’Orée"
BILL = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 bill"}


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def follow(page, name):
    page.get_by_role("link", name=name).first.click()


def fill(page, **fields):
    """Fill fields by their names: a choice of several, or something written."""
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value={value}]").check()
        else:
            field.fill(value)


@pytest.fixture
def persona(site, open_page):
    def sign_in(name):
        page = open_page(viewport=DESK)
        page.context.add_cookies([{"name": "locale", "value": "en", "url": site.address}])
        page.goto(site.link(name))
        return page

    return sign_in


def publish(page, address, today):
    """Publish a call that closes today, apply for a structure; return where the application is."""
    page.goto(f"{address}/finance/experiments/funds/1")
    follow(page, "Publish a call for projects")
    fill(
        page, title="Seeds for all", text="Try to *share seeds*.", opens_on=today, closes_on=today,
        envelope="5000", most="3000", criteria="Use; 3; Who gains?\nNovelty",
    )  # fmt: skip
    press(page, "Publish the call")
    page.check()
    follow(page, "Apply")
    fill(page, find=STRUCTURE)
    press(page, "Shorten the list")
    page.locator("[name=applicant_id]").select_option(label=STRUCTURE)
    fill(page, title="A seed library", summary="Lend and return.", budget="4000", asked="3000,01")
    press(page, "Hand in the application")
    expect(page.get_by_text("This call gives €3,000.00 at most.").first).to_be_visible()
    page.console_errors.clear()  # the browser notes the refusal
    fill(page, asked="2500")
    page.locator("[name=file]").set_input_files(BILL)
    press(page, "Hand in the application")
    expect(page.get_by_role("link", name="bill.pdf")).to_be_visible()
    return page.url.partition("#")[0]


def score(page, place):
    page.goto(place)
    follow(page, re.compile("^Score as"))
    page.check()
    for group, value in (("Use", "4"), ("Novelty", "2")):
        page.get_by_label(group).select_option(value)
    fill(page, comment="It grows.")
    press(page, "Record my scores")
    expect(page.get_by_text("It grows.")).to_be_visible()


def declare_conflict(page, place):
    page.goto(place)
    follow(page, re.compile("^Declare a conflict"))
    fill(page, reason="I am its treasurer")
    press(page, "Record it")
    expect(page.get_by_text("is in conflict of interest").first).to_be_visible()
    assert page.get_by_role("link", name=re.compile("^Score as")).count() == 0


def vote(page, place):
    """Answer for the application in the committee's vote."""
    page.goto(place)
    follow(page, re.compile("^Vote of the committee"))
    fill(page, said="for")
    press(page, "Record my answer")
    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()


def approve(page, place):
    """Approve the evidence of another."""
    page.goto(place)
    follow(page, re.compile("^Approve 2"))
    fill(page, note="Bills seen")
    press(page, "Record it")
    expect(page.get_by_text("Bills seen")).to_be_visible()


def pay_out(page, chair, place, today):
    """Go from the decision to the final report."""
    page.goto(place)
    follow(page, "Draw up the agreement")
    fill(
        page, ends_on=f"{int(today[:4]) + 1}-12-31", duties="Lend seeds and tell.", amount_1="1200",
        condition_1="Signed", amount_2="800", due_on_2=today, condition_2="Bills",
    )  # fmt: skip
    page.check()
    press(page, "Draw up the agreement")
    printed = page.request.get(
        page.get_by_role("link", name="Print the agreement").evaluate("one => one.href")
    )
    assert printed.body().startswith(b"%PDF")
    follow(page, "Record the signature")
    fill(page, on=today)
    press(page, "Record it")
    follow(page, re.compile("^Pay 1"))
    fill(page, amount="1200")
    press(page, "Record it")
    follow(page, re.compile("^Pay 2"))
    fill(page, amount="800")
    press(page, "Record it")
    expect(page.get_by_text("waits for its evidence").first).to_be_visible()
    page.console_errors.clear()
    page.goto(place)
    follow(page, re.compile("^Hand in evidence 2"))
    page.locator("[name=file]").set_input_files(BILL)
    press(page, "Record it")
    approve(chair, place)
    page.goto(place)
    follow(page, re.compile("^Pay 2"))
    fill(page, amount="700")
    press(page, "Record it")
    follow(page, "Hand in a report")
    fill(page, kind="final", text="Two hundred packets lent.", spent="1900")
    press(page, "Record it")
    page.check()
    press(page, "Close the agreement")
    expect(page.get_by_text("€100.00 went back to the fund.")).to_be_visible()


def test_an_experiment_fund_from_the_call_to_the_final_report(site, persona):
    clock = FrozenClock(site.program.clock.now().replace(hour=11))  # the same day here and in UTC
    object.__setattr__(site.program, "clock", clock)
    staff, pilot, chair = persona("staff"), persona("pilot"), persona("chair")
    place = publish(staff, site.address, clock.now().date().isoformat())
    score(pilot, place)
    declare_conflict(chair, place)

    clock.at += timedelta(days=1)
    staff.goto(place)
    follow(staff, "Put it to the vote of the committee")
    fill(staff, granted="2000")
    press(staff, "Record it")
    vote(pilot, place)
    vote(staff, place)
    staff.check()
    expect(staff.get_by_text("Set aside").first).to_be_visible()
    press(staff, "Close and count")
    expect(staff.get_by_text("Adopted").first).to_be_visible()
    pay_out(staff, chair, place, clock.now().date().isoformat())

    staff.goto(f"{site.address}/finance/experiments/funds/1")
    staff.check()
    row = staff.get_by_role("row", name=re.compile("^Committed"))
    expect(row).to_contain_text("€10,900.00")
