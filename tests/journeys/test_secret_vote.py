"""A board elected in secret in browsers, from the keys to the result: two colleges, of fifty or a hundred.

Three scrutineers make the key, two of them open the sums in two windows. A few people vote in the page, one of them
also by a proxy, and a few on paper in the room; the others vote by the library. What the server kept is then given to
the unmodified `belenios-tool`.
"""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from tests.journeys.test_every_page import NUMBER, told_clicks

from collegial.accounts.services import open_account
from collegial.assemblies.models import Electorate, RollEntry
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.kernel.permissions import program as program_viewer
from collegial.secret import queries
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.credentials import Authority
from collegial.secret.services import casting
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.testing.cookies import signed_in_cookie
from collegial.testing.factories import World, convened

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
LONG = 180_000  # two windows check every ballot of every board, beside other tests

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# How many each college counts; `make journeys` takes its time.
SIZE = 100 if os.environ.get("COLLEGIAL_LOOKS") == "every" else 50
CHAIR = 2 * SIZE
# Two seats of three for college A, blank votes taken; one seat of two for college B, and no blank vote.
SEATS = {
    "A": {"seats": 2, "options": ("Anne Le Bras", "Bleiz Kerjean", "Chloé Martin")},
    "B": {"seats": 1, "options": ("Denez Riou", "Enora Guillou"), "takes_blank": False},
}
# What those answer who vote by the library, in turn: as the protocol writes it, a blank vote first.
ANSWERS = {
    "A": ([0, 1, 1, 0], [0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 0]),
    "B": ([1, 0], [0, 1], [1, 0]),
}


def board_of(context):
    """Return what prepares the seats of both colleges."""

    def prepare(meeting):
        colleges = {one.key: one for one in context.session.scalars(select(College))}
        for resolution, (key, seats) in zip(meeting.resolutions, SEATS.items(), strict=True):
            options = [NewOption(name=one, statement=f"**{one}**: tenir parole.") for one in seats["options"]]
            choose_voting(context, resolution, NewVoting(
                method="core.plurality", electorate=Electorate.COLLEGE, college=colleges[key],
                **seats | {"options": options},
            ))  # fmt: skip

    return prepare


class Hall:
    """A cooperative of two colleges whose assembly is open; browsers of its people."""

    def __init__(self, app, address, open_page, words):
        self.app, self.address, self.open_page, self.words = app, address, open_page, words
        self.program = app.extensions["collegial"]
        with self.program.database.unit_of_work() as session:
            context = self.program.context(session, program_viewer("test"))
            world = convened(
                context, dict.fromkeys(SEATS, SIZE), kinds=(DecisionKind.ORDINARY,) * 2, prepare=board_of(context)
            )  # fmt: skip
            self.entries = [entry for college in world.entries.values() for entry in college]
            give_proxy(context, self.entries[SIZE - 1], self.entries[0])
            world.arrive(*self.entries[: SIZE - 1], *self.entries[SIZE:])
            world.open()
            self.assembly = f"{address}/assemblies/{world.assembly.id}"
            self.prepare = f"{address}/secret/assembly/{world.assembly.id}/prepare"
            self.people = {
                place: self.account(context, self.entries[place].voter_id) for place in IN_THE_PAGE
            }
            self.people[CHAIR] = self.account(context, None, "chair")
            self.ids, self.meeting = [entry.id for entry in self.entries], world.assembly.id

    def account(self, context, actor, role="member"):
        made = open_account(context, email=f"{actor}@example.org", actor_id=actor, roles=(role,))
        return signed_in_cookie(context.session, made)

    def browser(self, person, **options):
        """Open a browser in which somebody has just signed in."""
        page, client = self.open_page(locale=self.words.language, **options), self.app.test_client()
        page.words = self.words
        with client.session_transaction() as kept:
            kept.update(self.people[person])
        cookie = client.get_cookie("collegial").value
        cookies = {"collegial": cookie, "locale": self.words.language}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        return page

    def vote_by_library(self, ceremony):
        """Cast for whoever does not vote in the page; return how often each answer was chosen, by college."""
        sums = {key: Counter() for key in SEATS}
        authority = Authority(key=self.program.settings.secrets.key)
        with self.program.database.unit_of_work() as session:
            context = self.program.context(session, program_viewer("test"))
            found = queries.ceremony(session, ceremony)
            world = World(context=context, assembly=found.assembly, entries={})
            elections = {}
            for place, number in enumerate(self.ids):
                if place in IN_THE_PAGE or place in ON_PAPER or place == SIZE - 1:
                    continue
                entry = session.get_one(RollEntry, number)
                right, voter = world.own(entry), world.member(entry)
                row = casting.election_of(found, right)
                if row.id not in elections:
                    elections[row.id] = queries.parameters(session, row)
                code = authority.credential(row.uuid, entry.id)
                answer = ANSWERS[entry.college.key][place % len(ANSWERS[entry.college.key])]
                text = make_ballot(elections[row.id], code, [answer]).text
                casting.cast(voter, ceremony, right, text, authority)
                sums[entry.college.key].update({at: one for at, one in enumerate(answer) if one})
        return sums


# Scrutineers are the members 1 and 2, and the first of the other college; members 1 and 2 vote in the page, and so does
# that one, and one more.
IN_THE_PAGE = (0, 1, 2, SIZE)
# As many of college A as the floor asks for vote on paper: three for the first name, one of them for the third too.
ON_PAPER = range(3, 8)
PAPERS = {"Papers that count": 3, "Blank papers": 1, "Void papers": 1, "Anne Le Bras": 3, "Chloé Martin": 1}


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
    return page.get_by_role("button", name=page.words(name), exact=True)


def link(page, name):
    return page.get_by_role("link", name=page.words(name))


def field(page, name):
    return page.get_by_label(page.words(name), exact=True)


def shown(page, text, **values):
    """Wait for a text of the pages; checking the boards takes its time on a busy machine."""
    expect(page.get_by_text(page.words(text, **values)).first).to_be_visible(timeout=LONG)


def make_key(page):
    """Make a key, keep its file, send its public half; return the file."""
    expect(
        page.get_by_text(page.words.like("keys will be needed to open the sums. Fewer")).first
    ).to_contain_text("2")
    button(page, "Make my key").click()
    with page.expect_download() as download:
        button(page, "Save the key as a file").click()
    file = Path(download.value.path())
    field(page, "The file that you saved").set_input_files(file)
    shown(page, "This is your key: it is kept")
    page.check()
    button(page, "Send the public half").click()
    return file


def show_key(page, file, announced=None):
    expect(field(page, "Key file")).to_be_visible()  # set too early, it would be lost in a reload
    field(page, "Key file").set_input_files(file)
    if announced is not None:
        field(page, "Number of votes announced in the room").fill(str(announced))
    page.check()
    button(page, "Check the board and go on").click()


def vote(page, names):
    """Choose, check, seal, cast; return the tracker."""
    for name in names:
        page.get_by_label(name, exact=True).check()
    button(page, "Continue").click()
    page.check()
    button(page, "Seal my ballot").click()
    expect(button(page, "Cast my vote")).to_be_visible()
    button(page, "Cast my vote").click()
    expect(page.get_by_role("heading", name=page.words("Your vote is cast"))).to_be_visible()
    page.check()
    return page.locator("[data-part=receipt]").inner_text()


def heads_on(page):
    """Return what a scrutineer reads aloud: each board with its ballots and the head of its chain."""
    return [one.inner_text() for one in page.locator("[data-part=boards] > li").all()]


def go_to_own_page(hall, page):
    """Go from the home page to the page of a scrutineer, on which are its two acts, of one click and of two."""
    page.goto(hall.address)
    page.locator(f"main a[href='/assemblies/{hall.meeting}']").first.click()
    link(page, "To your page as a scrutineer").click()
    assert told_clicks("scrutineer") == {NUMBER.sub("#", urlsplit(page.url).path): 2 + 2}


def make_key_together(hall):
    """Have three scrutineers make one key, on a phone and on desks; return their pages and the files they keep."""
    scrutineers = [
        hall.browser(0, viewport=PHONE),
        hall.browser(1, viewport=DESK, scheme="dark"),
        hall.browser(SIZE, viewport=DESK),
    ]
    for page in scrutineers[1:]:
        page.check = lambda: None  # their screens are those of the first
    files = []
    for page in scrutineers:
        go_to_own_page(hall, page)
        files.append(make_key(page))
    for page in scrutineers:
        expect(
            page.get_by_text(page.words.like("Rehearsal: open the sums of a trial board")).first
        ).to_be_visible(timeout=LONG)
    return scrutineers, files


def vote_in_the_page(hall):
    """Have a few vote in the page: a proxy is a ballot of its own, and nobody is asked of the other college's seats."""
    phone = hall.browser(0, viewport=PHONE)
    phone.goto(hall.assembly)
    expect(link(phone, "Vote secretly")).to_have_count(2)
    link(phone, "Vote secretly").first.click()
    expect(phone.get_by_text("Denez Riou")).to_have_count(0)
    for name in SEATS["A"]["options"]:
        phone.get_by_label(name, exact=True).check()
    button(phone, "Continue").click()
    expect(phone.get_by_role("alert")).to_contain_text(phone.words.like("at most are allowed"))
    phone.get_by_label("Chloé Martin").uncheck()
    trackers = [vote(phone, [])]
    phone.check = lambda: None
    phone.goto(hall.assembly)
    link(phone, "Vote secretly for %(name)s").click()
    trackers.append(vote(phone, [phone.words("Blank vote")]))
    link(phone, "See the board").click()
    expect(phone.get_by_text(trackers[0])).to_be_visible()
    for person, names in ((1, ["Chloé Martin"]), (2, ["Anne Le Bras"]), (SIZE, ["Enora Guillou"])):
        page = hall.browser(person, viewport=DESK, scheme="dark")
        page.goto(hall.assembly)
        link(page, "Vote secretly").first.click()
        if person == SIZE:
            expect(field(page, "Blank vote")).to_have_count(0)
        else:
            page.check = lambda: None
        trackers.append(vote(page, names))
        page.context.close()
    return trackers


def count_papers(chair, vote_page):
    """List who is left in the room, look at the page of annulment meanwhile, and enter what their papers say."""
    link(chair, "Annul the vote").click()
    chair.check()
    chair.goto(vote_page)
    link(chair, "Paper ballots of the room").click()
    button(chair, "Let those in the room vote on paper").click()
    for label, number in PAPERS.items():
        name = chair.words(label) if label in chair.words.known else label  # a candidate's name is the same
        chair.get_by_label(name, exact=True).fill(str(number))
    chair.check()
    chair.get_by_role("button", name=chair.words("Enter the count")).click()
    shown(chair, "Counted at %(time)s")


def counted_on(page):
    """Return the votes of each candidate that the results show first, those on the site and on paper together."""
    for folded in page.locator("summary", has_text=page.words("Figures of the count")).all():
        folded.click()
    standing = [name for one in SEATS.values() for name in one["options"]]
    rows = {
        name: page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
        for name in standing
    }
    return {name: int(row.first.get_by_role("cell").first.inner_text()) for name, row in rows.items()}


@pytest.fixture(scope="module")
def chromium(start_chromium):
    """Give a browser that compiles what it does often: here pages compute for seconds."""
    browser = start_chromium()
    yield browser
    browser.close()


@pytest.mark.plays(language="fr")
def test_journey_3_a_board_of_two_colleges_is_elected_in_secret(
    app, serve, open_page, words, language, tmp_path
):
    if shutil.which("belenios-tool") is None and "CI" not in os.environ:
        pytest.skip("the Debian package belenios-tool is not installed")
    hall = Hall(app, serve(app), open_page, words(language))

    # the chair chooses both elections and names three scrutineers, of whom two will be needed
    chair = hall.browser(CHAIR)
    chair.goto(hall.prepare)
    for box in chair.locator("input[name=resolutions]").all():
        box.check()
    field(chair, "Scrutineers").fill(f"1, 2, {SIZE + 1}")
    field(chair, "How many of them are needed for the count").fill("2")
    chair.check()
    button(chair, "Invite the scrutineers").click()
    shown(chair, "Keys being made")
    vote_page, ceremony = chair.url, int(chair.url.rpartition("/")[2])

    scrutineers, files = make_key_together(hall)

    # two of them prove that their files work; the third has lost hers
    for page, file in zip(scrutineers[:2], files):
        show_key(page, file)
        shown(page, "The rehearsal has succeeded")
    chair.reload()
    button(chair, "Open the secret vote").click()
    closing = chair.get_by_role("link", name=chair.words("Close the secret vote"))
    expect(closing).to_be_visible()

    trackers = vote_in_the_page(hall)
    sums = hall.vote_by_library(ceremony)
    count_papers(chair, vote_page)
    online = 2 * SIZE - len(ON_PAPER)
    chair.goto(vote_page)
    told = "One election for each set of colleges that is counted together. Number to announce: %(num)d, the"
    used = chair.words.count(f"{told} ballot on the boards.", f"{told} ballots on the boards.", online)
    expect(chair.get_by_text(used).first).to_be_visible(timeout=LONG)

    # closed: both scrutineers check all ballots at the same time, read the same, and open the sums
    closing.click()
    chair.check()
    button(chair, "Close the secret vote").click()
    shown(chair, "Being decrypted")
    for page, file in zip(scrutineers[:2], files):
        page.reload()
        show_key(page, file, announced=online)
    for page in scrutineers[:2]:
        expect(button(page, "All are the same: open my part")).to_be_visible(timeout=LONG)
    scrutineers[0].check()
    first, second = (heads_on(page) for page in scrutineers[:2])
    assert first == second
    assert [str(number) in one.splitlines() for one, number in zip(first, (SIZE - len(ON_PAPER), SIZE))] == [
        True
    ] * 2
    for page in scrutineers[:2]:
        button(page, "All are the same: open my part").click()
        shown(page, "You have opened your part of the sums")
    chair.reload()
    button(chair, "Publish the result").click()

    # the result, for members and for the tool
    expect(chair.get_by_role("heading", name=chair.words("Results of the vote"))).to_be_visible()
    assert counted_on(chair) == {
        "Anne Le Bras": sums["A"][1] + 2 + 3, "Bleiz Kerjean": sums["A"][2] + 1, "Chloé Martin": sums["A"][3] + 1 + 1,
        "Denez Riou": sums["B"][0], "Enora Guillou": sums["B"][1] + 1,
    }  # fmt: skip
    elected = [one.inner_text() for one in chair.locator(".elected li").all()]
    assert elected == ["Anne Le Bras", "Bleiz Kerjean", "Denez Riou"]
    chair.check()
    chair.goto(vote_page)
    assert verify_archives(chair, tmp_path) == 2
    link(chair, "See the board").first.click()
    field(chair, "Find my tracker").fill(trackers[0])
    button(chair, "Find").click()
    shown(chair, "This ballot is on the board.")
    chair.check()
