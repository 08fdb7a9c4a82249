"""Written questions: asked by a voter before the opening, answered once, read by all; and the calendar file."""

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from collegial.assemblies.models import WrittenQuestion
from collegial.assemblies.services.questions import (
    answer_question,
    ask_question,
    take_question_back,
)
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.testing.factories import convened

pytestmark = pytest.mark.both_databases


@pytest.fixture
def world(context):
    return convened(context, {"A": 2, "B": 2, "C": 2})


def refused(kind, code, act, *arguments):
    with pytest.raises(kind) as caught:
        act(*arguments)
    assert caught.value.code == code


def test_a_question_is_asked_in_ones_own_name_only(world, session):
    mine, other = world.entries["A"]
    refused(Forbidden, "questions.not_yours", ask_question, world.member(mine), other, "Pourquoi ?")
    refused(Invalid, "questions.empty", ask_question, world.member(mine), mine, "  ")
    assert session.scalar(select(func.count()).select_from(WrittenQuestion)) == 0

    asked = ask_question(world.member(mine), mine, " Pourquoi ? ")
    assert (asked.text, asked.answer) == ("Pourquoi ?", None)


def test_a_question_is_asked_once(world):
    mine, other = world.entries["A"]
    ask_question(world.member(mine), mine, "Pourquoi ?")
    refused(Invalid, "questions.asked", ask_question, world.member(mine), mine, " Pourquoi ? ")
    ask_question(world.member(other), other, "Pourquoi ?")


def test_a_question_is_taken_back_by_its_author_before_the_answer(world, session, as_role):
    mine, other = world.entries["A"]
    first, second = (ask_question(world.member(mine), mine, text) for text in ("Pourquoi ?", "Où ?"))
    refused(Forbidden, "questions.not_yours", take_question_back, world.member(other), first)
    answer_question(as_role("staff"), second, "À Rennes.")
    refused(Refused, "questions.answered", take_question_back, world.member(mine), second)
    take_question_back(world.member(mine), first)
    assert session.scalars(select(WrittenQuestion.text)).all() == ["Où ?"]


def test_a_question_stays_once_the_assembly_is_open(world):
    mine = world.entries["A"][0]
    asked = ask_question(world.member(mine), mine, "Pourquoi ?")
    world.open()
    refused(Refused, "questions.opened", take_question_back, world.member(mine), asked)


def test_a_long_question_is_refused_in_words_and_one_is_taken_back(world, session, client, sign_in):
    entry, number = world.entries["A"][0], world.assembly.id
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("member", actor_id=entry.voter_id)
    address = f"/assemblies/{number}/entries/{entry.id}/ask"
    assert "maxlength" not in client.get(address).text  # it would cut what is pasted
    assert "Use at most 5000 characters." in client.post(address, data={"text": "a" * 5001}).text
    client.post(address, data={"text": "Où ?"})
    asked = session.scalars(select(WrittenQuestion.id)).one()
    session.commit()
    back = f"/assemblies/questions/{asked}/back"
    assert back in client.get(f"/assemblies/{number}").text
    assert "Your question is taken back." in client.post(back, follow_redirects=True).text
    assert client.post(back).status_code == 404


def test_questions_end_with_the_opening(world):
    mine = world.entries["A"][0]
    world.open()
    refused(Refused, "questions.too_late", ask_question, world.member(mine), mine, "Pourquoi ?")


def test_a_question_is_answered_once_by_the_staff(world, as_role):
    mine = world.entries["A"][0]
    asked = ask_question(world.member(mine), mine, "Pourquoi ?")
    refused(Forbidden, "permission.missing", answer_question, world.member(mine), asked, "Parce que.")
    refused(Invalid, "questions.no_answer", answer_question, as_role("staff"), asked, " ")
    answer_question(as_role("staff"), asked, "Parce que.")
    refused(Refused, "questions.answered", answer_question, as_role("staff"), asked, "Autrement.")
    assert asked.answer == "Parce que."


def test_the_pages_ask_answer_and_show(world, session, client, sign_in):
    entry, number = world.entries["A"][0], world.assembly.id
    session.commit()
    sign_in("member", actor_id=entry.voter_id)
    address = f"/assemblies/{number}/entries/{entry.id}/ask"
    assert client.post(address, data={"text": ""}).status_code == 422
    assert client.post(address, data={"text": "Quel **lieu** ?"}).status_code == 302
    other = world.entries["B"][0]
    foreign = f"/assemblies/{number}/entries/{other.id}/ask"
    assert (client.get(foreign).status_code, client.post(foreign).status_code) == (403, 403)
    assert client.post("/assemblies/questions/1", data={"answer": "x"}).status_code == 403

    sign_in("staff")
    assert client.post("/assemblies/questions/1", data={"answer": "À Rennes."}).status_code == 302
    assert client.post("/assemblies/questions/9", data={"answer": "x"}).status_code == 404
    page = client.get(f"/assemblies/{number}").get_data(as_text=True)
    assert "<strong>lieu</strong>" in page
    assert "À Rennes." in page


def test_the_assembly_is_a_calendar_file(world, session, client, sign_in):
    number, starts_at = world.assembly.id, world.assembly.starts_at
    session.commit()
    sign_in("member")
    answer = client.get(f"/assemblies/{number}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["summary"] == "Assemblée d’essai"
    assert event["dtstart"].dt == starts_at
    assert str(event["url"]) == f"http://localhost/assemblies/{number}"


def test_the_closing_warns_of_a_question_without_an_answer_and_the_page_says_so_later(
    world, session, client, sign_in
):
    entry, number = world.entries["A"][0], world.assembly.id
    voter = entry.voter_id
    ask_question(world.member(entry), entry, "Pourquoi ?")
    world.open()
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff", "chair")
    assert "1 written question has no answer" in client.get(f"/assemblies/{number}/close").text
    assert client.post(f"/assemblies/{number}/close", data={"debate": "Rien."}).status_code == 302
    page = client.get(f"/assemblies/{number}").text
    assert "Not answered in the assembly" in page
    assert "Answer afterwards" in page
    sign_in("member", actor_id=voter)
    assert "Not answered in the assembly" in client.get(f"/assemblies/{number}").text


def test_the_form_of_an_answer_says_who_asks_and_in_which_assembly(world, session, client, sign_in):
    entry, title = world.entries["A"][0], world.assembly.title
    name = entry.name
    ask_question(world.member(entry), entry, "Pourquoi ?")
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    page = client.get("/assemblies/questions/1").text
    heading = page[page.index("<h1") :]
    assert name in heading
    assert title in heading
    assert "This assembly is over" not in page
