"""The pages and letters of a convened assembly that is called off, put off or moved."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import current_app
from pypdf import PdfReader
from sqlalchemy import func, select, update

from collegial.actors.models import Actor, Address
from collegial.assemblies.api import meetings
from collegial.assemblies.links import link_to
from collegial.assemblies.models import Assembly, AssemblyState, Change, ChangeLetter, Invitation
from collegial.assemblies.services.conducting import open_assembly
from collegial.calling_off.services import call_off, put_off
from collegial.convocations.models import Attempt
from collegial.testing.factories import convened
from collegial.web.once import new_mark

WHY = "La salle a brûlé."


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def let_go(session):
    """Commit, and keep what was read: nothing that a test looks at begins another transaction."""
    session.flush()
    session.expunge_all()
    session.commit()


def meeting_of(session, world):
    return session.get_one(Assembly, world.assembly.id)


@pytest.fixture
def world(context, session):
    """Give a convened assembly with two voters who read mail, the second in Breton."""
    world = convened(context, {"A": 3, "B": 3})
    first, other = (session.get(Actor, one.voter_id) for one in world.entries["A"][:2])
    first.email, other.email, other.locale = "un@example.org", "deux@example.org", "br"
    wanted = [one.id for one in world.entries["A"][:2]]
    session.execute(update(Invitation).where(Invitation.entry_id.in_(wanted)).values(channel="mail"))
    let_go(session)
    return world


@pytest.fixture
def called_off(context, session, world):
    """Give the change of an assembly that is called off; committed."""
    made = call_off(context, meeting_of(session, world), reason=WHY)
    let_go(session)
    return made


def sent(program, app):
    with app.test_request_context():
        program.drain()
        return list(getattr(current_app.extensions["mailman"], "outbox", []))


def count(program, table, *conditions):
    with program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions))


def page_of(client, address):
    return client.get(address).get_data(as_text=True)


def test_the_staff_calls_off_after_a_review_and_once(client, world, sign_in, program):
    sign_in("staff")
    address = f"/calling-off/assembly/{world.assembly.id}"
    review = page_of(client, address)
    assert "There is no way back" in review
    assert "Told by mail" in review
    form = {"reason": WHY, "once": new_mark()}
    answers = [client.post(address, data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert count(program, Change) == 1
    assert count(program, ChangeLetter) == 6


def test_without_a_reason_the_form_comes_back(client, world, sign_in, program):
    sign_in("staff")
    answer = client.post(
        f"/calling-off/assembly/{world.assembly.id}", data={"reason": " ", "once": new_mark()}
    )
    assert answer.status_code == 422
    assert count(program, Change) == 0


def test_what_is_open_says_why_it_is_not_called_off(client, context, world, session, sign_in):
    open_assembly(context, meeting_of(session, world), chair="A", scrutineers="B, C", secretary="D")
    let_go(session)
    sign_in("staff")
    address = f"/calling-off/assembly/{world.assembly.id}"
    assert "what is voted in it stands" in page_of(client, address)
    assert client.post(address, data={"reason": WHY, "once": new_mark()}).status_code == 409


@pytest.mark.parametrize("role", ["member", "chair"])
def test_others_than_those_who_convene_are_refused(client, world, sign_in, role):
    sign_in(role)
    assert client.get(f"/calling-off/assembly/{world.assembly.id}").status_code == 403


def test_putting_off_leads_to_the_checks_of_the_new_one(client, world, sign_in, program, clock):
    sign_in("staff")
    day = (clock.now() + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
    form = {"reason": WHY, "starts_at": day, "once": new_mark()}
    answer = client.post(f"/calling-off/assembly/{world.assembly.id}", data=form)
    with program.database.reading() as session:
        new = session.scalars(select(Assembly).where(Assembly.replaces_id == world.assembly.id)).one()
    assert answer.location == f"/assemblies/{new.id}/check"
    assert "takes the place of another" in page_of(client, f"/assemblies/{new.id}")
    assert "It is put off" in page_of(client, f"/assemblies/{world.assembly.id}")


def test_moving_keeps_the_day(client, world, sign_in, program):
    sign_in("staff")
    address = f"/calling-off/assembly/{world.assembly.id}/move"
    assert 'value="Rennes"' in page_of(client, address)
    later = (world.assembly.starts_at + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    form = {"reason": WHY, "starts_at": later, "place": "Autre salle", "once": new_mark()}
    assert client.post(address, data=form).status_code == 302
    shown = page_of(client, f"/assemblies/{world.assembly.id}")
    assert "The hour or the place was changed" in shown
    assert "Autre salle" in shown


def test_everyone_reads_the_reason_on_the_page(client, called_off, world, sign_in):
    sign_in("member", actor_id=world.entries["A"][0].voter_id)
    shown = page_of(client, f"/assemblies/{world.assembly.id}")
    assert "This assembly is called off" in shown
    assert WHY in shown
    assert "Give a proxy" not in shown
    assert "STATUS:CANCELLED" in page_of(client, f"/assemblies/{world.assembly.id}/calendar.ics")


def test_a_personal_link_says_so_even_after_it_ended(app, client, called_off, world, session, clock):
    invited = session.scalars(select(Invitation).limit(1)).one()
    with app.test_request_context():
        link = link_to(invited).removeprefix("http://localhost")
    session.commit()
    clock.move(days=30)
    answer = client.get(link)
    assert answer.status_code == 200
    assert WHY in answer.get_data(as_text=True)


def test_visitors_find_it_called_off_in_the_calendar(client, called_off):
    feed = page_of(client, "/calendar.ics")
    assert "STATUS:CANCELLED" in feed
    assert "SEQUENCE:1" in feed


def test_the_api_tells_it(session, called_off, context):
    (one,) = session.scalars(meetings.rows(session, context.by))
    told = meetings.write(one)
    assert (told.state, told.called_off.reason, told.replaces) == ("called_off", WHY, None)


def test_each_is_told_in_its_language_and_the_calendar_takes_it_out(app, program, called_off):
    mails = sent(program, app)
    assert [one.to for one in mails] == [["un@example.org"], ["deux@example.org"]]
    assert ["est annulée" in one.subject for one in mails] == [True, False]
    assert all(WHY in one.body for one in mails)
    with app.app_context():
        parts = [one for one in mails[0].message().walk() if str(one.get_filename()).endswith(".ics")]
    assert "STATUS:CANCELLED" in parts[0].get_payload(decode=True).decode()
    assert count(program, ChangeLetter, ChangeLetter.sent_at.is_not(None)) == 2
    assert count(program, Attempt) == 0  # no convocation left after it was called off


def test_the_letter_names_the_day_to_which_it_is_put_off(app, program, context, session, world):
    day = context.clock.now() + timedelta(days=40)
    put_off(context, meeting_of(session, world), reason=WHY, starts_at=day)
    let_go(session)
    assert "Elle est reportée" in sent(program, app)[0].body


def test_whom_no_mail_reaches_gets_a_letter(app, program, called_off, session, world):
    session.get(Actor, world.entries["A"][0].voter_id).email = None
    let_go(session)
    assert len(sent(program, app)) == 1
    assert count(program, ChangeLetter, ChangeLetter.channel == "post") == 5


def test_letters_are_printed_and_noted(client, called_off, sign_in, program):
    sign_in("staff")
    with program.database.unit_of_work() as session:
        for one in session.scalars(select(ChangeLetter).where(ChangeLetter.channel == "post")).all():
            session.add(
                Address(
                    actor_id=one.entry.actor_id, lines="3 rue de la Mer", postcode="35000", locality="Rennes",
                    country="FR", starts_on=date(2020, 1, 1),
                )
            )  # fmt: skip
    address = f"/calling-off/{called_off.id}"
    printed = PdfReader(BytesIO(client.get(f"{address}/letters.pdf").data))
    assert len(printed.pages) == 4
    for page in printed.pages:
        said = " ".join(page.extract_text().split())
        assert "3 rue de la Mer 35000 Rennes" in said
        assert WHY in said
        assert said.endswith("1 / 1")
    with program.database.reading() as session:
        numbers = session.scalars(select(ChangeLetter.id).where(ChangeLetter.channel == "post")).all()
    assert "letters about a change" in page_of(client, "/")
    client.post(f"{address}/posted", data={"letter": numbers})
    assert "No letter waits" in page_of(client, address)
    assert client.get(f"{address}/letters.pdf").status_code == 404


def test_an_open_question_of_the_state_is_held_by_the_page_too(client, called_off, world, sign_in, program):
    sign_in("staff")
    shown = page_of(client, f"/assemblies/{world.assembly.id}/desk")
    assert "Nobody is checked in any more" in shown
    assert count(program, Assembly, Assembly.state == AssemblyState.CALLED_OFF) == 1
