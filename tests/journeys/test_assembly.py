"""Journeys 1 and 2 on the demonstration: a member votes on a phone, a staff of two runs an assembly.

Each on a phone and on a desk, in light and dark; every page is checked by axe.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import func, select

from collegial.assemblies.models import Assembly, Mandate, RollEntry
from collegial.assemblies.services.conducting import close_assembly, open_assembly
from collegial.demo.rehearsal import cast_their_votes, fill_the_room
from collegial.kernel.permissions import program as program_viewer
from collegial.minutes.services import establish_minutes
from collegial.records.verifier import verify
from collegial.votes.models import Ballot, SignOff
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.services import close_vote, open_vote

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SCREENS = pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [
        pytest.param(PHONE, "light", "fr", id="phone-light-fr"),
        pytest.param(DESK, "dark", "fr", id="desk-dark-fr"),
        pytest.param(PHONE, "dark", "br", id="phone-dark-br"),
        pytest.param(DESK, "light", "en", id="desk-light-en"),
    ],
)
BY_CODE = re.compile(r"\b(\d{6})\b")


def today_in_paris():
    return datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()


def open_the_vote(site):
    """Do what the bureau does before a member votes."""
    with site.program.database.unit_of_work() as session:
        context = site.program.context(session, program_viewer("test"))
        meeting = session.scalars(select(Assembly)).one()
        fill_the_room(context, meeting)
        open_assembly(
            context, meeting, chair="Awena Lanvoël", scrutineers="Un, Deux", secretary="Samuel Tregoarn"
        )
        vote = open_vote(context, meeting, resolutions_to_vote(session, meeting.id))
        cast_their_votes(context, vote)


def close_the_assembly(site):
    """Do what the bureau does after the vote."""
    with site.program.database.unit_of_work() as session:
        context = site.program.context(session, program_viewer("test"))
        meeting = session.scalars(select(Assembly)).one()
        close_vote(context, 1)
        close_assembly(context, meeting)
        establish_minutes(context, meeting)


def count(site, table, *where):
    with site.program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*where))


def visitor(site, open_page, viewport, scheme, language):
    """Open a browser of someone who chose a language."""
    page = open_page(viewport=viewport, scheme=scheme, locale=language)
    page.context.add_cookies([{"name": "locale", "value": language, "url": site.address}])
    return page


def button(page, name, **options):
    return page.get_by_role("button", name=name, **options)


def link(page, name, **options):
    return page.get_by_role("link", name=name, **options)


@SCREENS
def test_journey_1_a_member_votes(site, open_page, words, viewport, scheme, language):
    _ = words(language)
    site.work()  # the convocations go out
    page = visitor(site, open_page, viewport, scheme, language)

    # the mail with its personal link
    page.goto(f"{site.address}/demo/mailbox?to=member")
    page.check()
    page.locator("a[href*='/assemblies/link/']").first.click()
    expect(button(page, _("Send me a code"))).to_be_visible()
    page.check()

    # confirm identity by a code
    button(page, _("Send me a code")).click()
    expect(page.locator("input[name=passcode]")).to_be_visible()
    page.check()
    code_page = page.url
    mailbox = visitor(site, open_page, viewport, scheme, language)
    mailbox.goto(f"{site.address}/demo/mailbox?to=member")
    code = BY_CODE.search(mailbox.locator("article").first.inner_text())[1]
    assert page.url == code_page
    page.locator("input[name=passcode]").fill(code)
    button(page, _("Sign in"), exact=True).click()

    # the meeting's page: what, when, my part
    expect(page.get_by_role("heading", level=1)).to_have_text("Assemblée générale mixte constitutive")
    page.check()

    # ask a written question
    link(page, _("Ask a written question")).click()
    page.locator("textarea[name=text]").fill("Où le pôle sera-t-il installé ?")
    page.check()
    button(page, _("Ask the question")).click()
    expect(page.get_by_text(_("Waiting for the answer"))).to_be_visible()

    # give a proxy, take it back
    link(page, _("Give a proxy")).click()
    page.locator("input[name=holder]").fill("nobody of that name")
    button(page, _("Give the proxy")).click()
    expect(page.get_by_role("alert")).to_have_count(1)
    page.console_errors.clear()  # the browser notes the answer 422
    page.check()
    page.locator("input[name=holder]").fill("Samuel Tregoarn")
    button(page, _("Give the proxy")).click()
    expect(button(page, _("Take my proxy back"))).to_be_visible()
    page.check()
    button(page, _("Take my proxy back")).click()

    # attend, then one resolution per screen
    expect(link(page, _("Give a proxy"))).to_be_visible()
    open_the_vote(site)
    page.reload()
    button(page, _("Check in online")).click()
    expect(button(page, _("Leave the assembly"))).to_be_visible()
    page.check()
    link(page, _("Vote"), exact=True).first.click()
    expect(button(page, _("Continue"))).to_be_visible()
    for answer in (_("For"), _("Against"), _("Blank vote")):
        page.check()
        page.get_by_label(answer, exact=True).check()
        shown = page.locator("h1").inner_text()
        button(page, _("Continue")).click()
        expect(page.locator("h1")).not_to_have_text(shown)

    # the election of one's own college: ranks, by keyboard
    page.check()
    rank = page.get_by_label("Hawa Kermorvan")
    rank.focus()
    page.keyboard.type("1")
    expect(rank).to_have_value("1")
    page.get_by_label("Soazig Prigentel").select_option("1")
    button(page, _("Continue")).click()
    expect(page.get_by_role("alert")).to_contain_text("Soazig Prigentel")
    page.console_errors.clear()  # the browser notes the answer 422
    page.check()
    page.get_by_label("Soazig Prigentel").select_option("2")
    button(page, _("Continue")).click()

    # review: change one's mind, then cast
    expect(button(page, _("Cast my vote"))).to_be_visible()
    page.check()
    button(page, _("Change")).nth(1).click()
    expect(page.get_by_label(_("Against"), exact=True)).to_be_checked()
    page.get_by_label(_("I abstain"), exact=True).check()
    for _number in range(3):
        button(page, _("Continue")).click()
    before = count(site, SignOff)
    button(page, _("Cast my vote")).click()

    # the receipt is on the board
    expect(page.locator(".receipt")).to_be_visible()
    page.check()
    receipt = page.locator(".receipt").inner_text().strip()
    assert count(site, SignOff) == before + 1
    assert count(site, SignOff, SignOff.digest == receipt) == 1
    link(page, _("See the board")).click()
    expect(page.locator("tr:target")).to_be_visible()
    page.check()
    expect(page.locator("tr:target")).to_contain_text("Nolwenn Kerbrazan")
    expect(page.locator("tr:target")).to_contain_text(receipt[:12])
    with site.program.database.reading() as session:
        mine = (
            select(Ballot.choice)
            .join(RollEntry, Ballot.giver_id == RollEntry.id)
            .order_by(Ballot.question_id)
        )
        choices = session.scalars(mine.where(RollEntry.name == "Nolwenn Kerbrazan")).all()
    assert choices == ["for", "abstain", "blank", "5>3"]

    # the count of the election is told stage by stage
    close_the_assembly(site)
    page.goto(f"{site.address}/votes/1/results")
    page.check()
    expect(page.locator(".elected")).to_contain_text("Maëlle Kerdoncuff")
    page.get_by_text(_("Every step of the count")).last.click()
    expect(page.get_by_text("Loïc Brendaouez").last).to_be_visible()
    page.check()

    # read the minutes, once the assembly is over
    page.goto(f"{site.address}/assemblies/1")
    page.check()
    address = link(page, _("Minutes number %(number)s (PDF)", number=1)).get_attribute("href")
    assert page.request.get(site.address + address).headers["content-type"] == "application/pdf"


@SCREENS
def test_journey_2_the_staff_runs_the_assembly(site, open_page, words, viewport, scheme, language, tmp_path):
    _ = words(language)
    page = visitor(site, open_page, viewport, scheme, language)
    page.goto(site.link("staff"))
    page.check()

    # another assembly: prepare it, write its agenda, convene it; too late first, then with a reason
    page.goto(f"{site.address}/assemblies/new")
    page.check()
    page.locator("input[name=title]").fill("Assemblée générale ordinaire")
    page.locator("input[name=kind][value=ordinary]").check()
    page.locator("input[name=starts_at]").fill(
        (datetime.now(UTC) + timedelta(days=5)).strftime("%Y-%m-%dT18:00")
    )
    page.locator("input[name=place]").fill("Rennes")
    expect(page.locator("#dates")).to_contain_text(_("Last day to send the convocations"))
    page.check()
    button(page, _("Continue to the agenda")).click()
    page.check()
    link(page, _("Accounts and allocation of the result")).click()
    page.locator("input[name=year_end]").fill("2025-12-31")
    page.locator("input[name=result]").fill("10 000,00")
    page.check()
    button(page, _("Add to the agenda")).click()
    link(page, _("Add a resolution")).last.click()
    page.locator("input[name=title]").fill("Projet de l’année")
    page.locator("textarea[name=text]").fill("L’assemblée approuve le projet.")
    page.locator("input[name=kind][value=ordinary]").check()
    button(page, _("Keep these words")).click()
    page.check()
    link(page, _("Continue to the documents")).click()
    accounts = {"name": "comptes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    page.locator("input[type=file]").set_input_files(accounts)
    page.locator("select[name=item]").select_option(index=1)
    button(page, _("Attach"), exact=True).click()
    page.check()
    link(page, _("Continue to the checks")).click()
    page.check()
    link(page, _("Continue to the sending")).click()
    button(page, _("Send the convocations")).click()
    expect(page.get_by_role("alert")).to_have_count(1)
    page.console_errors.clear()
    page.check()
    page.locator("textarea[name=late_reason]").fill("Urgence reconnue par le conseil.")
    button(page, _("Send the convocations")).click()
    expect(page.get_by_text("Urgence reconnue par le conseil.")).to_be_visible()
    page.check()
    assert count(site, RollEntry) == 2 * 871

    # the meeting, its legal dates, its quorum still at nothing
    page.goto(f"{site.address}/assemblies/")
    page.check()
    link(page, "Assemblée générale mixte constitutive").click()
    expect(page.locator("main")).to_contain_text(_("Last day to send the convocations"))

    # open it; an empty bureau comes back with its errors
    link(page, _("Open the assembly")).click()
    button(page, _("Open the assembly")).click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(3)
    page.console_errors.clear()
    page.check()
    page.locator("input[name=chair]").fill("Awena Lanvoël")
    page.locator("input[name=scrutineers]").fill("Nolwenn Kerbrazan, Iris Rozmadec")
    page.locator("input[name=secretary]").fill("Samuel Tregoarn")
    button(page, _("Open the assembly")).click()
    expect(link(page, _("Close the assembly"))).to_be_visible()
    page.check()

    # the desk: find as you type, check in, record a paper proxy
    link(page, _("Attendance desk")).click()
    page.wait_for_load_state()  # the search as one types needs its script
    page.locator("#q").fill("lanvoël")
    row = page.locator("#found li", has_text="Awena Lanvoël")
    row.get_by_role("button", name=_("Check in")).click()
    expect(page.locator("[data-said]")).to_have_text(_("%(name)s is checked in.", name="Awena Lanvoël"))
    page.check()
    page.locator("#q").fill("1")
    row = page.locator("#found li", has_text="Nolwenn Kerbrazan")
    row.get_by_role("link", name=_("Proxy")).click()
    page.locator("input[name=holder]").fill("Awena Lanvoël")
    button(page, _("Give the proxy")).click()
    expect(page).to_have_url(re.compile("/desk"))
    page.check()
    assert count(site, Mandate, Mandate.kind == "proxy") == 1

    # the others arrive; the quorum is reached, with its arithmetic
    page.goto(f"{site.address}/assemblies/1")
    button(page, _("Let the invented members come in")).click()
    expect(page.get_by_text(_("The quorum is reached."))).to_have_count(2)
    page.locator("summary", has_text=_("How this is computed")).first.click()
    expect(page.locator("#quorum")).to_contain_text("426")  # 424 invented, the chair, and her proxy
    page.check()
    link(page, _("Screen for the room")).click()
    expect(page).to_have_url(re.compile("/screen$"))
    page.check()

    # the chair opens the vote, the others vote, the bureau closes
    chair = visitor(site, open_page, viewport, scheme, language)
    chair.goto(site.link("chair"))
    chair.goto(f"{site.address}/assemblies/1")
    chair.locator("form[action$='/open'] button").click()
    expect(button(chair, _("Close the vote and count"))).to_be_visible()
    chair.check()
    button(chair, _("Let the invented members vote")).click()
    expect(chair.locator(".notice.tone-success")).to_be_visible()
    button(chair, _("Close the vote and count")).click()

    # the result: colleges, carry rule, exact fractions, adopted or not
    expect(chair).to_have_url(re.compile("/results$"))
    chair.check()
    for share in ("12/13", "3/4", "2/3", "7/10"):
        expect(chair.locator("main")).to_contain_text(share)
    expect(chair.get_by_text(_("Adopted"), exact=True)).to_have_count(2)
    expect(chair.get_by_text(_("Rejected"), exact=True)).to_have_count(1)
    link(chair, _("Majority: each college's whole weight goes to its winning side")).click()
    expect(chair.get_by_text(_("Simulation"), exact=True).first).to_be_visible()
    chair.check()

    # close, establish the minutes, print them
    page.goto(f"{site.address}/assemblies/1/close")
    page.locator("textarea[name=debate]").fill("Une question sur le lieu.")
    button(page, _("Close the assembly")).click()
    link(page, _("Write the minutes")).click()
    page.check()
    page.locator("#resolution-1").get_by_role("link").click()
    page.locator("textarea[name=text]").fill("Un sociétaire a demandé le calendrier.")
    page.check()
    button(page, _("Save")).click()
    expect(page.locator("#resolution-1")).to_contain_text("a demandé le calendrier")
    button(page, _("Establish the minutes")).click()
    expect(link(page, _("Minutes number %(number)s (PDF)", number=1))).to_be_visible()
    page.check()
    address = link(page, _("Minutes number %(number)s (PDF)", number=1)).get_attribute("href")
    answer = page.request.get(site.address + address)
    (tmp_path / "minutes.pdf").write_bytes(answer.body())
    printed = "".join(one.extract_text() for one in PdfReader(tmp_path / "minutes.pdf").pages)
    assert "Awena Lanvoël" in printed
    assert "Une question sur le lieu" in printed
    assert "a demandé le calendrier" in printed.replace("\n", " ")

    # sign them, with the scan
    link(page, _("Signatures")).click()
    page.locator("select[name=signer]").select_option(index=0)
    page.locator("input[name=way][value=paper]").check()
    page.locator("input[name=signed_on]").fill(today_in_paris())
    page.locator("input[name=file]").set_input_files(tmp_path / "minutes.pdf")
    button(page, _("Record this signature")).click()
    expect(page.get_by_role("table")).to_contain_text(_("On paper"))
    page.check()

    # the decisions are in their register, and one is followed
    page.goto(f"{site.address}/decisions/")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.check()
    page.locator("tbody tr").filter(has_text=_("To do")).first.get_by_role("link").first.click()
    link(page, _("Note what is done")).click()
    page.locator("input[name=state][value=done]").check()
    page.locator("textarea[name=note]").fill("Publié.")
    page.check()
    button(page, _("Note this step")).click()
    expect(page.locator("#steps")).to_contain_text("Publié.")

    # anyone recounts it offline
    page.goto(f"{site.address}/assemblies/1")
    address = link(page, _("Download the record")).get_attribute("href")
    record = page.request.get(site.address + address).body()
    assert any(one.startswith("Resolution 3") for one in verify(record))

    # the journal's chain holds
    page.goto(f"{site.address}/journal/verify")
    page.check()
    expect(page.locator(".notice.tone-success")).to_have_count(1)
