"""Journeys 1 and 2 on the demonstration: a member votes on a phone, a staff of two runs an assembly.

Each acts on a phone; every page is checked by axe there and looked at on a desk.
"""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import func, select

from collegial.assemblies.models import Assembly, AssemblyState, Mandate, RollEntry
from collegial.assemblies.services.conducting import close_assembly, open_assembly
from collegial.convocations.cli import bounces
from collegial.convocations.models import Attempt
from collegial.demo.rehearsal import cast_their_votes, fill_the_room
from collegial.kernel.permissions import program as program_viewer
from collegial.minutes.services import establish_minutes
from collegial.records.verifier import verify
from collegial.votes.models import Ballot, SignOff
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.services import close_vote, open_vote

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOUNCE = """From: MAILER-DAEMON@mx.example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; someone@example.org
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
--b--
"""
BY_CODE = re.compile(r"\b(\d{6})\b")


def today_in_paris():
    return datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()


def open_the_vote(site):
    """Do what the bureau does before a member votes."""
    with site.program.database.unit_of_work() as session:
        context = site.program.context(session, program_viewer("test"))
        meeting = session.get_one(Assembly, 1)
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
        meeting = session.get_one(Assembly, 1)
        close_vote(context, 1)
        close_assembly(context, meeting)
        establish_minutes(context, meeting)


_HELD = select(Assembly.id).where(Assembly.state != AssemblyState.CALLED_OFF)


def count(site, table, *where):
    with site.program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*where))


def button(page, name, **options):
    return page.get_by_role("button", name=name, **options)


def link(page, name, **options):
    return page.get_by_role("link", name=name, **options)


@pytest.mark.plays(language="fr")
def test_journey_1_a_member_votes(site, visit, words, language):
    _ = words(language)
    site.work()  # the convocations go out
    page = visit()

    # the mail with its personal link
    page.goto(f"{site.address}/demo/mailbox?to=member")
    page.check()
    page.locator("a[href*='/assemblies/link/']").first.click()
    expect(button(page, _("Send me a code"))).to_be_visible()
    page.check()
    page.picture("vote-confirm")

    # confirm identity by a code
    button(page, _("Send me a code")).click()
    expect(page.locator("input[name=passcode]")).to_be_visible()
    page.check()
    code_page = page.url
    mailbox = visit()
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
    page.locator("input[name=holder]").fill("Samuel Treg")
    button(page, _("Give the proxy")).click()
    expect(page.get_by_role("heading", name="Samuel Tregoarn")).to_be_visible()
    page.check()
    button(page, _("Yes, give the proxy")).click()
    expect(button(page, _("Take my proxy back"))).to_be_visible()
    page.check()
    button(page, _("Take my proxy back")).click()

    # attend, then one resolution per screen
    expect(link(page, _("Give a proxy"))).to_be_visible()
    button(page, _("Check in online")).click()
    expect(page.get_by_text(_("Leave the assembly")).first).to_be_visible()
    expect(button(page, _("Leave the assembly"))).to_be_hidden()  # nobody leaves by one touch
    page.check()
    open_the_vote(site)
    expect(link(page, _("Go to the vote"))).to_be_visible(timeout=15000)  # by itself, without a reload
    page.check()
    link(page, _("Go to the vote")).click()
    expect(button(page, _("Continue"))).to_be_visible()
    page.picture("vote-paper", height=1330)
    for answer in (_("For"), _("Against"), _("Blank vote")):
        page.check()
        page.get_by_label(answer, exact=True).check()
        shown = page.locator("h1").inner_text()
        button(page, _("Continue")).click()
        expect(page.locator("h1")).not_to_have_text(shown)

    # the way back of the browser shows what was answered, and no question whether to send it again
    page.go_back()
    expect(page.get_by_label(_("Blank vote"), exact=True)).to_be_checked()
    page.go_forward()

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
    page.picture("vote-review")
    button(page, _("Change")).nth(1).click()
    expect(page.get_by_label(_("Against"), exact=True)).to_be_checked()
    page.get_by_label(_("I abstain"), exact=True).check()
    button(page, _("Continue")).click()
    before = count(site, SignOff)
    button(page, _("Cast my vote")).click()

    # the receipt is on the board
    expect(page.locator(".receipt")).to_be_visible()
    page.check()
    page.picture("vote-receipt")
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

    # the end comes by itself as well
    page.goto(f"{site.address}/assemblies/1")
    close_the_assembly(site)
    expect(link(page, _("Show the assembly as it stands now"))).to_be_visible(timeout=15000)
    page.check()

    # the count of the election is told stage by stage
    page.goto(f"{site.address}/votes/1/results")
    page.check()
    page.picture("results", width=1000, height=1300)
    expect(page.locator(".elected")).to_contain_text("Maëlle Kerdoncuff")
    page.get_by_text(_("Every step of the count")).last.click()
    expect(page.get_by_text("Loïc Brendaouez").last).to_be_visible()
    page.check()

    # read the minutes, once the assembly is over
    page.goto(f"{site.address}/assemblies/1")
    page.check()
    address = link(page, _("Minutes number %(number)s (PDF)", number=1)).get_attribute("href")
    assert page.request.get(site.address + address).headers["content-type"] == "application/pdf"


@pytest.mark.plays(language="br", scheme="dark")
def test_journey_2_the_staff_runs_the_assembly(site, visit, words, language, tmp_path):
    _ = words(language)
    page = visit("staff")
    prepare_and_convene(site, page, _)
    send(site, page, _, tmp_path)
    chair = visit("chair")
    receive(site, page, _)
    sit(site, page, chair, _)
    write_up(site, page, _, tmp_path)


def refuse_a_day_that_is_past(site, page, _):
    """Meet a refusal at its field; the browser's ways, again, back and forward, then ask for no sending."""
    page.locator("input[name=starts_at]").fill("2020-01-10T18:00")
    button(page, _("Continue to the agenda")).click()
    expect(page.locator(".field-wrong")).to_contain_text(
        _("The day and hour of the assembly are past. Choose a later day.")
    )
    page.console_errors.clear()  # the browser notes the answer 422
    page.wait_for_load_state()  # its script has run
    assert page.reload().request.method == "GET"
    expect(page.locator("input[name=place]")).to_have_value("Rennes")
    page.goto(f"{site.address}/calendar")
    assert page.go_back().request.method == "GET"
    expect(page.locator("input[name=place]")).to_have_value("Rennes")
    page.go_back()
    page.go_forward()
    expect(page.locator("input[name=place]")).to_have_value("Rennes")
    expect(page).to_have_url(f"{site.address}/assemblies/new")


def prepare_and_convene(site, page, _):
    """Go through the wizard: kind and date, agenda from a template, documents, checks, the sending that is late."""
    page.goto(f"{site.address}/assemblies/new")
    page.locator("input[name=title]").fill("Assemblée générale ordinaire")
    page.locator("input[name=kind][value=ordinary]").check()
    hour = (datetime.now(UTC) + timedelta(days=5)).strftime("%Y-%m-%dT18:00")
    page.locator("input[name=place]").fill("Rennes")
    refuse_a_day_that_is_past(site, page, _)
    page.locator("input[name=starts_at]").fill(hour)
    for label in ("Last day to send the convocations", "Last day for members to put an item on the agenda"):
        expect(page.locator("#dates")).to_contain_text(_(label))
    expect(page.locator("#dates")).to_contain_text("R225")  # each with its rule
    page.check()
    button(page, _("Continue to the agenda")).click()
    page.check()
    meeting = page.url.removesuffix("/agenda")

    # in red before the sending: an empty agenda
    page.goto(f"{meeting}/check")
    expect(page.locator(".notice.tone-danger")).to_contain_text(
        _("The agenda holds no resolution. Add one before convening.")
    )
    expect(link(page, _("Continue to the sending"))).to_have_count(0)
    expect(page.locator("main")).to_contain_text(_("Opening of the votes"))
    page.check()

    page.goto(f"{meeting}/agenda")
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
    button(page, _("Attach the document")).click()
    page.check()
    link(page, _("Continue to the checks")).click()
    link(page, _("Continue to the sending")).click()
    button(page, _("Send the convocations")).click()
    expect(page.get_by_role("alert")).to_have_count(1)
    page.console_errors.clear()  # the browser notes the answer 409
    page.check()
    page.locator("textarea[name=late_reason]").fill("Urgence reconnue par le conseil.")
    button(page, _("Send the convocations")).click()
    expect(page.get_by_text("Urgence reconnue par le conseil.")).to_be_visible()
    page.check()
    assert count(site, RollEntry, RollEntry.assembly_id.in_(_HELD)) == 2 * 871


def send(site, page, _, tmp_path):
    """Follow the sending to its end: the mails, one that comes back, the letters that go by post."""
    link(page, _("See the sending")).click()
    assembly = page.url
    expect(page.locator("#progress progress")).to_have_attribute("value", "0")
    page.check()
    site.work()
    expect(page.locator("#progress progress")).to_have_attribute(
        "value", "3", timeout=15000
    )  # by itself, without a reload

    # the mail holds the letter and the calendar file; its bounce is read as the mail server sends it
    mails = [one.read_bytes() for one in (site.program.settings.folder / "mail").glob("*.eml")]
    left = message_from_bytes(next(one for one in mails if b".pdf" in one))
    assert {part.get_content_type() for part in left.walk()} >= {"application/pdf", "text/calendar"}
    with site.program.database.reading() as session:
        sent = session.scalars(select(Attempt).order_by(Attempt.id.desc()).limit(1)).one()
        name, message_id = sent.invitation.entry.name, sent.message_id
    report = tmp_path / "bounce.eml"
    report.write_text(BOUNCE.format(message_id=message_id), encoding="utf-8")
    said = site.app.test_cli_runner().invoke(bounces, [str(report)])
    assert "Convocations that came back: 1." in said.output

    page.goto(assembly)
    expect(page.locator("#back")).to_contain_text(name)
    page.check()
    page.locator("#back").get_by_role("link").first.click()
    expect(page.locator("#proof tbody tr")).to_have_count(2)
    page.check()
    page.locator("input[name=way][value=post]").check()  # no better address is known
    button(page, _("Send the convocation again")).click()
    expect(page.locator("#back")).to_have_count(0)
    address = link(page, _("Postal list (CSV)")).get_attribute("href")
    assert name in page.request.get(site.address + address).text()
    letter = page.request.get(site.address + page.locator("#post tbody a").first.get_attribute("href"))
    assert letter.headers["content-type"] == "application/pdf"
    button(page, _("This batch is posted")).click()
    page.locator("#q").fill("Agathe")
    button(page, _("Search")).click()
    expect(page.locator("#proofs tbody tr").first).to_be_visible()
    page.check()


def receive(site, page, _):
    """Keep the desk: a name typed, a code scanned, one key; a proxy on paper; the quorum follows."""
    page.goto(f"{site.address}/demo/mailbox?to=member")
    code = page.locator("a[href*='/assemblies/link/']").last.get_attribute("href")
    page.goto(f"{site.address}/assemblies/1")
    expect(page.locator("main")).to_contain_text(_("Last day to send the convocations"))
    link(page, _("Open the assembly")).click()
    button(page, _("Open the assembly")).click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(3)
    page.console_errors.clear()  # the browser notes the answer 422
    page.check()
    page.locator("input[name=chair]").fill("Awena Lanvoël")
    page.locator("input[name=scrutineers]").fill("Nolwenn Kerbrazan, Iris Rozmadec")
    page.locator("input[name=secretary]").fill("Samuel Tregoarn")
    button(page, _("Open the assembly")).click()
    expect(page.locator(".notice.tone-warning")).to_contain_text("Iris Rozmadec")  # the roll has no such name
    page.check()
    button(page, _("Open the assembly")).click()
    expect(link(page, _("Close the assembly"))).to_be_visible()
    page.check()

    link(page, _("Attendance desk")).click()
    page.wait_for_selector("attendance-desk[data-ready]", state="attached")
    page.locator("#q").fill("lanvoël")
    row = page.locator("#found li", has_text="Awena Lanvoël")
    row.get_by_role("button", name=_("Check in")).click()
    expect(page.locator("[data-said]")).to_have_text(_("%(name)s is checked in.", name="Awena Lanvoël"))
    page.check()
    page.picture("desk", width=1000, height=720)
    page.locator("#q").fill(site.address + "/" + code.split("/", 3)[3])  # as a hand scanner types a code
    expect(page.locator("#found li", has_text="Nolwenn Kerbrazan")).to_be_visible()
    page.locator("#q").press("Enter")
    expect(page.locator("[data-said]")).to_have_text(_("%(name)s is checked in.", name="Nolwenn Kerbrazan"))
    page.locator("#q").fill("2")
    row = page.locator("#found li", has_text="Samuel Tregoarn")
    row.get_by_role("link", name=_("Proxy")).click()
    page.locator("input[name=holder]").fill("Awena Lanvoël")
    button(page, _("Give the proxy")).click()
    button(page, _("Yes, give the proxy")).click()
    expect(page).to_have_url(re.compile("/desk"))
    page.check()
    assert count(site, Mandate, Mandate.kind == "proxy") == 1
    sheet = page.request.get(f"{site.address}/assemblies/1/attendance.pdf")
    assert sheet.headers["content-type"] == "application/pdf"

    page.goto(f"{site.address}/assemblies/1")
    button(page, _("Let the invented members come in")).click()
    reached = page.get_by_text(_("The quorum is reached."))
    expect(reached).to_have_count(2, timeout=30000)  # for each kind of resolution
    page.locator("summary", has_text=_("How this is computed")).first.click()
    expect(page.locator("#quorum")).to_contain_text("427")  # 424 invented, two at the desk, one proxy
    page.check()
    page.picture("assembly", width=1000, height=1250)


def sit(site, page, chair, _):
    """Lead the sitting: an item, a speaker, an incident, a vote, its result; the screen of the room follows."""
    screen = page.context.new_page()
    screen.goto(f"{site.address}/assemblies/1/screen")
    chair.goto(f"{site.address}/sitting/1")
    chair.locator("#agenda").get_by_role("button").nth(2).click()
    expect(screen.get_by_role("heading", name=re.compile(r"^3\. "))).to_be_visible(timeout=15000)  # by itself
    expect(screen.locator("#screen .prose").first).to_be_visible()
    chair.locator("input[name=who]").fill("nobody of that name")
    button(chair, _("Put on the list")).click()
    expect(chair.locator("[aria-invalid=true]")).to_have_count(1)
    chair.console_errors.clear()  # the browser notes the answer 422
    chair.locator("input[name=who]").fill("Nolwenn Kerbrazan")
    button(chair, _("Put on the list")).click()
    chair.check()
    button(chair, _("Give the floor")).click()
    has_the_floor = _("%(name)s has the floor.", name="Nolwenn Kerbrazan")
    expect(screen.get_by_text(has_the_floor)).to_be_visible(timeout=15000)
    chair.check()
    button(chair, _("End this speech")).click()
    chair.locator("textarea[name=text]").fill("Coupure de courant.")
    button(chair, _("Note the incident")).click()
    expect(chair.locator("#incidents")).to_contain_text("Coupure de courant.")

    chair.goto(f"{site.address}/assemblies/1")
    chair.locator("summary", has_text=_("Another resolution, or several at once")).click()
    expect(chair.locator("#to-vote input:checked")).to_have_count(3)  # the texts; the election is apart
    chair.check()
    button(chair, _("Open the vote on those chosen")).click()
    expect(link(chair, _("Close the vote"), exact=True)).to_be_visible()
    chair.check()
    link(chair, _("Votes in the room")).click()
    chair.check()
    chair.goto(f"{site.address}/assemblies/1")
    button(chair, _("Let the invented members vote")).click()
    expect(chair.locator(".notice.tone-success")).to_be_visible(timeout=30000)
    link(chair, _("Close the vote"), exact=True).click()
    expect(chair.locator("#awaited")).to_contain_text("Awena Lanvoël")
    chair.check()
    button(chair, _("Close the vote and count")).click()

    # the result: colleges, carry rule, exact fractions, adopted or not
    expect(chair).to_have_url(re.compile("/results$"), timeout=30000)
    chair.check()
    for share in (re.compile("92[.,]31"), "3/4", "2/3", "7/10"):
        expect(chair.locator("main")).to_contain_text(share)
    at_a_glance = chair.get_by_role("table", name=_("The results at a glance"))
    expect(at_a_glance.get_by_text(_("Adopted"), exact=True)).to_have_count(2)
    expect(at_a_glance.get_by_text(_("Rejected"), exact=True)).to_have_count(1)
    link(chair, _("Majority: each college’s whole weight goes to its winning side")).click()
    expect(chair.get_by_text(_("Simulation"), exact=True).first).to_be_visible()
    chair.check()
    expect(screen.get_by_text(_("Adopted"), exact=True)).to_have_count(2, timeout=15000)
    page.goto(screen.url)
    page.check()
    page.picture("screen", width=1280, height=800)
    screen.close()


def write_up(site, page, _, tmp_path):
    """Close, edit what the record pre-wrote, establish, sign; follow a decision; recount the record offline."""
    page.goto(f"{site.address}/assemblies/1/close")
    page.locator("textarea[name=debate]").fill("Une question sur le lieu.")
    button(page, _("Close the assembly")).click()
    link(page, _("Write the minutes")).click()
    expect(page.locator("main")).to_contain_text("Coupure de courant.")
    page.check()
    page.locator("#resolution-1").get_by_role("link").click()
    page.locator("textarea[name=text]").fill("Un sociétaire a demandé le calendrier.")
    page.check()
    button(page, _("Save this text")).click()
    expect(page.locator("#resolution-1")).to_contain_text("a demandé le calendrier")
    link(page, _("Establish the minutes")).click()
    expect(page.locator("main")).to_contain_text(_("Read this before: nothing can be added later"))
    page.check()
    button(page, _("Establish the minutes")).click()
    expect(link(page, _("Minutes number %(number)s (PDF)", number=1))).to_be_visible()
    page.check()
    address = link(page, _("Minutes number %(number)s (PDF)", number=1)).get_attribute("href")
    (tmp_path / "minutes.pdf").write_bytes(page.request.get(site.address + address).body())
    printed = "".join(one.extract_text() for one in PdfReader(tmp_path / "minutes.pdf").pages)
    for words_of_the_day in ("Awena Lanvoël", "Une question sur le lieu", "Coupure de courant"):
        assert words_of_the_day in printed
    assert "a demandé le calendrier" in printed.replace("\n", " ")

    # sign the print whose language binds, with the scan
    link(page, _("Signatures")).click()
    to_sign = page.locator("main .actions a").first.get_attribute("href")
    page.locator("input[name=signer]").first.check()
    page.locator("input[name=way][value=paper]").check()
    page.locator("input[name=signed_on]").fill(today_in_paris())
    signed = page.request.get(site.address + to_sign).body() + b"% signed\n"
    page.locator("input[name=file]").set_input_files(
        {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": signed}
    )
    page.locator("input[name=read]").check()
    button(page, _("Record these signatures")).click()
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

    # anyone recounts it offline; the journal's chain holds
    page.goto(f"{site.address}/assemblies/1")
    address = link(page, _("Download the record")).get_attribute("href")
    assert any(
        one.startswith("Resolution 3") for one in verify(page.request.get(site.address + address).body())
    )
    page.goto(f"{site.address}/journal/verify")
    page.check()
    expect(page.locator(".notice.tone-success")).to_have_count(1)
