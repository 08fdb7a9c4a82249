"""The attendance desk in a real browser: the network goes, entries wait, the page is loaded again, nothing doubles."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from collegial.assemblies.links import link_to
from collegial.assemblies.models import Attendance, AttendanceMode, Invitation, RollEntry
from collegial.assemblies.services.attending import check_in
from collegial.desk.models import DeskEntry
from collegial.kernel.permissions import program as program_viewer
from collegial.testing.factories import convened

DESK_SIZE = {"width": 1280, "height": 900}
SCANNED = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["aztec", "qr_code"]; }
  async detect() { return [{ rawValue: window.shownCode }]; }
};
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  const draw = () => canvas.getContext("2d").fillRect(0, 0, 9, 9) ?? requestAnimationFrame(draw);
  draw();
  return canvas.captureStream(5);
};
"""


@pytest.fixture
def cut():
    """Give what keeps entries from the program while it is set: a browser that goes offline lets one more through."""
    return threading.Event()


def _unless(cut, app):
    def served(environ, start_response):
        if cut.is_set() and "/entries" in environ["PATH_INFO"]:
            start_response("503 Service Unavailable", [])
            return [b""]
        return app(environ, start_response)

    return served


@pytest.fixture
def desk(app, client, context, session, sign_in, serve, open_page, program, cut):
    """Open the desk of a small assembly, signed in as the staff; give the page and the entries by number."""
    world = convened(context, {"A": 3, "B": 3})
    entries = {one.member_number: one.id for many in world.entries.values() for one in many}
    meeting = world.assembly.id
    session.commit()
    sign_in("staff")
    app.config["WTF_CSRF_ENABLED"] = True
    address = serve(_unless(cut, app))
    object.__setattr__(program, "settings", replace(program.settings, public_url=address))
    page = open_page(viewport=DESK_SIZE, locale="en-GB", permissions=["camera"])
    cookie = client.get_cookie("collegial")
    page.context.add_cookies([{"name": "collegial", "value": cookie.value, "url": address}])
    page.context.add_cookies([{"name": "locale", "value": "en", "url": address}])
    page.goto(f"{address}/assemblies/{meeting}/desk")
    page.wait_for_selector("attendance-desk[data-ready]", state="attached")
    return page, entries


def stays(program):
    with program.database.reading() as session:
        return session.scalar(
            select(func.count()).select_from(Attendance).where(Attendance.left_at.is_(None))
        )


def enter(page, text):
    """Type, see who is found, press Enter."""
    page.locator("#q").fill(text)
    page.locator(f"#q[data-shown='{text}']").wait_for()
    page.locator("#q").press("Enter")


def scan(page, code):
    """Type a code and Enter wherever the focus is, as a scanner does, before anything is found."""
    page.keyboard.type(f"{code}\n")


def test_entries_wait_while_the_network_is_off_and_are_entered_once(desk, program, cut):
    page, entries = desk
    page.check()
    page.locator("#q").fill("1")
    page.locator("#q").press("Enter")  # as a scanner does, before anything is found
    page.get_by_text("Membre A 0001 is checked in.").wait_for()
    assert stays(program) == 1

    page.context.set_offline(True)
    cut.set()
    enter(page, "2")
    enter(page, "membre b 0005")
    page.locator("[data-list] li").nth(1).wait_for()
    page.reload()  # the worker shows the page, the roll and what waits are still here
    page.wait_for_selector("attendance-desk[data-ready]", state="attached")
    assert page.get_by_text("No connection").is_visible()
    assert page.locator("[data-list] li").count() == 2
    assert stays(program) == 1
    with program.database.unit_of_work() as session:  # another desk, which is connected
        check_in(
            program.context(session, program_viewer("test")),
            session.get_one(RollEntry, entries[5]),
            mode=AttendanceMode.ROOM,
        )

    page.evaluate("Date.now = ((now) => () => now() + 600_000)(Date.now)")  # ten minutes on
    cut.clear()
    page.context.set_offline(False)
    page.get_by_role("heading", name="Entries that came late and do not fit").wait_for()

    assert page.get_by_text("already checked in").is_visible()
    with program.database.reading() as session:
        late = session.scalars(select(Attendance).where(Attendance.entry_id == entries[2])).one()
        assert 600 <= (late.arrival_entered_at - late.arrived_at).total_seconds() < 720
        assert session.scalar(select(func.count()).select_from(DeskEntry)) == 3
    assert stays(program) == 3
    page.get_by_role("button", name="Seen to").click()
    page.get_by_role("heading", name="Entries that came late and do not fit").wait_for(state="detached")


def test_a_scanner_reads_one_member_after_the_other_and_sends_nobody_away(desk, program):
    page, _ = desk
    scan(page, "1")
    page.get_by_text("Membre A 0001 is checked in.").wait_for()
    counted = page.locator("#quorum .gauge-value", has_text="1").first
    counted.wait_for(timeout=5000)  # at once: the page by itself asks every ten seconds
    for _ in range(2):
        page.locator("#q").fill(
            ""
        )  # as the page does itself once somebody is entered: the same code is no change then
        scan(page, "1")
        page.get_by_text("Membre A 0001 is already in, since").wait_for()
    page.keyboard.press("Enter")
    page.locator("#found button", has_text="Check out").focus()  # whoever looked at it and went on
    scan(page, "4")
    page.get_by_text("Membre B 0004 is checked in.").wait_for()
    assert stays(program) == 2

    page.keyboard.type("membre")
    assert page.locator("[data-said]").inner_text() == ""
    page.keyboard.press("Enter")
    page.locator("#q[data-shown=membre]").wait_for()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "q"
    assert stays(program) == 2


def test_without_connection_the_desk_says_that_it_found_more_than_it_shows(desk):
    page, _ = desk
    page.context.set_offline(True)
    page.evaluate("(({ roll }) => { roll.people = [...roll.people, ...roll.people, ...roll.people] })"
                  "(document.querySelector('attendance-desk'))")  # fmt: skip
    page.locator("#q").fill("membre a")
    page.locator("#q[data-shown='membre a']").wait_for()
    assert page.get_by_text("Only the first ones are shown").count() == 0
    page.locator("#q").fill("membre")
    page.get_by_text("Only the first ones are shown").wait_for()
    assert page.locator("#found li").count() == 12


def test_codes_that_come_before_the_last_one_was_found_are_all_entered(desk, program):
    page, _ = desk
    for code in ("1", "2", "99", "4", "98", "5"):
        scan(page, code)
    page.get_by_text("Membre B 0005 is checked in.").wait_for()
    page.get_by_text("The code “99” checked nobody in: show it again.").wait_for()

    assert stays(program) == 4
    scan(page, "99")
    page.get_by_text("Nobody found").wait_for()
    told = page.locator("[data-said]")
    assert told.inner_text() == "The code “98” checked nobody in: show it again."
    page.get_by_role("button", name="Seen to").click()
    assert told.inner_text() == ""
    assert page.get_by_role("button", name="Seen to").count() == 0
    assert page.evaluate("document.activeElement.id") == "q"


def test_a_code_that_was_answered_for_a_moment_only_stays_told(desk, program):
    page, _ = desk
    page.evaluate("window.moment = Date.now(); Date.now = () => window.moment")
    for code in ("99", "98"):
        scan(page, code)
        page.locator(f"#q[data-shown='{code}']").wait_for()
    enter(page, "97")  # slow: it was answered before Enter came
    scan(page, "4")
    page.get_by_text("Membre B 0004 is checked in.").wait_for()
    told = [f"The code “{code}” checked nobody in: show it again." for code in ("99", "98", "97")]
    assert page.locator("[data-said]").inner_text().split("\n")[1:] == told
    page.get_by_role("button", name="Seen to").click()
    assert stays(program) == 1

    scan(page, "96")
    page.locator("#q[data-shown='96']").wait_for()
    page.keyboard.press("Backspace")  # whoever takes it back has seen the answer
    scan(page, "95")
    page.locator("#q[data-shown='95']").wait_for()
    page.evaluate("window.moment += 4000")  # it stood for a while
    page.keyboard.type("membre")
    page.locator("#q[data-shown='membre']").wait_for()
    assert page.locator("[data-said]").inner_text() == ""


def test_an_answer_that_was_lost_on_its_way_doubles_nothing(desk, program):
    page, _ = desk
    lost = []

    def lose(route):
        route.fetch()  # the server hears it, the browser never learns
        lost.append(route.request.post_data)
        route.abort()

    page.route("**/desk/*/entries", lose, times=1)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/entries")):
        enter(page, "3")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("Membre A 0003 is checked in.").wait_for()

    assert len(lost) == 1
    assert stays(program) == 1


def test_a_code_is_read_by_the_camera_and_known_without_connection(desk, app, program, client):
    page, entries = desk
    with program.database.reading() as session, app.test_request_context():
        link = link_to(session.scalars(select(Invitation).where(Invitation.entry_id == entries[4])).one())
    page.evaluate(SCANNED)
    page.evaluate("(link) => { window.shownCode = link }", link)
    page.evaluate("document.querySelector('[data-camera]').hidden = false")

    page.context.set_offline(True)
    page.get_by_role("button", name="Read a code with the camera").click()
    page.get_by_text("noted, waits to be sent").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Membre B 0004 is checked in.").wait_for()
    assert stays(program) == 1


def test_what_the_browser_keeps_is_erased(desk):
    page, _ = desk
    kept = "caches.keys().then((keys) => keys.length)"
    assert page.evaluate(kept) == 1

    page.get_by_role("button", name="Erase it from this browser").click()
    page.locator("[data-erase]").wait_for(state="hidden")

    assert page.evaluate(kept) == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
