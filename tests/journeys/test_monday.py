"""The coordinator’s Monday: what is due on one page, each line one click from its act."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Half of a desk is what 200 % zoom leaves of it.
ZOOMED = {"width": 640, "height": 450}
DUE = (
    "%(count)d payment for shares is late: %(amount)s",
    "%(count)d voting right is missing for the quorum",
    "%(count)d application waits for a decision",
    "%(count)d referral waits for your answer",
    "%(count)d withdrawal of shares waits",
)


@pytest.mark.plays(language="fr")
def test_journey_8_the_coordinator_sees_what_is_due_and_does_it(site, visit, words, language):
    _ = words(language)
    page = visit("staff")
    page.check()

    # what is due this week, over the core and all modules
    waiting = page.locator("#waiting")
    for sentence in DUE:
        expect(waiting.get_by_text(_.either(sentence)).first).to_be_visible()
    expect(waiting.get_by_text(_("A protocol is to be reviewed")).first).to_be_visible()
    expect(page.locator(".lead").first).to_contain_text(_.either("%(count)d thing is late"))
    expect(page.get_by_text(_("A part of this page is missing"))).to_have_count(0)

    # each line leads to its act by one click
    acts = waiting.locator("a.button").evaluate_all("links => links.map(link => link.href)")
    assert len(acts) == len(set(acts))
    assert len(acts) >= 8
    assert {page.request.get(act).status for act in acts} == {200}
    waiting.get_by_role("link", name=re.compile("^" + _("Decide"))).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.endswith("/joining/decide")
    page.go_back()

    # the rule behind a light
    light = page.locator(".lights details", has_text=_("Cooperative review"))
    light.locator("summary").click()
    expect(light.get_by_text("47-1775")).to_be_visible()
    page.check()

    # someone asks: the bell tells it, and leads to the answer
    member = visit("member")
    member.goto(f"{site.address}/mine/")
    member.get_by_role("link", name=_("Ask for more shares")).click()
    member.locator("[name=shares]").fill("2")
    member.get_by_role("button", name=_("Ask for these shares")).click()
    member.wait_for_url("**/mine/*")
    site.work()
    page.reload()
    page.get_by_role("link", name=_.either("Notices: %(num)d unread")).click()
    page.check()
    page.get_by_role("link", name=_("A member asks for something")).first.click()
    assert "/members/requests/" in page.url

    # how one is told, for each kind
    page.goto(f"{site.address}/notices/choices")
    page.get_by_label(_("A member asks for shares, to leave, or to change its data")).select_option("weekly")
    page.check()
    page.get_by_role("button", name=_("Keep these choices")).click()
    expect(page.get_by_role("status")).to_contain_text(_("Your choices are kept."))

    # the search is one key away, on a page of half the size
    page.set_viewport_size(ZOOMED)
    page.goto(site.address)
    page.keyboard.press("/")
    page.wait_for_url("**/search/**")
    page.locator("#q").fill("pole")
    page.keyboard.press("Enter")
    expect(page.locator("h2").first).to_be_visible()
    page.check()


@pytest.mark.plays(language="fr")
def test_a_printed_page_holds_its_figures_and_nothing_to_press(site, visit, words, language):
    _ = words(language)
    page = visit("staff")
    page.goto(f"{site.address}/members/over-time")

    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    first, *others = [" ".join(one.extract_text().split()) for one in sheets]

    assert _("Members by college") in first, "a chart waits for a page that has room for its table too"
    whole = " ".join([first, *others])
    assert _("All members") in whole, "the table behind the chart lies open"
    for pressed in ("Menu", "Search", "Sign out", "The same numbers in a table"):
        assert _(pressed) not in whole
