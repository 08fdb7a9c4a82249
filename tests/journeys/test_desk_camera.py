"""The camera at the desk, in a browser that finds no codes by itself: the reader we bring does."""

import base64
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from tests.journeys.filming import film

from collegial.assemblies.links import link_to, picture_of
from collegial.assemblies.models import Attendance, Invitation
from collegial.testing.factories import convened

BLIND = "delete window.BarcodeDetector;"
REFUSED = (
    "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));"
)
# How large a square of the code is, in pixels; how far it is turned; how it leans; what is around it, how bright it is.
SHOWN = [
    {"size": size, "turn": turn, "lean": lean, "ground": ground, "light": light}
    for size in (2.5, 4, 9)
    for turn, lean in ((0, 0), (7, 0.1), (-20, 0.05), (45, 0), (178, 0.15))
    for ground, light in (("#fff", 1), ("#14181c", 1), ("#6b6257", 0.45))
]
KEPT = """async () => {
  const desk = document.querySelector("script[src$='desk/desk.js']").src;
  const { files } = await import(new URL("detector.js", desk).href);
  const kept = await Promise.all((await files()).map((one) => caches.match(one)));
  return kept.length > 1 && kept.every(Boolean);
}"""
READ = """async ([picture, shown]) => {
  const desk = document.querySelector("script[src$='desk/desk.js']").src;
  const reader = await (await import(new URL("detector.js", desk).href)).detector();
  const image = new Image();
  image.src = picture;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1280, 720];
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const said = [];
  for (const one of shown) {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.filter = "none";
    pen.fillStyle = one.ground;
    pen.fillRect(0, 0, 1280, 720);
    pen.translate(640, 360);
    pen.rotate(one.turn * Math.PI / 180);
    pen.transform(1, one.lean, -one.lean / 2, 1, 0, 0);
    pen.scale(one.size / 5, one.size / 5);
    pen.filter = `brightness(${one.light}) blur(0.6px)`;
    pen.drawImage(image, -image.naturalWidth / 2, -image.naturalHeight / 2);
    const [code] = await reader.detect(canvas);
    said.push(code?.rawValue);
  }
  return said;
}"""


@pytest.fixture
def camera(tmp_path):
    """Give the file that the browser takes for its camera: until a code is held before it, a wall."""
    path = tmp_path / "camera.y4m"
    path.write_bytes(film("-", module=0.1))
    return path


@pytest.fixture
def chromium(start_chromium, camera):
    """Give a browser with a camera, which is a file."""
    browser = start_chromium(
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    )
    yield browser
    browser.close()


@pytest.fixture
def world(app, context, session, serve, program):
    """Give a small assembly of a served program, the address of its desk, and its second entry's invitation."""
    made = convened(context, {"A": 3, "B": 3})
    shown = session.scalars(select(Invitation).where(Invitation.entry_id == made.entries["A"][1].id)).one()
    session.commit()
    app.config["WTF_CSRF_ENABLED"] = True
    address = serve(app)
    object.__setattr__(program, "settings", replace(program.settings, public_url=address))
    made.site, made.page, made.shown = address, f"{address}/assemblies/{made.assembly.id}", shown
    return made


@pytest.fixture
def show(world, app):
    """Give a function that makes something of the shown invitation."""

    def made_by(make):
        with app.test_request_context():
            return make(world.shown)

    return made_by


@pytest.fixture
def known(world, client):
    """Give a function that lets a page know who signed in."""

    def give(page):
        cookies = {"collegial": client.get_cookie("collegial").value, "locale": "en"}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": world.site} for name, value in cookies.items()]
        )

    return give


@pytest.fixture
def desk(world, known, sign_in, open_page):
    """Give a function that opens the desk as the staff, in a browser without a detector of its own."""

    def start(also=""):
        sign_in("staff")
        page = open_page(locale="en-GB")
        page.add_init_script(BLIND + also)
        known(page)
        page.goto(f"{world.page}/desk")
        page.wait_for_selector("attendance-desk[data-ready]", state="attached")
        return page

    return start


def stays(program):
    with program.database.reading() as session:
        return session.scalar(
            select(func.count()).select_from(Attendance).where(Attendance.left_at.is_(None))
        )


def test_codes_are_read_at_several_sizes_tilted_and_on_dark_grounds(desk, show):
    page = desk()
    said = page.evaluate(READ, [show(picture_of), SHOWN])
    assert {one == show(link_to) for one in said} == {True}, [
        how for how, one in zip(SHOWN, said, strict=True) if one != show(link_to)
    ]
    page.check()


def test_whoever_shows_a_code_to_the_camera_is_checked_in(desk, show, camera, program):
    camera.write_bytes(film(show(link_to), turn=11))
    page = desk()
    button = page.get_by_role("button", name="Read a code with the camera")
    button.click()
    page.get_by_text("Membre A 0002 is checked in.").wait_for()
    expect(button).to_be_enabled()
    assert stays(program) == 1
    page.check()


def test_the_camera_is_stopped_where_no_code_comes(desk, program):
    page = desk()
    button = page.get_by_role("button", name="Read a code with the camera")
    stop = page.get_by_role("button", name="Stop the camera")
    button.click()
    expect(stop).to_be_focused()
    expect(page.get_by_label("What the camera sees")).to_be_in_viewport(ratio=0.95)
    page.check()
    stop.click()
    expect(button).to_be_focused()
    expect(stop).to_be_hidden()
    expect(page.get_by_label("What the camera sees")).to_be_hidden()
    assert stays(program) == 0


def test_the_reader_is_kept_for_when_the_connection_is_lost(desk, show, camera, program):
    camera.write_bytes(film(show(link_to), module=4))
    page = desk()
    page.wait_for_function(KEPT)
    page.context.set_offline(True)
    page.get_by_role("button", name="Read a code with the camera").click()
    page.get_by_text("noted, waits to be sent").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Membre A 0002 is checked in.").wait_for()
    assert stays(program) == 1


def test_without_a_camera_none_is_offered_and_one_that_is_refused_is_told(desk):
    page = desk(REFUSED)
    page.get_by_role("button", name="Read a code with the camera").click()
    page.get_by_text("The camera cannot be used. Allow it for this site in the browser").wait_for()
    page.evaluate("navigator.mediaDevices.enumerateDevices = async () => []")
    page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    expect(page.get_by_role("button", name="Read a code with the camera")).to_be_hidden()


def test_the_code_is_read_from_a_phone_in_the_dark_theme(desk, world, show, known, sign_in, open_page):
    sign_in("member", actor_id=world.entries["A"][1].voter_id)
    phone = open_page(locale="en-GB", scheme="dark", device_scale_factor=2)
    known(phone)
    phone.goto(world.page)
    phone.get_by_text("My code for the desk").click()
    code = phone.locator("img.code")
    code.scroll_into_view_if_needed()
    seen = "data:image/png;base64," + base64.b64encode(phone.screenshot()).decode()

    held = [
        {"size": size, "turn": turn, "lean": 0.05, "ground": "#6b6257", "light": 1}
        for size, turn in ((1.5, 8), (2, -30))
    ]
    said = desk().evaluate(READ, [seen, held])
    assert said == [show(link_to)] * 2
