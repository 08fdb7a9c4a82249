"""A referral on the demonstration: from a partner without an account to its outcome and into the annual review."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from tests.journeys.steps import fill, follow, press, refused, sees

from collegial_partners.links import path_of
from collegial_partners.models import PartnerLink, PartnerProtocol

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.waits]

DESK = {"width": 1280, "height": 900}


def cci(site):
    """Return the address of the CCI's protocol and that of its personal link."""
    with site.app.test_request_context(), site.program.database.reading() as session:
        found = select(PartnerLink).join(PartnerLink.party).join(PartnerProtocol)
        link = session.scalars(found.where(PartnerProtocol.title.contains("CCI"))).one()
        return f"{site.address}/partners/{link.party.protocol_id}", site.address + path_of(link)


def step(page, state, **more):
    follow(page, "Record the next step")
    fill(page, state=state, **more)
    press(page, "Record the step")


def refer(partner, link):
    """Refer a person as a partner without an account, whose consent is asked for; return the referral's code."""
    partner.goto(link)
    partner.check()
    follow(partner, "Refer a project holder to the pole")
    fill(
        partner, name="Gwenn Le Roux", contact="06 00 00 00 00", project="takeover", consent="oral",
        need="Taking a bakery over with its employees.",
    )  # fmt: skip
    press(partner, "Send the referral")
    refused(partner, "consent nothing is sent")
    fill(partner, has_consented=True)
    press(partner, "Send the referral")
    sees(partner, "Gwenn Le Roux")
    partner.check()
    return partner.get_by_role("heading", level=1).inner_text()


def accompany(staff, address, code):
    """Take charge of a referral, which shows the name, and go to its outcome."""
    staff.goto(f"{address}/partners/referrals/")
    staff.check()
    follow(staff, re.compile(re.escape(code)))
    expect(staff.get_by_text("Gwenn Le Roux")).to_have_count(0)
    press(staff, "Take charge")
    sees(staff, "Gwenn Le Roux")
    step(staff, "accepted")
    step(staff, "met")
    step(staff, "closed", outcome="launched")
    sees(staff, "The project has started")


@pytest.mark.plays(language="en")
def test_a_referral_goes_from_a_partner_without_account_into_the_annual_review(site, visit):
    protocol, link = cci(site)
    partner, staff = visit(), visit("staff", viewport=DESK)
    accompany(staff, site.address, refer(partner, link))
    site.work()

    partner.reload()
    sees(partner, "The project has started")

    staff.goto(f"{protocol}/reviews/1")
    row = staff.get_by_role("row", name=re.compile(f"^{re.escape(staff.words('The project has started'))}"))
    expect(row).to_contain_text("2")
    expect(staff.get_by_text("Gwenn")).to_have_count(0)
    follow(staff, "Conclude the review")
    fill(
        staff, held_on=site.program.today.isoformat(), technical="Maëlle Riou; the CCI's officer",
        political="The president; the elected member", conclusions="Takeovers work *together*.",
        decision="continued",
    )  # fmt: skip
    press(staff, "Conclude the review")
    sees(staff, "The protocol goes on as it is")
    staff.check()
    staff.goto(f"{site.address}/partners/exchange/")
    staff.check()
