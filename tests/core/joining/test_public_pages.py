"""The public pages: the form in steps, the proof of the address, the page of the applicant."""

import html
import re

import pytest
from sqlalchemy import select

from collegial.joining.links import confirm_link, follow_token
from collegial.joining.models import Application, Consent, Verdict
from collegial.joining.rules import ApplicationState
from collegial.joining.services import publish_text

PERSON = {"kind": "person", "ties": "beneficiary"}
DETAILS = {
    "given_name": "Soizic", "family_name": "Lemarchand", "email": "soizic@example.org",
    "street": "1 rue du Four", "postcode": "35000", "locality": "Rennes", "country": "FR",
}  # fmt: skip
PLACE = {"category": "beneficiaries", "shares": "10"}
VALUES = {"collective_value": "Faire ensemble", "own_value": "Un appui", "own_value_kinds": "support"}
AGREED = {"consent_statutes": "y", "consent_data": "y"}
ORGANISATION = {
    "organisation": "La Passerelle", "registration": "732 829 320 00074",
    "representative_given_name": "Erwan", "representative_family_name": "Quéméner",
    "representative_email": "erwan@example.org",
}  # fmt: skip


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def founded(session, statutes):
    session.commit()


def hidden(page):
    """Return what a page of the form carries, as a browser would send it back."""
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = [
        (re.search(r'name="([^"]*)"', one)[1], (re.search(r'value="([^"]*)"', one) or ["", ""])[1])
        for one in found
    ]
    return [
        (name, value.replace("&#39;", "'")) for name, value in pairs if name not in {"next", "csrf_token"}
    ]


def send(client, page, go="forward", **answers):
    """Answer a page of the form as a browser does, with what it carries."""
    data = {}
    for name, value in [*hidden(page), *answers.items(), ("go", go)]:
        data.setdefault(name, []).append(value)
    answer = client.post("/join/apply", data=data)
    return client.get(answer.location) if answer.status_code == 303 else answer


def walk(client, *answers):
    """Answer the pages of the form one after the other; return the last answer."""
    answer = client.get("/join/apply")
    for one in answers:
        answer = send(client, answer.text, **one)
    return answer


def test_the_page_says_what_a_share_costs_and_who_can_join(client, founded):
    page = client.get("/join").text

    assert "€20.00" in page
    assert "at least 25% of the amount: €5.00 for one share" in page
    assert "within 5\u00a0years" in page
    assert "Bénéficiaires" in page


@pytest.mark.parametrize("who", ["person", "organisation"])
def test_the_last_page_shows_all_that_was_filled_in(client, founded, who):
    details = {**DETAILS, "phone": "02 99 00 00 01", "country": "BE", "postcode": "1000"}
    if who == "organisation":
        details = {**details, **ORGANISATION, "representative_role": "Trésorier"}
    page = walk(client, {**PERSON, "kind": who}, details, PLACE, VALUES).text

    shown = html.unescape(page.split('<dl class="facts">')[1].split("</dl>")[0])
    asked = set(re.findall(r'type="hidden" name="(\w+)"', page)) - {"step", "shown", "once", "csrf_token"}
    words = {
        "kind": "Person" if who == "person" else "Organisation", "country": "Belgium",
        "ties": "Using what the cooperative does",
        "category": "Bénéficiaires", "own_value_kinds": "Support with a problem of ours",
    }  # fmt: skip
    given = {**details, **PLACE, **VALUES, **words}
    assert asked >= {"ties", "phone", "country", "own_value", "own_value_kinds", "collective_value"}
    assert [one for one in sorted(asked & given.keys()) if given[one] not in shown] == []


def test_without_statutes_the_page_says_why_nobody_can_join(client):
    page = client.get("/join").text

    assert "no statutes are in force" in page
    assert client.get("/join/apply").status_code == 409


def test_an_association_speaks_of_no_share(client, session, association, only):
    session.commit()

    assert "share" not in client.get("/join").text.split("<main")[1].split("</main")[0]
    place = walk(client, PERSON, DETAILS)
    assert "Number of shares" not in place.text
    done = walk(client, PERSON, DETAILS, {"category": "beneficiaries"}, VALUES, AGREED)
    assert done.status_code == 302
    assert only().shares is None


def test_a_person_applies_step_after_step(client, session, founded, only):
    answer = walk(client, PERSON, DETAILS, PLACE, VALUES, AGREED)

    one = only()
    assert answer.status_code == 302
    assert "/join/follow/" in answer.location
    assert (one.name, one.shares, one.category_key, one.ties) == (
        "Soizic Lemarchand", 10, "beneficiaries", ["beneficiary"],
    )  # fmt: skip
    assert (one.advised_category, one.own_value_kinds, one.locale) == ("beneficiaries", ["support"], "en")
    page = client.get(answer.location).text
    assert "Look in your mailbox to go on" in page
    assert "soizic<wbr>@example.<wbr>org" in page


def test_an_organisation_names_who_votes_for_it(client, session, founded, only):
    details = {name: value for name, value in DETAILS.items() if "name" not in name} | ORGANISATION
    answer = walk(client, PERSON | {"kind": "organisation"}, details, PLACE, VALUES, AGREED)

    one = only()
    assert answer.status_code == 302
    assert (one.name, one.siren, one.siret) == ("La Passerelle", "732829320", "73282932000074")
    assert one.representative_email == "erwan@example.org"
    assert one.given_name is None


def test_each_kind_of_applicant_is_asked_only_what_concerns_it(client, founded):
    person = walk(client, PERSON).text
    organisation = walk(client, PERSON | {"kind": "organisation"}).text

    assert 'name="given_name"' in person
    assert 'name="registration"' not in person
    assert 'name="given_name"' not in organisation
    assert 'name="representative_email"' in organisation


@pytest.mark.parametrize(
    ("ties", "reason", "chosen"),
    [
        ("employee", "Whoever works for the cooperative", "employees"),
        ("beneficiary", "Whoever uses what the cooperative does", "beneficiaries"),
        ("partner", "You bring money, skills or other means", "partners"),
    ],
)
def test_the_category_is_proposed_with_its_reason(client, founded, ties, reason, chosen):
    page = walk(client, {"kind": "person", "ties": ties}, DETAILS).text

    assert reason in page
    assert re.search(rf'<input[^>]*checked[^>]*value="{chosen}"', page)


def test_the_category_that_was_chosen_beats_the_proposal(client, session, founded, only):
    walk(client, PERSON, DETAILS, PLACE | {"category": "partners"}, VALUES, AGREED)

    assert only().category_key == "partners"
    assert only().advised_category == "beneficiaries"


def test_a_tie_without_a_category_is_not_asked_about(client, founded):
    page = client.get("/join/apply").text

    assert "Working for the cooperative" in page
    assert "give time to it" not in page


def test_the_last_page_shows_the_amounts_before_sending(client, founded):
    page = walk(client, PERSON, DETAILS, PLACE, VALUES).text

    assert "€200.00" in page
    assert "at least €50.00" in page
    assert "€150.00" in page


def test_the_last_page_leads_to_each_answer_at_once(client, founded):
    page = walk(client, PERSON, DETAILS, PLACE, VALUES)

    there = send(client, page.text, go="details")

    assert "How to reach you" in there.text
    assert DETAILS["email"] in there.text
    assert "Change an answer" not in there.text


def test_going_back_keeps_what_was_written(client, founded):
    page = walk(client, PERSON, DETAILS, PLACE)
    back = send(client, page.text, go="back", collective_value="Déjà écrit", own_value="")
    again = send(client, back.text, **PLACE)

    assert 'value="10"' in back.text
    assert "Déjà écrit" in again.text
    assert back.status_code == again.status_code == 200


def test_every_step_has_an_address_that_shows_what_was_written(client, founded):
    walk(client, PERSON, DETAILS, PLACE, VALUES)

    assert 'value="soizic@example.org"' in client.get("/join/apply?step=details").text
    assert "Faire ensemble" in client.get("/join/apply?step=values").text
    assert "€200.00" in client.get("/join/apply?step=agree").text
    assert 'name="kind"' in client.get("/join/apply?step=nowhere").text
    client.delete_cookie("draft", path="/join/apply")
    assert 'name="kind"' in client.get("/join/apply?step=agree").text


def test_what_was_written_is_forgotten_once_it_is_sent(client, founded):
    walk(client, PERSON, DETAILS, PLACE, VALUES, AGREED)

    assert "soizic" not in client.get("/join/apply?step=details").text


@pytest.mark.parametrize(
    ("steps", "answers", "message"),
    [
        ([], {"kind": ""}, "This answer is needed"),
        ([PERSON], DETAILS | {"family_name": ""}, "This answer is needed"),
        ([PERSON], DETAILS | {"email": "nobody"}, "This is not an e-mail address"),
        ([PERSON], DETAILS | {"country": "XXX"}, "Choose one from the list."),
        ([PERSON], DETAILS | {"postcode": "3500"}, "A postcode of France has five digits"),
        ([PERSON, DETAILS], PLACE | {"shares": "5000000"}, "at most a million"),
        ([PERSON, DETAILS], PLACE | {"shares": "two"}, "This is not a whole number."),
        ([PERSON, DETAILS], PLACE | {"category": "friends"}, "Choose one from the list."),
        ([PERSON, DETAILS, PLACE], VALUES | {"own_value": " "}, "This answer is needed"),
        ([PERSON, DETAILS, PLACE, VALUES], {"consent_statutes": "y"}, "Without your agreement here"),
    ],
)
def test_a_wrong_answer_stands_at_its_field_and_nothing_is_kept(
    client, session, founded, steps, answers, message, count
):
    answer = walk(client, *steps, answers)

    assert answer.status_code == 422
    assert message in answer.text
    assert count(Application) == 0


def test_a_siren_with_a_wrong_key_is_explained_on_its_page(client, founded):
    details = {name: value for name, value in DETAILS.items() if "name" not in name} | ORGANISATION
    answer = walk(client, PERSON | {"kind": "organisation"}, details | {"registration": "732829321"})

    assert answer.status_code == 422
    assert "“732829321” is not a SIREN (9 digits)" in answer.text
    assert 'value="La Passerelle"' in answer.text


def test_whoever_skips_steps_is_led_to_the_first_that_misses(client, session, founded, count):
    page = client.get("/join/apply").text
    answer = send(client, page.replace('value="who"', 'value="agree"'), **PERSON, **AGREED)

    assert answer.status_code == 422
    assert 'name="given_name"' in answer.text
    assert count(Application) == 0


def test_the_form_sent_twice_leads_to_the_same_page(client, session, founded, count):
    last = walk(client, PERSON, DETAILS, PLACE, VALUES)
    first, second = send(client, last.text, **AGREED), send(client, last.text, **AGREED)

    assert first.location == second.location
    assert count(Application) == 1


def test_words_that_changed_meanwhile_are_read_again(client, context, session, founded, count):
    last = walk(client, PERSON, DETAILS, PLACE, VALUES)
    publish_text(context, key="data", locale="en", text="Other words on data.")
    session.commit()

    answer = send(client, last.text, **AGREED)
    assert answer.status_code == 409
    assert "have changed since you read them" in answer.text
    assert "Other words on data." in answer.text
    assert count(Application) == 0

    assert send(client, answer.text, **AGREED).status_code == 302
    assert {one.text.key: one.text.version for one in session.scalars(select(Consent))} == {
        "data": 1, "statutes": 1,
    }  # fmt: skip


def test_the_form_is_protected_against_forgery(app, client, founded):
    app.config["WTF_CSRF_ENABLED"] = True

    assert client.post("/join/apply", data=PERSON).status_code == 400


@pytest.fixture
def applied(session, statutes, send):
    one = send
    application = one(agreed=["statutes", "data", "news"])
    session.commit()
    return application


@pytest.fixture
def links(app):
    """Give a function that returns the paths of an application's links."""

    def of(application):
        with app.test_request_context():
            return f"/join/follow/{follow_token(application)}", confirm_link(application).removeprefix(
                "http://localhost"
            )

    return of


def test_opening_the_link_confirms_nothing_before_the_button(client, session, applied, links, only):
    follow, confirm = links(applied)
    assert "Confirm my address" in client.get(confirm).text
    assert only().confirmed_at is None

    answer = client.post(confirm)

    assert answer.location == follow
    assert only().confirmed_at is not None
    assert "The board examines your application" in client.get(follow).text


@pytest.mark.parametrize("path", ["/join/follow/{}", "/join/confirm/{}", "/join/follow/{}/call.pdf"])
@pytest.mark.parametrize("token", ["x", "MQ.forged", "MQ.AAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_forged_link_leads_nowhere(client, applied, path, token):
    assert client.get(path.format(token)).status_code == 404


def test_the_link_that_follows_does_not_confirm(client, session, applied, links, only):
    token = links(applied)[0].rpartition("/")[2]

    assert client.post(f"/join/confirm/{token}").status_code == 404
    assert only().confirmed_at is None


def test_the_mail_is_sent_again_three_times_at_most(client, applied, links):
    follow = links(applied)[0]
    answers = [client.post(f"{follow}/send-again").status_code for _ in range(3)]

    assert answers == [302, 302, 409]
    assert "sent 3 times" in client.post(f"{follow}/send-again").text


def test_the_applicant_withdraws(client, session, applied, links, only):
    follow = links(applied)[0]
    assert client.get(f"{follow}/withdraw").status_code == 405

    client.post(f"{follow}/withdraw")

    assert only().state is ApplicationState.WITHDRAWN
    assert "Your application is withdrawn" in client.get(follow).text
    assert client.post(f"{follow}/withdraw").status_code == 409


def test_a_consent_is_taken_back_on_the_page(client, session, applied, links):
    follow = links(applied)[0]
    by_key = {one.text.key: one for one in applied.consents}
    news, needed = by_key["news"], by_key["statutes"]
    session.commit()

    assert client.post(f"{follow}/consents/{needed.id}").status_code == 409
    assert client.post(f"{follow}/consents/{news.id}").status_code == 302
    assert client.post(f"{follow}/consents/99").status_code == 404
    assert "Taken back on" in client.get(follow).text
    session.expire_all()
    assert news.withdrawn_at is not None
    assert needed.withdrawn_at is None


def test_a_consent_of_another_application_is_not_found(client, session, context, new, applied, links):
    from collegial.joining.services import apply

    other = apply(
        context, new(), words={"statutes": "a", "data": "b"}, agreed=["statutes", "data"], confirmation_days=3
    )
    path = f"{links(applied)[0]}/consents/{other.consents[0].id}"
    session.commit()

    assert client.post(path).status_code == 404


def test_the_applicant_sees_the_call_and_no_other(client, session, accepted, statutes, links, confirmed):
    called, other = accepted(shares=10), confirmed()
    session.commit()
    page, pdf = client.get(links(called)[0]).text, client.get(f"{links(called)[0]}/call.pdf")

    assert "€50.00" in page
    assert called.reference in page
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    assert client.get(f"{links(other)[0]}/call.pdf").status_code == 404


def test_the_place_on_the_waiting_list_is_shown(client, session, statutes, confirmed, settle, links):
    one, two = confirmed(), confirmed()
    settle(Verdict.WAIT, one, two)
    session.commit()

    assert "You are number 2 on the waiting list" in client.get(links(two)[0]).text


@pytest.mark.parametrize(
    "state", ["received", "waiting", "accepted", "admitted", "refused", "withdrawn", "lapsed"]
)
def test_the_page_of_the_applicant_speaks_in_every_state(
    client, context, clock, session, statutes, confirmed, accepted, settle, pay, links, state
):
    from collegial.joining.services import lapse_unpaid, withdraw

    application = accepted() if state in {"accepted", "admitted", "lapsed"} else confirmed()
    if state == "admitted":
        pay(application, 50)
    if state in {"waiting", "refused"}:
        settle({"waiting": Verdict.WAIT, "refused": Verdict.REFUSE}[state], application)
    if state == "withdrawn":
        withdraw(context, application)
    if state == "lapsed":
        clock.move(days=31)
        lapse_unpaid(context, application)
    session.commit()

    page = client.get(links(application)[0])
    words = {
        "received": "The board examines", "waiting": "on the waiting list", "accepted": "has accepted",
        "admitted": "you are member number 1", "refused": "has refused", "withdrawn": "is withdrawn",
        "lapsed": "has lapsed",
    }  # fmt: skip
    assert application.state.value == state
    assert page.status_code == 200
    assert words[state] in page.text


def test_the_home_page_invites_visitors_and_nobody_else(client, sign_in, founded):
    assert "How to become a member" in client.get("/").text
    sign_in("member")

    assert "How to become a member" not in client.get("/").text
