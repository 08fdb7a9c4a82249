"""A thousand members are brought in by the browser: errors shown, good rows imported, once."""

import csv
import re

import pytest
from sqlalchemy import func, select

from collegial.imports.models import ImportFile
from collegial.membership.models import Member
from collegial.shares.models import ShareEntry

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.waits]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
ROWS, WRONG = 1_000, 10
TITLES = [
    "N°", "Nom", "Prénom", "Courriel", "Téléphone", "Commune", "Catégorie", "Date d’admission", "Parts",
    "Montant versé",
]  # fmt: skip


@pytest.fixture
def large_list(tmp_path):
    """Write a list as an office does; every hundredth row has a number of shares below zero."""
    path = tmp_path / "sociétaires.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(TITLES)
        for number in range(ROWS):
            shares = -1 if number % (ROWS // WRONG) == 0 else 1 + number % 5
            writer.writerow(
                [
                    f"J{number}", f"Famille-{number}", "Prénom", f"j{number}@example.org",
                    f"02 99 {number // 100:02} {number % 100:02} 00", "Rennes", "Bénévoles",
                    f"{1 + number % 28:02}/02/2026", shares, f"{abs(shares) * 20},00",
                ]
            )  # fmt: skip
    return path


def figures(page):
    """Return how many rows the page says are new, changed, the same and wrong."""
    cells = page.locator("main table").first.locator("td.number").all_text_contents()
    return [int(re.sub(r"\D", "", one)) for one in cells]


def bring(page, site, path):
    """Hand the list in and accept what was recognised of its columns."""
    page.goto(f"{site.address}/members/")
    page.locator("main a[href^='/imports/new']").first.click()
    page.check()
    page.set_input_files("input[type=file]", path)
    page.locator("main form.form button[type=submit]").click(timeout=60_000)
    page.check()
    page.locator("main form.form button[type=submit]").click(timeout=60_000)
    page.wait_for_url(re.compile(r"/imports/\d+$"), timeout=60_000)


def count(site, model):
    with site.program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_large_list_of_members_is_imported_once(site, open_page, large_list):
    before = count(site, Member), count(site, ShareEntry)
    page = open_page(viewport=DESK)
    page.set_default_timeout(60_000)
    page.goto(site.link("staff"))

    bring(page, site, large_list)
    page.check()
    assert figures(page) == [ROWS - WRONG, 0, 0, WRONG]
    assert page.locator("#rows .error").count() == WRONG
    assert "I2" in page.locator("#rows").inner_text()
    page.set_viewport_size(PHONE)
    page.check()

    page.locator("main form.form button[type=submit]").click()
    page.locator("#progress").wait_for()
    page.check()
    site.work()
    page.locator("main table").first.wait_for(timeout=60_000)  # the page finds out by itself
    page.check()
    assert figures(page) == [ROWS - WRONG, 0, 0, WRONG]
    added = ROWS - WRONG
    assert (count(site, Member), count(site, ShareEntry)) == (before[0] + added, before[1] + added)

    bring(page, site, large_list)
    page.check()
    assert figures(page) == [0, 0, ROWS - WRONG, WRONG]
    assert page.locator("main form.form").count() == 0
    with site.program.database.reading() as session:
        assert session.scalar(select(func.count()).where(ImportFile.finished_at.is_not(None))) == 1
