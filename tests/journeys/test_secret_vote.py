"""A secret vote in browsers, from the keys to the result: three scrutineers of whom two open it, five voters.

What the server kept is then given to the unmodified `belenios-tool`.
"""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from collegial.accounts.services import open_account
from collegial.kernel.permissions import program as program_viewer
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=30_000)  # encrypting and checking take their time on a busy machine

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
VOTES = [
    ("For", "Against"),
    ("For", "Blank vote"),
    ("Against", "I abstain"),
    ("For", "For"),
    ("Blank vote", "For"),
]


class Hall:
    """A cooperative of five whose assembly is open, with two resolutions; browsers of its people."""

    def __init__(self, app, address, open_page):
        self.app, self.address, self.open_page = app, address, open_page
        program = app.extensions["collegial"]
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("test"))
            world = convened(context, {"A": 5}, kinds=(DecisionKind.ORDINARY, DecisionKind.ORDINARY))
            world.arrive(*world.entries["A"])
            world.open()
            self.assembly = f"{address}/assemblies/{world.assembly.id}"
            self.prepare = f"{address}/secret/assembly/{world.assembly.id}/prepare"
            self.accounts = [
                open_account(
                    context, email=f"{one.voter_id}@example.org", actor_id=one.voter_id, roles=("member",)
                )
                for one in world.entries["A"]
            ]
            self.accounts.append(
                open_account(context, email="chair@example.org", actor_id=None, roles=("chair",))
            )
            self.accounts = [one.fs_uniquifier for one in self.accounts]

    def browser(self, person, **options):
        """Open a browser in which one of the five, or the chair after them, has just signed in."""
        page, client = self.open_page(locale="en", **options), self.app.test_client()
        with client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = self.accounts[person], True
            kept["fs_paa"], kept["fs_cc"] = datetime.now(UTC).timestamp(), "set"
        cookie = client.get_cookie("collegial").value
        cookies = {"collegial": cookie, "locale": "en"}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        return page


CHAIR = 5


def verify_archives(page, folder):
    """Ask belenios-tool about each archive that the page of the vote offers; return how many there are."""
    links = page.locator("a[href$='.bel']")
    for place in range(links.count()):
        uuid = links.nth(place).inner_text().removesuffix(".bel")
        (folder / uuid).mkdir(exist_ok=True)
        with page.expect_download() as download:
            links.nth(place).click()
        download.value.save_as(folder / uuid / f"{uuid}.bel")
        run = ["belenios-tool", "election", "verify", "--dir", str(folder / uuid)]
        said = subprocess.run(run, capture_output=True, text=True, check=False)
        assert "all checks passed" in said.stdout + said.stderr, said.stderr
    return links.count()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def link(page, name):
    return page.get_by_role("link", name=name)


def make_key(page):
    """Make a key, keep its file, send its public half; return the file."""
    expect(page.get_by_text("2 of the 3 keys will be needed")).to_be_visible()
    page.check()
    button(page, "Make my key").click()
    with page.expect_download() as download:
        button(page, "Save the key as a file").click()
    page.get_by_label("I have the file and the printed sheet").check()
    page.check()
    button(page, "Send the public half").click()
    return Path(download.value.path())


def show_key(page, file, announced=None):
    expect(page.get_by_label("Key file")).to_be_visible()  # set too early, it would be lost in a reload
    page.get_by_label("Key file").set_input_files(file)
    if announced is not None:
        page.get_by_label("Number of votes announced in the room").fill(str(announced))
    page.check()
    button(page, "Check the board and go on").click()


def vote(page, answers):
    for answer in answers:
        page.get_by_label(answer, exact=True).check()
        page.check()
        button(page, "Continue").click()
    page.check()
    button(page, "Seal my ballot").click()
    expect(button(page, "Cast my vote")).to_be_visible()
    button(page, "Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_visible()
    page.check()
    return page.locator("[data-part=receipt]").inner_text()


def test_a_bureau_of_three_and_five_voters(app, serve, open_page, tmp_path):
    if shutil.which("belenios-tool") is None and "CI" not in os.environ:
        pytest.skip("the Debian package belenios-tool is not installed")
    hall = Hall(app, serve(app), open_page)

    # the chair chooses both resolutions and names three scrutineers, of whom two will be needed
    chair = hall.browser(CHAIR)
    chair.goto(hall.prepare)
    for box in chair.locator("input[name=resolutions]").all():
        box.check()
    chair.get_by_label("Scrutineers").fill("1, 2, 3")
    chair.get_by_label("How many of them are needed for the count").fill("2")
    chair.check()
    button(chair, "Invite the scrutineers").click()
    expect(chair.get_by_text("Keys being made")).to_be_visible()
    vote_page = chair.url

    # they make one key together, on phones and on a desk; each keeps a file
    scrutineers = [
        hall.browser(0),
        hall.browser(1, viewport=DESK, scheme="dark"),
        hall.browser(2, scheme="dark"),
    ]
    files = []
    for page in scrutineers:
        page.goto(hall.assembly)
        link(page, "To your page as a scrutineer").click()
        files.append(make_key(page))
    for page in scrutineers:
        expect(page.get_by_text("Rehearsal: open the sums")).to_be_visible(timeout=40_000)

    # two of them prove that their files work; the third has lost hers
    for page, file in zip(scrutineers[:2], files):
        show_key(page, file)
        expect(page.get_by_text("The rehearsal has succeeded")).to_be_visible()
        page.check()
    chair.reload()
    button(chair, "Open the secret vote").click()
    expect(button(chair, "Close the secret vote")).to_be_visible()

    # five people vote, in browsers of their own
    trackers = []
    for person, answers in enumerate(VOTES):
        page = hall.browser(person, viewport=PHONE if person % 2 else DESK)
        page.goto(hall.assembly)
        link(page, "Vote secretly").first.click()
        if person > 1:
            page.check = lambda: None  # a phone and a desk were looked at
        trackers.append(vote(page, answers))
        link(page, "See the board").click()
        expect(page.get_by_text(trackers[-1])).to_be_visible()
        page.check()
        page.context.close()
    chair.reload()
    assert verify_archives(chair, tmp_path) == 1

    # closed: the scrutineers open the sums of five ballots, and of no other number
    button(chair, "Close the secret vote").click()
    expect(chair.get_by_text("Being decrypted")).to_be_visible()
    for page, file in zip(scrutineers[:2], files):
        page.reload()
        show_key(page, file, announced=4)
        expect(page.get_by_text("not the number announced")).to_be_visible()
        button(page, "Start again").click()
        show_key(page, file, announced=5)
        page.check()
        page.get_by_role("button", name="All are the same").click()
        expect(page.get_by_text("You have opened your part of the sums")).to_be_visible()
        page.check()
    chair.reload()
    button(chair, "Publish the result").click()

    # the result, for members and for the tool
    expect(chair.get_by_role("heading", name="Results of the vote")).to_be_visible()
    rows = [
        [cell.inner_text() for cell in row.locator("td").all()[1:5]]
        for row in chair.get_by_role("row").filter(has_text="Collège A").all()
    ]
    assert rows == [["3", "1", "0", "1"], ["2", "1", "1", "1"]]
    chair.check()
    chair.goto(vote_page)
    assert verify_archives(chair, tmp_path) == 1
    link(chair, "See the board").click()
    button(chair, "Check the whole board here").click()
    expect(chair.get_by_text("the published result is that of its ballots")).to_be_visible(timeout=30_000)
    chair.get_by_label("Find my tracker").fill(trackers[2])
    button(chair, "Find").click()
    expect(chair.get_by_text("This ballot is on the board.")).to_be_visible()
    chair.check()
