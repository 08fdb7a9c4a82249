"""What left by mail is drawn again byte for byte; where it cannot be, page and paper say that it is another letter."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import current_app
from pypdf import PdfReader
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError
from tests.core.publishing.test_looks import png

from collegial.actors.models import Actor
from collegial.assemblies.models import AssemblyKind
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.convocations.models import Attempt, Paper
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import found

OTHER = "Not as it left"


@pytest.fixture
def meeting(context, session, clock):
    """Convene four voters, two of whom have a mail address."""
    found(context, {"A": 2, "B": 2})
    people = session.scalars(select(Actor).order_by(Actor.id)).all()
    people[0].email, people[1].email = "un@example.org", "deux@example.org"
    one = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="Assemblée d’essai",
        starts_at=clock.now() + timedelta(days=21), place="Rennes",
    )  # fmt: skip
    item = add_item(context, one, title="Un point")
    add_resolution(context, one, title="Un choix", text="Le texte.", kind=DecisionKind.ORDINARY, item=item)
    convene(context, one)
    session.commit()
    return one


@pytest.fixture
def choose(client, sign_in):
    """Set a logo as an administrator does, or none; then be of the staff."""

    def set_logo(content):
        sign_in("administrator")
        chosen = {"logo": (BytesIO(content), "own.png")} if content else {"without_logo": "y"}
        answer = client.post(
            "/site/look", data={"accent": "", "act": "set", **chosen}, content_type="multipart/form-data"
        )
        assert answer.status_code == 302
        sign_in("staff")

    return set_logo


def mailed(program, app):
    """Send the mails, and return the letter of the first."""
    with app.test_request_context():
        program.drain()
        return bytes(current_app.extensions["mailman"].outbox[0].attachments[0][1])


def first(session):
    session.expire_all()
    return session.scalars(select(Attempt).order_by(Attempt.id)).first()


def written_as_before(session):
    """Take from the attempts what databases of before do not have: the letters were drawn from what is said now."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    if postgresql:
        session.execute(text("ALTER TABLE convocation_attempt DISABLE TRIGGER guard_convocation_attempt"))
    else:
        session.execute(text("DROP TRIGGER guard_convocation_attempt_update"))
    session.execute(update(Attempt).values(paper_id=None))
    session.commit()


def words(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.both_databases
@pytest.mark.parametrize("before", [None, png(300, 60)])
@pytest.mark.parametrize("is_old", [False, True])
def test_whatever_happens_to_the_logo_the_letter_stays(
    program, app, client, session, meeting, choose, before, is_old
):
    if before:
        choose(before)
    letter = mailed(program, app)
    if is_old:
        written_as_before(session)
    page = f"/convocations/{first(session).invitation_id}"
    session.commit()

    for logo in (png(64, 64), png(90, 64), None):
        choose(logo)
        assert client.get(f"{page}.pdf").data == letter
        assert OTHER not in client.get(f"{page}/again").text


def test_what_is_said_to_all_may_change_after_it_left(program, app, client, sign_in, session, meeting):
    letter = mailed(program, app)
    one = first(session)
    page = f"/convocations/{one.invitation_id}.pdf"
    attempt = one.id
    one.invitation.entry.assembly.place = "Redon"
    reader = session.get_one(Actor, one.invitation.entry.voter_id)
    reader.locale = "br"
    session.commit()
    sign_in("staff")

    assert client.get(page).data == letter
    assert client.get(f"{page}?attempt={attempt}").data == letter


@pytest.mark.parametrize("is_old", [False, True])
def test_another_letter_is_never_given_as_the_one_that_left(
    program, app, client, sign_in, session, meeting, is_old
):
    letter = mailed(program, app)
    one = first(session)
    page, digest = f"/convocations/{one.invitation_id}", one.digest
    if is_old:
        written_as_before(session)
        one.invitation.entry.assembly.place = "Redon"
    else:
        session.get_one(Actor, one.invitation.entry.voter_id).name = "Someone Else"
    session.commit()
    sign_in("staff")

    drawn = client.get(f"{page}.pdf").data
    assert drawn != letter
    assert "Ceci n’est pas la lettre qui est partie" in words(drawn)
    shown = client.get(f"{page}/again").text
    assert OTHER in shown
    assert digest[:12] in shown


def test_only_an_attempt_of_this_convocation_is_drawn(program, app, client, sign_in, session, meeting):
    mailed(program, app)
    one, other = session.scalars(select(Attempt).order_by(Attempt.id)).all()
    page, others = f"/convocations/{one.invitation_id}.pdf", other.id
    session.commit()
    sign_in("staff")

    for attempt in (others, 999999):
        assert client.get(f"{page}?attempt={attempt}").status_code == 404


@pytest.mark.both_databases
def test_what_was_said_is_kept_once_for_all_and_for_good(program, app, session, meeting):
    mailed(program, app)

    assert session.scalar(select(func.count()).select_from(Paper)) == 1
    for statement in ("UPDATE convocation_paper SET said = ''", "DELETE FROM convocation_paper"):
        with pytest.raises(DatabaseError, match="written once"):
            session.execute(text(statement))
        session.rollback()
