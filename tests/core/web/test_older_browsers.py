"""What browsers of some years lack: the menu opens without popovers, and scripts use what Safari 15 knows."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

STATIC = Path(__file__).resolve().parents[3] / "core/collegial/web/static"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# What came after Safari 15.6 (2022) and Firefox 121 (2023), and takes a whole script down or never answers.
TOO_YOUNG = re.compile(
    r"AbortSignal\.(?:timeout|any)|\(\?<[=!]|\bstatic \{|\.to(?:Sorted|Reversed|Spliced)\(|Object\.groupBy"
    r"|withResolvers|Array\.fromAsync|\.(?:isSubsetOf|intersection|union|difference)\(|\bwith \{ ?type:"
    r"|\.requestSubmit\(|\.showPicker\(|\.checkVisibility\(|\.togglePopover\("
)


def _without_popovers(route):
    """Answer as a browser sees it that knows neither the attribute nor the selector."""
    answer = route.fetch()
    known = answer.text().replace(":popover-open", ":not-known")
    plain = known.replace(" popover>", ">").replace("popovertarget", "data-none")
    route.fulfill(response=answer, body=plain)


@pytest.fixture
def old(app, serve, open_page):
    """Give a function that opens a page of a browser of before popovers."""
    address = serve(app)

    def start(size):
        page = open_page(viewport=size, locale="en")
        page.add_init_script("delete HTMLElement.prototype.popover")
        page.route(re.compile(r"/$|/collegial\.css"), _without_popovers)
        page.goto(address)
        return page

    return start


@pytest.mark.browser
def test_the_menu_stands_at_the_foot_and_opens_from_its_button(old):
    page = old(PHONE)
    menu, button = page.locator("#menu"), page.locator(".menu-button")
    assert menu.bounding_box()["y"] > page.locator("main").bounding_box()["y"] + 400
    page.check()
    ways = [
        lambda: page.keyboard.press("Escape"), menu.locator(".menu-close").click, lambda: page.mouse.click(8, 400),
    ]  # fmt: skip
    for leave in ways:
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(menu.locator(".menu-close")).to_be_focused()
        expect(menu).to_be_in_viewport(ratio=0.9)
        page.check()
        leave()
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(menu).not_to_be_in_viewport()


@pytest.mark.browser
def test_on_a_desk_the_menu_stands_beside_the_page(old):
    page = old(DESK)
    menu, main = page.locator("#menu").bounding_box(), page.locator("main").bounding_box()
    assert menu["x"] + menu["width"] < main["x"]
    expect(page.locator("#menu")).to_have_css("position", "sticky")
    expect(page.locator("#menu")).to_have_css("overflow", "visible")  # no bar below it where bars take room
    page.check()


def test_no_script_asks_for_what_the_oldest_browser_lacks():
    scripts = [*STATIC.glob("js/**/*.js"), STATIC / "vendor/htmx.min.js"]
    assert len(scripts) > 40
    found = {one.name: TOO_YOUNG.findall(one.read_text(encoding="utf-8")) for one in scripts}
    assert {name: asked for name, asked in found.items() if asked} == {}
