"""A long list as a person has it: asked for, watched, given up, refused, and fetched from its notice."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event

import pytest
from flask import g
from openpyxl import load_workbook
from playwright.sync_api import expect

from collegial.kernel.errors import Refused
from collegial.kernel.permissions import SIGNED_IN
from collegial.plugin import Column, Exporter, t
from collegial.testing.fakes import fake_plugin
from collegial.web import tables

LENGTH, HALF, STEP = 30, 20, 10


class Shelf:
    """Rows that wait half-way, while a file is made of them, until the test lets them go on."""

    def __init__(self):
        self.half, self.on, self.is_shut = Event(), Event(), False

    def rows(self):
        """Give row by row; a shelf that is shut meanwhile refuses the rest."""
        for number in range(LENGTH):
            if number > HALF and tables.TAKER in g:
                self.half.set()
                assert self.on.wait(60)
                if self.is_shut:
                    raise Refused("fake.shut", t("Subject"))
            yield (f"Row {number}",)


SHELVES = [Shelf()]
LONG = Exporter(
    key="fake.long", title=t("Long list"), columns=(Column(t("Name")),), permission=SIGNED_IN,
    rows=lambda _session: SHELVES[-1].rows(),
)  # fmt: skip
pytestmark = [pytest.mark.browser, pytest.mark.plugins(fake_plugin(exporters=lambda: [LONG]))]


@pytest.fixture
def program(app, monkeypatch):
    """Write at once no more than ten rows of a workbook, and tell of every tenth."""
    monkeypatch.setattr(tables, "_STEP", STEP)
    one = app.extensions["collegial"]
    few = replace(one.settings.lists, xlsx_at_once=10)
    app.extensions["collegial"] = one = replace(one, settings=replace(one.settings, lists=few))
    return one


@pytest.fixture
def page(app, program, switch_on, client, sign_in, serve, open_page):
    """Give a phone on the page of the lists, signed in."""
    switch_on("fake")
    sign_in("member")
    address, phone = serve(app), open_page(locale="en")
    name = app.config["SESSION_COOKIE_NAME"]
    known = {name: client.get_cookie(name).value, "locale": "en"}
    phone.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in known.items()]
    )
    phone.goto(f"{address}/lists/")
    return phone


@pytest.fixture
def drain(app, program):
    """Give a function that does the promised work, as a worker does."""

    def work():
        with app.test_request_context(base_url=program.settings.public_url):
            return program.drain()

    return work


@pytest.fixture
def half_made(drain):
    """Give a block in which a list is made beside, up to its half; it is finished at the end of the block."""

    @contextmanager
    def make():
        SHELVES.append(Shelf())
        with ThreadPoolExecutor(1) as worker:
            done = worker.submit(drain)
            try:
                assert SHELVES[-1].half.wait(30)
                yield SHELVES[-1]
            finally:
                SHELVES[-1].on.set()
            done.result()

    return make


def ask(page):
    """Ask for the long list as a workbook, from the page of the lists."""
    page.get_by_role("link", name="XLSX").click()
    expect(page.get_by_text("This list has more than 10 rows")).to_be_visible()
    page.get_by_role("button", name="Prepare the file").click()
    expect(page.get_by_text("It waits for its turn.")).to_be_visible()


def test_a_long_list_is_watched_and_fetched_from_its_notice(page, half_made, drain, tmp_path):
    ask(page)
    page.check()

    with half_made():
        expect(page.get_by_text("20 rows are written so far.")).to_be_visible()
        page.check()
    expect(page.get_by_text("Kept until")).to_be_visible()  # the page came again by itself
    page.check()

    drain()
    page.get_by_role("link", name="Notices").click()
    page.get_by_role("link", name="Ready to download: Long list").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file").click()
    assert download.value.suggested_filename.startswith("long-list-")
    download.value.save_as(tmp_path / "list.xlsx")
    assert load_workbook(tmp_path / "list.xlsx").active.max_row == LENGTH + 1


def test_a_long_list_is_given_up_half_way(page, half_made):
    ask(page)

    with half_made():
        page.get_by_role("button", name="Do not prepare it").click()
        expect(page.get_by_text("This list was cancelled")).to_be_visible()
        page.check()

    page.get_by_role("link", name="Lists to download").first.click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()


def test_why_a_long_list_is_refused_is_said(page, half_made):
    ask(page)

    with half_made() as shelf:
        shelf.is_shut = True

    expect(page.get_by_text("This list could not be prepared")).to_be_visible()
    expect(page.get_by_text("Subject")).to_be_visible()
    page.check()
