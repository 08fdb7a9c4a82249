"""A referral on the demonstration: from a partner without an account to its outcome and into the annual review."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from collegial_partners.links import path_of
from collegial_partners.models import PartnerLink, PartnerProtocol

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 900}


def english(page, address):
    page.context.add_cookies([{"name": "locale", "value": "en", "url": address}])
    return page


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def follow(page, name):
    page.get_by_role("link", name=name).first.click()


def cci(site):
    """Return the address of the CCI's protocol and that of its personal link."""
    with site.app.test_request_context(), site.program.database.reading() as session:
        found = select(PartnerLink).join(PartnerLink.party).join(PartnerProtocol)
        link = session.scalars(found.where(PartnerProtocol.title.contains("CCI"))).one()
        return f"{site.address}/partners/{link.party.protocol_id}", site.address + path_of(link)


def step(page, state, **more):
    follow(page, "Next step")
    for name, value in {"state": state, **more}.items():
        page.locator(f"[name={name}][value={value}]").check()
    press(page, "Record the step")


def test_a_referral_goes_from_a_partner_without_account_into_the_annual_review(site, open_page):
    protocol, link = cci(site)
    partner = english(open_page(), site.address)
    partner.goto(link)
    partner.check()
    follow(partner, "Refer a project holder to the pole")
    partner.locator("[name=name]").fill("Gwenn Le Roux")
    partner.locator("[name=contact]").fill("06 00 00 00 00")
    partner.locator("[name=need]").fill("Taking a bakery over with its employees.")
    partner.locator("[name=project][value=takeover]").check()
    partner.locator("[name=consent][value=oral]").check()
    press(partner, "Send the referral")
    expect(partner.get_by_role("alert")).to_contain_text("consent nothing is sent")
    partner.console_errors.clear()  # the browser notes the refusal
    partner.locator("[name=has_consented]").check()
    press(partner, "Send the referral")
    expect(partner.get_by_text("Gwenn Le Roux")).to_be_visible()
    partner.check()
    code = partner.get_by_role("heading", level=1).inner_text()

    staff = english(open_page(viewport=DESK), site.address)
    staff.goto(site.link("staff"))
    staff.goto(f"{site.address}/partners/referrals/")
    staff.check()
    follow(staff, code)
    expect(staff.get_by_text("Gwenn Le Roux")).to_have_count(0)
    press(staff, "Take charge")
    expect(staff.get_by_text("Gwenn Le Roux")).to_be_visible()
    step(staff, "accepted")
    step(staff, "met")
    step(staff, "closed", outcome="launched")
    expect(staff.get_by_text("The project has started")).to_be_visible()
    site.work()

    partner.reload()
    expect(partner.get_by_text("The project has started")).to_be_visible()

    staff.goto(f"{protocol}/reviews/1")
    row = staff.get_by_role("row", name=re.compile("^The project has started"))
    expect(row).to_contain_text("2")
    expect(staff.get_by_text("Gwenn")).to_have_count(0)
    follow(staff, "Conclude the review")
    staff.locator("[name=held_on]").fill(site.program.clock.now().date().isoformat())
    staff.locator("[name=technical]").fill("Maëlle Riou; the CCI's officer")
    staff.locator("[name=political]").fill("The president; the elected member")
    staff.locator("[name=conclusions]").fill("Takeovers work *together*.")
    staff.locator("[name=decision][value=continued]").check()
    press(staff, "Conclude")
    expect(staff.get_by_text("The protocol goes on as it is").first).to_be_visible()
    staff.check()
    staff.goto(f"{site.address}/partners/exchange/")
    staff.check()
