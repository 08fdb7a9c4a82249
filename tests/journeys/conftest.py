"""The demonstration, served for a browser, and the words of its pages in the visitor's language."""

import base64
import functools
import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.demonstrations import LOADED, VOTED, Demonstrations, OnPostgreSQL, OnSQLite
from tests.journeys.steps import Words, fill, follow, press

from collegial.demo.links import sign_in_link
from collegial.group_votes.queries import group_vote
from collegial.group_votes.services import answer
from collegial.plugin import GroupAnswer, Viewer
from collegial.serving import work_forever
from collegial.testing.fixtures import chosen_database
from collegial.testing.postgres import is_installed

expect.set_options(timeout=30_000)  # a busy machine is no fault of a page

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("fr", "en", "br")
# On which database all is played: on PostgreSQL where it is installed; most pages are tested on SQLite elsewhere.
DATABASE = chosen_database() or ("postgresql" if is_installed() else "sqlite")
# The language of the pictures for the guide (`make screenshots`); without it, none is taken.
PICTURES = os.environ.get("COLLEGIAL_PICTURES", "")
_LARGEST = 100_000
_TO_WEBP = """async ([png, quality]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def pytest_generate_tests(metafunc):
    """Play a journey in the language of its mark `plays`; `make journeys` plays it in all."""
    if "language" in metafunc.fixturenames:
        usual = metafunc.definition.get_closest_marker("plays").kwargs["language"]
        every = os.environ.get("COLLEGIAL_LOOKS") == "every"
        metafunc.parametrize("language", LANGUAGES if every else [PICTURES or usual])


@pytest.fixture(scope="session")
def demonstrations(request, tmp_path_factory):
    """Give the demonstrations to copy, on the database that all is played on; workers share them."""
    if DATABASE == "sqlite":
        copier = OnSQLite(request.getfixturevalue("sqlite_template"))
    else:
        copier = OnPostgreSQL(*map(request.getfixturevalue, ("postgres_databases", "postgres_template")))
    shared = None
    if os.environ.get("PYTEST_XDIST_WORKER"):
        run = request.getfixturevalue("testrun_uid")
        shared = tmp_path_factory.getbasetemp().parent / f"demonstrations-{run}"
    return Demonstrations(copier, own=tmp_path_factory.mktemp("demonstrations"), shared=shared)


class Site:
    """A served demonstration, and what a test needs to walk through it."""

    def __init__(self, app, address):
        self.app, self.address = app, address
        self.program = app.extensions["collegial"]

    def link(self, persona):
        """Return the sign-in link that `collegial demo` prints."""
        return sign_in_link(self.program.settings, persona)

    def work(self):
        """Do the promised work, as the background thread does."""
        return work_forever(self.app, once=True)


@pytest.fixture(scope="session")
def copy_demo(demonstrations):
    """Give a function that makes an application of a fresh copy of a demonstration, in a folder of its own."""

    def make(folder, name=LOADED):
        return demonstrations.copy(folder, name).start()

    return make


@pytest.fixture
def serve_demo(serve, demonstrations):
    """Give a function that serves a demonstration on its own address."""
    programs = []

    def start(app):
        app.testing = False  # error pages as visitors meet them
        address, program = serve(app), app.extensions["collegial"]
        object.__setattr__(program, "settings", replace(program.settings, public_url=address))
        programs.append(program)
        return Site(app, address)

    yield start
    for program in programs:
        program.database.close()
        demonstrations.forget(program.settings.database_url)


@pytest.fixture
def site(copy_demo, serve_demo, tmp_path):
    """Serve a fresh copy of the demonstration."""
    return serve_demo(copy_demo(tmp_path / "site"))


@pytest.fixture
def site_with_a_vote(copy_demo, serve_demo, tmp_path):
    """Serve a fresh copy of the demonstration in which a vote was held."""
    return serve_demo(copy_demo(tmp_path / "site", VOTED))


@pytest.fixture
def visit(site, open_page, words, language, request):
    """Give a function that opens a phone in the journey's language and theme.

    `make journeys` looks at its pages on a desk too; else the walk through every page does.
    """
    scheme = request.node.get_closest_marker("plays").kwargs.get("scheme", "light")

    def start(persona=None, **look):
        page = open_page(**{"scheme": scheme, "locale": language} | look)
        page.context.add_cookies([{"name": "locale", "value": language, "url": site.address}])
        page.picture = functools.partial(take_picture, page)
        page.words = words(language)
        if PICTURES:
            page.check = lambda **_how: page.wait_for_load_state()
        if persona:
            page.goto(site.link(persona))
        return page

    return start


def take_picture(page, name, *, width=None, height=800):
    """Write the present page as docs/images/LANGUAGE/NAME.webp, as a phone shows it unless a width is given."""
    if not PICTURES:
        return
    present = page.viewport_size
    page.set_viewport_size({"width": width or present["width"], "height": height})
    page.emulate_media(color_scheme="light")
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    png = base64.b64encode(page.screenshot(animations="disabled")).decode()
    page.set_viewport_size(present)
    target = ROOT / "docs" / "images" / PICTURES / f"{name}.webp"
    target.parent.mkdir(parents=True, exist_ok=True)
    apart = page.context.browser.new_page()  # the browser's own encoder, away from the site and its policy
    for quality in (0.85, 0.7, 0.5):
        written = base64.b64decode(apart.evaluate(_TO_WEBP, [png, quality]))
        if len(written) < _LARGEST:
            break
    apart.close()
    target.write_bytes(written)


@pytest.fixture
def words(request):
    """Give a function that says the words of the pages in a language, as the program itself merges its catalogues."""
    app = (
        request.getfixturevalue("site").app
        if "site" in request.fixturenames
        else request.getfixturevalue("app")
    )
    return lambda language: Words(app.extensions["collegial.texts"].catalogue(language), language)


@pytest.fixture
def committee_votes(site):
    """Give a function by which staff puts a file to its committee; the other members answer apart from the page."""

    def decide(page, said="for"):
        place = page.url
        follow(page, "Put it to the vote of the committee")
        press(page, "Put it to the vote of the committee")
        follow(page, "Vote of the committee: %(title)s")
        fill(page, said=said)
        press(page, "Record my answer")
        number = int(page.url.rstrip("/").rsplit("/", 1)[1])
        with site.program.database.unit_of_work() as session:
            _answer_for_all(site.program, session, number, GroupAnswer(said))
        follow(page, "Close and count")
        press(page, "Close the vote and count")
        page.goto(place)

    return decide


def _answer_for_all(program, session, number, said):
    for right in group_vote(session, number).rights:
        if right.set_aside is None and right.answer is None:
            viewer = Viewer(name=right.actor.name, actor_id=right.actor_id)
            answer(program.context(session, viewer), number, actor_id=right.actor_id, said=said)
