"""The pages on shares: who reads and who keeps the register, each act with its error at its field."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor, name_representative
from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.shares.models import PaymentMethod, ShareEntry, SharePayment, Withdrawal, WithdrawalCause
from collegial.shares.services import (
    NewPayment,
    correct_payment,
    execute_withdrawals,
    request_withdrawal,
    subscribe,
)

TODAY = date(2026, 11, 23)
READERS = (
    "/shares/", "/shares/capital", "/shares/holders", "/shares/withdrawals", "/shares/statement", "/shares/chain",
)  # fmt: skip


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def entered(context, session, members):
    """Give the first member's subscription of 2 000 shares, paid in full, 100 days ago; committed."""
    entry = subscribe(
        context, members[0], shares=2000, effective_on=TODAY - timedelta(days=100),
        payment=paid(4_000_000, TODAY - timedelta(days=100)),
    )  # fmt: skip
    session.commit()
    return entry


@pytest.fixture
def quarter(context, session, members, entered):
    """Give the second member's subscription of 40 shares, of which a quarter is paid; committed."""
    entry = subscribe(context, members[1], shares=40, effective_on=TODAY, payment=paid(20_000))
    session.commit()
    return entry


def paid(cents, received_on=TODAY):
    return NewPayment(amount=Money(cents), method=PaymentMethod.TRANSFER, received_on=received_on)


def mark(page):
    """Return the mark of the form on a page, as a browser sends it back."""
    return re.search(r'name="once"[^>]*value="([^"]+)"', page).group(1)


def send(client, path, **fields):
    return client.post(path, data={"once": mark(client.get(path).text), **fields})


def count(session, kind):
    return read(session, select(func.count()).select_from(kind))


def read(session, query):
    """Return the one value of a query, and let the pages write again."""
    session.rollback()
    found = session.scalar(query)
    session.rollback()
    return found


@pytest.mark.parametrize("path", READERS)
def test_staff_read_every_page_even_when_nothing_was_entered(client, sign_in, members, session, path):
    session.commit()
    sign_in("staff")

    assert client.get(path).status_code == 200


def test_the_register_shows_the_capital_and_each_entry(client, sign_in, quarter):
    sign_in("staff")

    page = client.get("/shares/").text

    for words in ("€40,800.00", "2,040", "€18,500.00", "Membre A 0001", "Subscription", "2 entries found."):
        assert words in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("member=2", 1), ("member=Membre A 0002", 1), ("kind=subscription", 2), ("since=2026-11-01", 1),
        ("until=2026-11-01", 1), ("kind=nonsense", 2), ("since=yesterday", 2),
    ],
)  # fmt: skip
def test_the_register_is_narrowed(client, sign_in, quarter, asked, found):
    sign_in("staff")

    words = "1 entry found." if found == 1 else f"{found} entries found."
    assert words in client.get(f"/shares/?{asked}").text


@pytest.mark.parametrize("asked", ["kind=transfer", "member=99", "member=nobody", "since=2027-01-01"])
def test_nothing_found_is_said(client, sign_in, entered, asked):
    sign_in("staff")

    assert "No entry was found" in client.get(f"/shares/?{asked}").text


def test_an_unknown_entry_is_said_to_be_unknown(client, sign_in, entered):
    sign_in("staff")

    assert client.get("/shares/entries/99").status_code == 404


def test_the_register_is_verified_on_its_page(client, sign_in, entered, session, lift_guards):
    sign_in("staff")
    page = client.get("/shares/chain").text
    assert "The register is whole" in page
    assert session.scalars(select(ShareEntry.digest).order_by(ShareEntry.number.desc())).first() in page
    mark = client.get("/shares/chain", headers={"HX-Request": "true"}).text
    assert ("Verified" in mark, "<html" in mark) == (True, False)

    lift_guards()
    session.execute(ShareEntry.__table__.update().values(shares=3))
    session.commit()

    assert "does not hold from entry 1" in client.get("/shares/chain").text


def test_a_subscription_is_entered_with_its_first_payment(client, sign_in, members, session):
    session.commit()
    sign_in("staff")

    answer = send(
        client, f"/shares/members/{members[0].id}/subscribe", shares="1000", effective_on="2026-11-23",
        amount="5 000,00", method="cheque", reference="CH 12",
    )  # fmt: skip

    assert answer.location == "/shares/entries/1"
    page = client.get(answer.location).text
    for words in ("€20,000.00", "€5,000.00", "CH 12", "€15,000.00 is still due"):
        assert words in page


def test_a_form_sent_twice_enters_one_subscription(client, sign_in, members, session):
    session.commit()
    sign_in("staff")
    path = f"/shares/members/{members[0].id}/subscribe"
    fields = {
        "once": mark(client.get(path).text), "shares": "1000", "effective_on": "2026-11-23", "amount": "20000",
        "method": "cash",
    }  # fmt: skip

    answers = [client.post(path, data=fields) for _ in range(2)]

    assert [one.location for one in answers] == ["/shares/entries/1"] * 2
    assert count(session, ShareEntry) == 1
    assert count(session, SharePayment) == 1


SUBSCRIPTION = {"shares": "1000", "effective_on": "2026-11-23", "amount": "20000", "method": "cash"}


@pytest.mark.parametrize(
    ("wrong", "status", "field", "message"),
    [
        ({"shares": "-5"}, 422, "shares", "Write a whole number of shares"),
        ({"shares": "0"}, 422, "shares", "Write a whole number of shares"),
        ({"shares": "two"}, 422, "shares", "This is not a whole number."),
        ({"shares": ""}, 422, "shares", "This answer is needed."),
        ({"amount": "lots"}, 422, "amount", "is not an amount of money"),
        ({"amount": "-20"}, 422, "amount", "an amount cannot be below zero"),
        ({"amount": "100"}, 409, "amount", "At least"),
        ({"amount": "0"}, 409, "amount", "At least"),
        ({"amount": "20001"}, 409, "amount", "is more"),
        ({"effective_on": "2026-11-24"}, 422, "effective_on", "still to come"),
        ({"effective_on": "0001-01-01"}, 422, "effective_on", "Write the year in four digits"),
        ({"effective_on": "soon"}, 422, "effective_on", "This is not a date"),
        ({"effective_on": "2025-01-01"}, 409, "effective_on", "know no shares"),
        ({"method": "magic"}, 422, "method", "Choose one from the list."),
        ({"reference": "x" * 141}, 422, "reference", "at most 140"),
    ],
)
def test_a_wrong_subscription_is_refused_at_its_field_and_changes_nothing(
    client, sign_in, members, session, wrong, status, field, message
):
    session.commit()
    sign_in("staff")

    answer = send(client, f"/shares/members/{members[0].id}/subscribe", **SUBSCRIPTION | wrong)

    assert answer.status_code == status
    assert message in error_of(answer.text, field)
    assert f'value="{wrong.get("shares", "1000")}"' in answer.text
    assert count(session, ShareEntry) == 0


def error_of(page, field):
    """Return the error that stands at a field."""
    found = re.search(rf'id="{field}-error">(.*?)</p>', page, re.DOTALL)
    assert found, f"no error at {field}"
    return found.group(1)


def test_a_payment_is_recorded_and_corrected(client, sign_in, quarter, session):
    sign_in("staff")

    answer = send(
        client,
        f"/shares/entries/{quarter.number}/pay",
        amount="600",
        method="transfer",
        received_on="2026-11-23",
    )
    assert answer.location == "/shares/entries/2"
    assert "still due" not in client.get("/shares/entries/2").text

    last = read(session, select(func.max(SharePayment.id)))
    answer = send(client, f"/shares/payments/{last}/correct", reason="chèque impayé")
    assert answer.location == "/shares/entries/2"
    page = client.get("/shares/entries/2").text
    assert "€600.00 is still due" in page
    assert "chèque impayé" in page


def test_more_than_what_is_due_is_refused(client, sign_in, quarter, session):
    sign_in("staff")

    answer = send(
        client, f"/shares/entries/{quarter.number}/pay", amount="600.01", method="transfer",
        received_on="2026-11-23",
    )  # fmt: skip

    assert answer.status_code == 409
    assert "is more" in error_of(answer.text, "amount")
    assert count(session, SharePayment) == 2


def test_shares_are_transferred_to_a_member_found_by_number(client, sign_in, entered, members):
    sign_in("staff")

    answer = send(
        client, f"/shares/members/{members[0].id}/transfer", receiver="2", shares="10",
        effective_on="2026-11-23",
    )  # fmt: skip

    assert answer.location == "/shares/entries/2"
    assert "Membre A 0002" in client.get(answer.location).text


def test_who_gave_and_received_shares_is_a_column_only_where_someone_did(client, sign_in, entered, members):
    sign_in("staff")
    path = f"/members/{members[0].id}"
    assert not any(head in client.get(path).text for head in ("Given by", "Received by"))

    send(
        client,
        f"/shares/members/{members[0].id}/transfer",
        receiver="2",
        shares="10",
        effective_on="2026-11-23",
    )

    assert all(head in client.get(path).text for head in ("Given by", "Received by"))


@pytest.mark.parametrize(
    ("wrong", "status", "field", "message"),
    [
        ({"receiver": "99"}, 404, "receiver", "No member, or more than one"),
        ({"receiver": "Membre"}, 404, "receiver", "No member, or more than one"),
        ({"receiver": "1"}, 422, "receiver", "Choose another member"),
        ({"shares": "2001"}, 409, "shares", "too many"),
    ],
)
def test_a_wrong_transfer_is_refused_at_its_field(
    client, sign_in, entered, members, session, wrong, status, field, message
):
    sign_in("staff")
    fields = {"receiver": "2", "shares": "10", "effective_on": "2026-11-23"}

    answer = send(client, f"/shares/members/{members[0].id}/transfer", **fields | wrong)

    assert answer.status_code == status
    assert message in error_of(answer.text, field)
    assert count(session, ShareEntry) == 1


def test_an_entry_is_corrected_by_a_new_one_that_names_it(client, sign_in, entered, members, quarter):
    sign_in("staff")

    answer = send(client, f"/shares/entries/{quarter.number}/correct", reason="saisie deux fois")

    assert answer.location == "/shares/entries/3"
    assert "It undoes entry 2." in client.get("/shares/entries/3").text
    assert "Entry 3 undoes it." in client.get("/shares/entries/2").text


@pytest.mark.parametrize("path", ["entries/1/correct", "members/{member}/cancel"])
def test_a_reason_is_asked_for(client, sign_in, entered, members, session, path):
    sign_in("staff")
    path = f"/shares/{path.format(member=members[0].id)}"

    answer = send(client, path, reason=" ", shares="1", effective_on="2026-11-23")

    assert answer.status_code == 422
    assert "This answer is needed." in error_of(answer.text, "reason")
    assert count(session, ShareEntry) == 1


def test_a_withdrawal_waits_says_what_blocks_it_and_is_taken_back(client, sign_in, entered, members, session):
    sign_in("staff")

    answer = send(
        client, f"/shares/members/{members[0].id}/withdraw", shares="1500", requested_on="2026-11-23"
    )
    page = client.get(answer.location).text

    assert "The floor of the capital blocks the queue from place 1 on" in page
    assert "€8,500.00 must be subscribed to" in page
    assert "Blocked by the floor" in page
    waiting = read(session, select(Withdrawal.id))
    assert client.post(f"/shares/withdrawals/{waiting}/take-back").status_code == 302
    assert "No withdrawal waits" in client.get("/shares/withdrawals").text


def test_nothing_in_reach_is_said_and_nothing_is_redeemed(
    client, sign_in, entered, members, session, context
):
    request_withdrawal(context, members[0], shares=1500, cause=WithdrawalCause.PARTIAL, requested_on=TODAY)
    session.commit()
    sign_in("staff")

    answer = send(client, "/shares/withdrawals/execute", effective_on="2026-11-23")

    assert answer.status_code == 409
    assert "Nothing could be redeemed" in answer.text
    assert count(session, ShareEntry) == 1


def test_what_can_be_redeemed_is_then_repaid(client, sign_in, entered, members, session, context):
    request_withdrawal(context, members[0], shares=100, cause=WithdrawalCause.PARTIAL, requested_on=TODAY)
    session.commit()
    sign_in("staff")

    before = client.get("/shares/withdrawals/execute").text
    assert (members[0].actor.name in before, "€2,000.00" in before, "Will be redeemed" in before) == (
        True,
    ) * 3
    session.rollback()

    send(client, "/shares/withdrawals/execute", effective_on="2026-11-23", loss_per_share="0.50")
    page = client.get("/shares/withdrawals").text
    assert "€1,950.00" in page

    executed = read(session, select(Withdrawal.id))
    answer = send(client, f"/shares/withdrawals/{executed}/repay", repaid_on="2026-11-23")
    assert answer.location == "/shares/withdrawals"
    assert "Nothing is to be repaid." in client.get("/shares/withdrawals").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"loss_per_share": "20.01"}, "loss_per_share"), ({"repay_by": "2040-01-01"}, "repay_by")],
)
def test_a_wrong_redemption_is_refused_at_its_field(
    client, sign_in, entered, members, session, context, wrong, field
):
    request_withdrawal(context, members[0], shares=100, cause=WithdrawalCause.PARTIAL, requested_on=TODAY)
    session.commit()
    sign_in("staff")

    answer = send(client, "/shares/withdrawals/execute", effective_on="2026-11-23", **wrong)

    assert answer.status_code == 422
    assert error_of(answer.text, field)
    assert count(session, ShareEntry) == 1


def test_the_capital_is_shown_by_category_and_by_college_with_its_picture(client, sign_in, quarter):
    sign_in("chair")

    by_category, by_college = (
        client.get("/shares/capital").text,
        client.get("/shares/capital?by=college").text,
    )

    assert "Members who left" in by_category  # those of this small world have no category
    for words in ("Collège A", "100%", "€40,800.00", "The same numbers in a table", "€18,500.00"):
        assert words in by_college


def test_the_capital_is_shown_as_it_was(client, sign_in, quarter):
    sign_in("chair")

    page = client.get("/shares/capital?by=college&on=2026-11-01").text

    assert "1 November 2026" in page
    assert "<dd>€40,000.00</dd>" in page


def test_the_statement_of_a_year_adds_up(client, sign_in, quarter):
    sign_in("staff")

    assert "€40,800.00" in client.get("/shares/statement?year=2026").text
    assert "€40,800.00" not in client.get("/shares/statement?year=2025").text
    for year in ("2027", "0", "-1", "99999999999"):
        assert client.get(f"/shares/statement?year={year}").status_code in (200, 422), year
    assert client.get("/shares/statement?year=2027").status_code == 422


@pytest.mark.parametrize(
    "path", ["export", "holders/export", "due/export", "withdrawals/export", "statement/export"]
)
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_every_list_can_be_downloaded(client, sign_in, quarter, path, file_format):
    sign_in("staff")

    answer = client.get(f"/shares/{path}.{file_format}")

    assert answer.status_code == 200
    assert f'-2026-11-23.{file_format}"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_another_format_is_unknown(client, sign_in, entered):
    sign_in("staff")

    assert client.get("/shares/export.exe").status_code == 404


def test_the_export_is_narrowed_as_the_page(client, sign_in, quarter):
    sign_in("staff")

    lines = client.get("/shares/export.csv?member=2").text.strip().split("\r\n")

    assert len(lines) == 2
    assert ";40;20,00;800,00;" in lines[1]


def test_what_is_due_is_listed_and_the_late_ticked(client, sign_in, quarter, context, session):
    payment = session.scalars(select(SharePayment).where(SharePayment.entry_id == quarter.id)).one()
    correct_payment(context, payment, reason="chèque impayé")
    session.commit()
    context.clock.move(days=1)
    sign_in("staff")

    page = client.get("/shares/due").text

    assert "€800.00" in page
    assert re.search(rf'value="{quarter.id}" checked', page)
    assert "Late" in page


def test_the_staff_sees_a_members_shares_on_its_page_with_the_acts(client, sign_in, quarter, members):
    sign_in("staff")

    page = client.get(f"/members/{members[1].id}").text

    for words in ("Shares held", "€600.00 is still due", "Enter a subscription", "Certificate (PDF)"):
        assert words in page


def test_a_member_sees_its_own_shares(client, sign_in, quarter, members):
    sign_in("member", actor_id=members[1].actor_id)

    page = client.get(f"/mine/{members[1].id}").text

    for words in ("My shares", "€600.00 is still to be paid", "PARTS-2", "My certificate (PDF)"):
        assert words in page
    assert "ask us for our account to pay by transfer" in page  # this Pays has set none
    assert "Enter a subscription" not in page


@pytest.mark.parametrize("paper", ["certificate", "extract", "subscription"])
def test_a_member_gets_its_own_papers_and_nobody_elses(client, sign_in, quarter, members, paper):
    sign_in("member", actor_id=members[1].actor_id)

    own = client.get(f"/shares/mine/{members[1].id}/{paper}.pdf")

    assert own.mimetype == "application/pdf"
    assert own.data.startswith(b"%PDF")
    assert client.get(f"/shares/mine/{members[0].id}/{paper}.pdf").status_code == 404
    assert client.get(f"/shares/members/{members[1].id}/{paper}.pdf").status_code == 403


def test_a_paper_that_staff_prints_speaks_the_language_of_the_member(
    app, client, sign_in, session, members, quarter
):
    members[1].actor.locale = "br"
    session.commit()
    sign_in("staff")
    title = app.extensions["collegial.texts"].catalogue("br").gettext("Certificate of shares")

    printed = client.get(f"/shares/members/{members[1].id}/certificate.pdf")
    asked = client.get(f"/shares/members/{members[1].id}/certificate.pdf?lang=en")

    assert title in PdfReader(BytesIO(printed.data)).pages[0].extract_text()
    assert "Certificate of shares" in PdfReader(BytesIO(asked.data)).pages[0].extract_text()


def test_a_representative_gets_the_papers_of_its_organisation(client, sign_in, context, session, members):
    organisation = add_actor(context, kind=ActorKind.ORGANISATION, name="Association Kreizenn")
    person = add_actor(context, kind=ActorKind.PERSON, name="Awena Lanvoël")
    name_representative(context, organisation, person, starts_on=TODAY - timedelta(days=10))
    member = Member(number=9, actor=organisation, admitted_on=TODAY - timedelta(days=20))
    session.add(member)
    session.flush()
    subscribe(context, member, shares=1000, effective_on=TODAY, payment=paid(2_000_000))
    session.commit()
    sign_in("member", actor_id=person.id)

    assert client.get(f"/shares/mine/{member.id}/certificate.pdf").status_code == 200


def test_the_dashboard_tells_the_staff_what_waits(client, sign_in, entered, members, context, session):
    request_withdrawal(context, members[0], shares=100, cause=WithdrawalCause.PARTIAL, requested_on=TODAY)
    execute_withdrawals(context, effective_on=TODAY)
    session.commit()
    sign_in("staff")

    page = client.get("/").text
    assert "1 repayment is to be made" in page
    assert 'href="/shares/withdrawals/1/repay"' in page


def test_ten_times_the_rows_take_no_more_statements(
    sign_in, statements_of, entered, members, context, session
):
    paths = [
        "/shares/", "/shares/holders", "/shares/capital?by=college", "/shares/due", "/shares/withdrawals",
        "/shares/statement", f"/members/{members[0].id}", "/",
    ]  # fmt: skip

    def taken():
        return {path: statements_of(path) for path in paths}

    sign_in("staff")
    grow(context, members, 2)
    taken()  # the first answers also read what the process then remembers
    few = taken()

    grow(context, members, 20)

    assert taken() == few


def grow(context, members, times):
    """Enter subscriptions that are not paid in full, and withdrawals."""
    for _ in range(times):
        subscribe(context, members[0], shares=4, effective_on=TODAY, payment=paid(4000))
        request_withdrawal(context, members[0], shares=1, cause=WithdrawalCause.PARTIAL, requested_on=TODAY)
    context.session.commit()


@pytest.mark.parametrize("act", ["withdraw", "transfer"])
def test_a_page_says_beforehand_why_no_share_can_move(client, sign_in, context, session, members, act):
    subscribe(context, members[3], shares=4, effective_on=TODAY, payment=paid(20_00))
    session.commit()
    sign_in("staff")
    assert "€60.00 is still due on them" in client.get(f"/shares/members/{members[3].id}/{act}").text
    page = client.get(f"/shares/members/{members[2].id}/{act}").text
    assert "This member holds no share." in page
    assert 'method="post"' not in page.partition("<main")[2].partition("</main>")[0], "nothing to send"
