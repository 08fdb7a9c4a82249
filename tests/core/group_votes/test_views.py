"""A vote of a group on its pages, and the letters that call to it."""

from collegial.actors.models import Actor
from collegial.group_votes.rules import Answer
from collegial.kernel.text import t
from collegial.web.once import new_mark


def test_a_member_answers_on_the_page_and_the_staff_closes(client, sign_in, session, ask, committee):
    vote = ask(set_aside={committee["cloe"]: "Trésorière du four"})
    session.commit()
    page = f"/group-votes/{vote.id}"

    sign_in(actor_id=committee["cloe"])
    shown = client.get(page).text
    assert "Trésorière du four" in shown
    assert "Record my answer" not in shown
    sign_in(actor_id=committee["anna"])
    assert "Your answer is awaited" in client.get("/").text
    assert client.post(page, data={"actor_id": committee["anna"]}).status_code == 422
    facts = {"actor_id": committee["anna"], "said": "against"}
    assert client.post(page, data=facts).status_code == 302
    assert client.post(f"{page}/close").status_code == 403

    sign_in("staff")
    assert "1 answer is needed" not in client.get(f"{page}/close").text
    pressed_twice = {"once": new_mark()}
    assert [client.post(f"{page}/close", data=pressed_twice).status_code for _ in range(2)] == [302, 302]
    assert "Rejected" in client.get("/group-votes/").text
    late = client.post(f"{page}/close")
    assert (late.status_code, "This vote is closed" in late.text) == (409, True)
    for act in ("close", "break-off"):
        over = client.get(f"{page}/{act}").text
        assert "This is done already" in over
        assert f'action="{page}/{act}"' not in over


def test_a_vote_that_all_have_answered_waits_to_be_closed(client, sign_in, session, ask, committee):
    vote = ask(set_aside={committee["cloe"]: "Trésorière du four"})
    close = f'href="/group-votes/{vote.id}/close"'
    anna, bran = (one for one in vote.rights if one.set_aside is None)
    anna.answer, anna.answered_at = Answer.FOR, vote.opened_at
    session.commit()
    sign_in("staff")
    assert close not in client.get("/").text

    bran.answer, bran.answered_at = Answer.ABSTAIN, vote.opened_at
    session.commit()
    assert close in client.get("/").text
    sign_in()
    assert close not in client.get("/").text
    sign_in("staff")
    client.post(f"/group-votes/{vote.id}/close", data={"once": new_mark()})
    assert close not in client.get("/").text


def test_a_vote_that_too_few_answered_says_so_before_it_is_pressed(client, sign_in, session, ask):
    vote = ask()
    session.commit()
    sign_in("staff")

    assert "This is not possible now" in (early := client.get(f"/group-votes/{vote.id}/close").text)
    assert "Wait for more, or break the vote off." in early
    assert (
        f'action="/group-votes/{vote.id}/break-off"' in client.get(f"/group-votes/{vote.id}/break-off").text
    )


def test_a_vote_is_not_read_by_who_is_not_of_the_group(client, sign_in, session, ask):
    vote = ask()
    session.commit()
    sign_in()
    assert client.get(f"/group-votes/{vote.id}").status_code == 404
    assert "Aider le four" not in client.get("/group-votes/").text


def test_those_who_may_answer_are_called_each_in_a_work_of_its_own(app, program, session, ask, committee):
    for name in ("anna", "bran"):
        session.get(Actor, committee[name]).email = f"{name}@example.org"
    vote = ask(set_aside={committee["bran"]: "Lié"})
    session.commit()
    with app.test_request_context():
        program.drain()
    (letter,) = app.extensions["mailman"].outbox
    assert (letter.to, f"/group-votes/{vote.id}" in letter.body) == (["anna@example.org"], True)


def test_a_question_of_a_module_is_read_in_each_reader_s_language(client, sign_in, session, ask, committee):
    ask(
        title=t("Record the decision"),
        question=t("The decision is recorded."),
        advice="Avis : **favorable**.",
    )
    session.commit()
    sign_in("member", actor_id=committee["anna"])
    page = client.get("/group-votes/1").get_data(as_text=True)
    assert "<p>The decision is recorded.</p>" in page
    assert "<strong>favorable</strong>" in page, "what was typed stays"
    client.set_cookie("locale", "fr")
    for address in ("/group-votes/1", "/group-votes/", "/"):
        page = client.get(address).get_data(as_text=True)
        assert "Record the decision" not in page, address
        assert "Enregistrer la décision" in page, address
