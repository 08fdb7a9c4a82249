"""Journey 5 on the demonstration: the pilot group moves the study's proposal from V3 to V4.

Acts are done on a phone; every page is checked by axe there and on a desk.
"""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOPICS = ("other_pays", "legal_status", "funders", "recruitment")
POLE = "/proposals/pole"
SUGGESTED = "Une phrase proposée par un membre."


def go(page, site, path):
    page.goto(site.address + path)
    page.check()


def press(page, name, **options):
    page.get_by_role("button", name=name, **options).first.click()


def suggest(page, site, _):
    """Suggest a change beside the text of the draft, as a member; return its address."""
    go(page, site, f"{POLE}/versions/V3")
    page.get_by_role("link", name=_("Suggest a change")).nth(1).click()
    page.check()
    text = page.locator("textarea[name=text]")
    text.fill(f"{text.input_value()}\n\n{SUGGESTED}")
    page.locator("textarea[name=reasons]").fill("Pour être complet.")
    press(page, _("Publish the amendment"))
    expect(page.locator("ins")).to_contain_text(SUGGESTED)
    page.check()
    return page.url


def accept(page, address, _):
    page.goto(address)
    page.check()
    page.locator("#remark-text").fill("Le groupe y avait pensé aussi, @Nolwenn Kerbrazan.")
    press(page, _("Publish my message"))
    page.locator("input[name=answer-answer][value=accept]").check()
    page.locator("textarea[name=answer-reasons]").fill("Elle éclaire le lecteur.")
    press(page, _("Record the answer"))
    page.check()


def write(page, site, _):
    """Write an action of the draft; what is typed is kept before it is saved."""
    go(page, site, f"{POLE}/draft")
    page.locator("a[href*='/draft/actions/']").last.click()
    page.check()
    page.locator("input[name=owner]").fill("La structure porteuse du pôle")
    expect(page.get_by_role("status").last).to_have_text(_("Kept for you. Others see it once you save."))
    press(page, _("Save"))
    page.check()


def record_a_contribution(page, site, _):
    go(page, site, f"{POLE}/draft/contributions/new")
    page.locator("select[name=kind]").select_option("workshop")
    page.locator("input[name=title]").fill("Rencontre des autres Pays")
    page.locator("input[name=lines-0-name]").fill("Pays de Redon")
    page.locator("input[name=lines-0-may_be_named]").check()
    press(page, _("Save"))
    page.check()


def pass_the_gate(page, site, _):
    go(page, site, f"{POLE}/gate")
    for key in TOPICS:
        page.locator(f"textarea[name=decision-{key}]").fill("Réglé en séance.")
    press(page, _("Save what is written"))
    page.check()
    press(page, _("Open a round of the group"))
    page.locator("input[name=voice-stance][value=for]").check()
    press(page, _("Record my answer"))
    page.check()
    # two of the three have no role to answer with: the quorum counts them, and they decide in the room
    page.get_by_role("link", name=_("Break the round off")).click()
    page.check()
    press(page, _("Break the round off"))
    page.get_by_text(_("Record what the group decided in the room"), exact=True).click()
    page.locator("input[name=outcome][value=passed]").check()
    for name, number in (("votes_for", "3"), ("votes_against", "0"), ("abstentions", "0")):
        page.locator(f"input[name={name}]").fill(number)
    page.locator("textarea[name=reasons]").fill("Tout est réglé.")
    page.check()
    press(page, _("Record the decision"))
    page.check()


@pytest.mark.plays(language="fr")
def test_journey_5_the_pilot_group_moves_a_proposal(site, visit, words, language):
    _ = words(language)
    member = visit("member")
    address = suggest(member, site, _)

    # the pilot group answers, writes, hears, settles and decides
    pilot = visit("pilot")
    go(pilot, site, POLE)
    pilot.picture("proposal", width=1000, height=1300)
    go(pilot, site, f"{POLE}/gate")
    pilot.picture("gate", width=1000, height=1000)
    accept(pilot, address, _)
    write(pilot, site, _)
    record_a_contribution(pilot, site, _)
    pass_the_gate(pilot, site, _)

    # V3 is frozen without the amendment, V4 opens with it
    go(member, site, f"{POLE}/versions/V3")
    expect(member.get_by_text(_("This version has not changed since it was frozen."))).to_be_visible()
    expect(member.get_by_text(SUGGESTED)).to_have_count(0)
    expect(member.get_by_text("Rencontre des autres Pays").first).to_be_visible()
    go(member, site, f"{POLE}/versions/V4")
    expect(member.get_by_text(SUGGESTED)).to_be_visible()

    # what changed, on the page and on paper
    go(member, site, f"{POLE}/compare/V3/V4")
    expect(member.locator("ins").first).to_contain_text(SUGGESTED)
    paper = member.context.request.get(f"{site.address}{POLE}/compare/V3/V4/difference.pdf")
    pages = PdfReader(BytesIO(paper.body())).pages
    assert SUGGESTED in " ".join(" ".join(one.extract_text() for one in pages).split())

    # the actions of V4 are followed
    go(pilot, site, f"{POLE}/implementation")
    pilot.locator("a[href*='/implementation/']").first.click()
    pilot.check()
    pilot.locator("input[name=state][value=under_way]").check()
    pilot.locator("input[name=due_on]").fill("2020-01-01")
    pilot.locator("input[name=budget]").fill("12 500,50")
    press(pilot, _("Record this step"))
    expect(pilot.get_by_text(_("Late"), exact=True)).to_be_visible()
    pilot.check()
    go(pilot, site, "/")
