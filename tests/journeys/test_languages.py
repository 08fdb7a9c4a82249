"""A reader of Breton on a site that speaks French first: the mails that leave for it are Breton, with their papers.

The demonstration is loaded by jobs and staff who speak French; its work is then done as a server does it.
"""

from datetime import timedelta
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

from flask import template_rendered
from pypdf import PdfReader
from sqlalchemy import select, update
from tests.contract.french import French

from collegial.accounts.mailing import Post, notice_to
from collegial.accounts.models import Account
from collegial.actors.models import Actor, ActorKind
from collegial.joining.models import Letter, LetterKind
from collegial.joining.services.holding import LETTER
from collegial.kernel.base import Base
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import t
from collegial.serving import work_forever
from collegial.shares.queries import outstanding
from collegial.shares.services import call_for_payment
from collegial.works.meetings import MEETINGS
from collegial.works.models import WorkMeeting

LANGUAGE = "br"
ROOT = Path(__file__).resolve().parents[2]
# What is no text of the program: it stands in the demonstration, or is the same for each reader.
CONTENT = [*ROOT.glob("core/collegial/demo/**/*.toml"), *ROOT.glob("plugins/*/**/demo*.toml")]
# The pole's own box: no person reads there, and it is written to in the first language of the site.
OWN_BOX = "pole@example.org"
# The other kinds are looked at with stand-ins, by the contract on mails.
KINDS = 23


def speak(session):
    """Let every reader of the site choose Breton, and structures without an address have one."""
    for table in Base.metadata.tables.values():
        if "locale" in table.columns and table.name not in ("site_text", "consent_text"):
            session.execute(update(table).values(locale=LANGUAGE))
    for one in session.scalars(
        select(Actor).where(Actor.email.is_(None), Actor.kind == ActorKind.ORGANISATION)
    ):
        one.email = f"structure-{one.id}@example.org"


def promise_more(context):
    """Promise what no one has asked for yet in the demonstration: letters to a newcomer, calls, an invitation."""
    session, now = context.session, context.clock.now()
    accepted = session.scalars(select(Letter).where(Letter.kind == LetterKind.CALL)).first().application
    for kind in (LetterKind.REMINDER, LetterKind.REFUSAL, LetterKind.LAPSED):
        letter = Letter(application=accepted, kind=kind, promised_at=now)
        session.add(letter)
        session.flush()
        promise(session, LETTER, {"letter": letter.id}, at=now)
    due = [one.entry.id for one in outstanding(session, context.today)]
    call_for_payment(context, due, pay_by=context.today + timedelta(days=30))
    meeting = session.scalars(select(WorkMeeting)).first()
    structure = session.scalars(select(Actor).where(Actor.email.is_not(None)).order_by(Actor.id)).first()
    promise(session, MEETINGS.invitation, {"meeting": meeting.id, "actor": structure.id}, at=now)


def write_of_signing_in(app, session):
    """Write the mails of signing in as a request of a French visitor has them written."""
    account = session.scalars(select(Account)).first()
    for name in ("us_instructions", "reset_instructions"):
        Post(app).send_mail(
            f"security/email/{name}", "", account.email, user=account, login_token="123456",
            login_link="http://localhost/", reset_link="http://localhost/",
        )  # fmt: skip
    notice_to(account, t("Your password was changed"), t("The password of your account was changed.")).send()


def texts_of(mail):
    """Return the subject, the text and the printed papers of a mail."""
    yield mail["subject"]
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            yield part.get_content()
        if part.get_content_type() == "application/pdf":
            pages = PdfReader(BytesIO(part.get_content())).pages
            yield " ".join(page.extract_text() for page in pages)


def test_all_that_leaves_for_a_reader_of_breton_is_breton(copy_demo, tmp_path):
    app = copy_demo(tmp_path / "site")
    program, written = app.extensions["collegial"], set()
    template_rendered.connect(lambda _app, template, **_given: written.add(template.name), app, weak=False)
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        with program.database.unit_of_work() as session:
            speak(session)
            promise_more(program.context(session, program_viewer("test")))
        with program.database.reading() as session:
            write_of_signing_in(app, session)
    work_forever(app, once=True)

    french = French(
        app.extensions["collegial.texts"],
        LANGUAGE,
        content="".join(one.read_text("utf-8") for one in CONTENT),
    )
    mails = [
        message_from_bytes(one.read_bytes(), policy=policy.default)
        for one in (program.settings.folder / "mail").glob("*")
    ]
    found = {
        mail["subject"]: french.in_(text)
        for mail in mails
        if mail["to"] != OWN_BOX
        for text in texts_of(mail)
    }
    program.database.close()
    assert {subject: said for subject, said in found.items() if said} == {}
    assert len({one for one in written if one and one.endswith(".txt")}) >= KINDS
    assert len(mails) > 80
