"""The staff's and the board's pages: who may see them, what they record, and what they refuse."""

from datetime import timedelta

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.joining.events import ApplicationConfirmed
from collegial.joining.models import Application, DecisionBatch, Receipt, Verdict
from collegial.joining.noticing import NOTICES
from collegial.joining.rules import ApplicationState
from collegial.joining.services import withdraw
from collegial.membership.models import Member

TODAY = "2026-11-23"
MARK = "mark-of-a-page-of-ours"


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def payment(euros, **changes):
    return {"once": MARK, "amount": euros, "method": "transfer", "received_on": TODAY} | changes


def decision(application, verdict="accept", **changes):
    """Return what a page sends on one application; `on` names what the page showed."""
    return {
        "on": [application.id],
        "once": MARK, "body": "Conseil", "decided_on": TODAY, "reasons": "Séance",
        f"verdict_{application.id}": verdict, f"category_{application.id}": application.category_key,
    } | changes  # fmt: skip


PAGES = ["/joining/", "/joining/{one}", "/joining/decisions", "/joining/{one}/call.pdf"]
WORK = [
    "/joining/{one}/payments/new",
    "/joining/consents",
    "/joining/consents/news/en",
    "/joining/{one}/give-back",
]


@pytest.mark.parametrize("page", [*PAGES, *WORK])
def test_staff_open_every_page(client, session, sign_in, statutes, accepted, page):
    one = accepted()
    session.commit()
    sign_in("staff")

    assert client.get(page.format(one=one.id)).status_code == 200


def test_an_unknown_application_list_or_sitting_is_not_found(client, sign_in, session, statutes):
    session.commit()
    sign_in("staff")
    paths = [
        "/joining/99", "/joining/?list=other", "/joining/decisions/99", "/joining/consents/other/en",
        "/joining/consents/news/de",
    ]  # fmt: skip

    assert [client.get(path).status_code for path in paths] == [404] * 5


def test_the_board_sees_how_many_are_new_and_how_many_waited(
    client, session, sign_in, statutes, confirmed, settle
):
    new, waited = confirmed(), confirmed()
    settle(Verdict.WAIT, waited)
    session.commit()
    sign_in("chair")

    page = client.get("/joining/decide").text

    assert "1 application is new. 1 is on the waiting list" in page
    assert f'<h2><a href="/joining/{new.id}">' in page
    assert f'id="application-{new.id}"' in page
    assert f'href="/joining/decide#application-{new.id}"' in client.get(f"/joining/{new.id}").text


def test_the_board_decides_in_one_form(client, session, sign_in, statutes, confirmed, fresh, count):
    one, two, left = confirmed(), confirmed(), confirmed()
    session.commit()
    sign_in("chair")
    form = decision(one) | decision(
        two, "refuse", **{f"reason_{two.id}": "Hors objet", f"tells_{two.id}": "y"}
    )
    form["on"] = [one.id, two.id, left.id]
    form |= {f"verdict_{left.id}": "later", f"category_{left.id}": "beneficiaries"}

    answer = client.post("/joining/decide", data=form)

    assert (fresh(one).state, fresh(two).state, fresh(left).state) == (
        ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.RECEIVED,
    )  # fmt: skip
    page = client.get(answer.location).text
    assert "Hors objet" in page
    assert "Recorded by" in page
    assert client.post("/joining/decide", data=form).location == answer.location
    assert count(DecisionBatch) == 1


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"body": ""}, 422, "This answer is needed"),
        ({"decided_on": "2026-11-24"}, 422, "still to come"),
        ({"decided_on": "yesterday"}, 422, "This is not a date"),
        ({"verdict_{one}": "perhaps"}, 422, "Choose one from the list."),
        ({"verdict_{one}": "later"}, 422, "at least one application"),
        ({"category_{one}": "partners"}, 422, "name no college for this category"),
        ({"verdict_{one}": "refuse", "tells_{one}": "y"}, 422, "Write the reason"),
    ],
)
def test_a_sitting_that_cannot_be_right_is_shown_again(
    client, session, sign_in, statutes, confirmed, changes, status, message, count
):
    one = confirmed()
    session.commit()
    sign_in("staff")
    form = decision(one, reasons="Un texte à garder") | {
        name.format(one=one.id): value for name, value in changes.items()
    }

    answer = client.post("/joining/decide", data=form)

    assert answer.status_code == status
    assert message in answer.text
    assert "Un texte à garder" in answer.text
    assert count(DecisionBatch) == 0


def test_a_category_that_does_not_fit_is_marked_until_it_is_decided(
    client, session, sign_in, statutes, confirmed, settle
):
    one = confirmed(organisation="Les Ateliers", category_key="employees")
    fitting = confirmed(ties=("beneficiary",))
    session.commit()
    sign_in("chair")
    pages = ["/joining/", "/joining/decide", f"/joining/{one.id}"]

    for page in pages:
        answer = client.get(page).text
        assert answer.count("Category to check") == 1
        assert (
            answer.count("An organisation asks for a category that is meant for people who work here.") == 1
        )
    assert "Category to check" not in client.get(f"/joining/{fitting.id}").text

    settle(Verdict.ACCEPT, one)
    session.commit()
    assert "Category to check" not in client.get(pages[-1]).text


def test_a_possible_double_is_named_and_an_acceptance_leads_to_its_payment(
    client, session, sign_in, statutes, confirmed
):
    one, other = confirmed(family_name="Le Goff"), confirmed(family_name="Le Goff")
    session.commit()
    sign_in("staff")

    page = client.get("/joining/decide").text
    doubles = [f'href="/joining/{twin.id}">{twin.name}, {twin.reference}<' for twin in (one, other)]
    assert [page.count(double) for double in doubles] == [1, 1]

    batch = client.post("/joining/decide", data=decision(one), follow_redirects=True).text
    assert f'href="/joining/{one.id}/payments/new">Record a payment<' in batch


def test_two_who_decide_at_once_do_not_contradict_each_other(
    client, session, sign_in, statutes, confirmed, fresh
):
    one, other = confirmed(), confirmed()
    session.commit()
    sign_in("staff")
    shown = {"on": [one.id, "9" * 12, "x"]}  # no row can have the others' numbers
    assert client.post("/joining/decide", data=decision(one) | shown).status_code == 302
    late = (
        decision(one, "refuse")
        | decision(other)
        | {"once": "mark-of-the-other-page", "on": [one.id, other.id]}
    )

    answer = client.post("/joining/decide", data=late)

    assert answer.status_code == 409
    assert "decided or withdrawn meanwhile" in answer.text
    assert (fresh(one).state, fresh(other).state) == (ApplicationState.ACCEPTED, ApplicationState.RECEIVED)


def test_what_arrives_while_the_form_is_filled_in_does_not_hinder_it(
    client, session, sign_in, statutes, confirmed, fresh
):
    one = confirmed()
    session.commit()
    sign_in("staff")
    newcomer = confirmed()
    session.commit()

    assert client.post("/joining/decide", data=decision(one)).status_code == 302
    assert fresh(newcomer).state is ApplicationState.RECEIVED


def test_a_payment_in_part_waits_and_the_rest_admits(client, session, sign_in, statutes, accepted, count):
    one = accepted(shares=10, organisation="La Passerelle")
    session.commit()
    sign_in("staff")

    client.post(f"/joining/{one.id}/payments/new", data=payment("20"))
    page = client.get(f"/joining/{one.id}").text
    assert "€20.00" in page
    assert count(Member) == 0

    client.post(f"/joining/{one.id}/payments/new", data=payment("30,00 €", once="another-page-of-ours"))
    page = client.get(f"/joining/{one.id}").text
    assert "Member number 1" in page
    assert count(Member) == 1


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"amount": "ten"}, 422, "is not an amount of money"),
        ({"amount": "-5"}, 422, "an amount cannot be below zero"),
        ({"amount": "0"}, 422, "above zero"),
        ({"amount": "200.01"}, 422, "at most €200.00 can still be recorded"),
        ({"method": "barter"}, 422, "Choose one from the list."),
        ({"received_on": "2026-11-24"}, 422, "still to come"),
        ({"once": "short"}, 422, ""),
    ],
)
def test_a_payment_that_cannot_be_right_is_shown_again(
    client, session, sign_in, statutes, accepted, changes, status, message, count
):
    one = accepted(shares=10)
    session.commit()
    sign_in("staff")

    answer = client.post(f"/joining/{one.id}/payments/new", data=payment("50") | changes)

    assert answer.status_code == status
    assert message in answer.text
    assert count(Receipt) == 0


def test_a_refused_admission_shows_no_payment(client, context, session, sign_in, statutes, accepted, count):
    from collegial.joining.services import link_actor
    from collegial.membership.services import admit_member

    known = add_actor(context, kind=ActorKind.PERSON, name="Soizic Lemarchand")
    one = accepted(shares=10)
    link_actor(context, one, known)
    admit_member(context, known, category_key="employees", admitted_on=context.clock.now().date())
    session.commit()
    sign_in("staff")

    answer = client.post(f"/joining/{one.id}/payments/new", data=payment("50"))

    assert answer.status_code == 409
    assert "is already a member" in answer.text
    assert "€0.00" in answer.text
    assert count(Receipt) == 0


def test_the_same_payment_sent_twice_counts_once(client, session, sign_in, statutes, accepted, count):
    one = accepted(shares=10)
    session.commit()
    sign_in("staff")
    answers = [client.post(f"/joining/{one.id}/payments/new", data=payment("20")) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert count(Receipt) == 1


def test_a_wrong_payment_is_corrected_from_the_page(client, session, sign_in, statutes, accepted, pay, count):
    one = accepted(shares=10)
    line = pay(one, 30)
    session.commit()
    sign_in("staff")
    path = f"/joining/{one.id}/payments/{line.id}/correct"
    assert path in client.get(f"/joining/{one.id}").text

    assert client.post(path, data={"once": MARK}).status_code == 302

    assert path not in client.get(f"/joining/{one.id}").text
    assert count(Receipt) == 2
    assert client.post(f"/joining/{one.id}/payments/99/correct", data={"once": MARK}).status_code == 404


def test_money_of_who_withdrew_is_given_back(client, context, session, sign_in, statutes, accepted, pay):
    one = accepted(shares=10)
    pay(one, 30)
    withdraw(context, one)
    session.commit()
    sign_in("staff")
    assert "1 payment of an application is to be given back" in client.get("/").text
    assert "€30.00 is to be given back" in client.get(f"/joining/{one.id}").text

    client.post(f"/joining/{one.id}/give-back", data={"once": MARK, "method": "transfer"})

    assert "to be given back" not in client.get(f"/joining/{one.id}").text


def test_duplicates_are_pointed_out_and_linked(client, context, session, sign_in, statutes, send, fresh):
    known = add_actor(context, kind=ActorKind.ORGANISATION, name="La Passerelle")
    person = add_actor(context, kind=ActorKind.PERSON, name="La Passerelle")
    one = send(organisation="La passerelle")
    session.commit()
    sign_in("staff")
    page = client.get(f"/joining/{one.id}").text
    assert "The directory may know this applicant" in page
    assert f'value="{person.id}"' not in page

    client.post(f"/joining/{one.id}/actor", data={"actor": known.id})

    assert fresh(one).actor_id == known.id
    assert "Linked with the directory" in client.get(f"/joining/{one.id}").text
    assert client.post(f"/joining/{one.id}/actor", data={"actor": person.id}).status_code == 422
    assert client.post(f"/joining/{one.id}/actor", data={"actor": "9" * 12}).status_code == 302
    assert fresh(one).actor_id is None


def test_staff_withdraw_for_an_applicant_and_only_once(client, session, sign_in, statutes, send):
    one = send()
    session.commit()
    sign_in("staff")

    assert client.post(f"/joining/{one.id}/withdraw").status_code == 302
    again = client.post(f"/joining/{one.id}/withdraw")
    assert again.status_code == 409
    assert "has moved on meanwhile" in again.text


def test_the_card_counts_what_waits(client, session, sign_in, statutes, confirmed, accepted):
    confirmed(), confirmed()
    alone = accepted()
    session.commit()
    sign_in("staff")
    page = client.get("/").text

    assert "2 applications wait for a decision" in page
    assert "1 newcomer has still to pay" in page
    assert f'href="/joining/{alone.id}/payments/new"' in page
    accepted()
    session.commit()
    several = client.get("/").text
    assert "2 newcomers have still to pay" in several
    assert 'href="/joining/?list=to-be-paid"' in several
    sign_in("chair")
    assert "have still to pay" not in client.get("/").text, "whoever reads it could not do it"


def test_an_empty_list_says_where_applications_come_from(client, session, sign_in, statutes):
    session.commit()
    sign_in("staff")

    assert "Applications arrive by the public form" in client.get("/joining/").text
    assert "Applications stand here once" in client.get("/joining/decide").text
    assert "When a sitting of the board is recorded" in client.get("/joining/decisions").text


def test_a_late_call_is_marked(client, clock, session, sign_in, statutes, accepted):
    accepted()
    session.commit()
    clock.move(days=31)
    sign_in("staff")

    assert "Late" in client.get("/joining/?list=to-be-paid").text


def test_new_words_of_consent_are_published_by_language(client, session, sign_in, statutes):
    session.commit()
    sign_in("staff")
    answer = client.post("/joining/consents/news/en", data={"text": "News, once a month."})

    assert answer.status_code == 302
    assert "News, once a month." in client.get("/joining/consents").text
    again = client.post("/joining/consents/news/en", data={"text": "News, once a month."})
    assert again.status_code == 409
    assert "already in force" in again.text


LISTS = [f"/joining/?list={name}" for name in ("to-decide", "waiting", "to-be-paid", "admitted")]


def test_ten_times_the_applications_take_no_more_statements(
    client, session, sign_in, statutes, statements_of, confirmed, accepted, settle, pay, count
):
    def grow(times):
        for _ in range(times):
            confirmed()
            settle(Verdict.WAIT, confirmed(organisation="La Passerelle"))
            accepted()
            pay(accepted(), 60)
        session.commit()

    def taken():
        return {path: statements_of(path) for path in ["/joining/decide", "/joining/decisions", "/", *LISTS]}

    grow(1)
    sign_in("staff")
    taken()  # the first answers also read what the process then remembers
    few = taken()

    grow(10)

    assert taken() == few
    assert count(Application) == 44


def test_an_application_with_a_long_history_takes_no_more_statements(
    client, session, sign_in, statutes, statements_of, confirmed, settle, clock
):
    one = confirmed()
    settle(Verdict.WAIT, one)
    session.commit()
    sign_in("staff")
    statements_of(f"/joining/{one.id}")
    few = statements_of(f"/joining/{one.id}")
    for _ in range(10):
        clock.at += timedelta(days=1)
        settle(Verdict.WAIT, one)
        confirmed(email=one.email)
    session.commit()

    assert statements_of(f"/joining/{one.id}") == few


def test_what_came_to_nothing_is_erased_on_its_page(client, session, context, sign_in, statutes, confirmed):
    one = confirmed()
    withdraw(context, one)
    session.commit()
    sign_in("staff")
    assert f"/joining/{one.id}/forget" in client.get(f"/joining/{one.id}").text

    assert client.post(f"/joining/{one.id}/forget").status_code == 302
    page = client.get(f"/joining/{one.id}").text
    assert one.family_name not in page
    assert "/forget" not in page
    assert client.post(f"/joining/{one.id}/forget").status_code == 409


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_list_of_applications_is_downloaded(client, session, sign_in, statutes, accepted, file_format):
    one = accepted(shares=10)
    session.commit()
    sign_in("staff")
    answer = client.get(f"/joining/export.{file_format}?list=to-be-paid")
    assert answer.status_code == 200
    if file_format == "csv":
        row = answer.data.decode("utf-8-sig").splitlines()[1]
        assert row.startswith(f"{one.reference};Person;{one.name};{one.email}")
        assert ";10;To be paid;" in row
    assert client.get(f"/joining/export.{file_format}?list=none").status_code == 404


def test_a_call_is_offered_until_it_is_paid(client, session, sign_in, statutes, accepted, pay):
    one = accepted(shares=10)
    session.commit()
    sign_in("staff")
    call = f"/joining/{one.id}/call.pdf"

    assert call in client.get(f"/joining/{one.id}").text
    pay(one, 200)
    session.commit()
    assert call not in client.get(f"/joining/{one.id}").text


def test_those_who_handle_applications_tell_them_apart_in_a_notice(context, session, statutes, confirmed):
    first, second = confirmed(), confirmed()
    told = [NOTICES[0].tell(context, ApplicationConfirmed(application=one.id)) for one in (first, second)]

    assert [one.about for one in told] == [first.reference, second.reference]
    assert first.name not in repr(told)
