"""Journey 6 on the demonstration: a chantier and an atelier, each from the call to what everyone reads.

Staff on a desk, the public on a phone; every page that matters is checked by axe.
"""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.steps import fill, follow, press, refused, sees

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 900}
STRUCTURES = ("Les Jardins de l’Orée", "Ressourcerie La Deuxième Marée", "Crèche parentale")


def join(page, name):
    follow(page, "Enter a structure")
    fill(
        page, structure=name, collective_value="A gain of all", support="A gain of its own",
        brings="Half a day a month", hopes="An answer", accepts_charter=True,
    )  # fmt: skip
    press(page, "Enter the structure")
    sees(page, "The structure takes part.")


def lead_a_chantier(page, address):
    """Go from a question to a measure; return where the chantier is."""
    page.goto(f"{address}/chantiers/new")
    fill(page, title="Lending to small structures", question="Who lends, and how fast?")
    press(page, "Open the chantier")
    place = page.url
    press(page, "Start the chantier")
    refused(page, "cannot start without those concerned")
    page.goto(place)
    join(page, STRUCTURES[0])
    follow(page, "Record a testimony")
    fill(page, actor=STRUCTURES[0], text="Nine months for a loan.", consent="anonymous")
    press(page, "Keep the testimony")
    press(page, "Publish")
    follow(page, "Add a stakeholder")
    fill(page, actor="MAIF")
    press(page, "Add to the list")
    press(page, "Invite")
    follow(page, "Record the answer")
    fill(page, accepts="yes")
    press(page, "Record the answer")
    press(page, "Start the chantier")
    page.check()
    follow(page, "Write the diagnosis")
    fill(page, text="Files are asked for *twice*.")
    press(page, "Put this version to the parties")
    for place_in_list in (1, 2):
        follow(page, "Say whether you share it")
        fill(page, stance="agrees")
        page.locator("[name=participant_id]").select_option(index=place_in_list)
        press(page, "Say so")
    sees(page, "Shared by all parties")
    follow(page, "Finish the chantier")
    fill(
        page, kind="improved", title="One file for all lenders", description="Asked once.", institution="MAIF"
    )
    press(page, "Finish the chantier")
    follow(page, "Tell people about the measure")
    fill(page, information="Ask at the pole.")
    press(page, "Publish the measure")
    follow(page, "Record a commitment")
    fill(page, actor="MAIF", text="Answer in six weeks", due_on="2027-06-30")
    press(page, "Record the commitment")
    page.check()
    return place


def lead_an_atelier(page, address, today):
    """Go from a call to a published brochure; return where the atelier is."""
    page.goto(f"{address}/ateliers/new")
    year = today.year
    fill(
        page, kind="rq", title="Renewing volunteers", question="How to find and keep them?", needed="500",
        starts_on=today.isoformat(), ends_on=f"{year + 1}-12-31", least="3", most="4",
    )  # fmt: skip
    press(page, "Open the atelier")
    place = page.url
    for name in STRUCTURES:
        join(page, name)
    press(page, "Start the atelier")
    follow(page, "Plan the meetings of the season")
    fill(page, first_at=f"{year + 1}-01-12T14:00", number="4", weeks="2")
    press(page, "Plan the meetings")
    expect(page.locator("#fairness .badge")).to_have_text(page.words("Fair"))
    page.check()
    page.goto(f"{place}/ledger")
    follow(page, "Draw up a contract")
    page.locator("[name=participation_id]").select_option(index=1)
    fill(page, half_days="4", compensation="300")
    press(page, "Draw up the contract")
    follow(page, "Record the signature")
    fill(page, signed_on=today.isoformat())
    press(page, "Record the signature")
    follow(page, "Pay")
    fill(page, amount="300.01", paid_on=today.isoformat())
    press(page, "Record the payment")
    refused(page, "above the contract")
    fill(page, amount="300")
    press(page, "Record the payment")
    page.check()
    page.goto(place)
    follow(page, "Begin a production")
    fill(page, kind="brochure", title="Ten ways to stay", summary="What worked.")
    press(page, "Begin the production")
    follow(page, re.compile(rf"^{page.words('Edit')}\W+Ten ways to stay"))
    fill(page, licence="CC BY 4.0")
    page.locator("[name=file]").set_input_files(
        {"name": "stay.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 demo"}
    )
    press(page, "Save")
    follow(page, "Finish the atelier")
    press(page, "Finish the atelier")
    for step in ("Send to review", "It is ready", "Publish"):
        press(page, step)
    page.check()
    return place


@pytest.mark.plays(language="br", scheme="dark")
def test_journey_6_a_chantier_and_an_atelier_from_the_call_to_what_everyone_reads(site, visit):
    staff = visit("staff", viewport=DESK, scheme="light")
    today = site.program.today
    chantier = lead_a_chantier(staff, site.address)
    atelier = lead_an_atelier(staff, site.address, today)

    visitor = visit()
    visitor.goto(chantier)
    for said in ("One file for all lenders", "Ask at the pole.", "Answer in six weeks", "Nine months"):
        expect(visitor.get_by_text(said).first).to_be_visible()
    visitor.check()
    visitor.goto(atelier)
    with visitor.expect_download() as taken:
        follow(visitor, "Download")
    assert taken.value.suggested_filename == "stay.pdf"
    visitor.check()
