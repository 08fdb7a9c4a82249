"""Anyone: what the pole is, when it meets, what it made, who takes part; without an account, on a phone."""

import gzip

import pytest
from tests.journeys.steps import follow, sees

pytestmark = pytest.mark.browser

HEAVIEST_HOME = 100_000
MOST_IN_MENU = 7
MOVING = """[...document.querySelectorAll("*")].filter(one => {
  const style = getComputedStyle(one);
  return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
}).map(one => one.outerHTML.slice(0, 80))"""


@pytest.mark.plays(language="br")
def test_journey_10_anyone_reads_what_the_pole_is_and_does(site, visit):
    page = visit()
    page.goto(site.address)
    page.get_by_role("heading", level=1, name="Pôle de développement").wait_for()
    page.check()
    taken = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    loads = [page.content().encode(), *(page.request.get(one).body() for one in set(taken))]
    assert sum(len(gzip.compress(one)) for one in loads) <= HEAVIEST_HOME

    page.get_by_role("button", name=page.words("Menu"), exact=True).click()
    shown = page.locator(".menu > .menu-list a, .menu > .menu-part > summary")
    assert shown.count() <= MOST_IN_MENU
    page.get_by_role("link", name=page.words("Who takes part")).wait_for(state="hidden")
    page.locator("summary", has_text=page.words("About us")).press("Enter")
    page.get_by_role("link", name=page.words("Who takes part")).wait_for()
    page.check()
    page.get_by_role("button", name=page.words("Close the menu")).click()

    follow(page, "Missions and priorities in full")
    page.get_by_text("L’amélioration de la gouvernance des structures").wait_for()
    page.check()

    page.goto(f"{site.address}/calendar")
    page.locator("#list").get_by_text("Assemblée générale").first.wait_for()
    page.check()

    page.goto(f"{site.address}/published?kind=works")
    page.get_by_role("link", name="Financer le quotidien").click()
    page.get_by_role("heading", level=1).wait_for()

    page.goto(f"{site.address}/who/")
    page.get_by_label(page.words("Name or part of a name")).fill("deuxième marée")
    page.locator("main").get_by_role("button", name=page.words("Search")).click()
    sees(page, page.words.count("%(num)d actor found.", "%(num)d actors found.", 1))
    page.check()

    page.goto(f"{site.address}/open-data")
    page.get_by_role("link", name="Licence Ouverte 2.0").wait_for()
    page.check()
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 640, "height": 450})  # a desk at 200 %
    for path in ("/", "/about", "/calendar", "/who/", "/published", "/join"):
        page.goto(site.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
        assert page.evaluate(MOVING) == [], path
    for path in ("/open-data/actors.json", "/feed.xml", "/calendar.ics", "/sitemap.xml", "/share.png"):
        assert page.request.get(site.address + path).status == 200, path


@pytest.mark.plays(language="en")
def test_without_a_network_nothing_is_sent_and_nothing_lost(site, visit):
    page = visit()
    page.goto(f"{site.address}/sign-in")
    form, said = page.locator("main form").first, page.locator("#offline")
    form.locator("[name=identity]").fill("rozenn@example.org")
    page.context.set_offline(True)
    said.wait_for()

    form.locator("button[type=submit]").first.click()
    page.check()

    assert page.url == f"{site.address}/sign-in"
    assert form.locator("[name=identity]").input_value() == "rozenn@example.org"
    page.context.set_offline(False)
    said.wait_for(state="hidden")
