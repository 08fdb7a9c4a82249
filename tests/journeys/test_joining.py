"""Journey 4 on the demonstration: an organisation asks to join, and ends with its certificate of shares.

Without script on the newcomer's side; each on a phone and on a desk; every page is checked by axe.
"""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select

from collegial.actors.queries import representative_on
from collegial.demo.mailbox import mails
from collegial.joining.models import Application
from collegial.joining.rules import ApplicationState
from collegial.kernel.clock import local_day
from collegial.shares.queries import balance_on

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTACT, VOTER = "bonjour@ressourcerie.example.org", "gwenaelle.lebihan@example.org"
DETAILS = {
    "organisation": "La Ressourcerie du Canal", "registration": "356 000 000 00048", "email": CONTACT,
    "phone": "02 99 00 00 02", "street": "2 quai Saint-Cyr", "postcode": "35000", "locality": "Rennes",
    "representative_given_name": "Gwenaëlle", "representative_family_name": "Le Bihan",
    "representative_role": "Présidente", "representative_email": VOTER,
}  # fmt: skip
BY_CODE = re.compile(r"\b(\d{6})\b")


def button(page, name, **options):
    return page.get_by_role("button", name=name, **options)


def letter(site, *readers):
    """Do the promised work and return the text of the last mail to some readers."""
    site.work()
    return mails(site.program.settings, {", ".join(readers)})[0].text


def link_in(text, path):
    return re.search(rf"http\S+{path}\S*", text)[0]


def go_on(page, _):
    page.check()
    button(page, _("Continue")).click()


def fill_in(page, _):
    """Fill in the form, page after page; one answer is wrong at first."""
    page.locator("input[name=kind][value=organisation]").check()
    page.locator("input[name=ties][value=beneficiary]").check()
    go_on(page, _)
    for name, value in DETAILS.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator("input[name=registration]").fill("356 000 000 00049")
    go_on(page, _)
    expect(page.get_by_role("alert")).to_have_count(1)
    page.console_errors.clear()  # the browser notes the answer 422
    page.locator("input[name=registration]").fill(DETAILS["registration"])
    go_on(page, _)
    expect(page.locator("input[name=category][value=beneficiaries]")).to_be_checked()
    page.locator("input[name=shares]").fill("25")
    go_on(page, _)
    page.locator("textarea[name=collective_value]").fill("Mutualiser nos ateliers.")
    page.locator("input[name=own_value_kinds][value=support]").check()
    page.locator("textarea[name=own_value]").fill("Un appui juridique.")
    go_on(page, _)
    expect(page.locator("input[name=consent_statutes]")).to_be_visible()
    page.go_back()  # the way back of the browser asks nothing, and loses nothing
    expect(page.locator("textarea[name=own_value]")).to_have_value("Un appui juridique.")
    page.go_forward()
    for key in ("statutes", "data", "convocations"):
        page.locator(f"input[name=consent_{key}]").check()
    page.check()
    button(page, _("Send my application")).click()


def the_application(site):
    with site.program.database.reading() as session:
        return session.scalars(select(Application).where(Application.email == CONTACT)).one()


def decide(page, site, _, number):
    """Record a sitting of the board: the newcomer is accepted, another one refused."""
    page.goto(site.link("chair"))
    page.goto(f"{site.address}/joining/decide")
    page.locator("input[name=body]").fill("Conseil d’administration")
    page.locator("textarea[name=reasons]").fill("Séance du jour")
    page.locator(f"select[name=verdict_{number}]").select_option("accept")
    page.locator("select[name=verdict_2]").select_option("wait")
    page.check()
    button(page, _("Record the decisions")).click()
    expect(page.get_by_text("La Ressourcerie du Canal")).to_be_visible()
    page.check()


def pay(page, site, _, number, amount):
    page.goto(f"{site.address}/joining/{number}/payments/new")
    page.locator("input[name=amount]").fill(amount)
    page.locator("input[name=method][value=transfer]").check()
    page.check()
    button(page, _("Record the payment")).click()
    page.check()


@pytest.mark.plays(language="en", scheme="dark")
def test_journey_4_an_organisation_joins(site, visit, words, language):
    _ = words(language)
    newcomer = visit()

    # the way in, from the home page
    newcomer.goto(site.address)
    newcomer.get_by_role("link", name=_("How to become a member")).click()
    newcomer.check()
    newcomer.get_by_role("link", name=_("Ask to join")).first.click()
    newcomer.picture("join")
    fill_in(newcomer, _)
    expect(newcomer.get_by_role("heading", level=1)).to_have_text(_("My application"))
    newcomer.check()
    follow = newcomer.url

    # the address is confirmed by the mail
    newcomer.goto(link_in(letter(site, CONTACT), "/join/confirm/"))
    newcomer.check()
    button(newcomer, _("Confirm my address")).click()
    expect(newcomer).to_have_url(follow)
    newcomer.check()

    # the board decides on a batch
    number = the_application(site).id
    office = visit()
    decide(office, site, _, number)
    assert "500,00" in (call := letter(site, CONTACT)) or "500.00" in call
    newcomer.goto(follow)
    newcomer.check()
    with newcomer.expect_download() as download:
        newcomer.evaluate(
            "path => Object.assign(document.createElement('a'), {href: path, download: ''}).click()",
            f"{follow}/call.pdf",
        )
    assert "ADH-" in PdfReader(download.value.path()).pages[0].extract_text()

    # what is paid in part waits, the rest admits
    office.goto(site.link("staff"))
    pay(office, site, _, number, "100")
    assert the_application(site).state is ApplicationState.ACCEPTED
    pay(office, site, _, number, "25,00")
    one = the_application(site)
    assert one.state is ApplicationState.ADMITTED
    with site.program.database.reading() as session:
        day = local_day(site.program.clock.now(), site.program.settings.pays.zone)
        assert balance_on(session, one.member_id, day) == 25
        assert representative_on(session, one.actor_id, day).email == VOTER

    # who votes for it is welcomed, signs in by a code, and has the certificate
    certificate = link_in(letter(site, CONTACT, VOTER), "/certificate.pdf")
    newcomer.goto(f"{site.address}/sign-in")
    newcomer.locator("input[name=identity]").first.fill(VOTER)
    button(newcomer, _("Send me a code")).click()
    code = BY_CODE.search(mails(site.program.settings, {VOTER})[0].text)[1]
    newcomer.locator("input[name=passcode]").fill(code)
    button(newcomer, _("Sign in"), exact=True).click()
    newcomer.goto(f"{site.address}/mine/")
    newcomer.check()
    answer = newcomer.context.request.get(certificate)
    text = " ".join(PdfReader(BytesIO(answer.body())).pages[0].extract_text().split())
    assert "La Ressourcerie du Canal" in text
    assert "25" in text


def test_the_form_works_without_script(site, open_page, words):
    _ = words("fr")
    page = open_page(locale="fr", java_script_enabled=False)
    page.check = lambda: None  # axe is a script
    page.goto(f"{site.address}/join/apply")

    fill_in(page, _)

    expect(page.get_by_role("heading", level=1)).to_have_text(_("My application"))
    assert the_application(site).state is ApplicationState.RECEIVED
