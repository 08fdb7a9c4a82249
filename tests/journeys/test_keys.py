"""Keys alone: signing in with a second factor, a proxy, fifteen votes, the menu of a phone; the focus is never lost."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from collegial.accounts.services import open_account
from collegial.kernel.permissions import Viewer
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.two_factors import rules
from collegial.two_factors.services import set_up
from collegial.votes.models import Ballot
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.services import open_vote

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Half of a desk is what 200 % zoom leaves of it.
ZOOMED = {"width": 640, "height": 450}
EMAIL, RESOLUTIONS = "member@example.org", 15
SECRET = bytes(range(20))
# Whether what has the focus fits, and whether the reader sees where the focus is.
LOOK = """wanted => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
  const inView = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return { fits: one.matches(wanted), lost: one === document.body, seen: marked && inView };
}"""
MOVING = (
    "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s')"
)

ASK_AGAIN = """one => htmx.ajax("GET", document.querySelector(one).getAttribute("hx-get"),
  { target: one, swap: "outerHTML" })"""


def tab_to(page, wanted):
    """Go on by the key Tab until what has the focus fits; whoever cannot reach and see it cannot act."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(LOOK, wanted)
        assert found["lost"] or found["seen"], f"the focus is not seen before {wanted} on {page.url}"
        if found["fits"]:
            return
    pytest.fail(f"{wanted} cannot be reached by keys on {page.url}")


def enter(page):
    """Press what has the focus, and wait for the page it leads to."""
    with page.expect_event("load"):  # a change of the history alone is no new page
        page.keyboard.press("Enter")


def write(page, wanted, text):
    """Go to a field, write into it and send its form, as Enter does."""
    tab_to(page, wanted)
    page.keyboard.type(text)
    enter(page)


@pytest.fixture
def hall(app, context, session, program, serve):
    """Serve an assembly of three, of whom one has an account with a second factor; give it, and a recovery code."""
    world = convened(context, {"A": 3}, kinds=(DecisionKind.ORDINARY,) * RESOLUTIONS)
    mine, *others = world.entries["A"]
    account = open_account(context, email=EMAIL, actor_id=mine.voter_id, roles=["member"])
    own = Viewer(name="member", account_id=account.id, grants=program.registry.grants(("member",)))
    shown = rules.code_at(SECRET, rules.step_of(context.clock.now()))
    codes = set_up(replace(context, by=own), SECRET, shown, key=program.settings.secrets.totp)
    session.commit()
    app.config["WTF_CSRF_ENABLED"] = True
    object.__setattr__(program, "settings", replace(program.settings, public_url=serve(app)))
    return world, others, codes[0]


def sign_in(app, page, code):
    page.goto(app.extensions["collegial"].settings.public_url + "/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate(LOOK, "a[href='#main']") == {"fits": True, "lost": False, "seen": True}
    page.keyboard.press("Enter")
    write(page, "main input[name=identity]", EMAIL)
    write(page, "input[name=passcode]", re.search(r"\b\d{6}\b", app.extensions["mailman"].outbox[-1].body)[0])
    write(page, "main input[name=code]", "000000")
    expect(page.locator("[role=alert]")).to_be_focused()  # the browser gives it once the page is drawn
    assert page.evaluate(LOOK, "[role=alert]")["seen"]
    page.console_errors.clear()  # the browser notes the refusal
    write(page, "main input[name=code]", code)
    assert "/sign-in" not in page.url, page.locator("main").inner_text()


def open_the_menu(page):
    """Show the menu of a phone, open a part, go to the end of it and close it."""
    tab_to(page, ".menu-button")
    page.keyboard.press("Enter")
    tab_to(page, ".menu summary")
    page.keyboard.press("Enter")
    tab_to(page, ".menu-part[open] a")
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    assert page.evaluate(LOOK, ".menu-button")["fits"], "a closed menu gives the focus back"


def give_a_proxy(page, holder):
    tab_to(page, "a[href$='/proxy']")
    enter(page)
    write(page, "input[name=holder]", "nobody of that name")
    page.console_errors.clear()  # the browser notes the refusal
    expect(page.locator("body")).not_to_be_focused()  # once the page is drawn an error has the focus
    tab_to(page, "input[name=holder]")
    page.keyboard.press("Control+A")
    page.keyboard.type(holder)
    enter(page)
    tab_to(page, "form:has([name=sure]) button")
    enter(page)
    tab_to(page, "form[action$='/proxy/end'] button")
    enter(page)


def watch_the_quorum(page, arrive):
    """Open how it is computed, and stay there while somebody comes in and the piece is replaced."""
    tab_to(page, "#quorum summary")
    page.keyboard.press("Enter")
    shown = page.locator("#quorum .gauge-value").first
    before = shown.inner_text()
    arrive()
    page.evaluate(ASK_AGAIN, "#quorum")  # as its clock does, sooner
    expect(shown).not_to_have_text(before)
    assert page.evaluate(LOOK, "#quorum details[open] > summary")["fits"], "a replaced piece lost the focus"


def vote(page):
    tab_to(page, "form[action$='/join'] button")
    enter(page)
    tab_to(page, "a[href*='/votes/']")
    enter(page)
    for _number in range(RESOLUTIONS):
        tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        tab_to(page, "button[value=next]")
        enter(page)
    page.check()
    tab_to(page, "main form .button-primary")
    enter(page)


def test_a_member_does_all_by_keys_alone_without_motion(app, open_page, hall, session):
    world, others, code = hall
    page = open_page(reduced_motion="reduce", also=ZOOMED)
    sign_in(app, page, code)
    assert page.evaluate(f"{MOVING}.length") == 0
    open_the_menu(page)

    page.goto(f"{app.extensions['collegial'].settings.public_url}/assemblies/{world.assembly.id}")
    give_a_proxy(page, others[0].name)
    watch_the_quorum(page, lambda: (world.arrive(others[1]), session.commit()))
    world.arrive(others[0])
    world.open()
    open_vote(world.context, world.assembly, resolutions_to_vote(session, world.assembly.id))
    session.commit()
    page.reload()
    vote(page)

    expect(page.locator(".receipt").first).to_be_visible()
    assert session.scalar(select(func.count()).select_from(Ballot)) == RESOLUTIONS
