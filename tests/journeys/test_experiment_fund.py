"""The life of an experiment fund on the demonstration: call, application, scores, vote, agreement, money, report.

Staff, a member of the committee and its chair, each on a desk; every page that matters is checked by axe.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.steps import fill, follow, press, record, sees

from collegial.kernel.clock import FrozenClock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.waits]

DESK = {"width": 1280, "height": 900}
STRUCTURE = "Les Jardins de l’Orée"
BILL = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 bill"}


def told(page, sentence, **values):
    """See what is said at the top of the page after an act."""
    expect(page.get_by_text(page.words(sentence, **values)).first).to_be_visible()


def follow_numbered(page, name, number):
    """Follow the link of a row; its number is read aloud only."""
    follow(page, re.compile(rf"^{page.words(name)}\s+{number}$"))


def publish(page, address, today):
    """Publish a call that closes today, apply for a structure; return where the application is."""
    page.goto(f"{address}/finance/experiments/funds/1")
    follow(page, "Publish a call for projects")
    fill(
        page, title="Seeds for all", text="Try to *share seeds*.", opens_on=today, closes_on=today,
        envelope="5000", most="3000",
    )  # fmt: skip
    lines = {"criteria-0-label": "Use", "criteria-0-meaning": "Who gains?", "criteria-1-label": "Novelty"}
    fill(page, **lines, **{"criteria-0-weight": "3"})
    press(page, "Publish the call")
    page.check()
    follow(page, "Apply")
    fill(page, find=STRUCTURE)
    press(page, "Search")
    fill(page, applicant_id={"label": STRUCTURE})
    fill(page, title="A seed library", summary="Lend and return.", budget="4000", asked="3000,01")
    press(page, "Hand in the application")
    sees(page, page.words("This call gives %(most)s at most.", most=page.words.euros(3000)))
    page.console_errors.clear()  # the browser notes the refusal
    fill(page, asked="2500")
    page.locator("[name=file]").set_input_files(BILL)
    press(page, "Hand in the application")
    expect(page.get_by_role("link", name="bill.pdf")).to_be_visible()
    return page.url.partition("#")[0]


def score(page, place):
    page.goto(place)
    follow(page, "Score as %(name)s")
    page.check()
    for group, value in (("Use", "4"), ("Novelty", "2")):
        page.get_by_label(group).select_option(value)
    fill(page, comment="It grows.")
    press(page, "Record my scores")
    sees(page, "It grows.")


def declare_conflict(page, place):
    page.goto(place)
    follow(page, re.compile(f"^{page.words('Declare a conflict of interest')}"))
    fill(page, reason="I am its treasurer")
    press(page, "Declare a conflict of interest")
    sees(page, "%(name)s is in conflict of interest")
    assert page.get_by_role("link", name=page.words("Score as %(name)s")).count() == 0


def vote(page, place):
    """Answer for the application in the committee's vote."""
    page.goto(place)
    follow(page, "Vote of the committee: %(title)s")
    fill(page, said="for")
    press(page, "Record my answer")
    told(page, "Your answer is recorded. You may change it until the vote is closed.")


def approve(page, place):
    """Approve the evidence of another."""
    page.goto(place)
    follow_numbered(page, "Approve", 2)
    fill(page, note="Bills seen")
    press(page, "Approve the evidence")
    sees(page, "Bills seen")


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
    link = page.get_by_role("link", name=page.words("Print the agreement"))
    printed = page.request.get(link.evaluate("one => one.href"))
    assert printed.body().startswith(b"%PDF")
    record(page, "Record the signature", on=today)
    follow_numbered(page, "Pay", 1)
    fill(page, amount="1200")
    press(page, "Pay the instalment")
    assert page.get_by_role("link", name=re.compile(rf"^{page.words('Pay')}\s+2$")).count() == 0
    page.goto(f"{place}/instalments/2/pay")
    sees(page, "This instalment waits for its evidence: hand it in first.")
    page.goto(place)
    follow_numbered(page, "Hand in evidence", 2)
    page.locator("[name=file]").set_input_files(BILL)
    press(page, "Hand in evidence")
    approve(chair, place)
    page.goto(place)
    follow_numbered(page, "Pay", 2)
    fill(page, amount="700")
    press(page, "Pay the instalment")
    record(page, "Hand in a report", kind="final", text="Two hundred packets lent.", spent="1900")
    page.check()
    follow(page, "Close the agreement")
    page.check()
    press(page, "Close the agreement")
    told(page, "%(amount)s went back to the fund.", amount=page.words.euros(100))


@pytest.mark.plays(language="br")
def test_an_experiment_fund_from_the_call_to_the_final_report(site, visit):
    clock = FrozenClock(site.program.clock.now().replace(hour=11))  # the same day here and in UTC
    object.__setattr__(site.program, "clock", clock)
    staff, pilot, chair = (visit(one, viewport=DESK) for one in ("staff", "pilot", "chair"))
    place = publish(staff, site.address, clock.now().date().isoformat())
    score(pilot, place)
    declare_conflict(chair, place)

    clock.at += timedelta(days=1)
    staff.goto(place)
    record(staff, "Put it to the vote of the committee", granted="2000")
    vote(pilot, place)
    vote(staff, place)
    staff.check()
    sees(staff, "Set aside")
    follow(staff, "Close and count")
    press(staff, "Close the vote and count")
    sees(staff, "Adopted")
    pay_out(staff, chair, place, clock.now().date().isoformat())

    staff.goto(f"{site.address}/finance/experiments/funds/1")
    staff.check()
    staff.locator("summary", has_text=staff.words("How each figure is made")).click()
    row = staff.get_by_role("row", name=re.compile(f"^{staff.words('Committed')}"))
    expect(row).to_contain_text(staff.words.euros(10900))
