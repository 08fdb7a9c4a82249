"""The coordinator’s Monday: what is due on one page, each line one click from its act; a vote by keys alone."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from collegial.assemblies.models import Assembly
from collegial.assemblies.services.conducting import open_assembly
from collegial.demo.rehearsal import fill_the_room
from collegial.kernel.permissions import program as program_viewer
from collegial.votes.models import VoteSession
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.services import open_vote

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


def english(page, site):
    page.context.add_cookies([{"name": "locale", "value": "en", "url": site.address}])
    return page


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
    member = visit("member", also=None)
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


def open_the_vote(site):
    with site.program.database.unit_of_work() as session:
        context = site.program.context(session, program_viewer("test"))
        meeting = session.scalars(select(Assembly)).one()
        fill_the_room(context, meeting)
        open_assembly(context, meeting, chair="Awena Lanvoël", scrutineers="Un, Deux", secretary="Trois")
        open_vote(context, meeting, resolutions_to_vote(session, meeting.id)[:1])
        return meeting.id


def tab_to(page, wanted):
    """Go on by the key Tab until what has the focus fits; whoever cannot reach it cannot vote."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"{wanted} cannot be reached by keys")


def enter(page):
    """Press what has the focus, and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_member_votes_by_keys_alone_zoomed_and_without_motion(site, open_page):
    meeting = open_the_vote(site)
    page = english(open_page(viewport=ZOOMED, reduced_motion="reduce"), site)
    page.goto(site.link("member"))
    page.goto(f"{site.address}/assemblies/{meeting}")

    tab_to(page, "form[action$='/join'] button")
    enter(page)
    tab_to(page, "a[href*='/votes/']")
    enter(page)
    page.check()
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    moving = (
        "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s')"
    )
    assert page.evaluate(f"{moving}.length") == 0
    tab_to(page, "button[value=next]")
    enter(page)
    tab_to(page, "main form .button-primary")
    enter(page)

    expect(page.locator(".receipt").first).to_be_visible()
    with site.program.database.reading() as session:
        assert session.scalars(select(VoteSession)).one().state.value == "open"
