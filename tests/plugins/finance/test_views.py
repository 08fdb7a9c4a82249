"""The pages of the books and of the rounds, and who sees them."""

import io
import re
from datetime import date
from fractions import Fraction

import pytest
from pypdf import PdfReader

from collegial.plugin import Actor, ActorKind, Money, Representative
from collegial_finance.guarantees import services as guarantees
from collegial_finance.guarantees.models import FundMode
from collegial_finance.loans import queries as loan_queries
from collegial_finance.loans import services as loans
from collegial_finance.loans.rules import Terms
from collegial_finance.rounds import queries
from collegial_finance.rounds import services as rounds
from collegial_finance.rounds.links import path_of
from collegial_finance.rounds.models import TableLink


@pytest.fixture
def staff(client, sign_in, actors):
    sign_in("staff")
    return client


def once(page):
    """Return the mark of the form on a page."""
    return re.search(r'name="once"[^>]*value="([^"]+)"', page.text)[1]


def hidden(page):
    """Return what a form on a page carries unseen."""
    carried = re.findall(r'<input[^>]*type="hidden"[^>]*>', page.text)
    named = (re.search(r'name="(\w+)"[^>]*value="([^"]*)"', one) for one in carried)
    return {one[1]: one[2] for one in named if one and one[1] in ("once", "seen")}


def send(client, path, **facts):
    return client.post(path, data=facts | {"once": once(client.get(path))})


def shows(client, path, *facts, is_danger=False):
    """Tell whether a page says what its button does, and is red where nothing is taken back."""
    page = client.get(path).text
    return all(fact in page for fact in facts) and ("button-danger" in page) is is_danger


def told_in(page, term):
    """Return what stands beside a term that begins so."""
    return re.search(rf"<dt>{term}[^<]*</dt>\s*<dd>([^<]*)</dd>", page.text)[1]


PLAN = {
    "title": "La conserverie", "need": "Un **local**", "target": "1 000", "minimum": "600", "maximum": "1200",
    "closing": "threshold", "closes_on": "2026-12-31",
}  # fmt: skip


def test_a_round_is_led_on_its_pages(staff, actors, program):
    opened = send(staff, "/finance/rounds/new", **PLAN, project_id=actors["cannery"])
    assert (opened.status_code, opened.location) == (302, "/finance/rounds/1")
    send(staff, "/finance/rounds/1/funders", funder_id=actors["bank"], instrument="loan")
    step = "/finance/rounds/1/pledges/1"
    assert 'id="amount-error"' in send(staff, step, state="pledged").text
    for facts in ({"state": "pledged", "amount": "700,50", "conditions": "Un tiers"}, {"state": "signed"}):
        assert send(staff, step, **facts).status_code == 302
    assert shows(staff, step, "Bank", "La conserverie", "€700.50", "Un tiers", "is then held for Cannery")
    assert 'id="on-error"' in send(staff, step, state="paid").text
    assert send(staff, step, state="paid", on="2026-11-20").status_code == 302

    page = staff.get("/finance/rounds/1").text
    for fact in ("<strong>local</strong>", "€700.50", "Un tiers", "Paid", "The rule is met"):
        assert fact in page
    assert "La conserverie – Bank" in staff.get("/finance/ledger/").text
    early = staff.post("/finance/rounds/1/end")
    assert (early.status_code, "ends on its last day" in early.text) == (409, True)
    for act, why in (("end", "ends on its last day"), ("pay", "")):
        before = staff.get(f"/finance/rounds/1/{act}").text
        assert why in before
        assert "This is not possible now" in before
        assert f'action="/finance/rounds/1/{act}"' not in before
    with program.database.reading() as session:
        assert queries.standing_of(queries.funding_round(session, 1)).paid.cents == 70_050


def test_the_list_says_what_waits_for_the_project_and_which_is_paid(staff, actors, program):
    send(staff, "/finance/rounds/new", **PLAN, project_id=actors["cannery"])
    send(staff, "/finance/rounds/1/funders", funder_id=actors["bank"], instrument="loan")
    for facts in (
        {"state": "pledged", "amount": "700"},
        {"state": "signed"},
        {"state": "paid", "on": "2026-11-20"},
    ):
        send(staff, "/finance/rounds/1/pledges/1", **facts)
    waits, paid = "€700.00 was paid in and waits for Cannery.", "The project is paid"

    def told():
        page = staff.get("/finance/rounds/").text
        return waits in page, paid in page

    assert told() == (False, False), "the round is open"
    program.clock.move(days=40)
    send(staff, "/finance/rounds/1/end")
    assert told() == (True, False)
    send(staff, "/finance/rounds/1/pay")
    assert told() == (False, True)


def test_staff_are_warned_of_who_carries_a_project_and_funds_it(staff, actors, program, sign_in):
    send(staff, "/finance/rounds/new", **PLAN, project_id=actors["cannery"])
    warned = "Who carries the project also funds it"
    for number, who in enumerate(("foundation", "bank", "cannery"), start=1):
        send(staff, "/finance/rounds/1/funders", funder_id=actors[who], instrument="grant")
        assert (warned in staff.get("/finance/rounds/1").text) is (number == 3)
    with program.database.unit_of_work() as session:
        person = Actor(kind=ActorKind.PERSON, name="Anna", search_name="anna", created_at=program.clock.now())
        session.add(person)
        session.flush()
        for who in ("cannery", "bank"):
            named = {"organisation_id": actors[who], "person_id": person.id, "starts_on": date(2026, 1, 1)}
            session.add(Representative(**named))
    page = staff.get("/finance/rounds/1").text
    assert "Cannery is at the table for its own project" in page
    assert "Bank and Cannery are represented by the same person" in page
    assert "Foundation and Cannery" not in page
    send(staff, "/finance/rounds/1/pledges/3", state="withdrawn")
    assert "at the table for its own project" not in staff.get("/finance/rounds/1").text
    sign_in("chair")
    assert warned not in staff.get("/finance/rounds/1").text


@pytest.mark.parametrize(
    ("pledged", "said"),
    [("600", "The rule is met: €600.00 had to be pledged."), ("500", "Without €100.00 more by the last day")],
)
def test_the_end_of_a_round_says_first_whether_it_holds(staff, actors, program, pledged, said):
    send(staff, "/finance/rounds/new", **PLAN, project_id=actors["cannery"])
    send(staff, "/finance/rounds/1/funders", funder_id=actors["bank"], instrument="loan")
    send(staff, "/finance/rounds/1/pledges/1", state="pledged", amount=pledged)
    program.clock.move(days=40)

    assert shows(staff, "/finance/rounds/1/end", "Pledged", "€1,000.00", said, is_danger=True)


def test_a_wrong_answer_stands_at_its_field_and_nothing_is_lost(staff, actors):
    for facts, message in (
        ({"target": "beaucoup"}, "is not an amount of money"), ({"minimum": "2000"}, "not under the minimum"),
        ({"closes_on": "2026-11-01"}, "today or later"), ({"project_id": ""}, "This answer is needed"),
    ):  # fmt: skip
        answer = send(staff, "/finance/rounds/new", **(PLAN | {"project_id": actors["cannery"]} | facts))
        assert (answer.status_code, message in answer.text) == (422, True), facts
        assert "La conserverie" in answer.text
    assert "No round yet" in staff.get("/finance/rounds/").text


@pytest.mark.parametrize(
    ("closing", "minimum"), [("all_or_nothing", 100_000), ("open", 1), ("threshold", None)]
)
def test_only_a_threshold_asks_for_a_minimum_and_the_most_is_the_target(
    staff, actors, program, closing, minimum
):
    facts = PLAN | {"project_id": actors["cannery"], "minimum": "", "maximum": "", "closing": closing}
    answer = send(staff, "/finance/rounds/new", **facts)
    if minimum is None:
        assert (answer.status_code, 'id="minimum-error"' in answer.text) == (422, True)
        return
    assert answer.status_code == 302
    with program.database.reading() as session:
        plan = queries.funding_round(session, 1).plan
        assert (plan.minimum.cents, plan.maximum.cents) == (minimum, 100_000)


def test_a_round_says_that_its_project_is_paid(staff, actors, clock):
    send(staff, "/finance/rounds/new", **PLAN | {"closing": "open"}, project_id=actors["cannery"])
    send(staff, "/finance/rounds/1/funders", funder_id=actors["bank"], instrument="loan")
    step = "/finance/rounds/1/pledges/1"
    for facts in (
        {"state": "pledged", "amount": "700"}, {"state": "signed"}, {"state": "paid", "on": "2026-11-20"},
    ):  # fmt: skip
        assert send(staff, step, **facts).status_code == 302
    clock.move(days=60)
    for act, is_paid in (("end", False), ("pay", True)):
        assert send(staff, f"/finance/rounds/1/{act}").status_code == 302
        page = staff.get("/finance/rounds/1").text
        assert ("The project is paid" in page, "€700.00 was paid to Cannery" in page) == (is_paid, is_paid)


def test_the_books_name_the_round_and_the_funds_that_wrote_in_them(staff, world):
    for _ in range(2):
        send(
            staff,
            "/finance/ledger/new",
            on="2026-11-20",
            label="Frais",
            debit="512",
            credit="1021",
            amount="1",
        )
    books = staff.get("/finance/ledger/").text
    for source, name in (("guarantee:1", "Fonds"), ("loans:1", "Prêts"), ("ledger", "By hand")):
        assert re.search(rf'value="{source}"\s*>{name}<', books), source
    origins = {one: staff.get(f"/finance/ledger/{one}").text for one in range(1, 6)}
    assert any("Prêts" in page.split("Origin", 1)[1][:80] for page in origins.values())


def test_the_books_are_kept_on_their_pages(staff):
    facts = {"on": "2026-11-20", "label": "Dotation", "debit": "512", "credit": "1021", "amount": "250"}
    assert send(staff, "/finance/ledger/new", **facts).location == "/finance/ledger/1"
    assert shows(staff, "/finance/ledger/1/reverse", "Dotation", "512", "€250.00", is_danger=True)
    assert shows(staff, "/finance/ledger/close", "never taken back", "20 November 2026", is_danger=True)
    assert (
        send(staff, "/finance/ledger/1/reverse", on="2026-11-21", reason="Erreur").location
        == "/finance/ledger/2"
    )
    assert (
        staff.post("/finance/ledger/accounts", data={"number": "6257", "name": "Réceptions"}).status_code
        == 302
    )
    assert "Réceptions" in staff.get("/finance/ledger/new").text
    assert staff.post("/finance/ledger/close", data={"through": "2026-11-22"}).status_code == 302

    late = send(staff, "/finance/ledger/new", **facts | {"amount": "251"})
    assert (late.status_code, "closed through" in late.text) == (409, True)
    again = send(staff, "/finance/ledger/1/reverse", on="2026-11-23", reason="Encore")
    assert (again.status_code, "already been taken back" in again.text) == (409, True)
    assert "This entry was taken back" in staff.get("/finance/ledger/1").text
    assert staff.get("/finance/ledger/9").status_code == 404
    exported = staff.get("/lists/finance.fec.csv")
    assert exported.status_code == 200
    assert "EcritureNum" in exported.get_data(as_text=True)


def test_a_form_sent_twice_writes_once(staff):
    facts = {"on": "2026-11-20", "label": "Dotation", "debit": "512", "credit": "1021", "amount": "250"}
    facts["once"] = once(staff.get("/finance/ledger/new"))

    assert staff.post("/finance/ledger/new", data=facts).location == "/finance/ledger/1"
    assert staff.post("/finance/ledger/new", data=facts).location == "/finance/ledger/1"
    assert staff.get("/finance/ledger/2").status_code == 404


READ = ("/finance/rounds/", "/finance/ledger/")
ACT = ("/finance/rounds/new", "/finance/ledger/new", "/finance/ledger/close", "/finance/ledger/accounts")


@pytest.mark.parametrize(
    ("role", "reads"), [("member", 403), ("pilot", 403), ("chair", 200), ("administrator", 200)]
)
def test_money_is_read_by_few_and_moved_by_the_staff(client, sign_in, actors, role, reads):
    sign_in(role)

    assert {client.get(path).status_code for path in READ} == {reads}
    assert {client.get(path).status_code for path in ACT} == {403}


LOAN = {
    "ceiling": "70", "elsewhere": "0",
    "lender": "Crédit coopératif", "purpose": "Un four", "principal": "6 000", "rate": "2.5", "months": "12",
    "deferred": "0", "repayment": "constant_annuity", "cover": "50", "commission": "2.5",
}  # fmt: skip


def test_a_guarantee_goes_from_its_request_to_the_recovery_on_its_pages(staff, actors, sign_in):
    sign_in("administrator")
    fund = {"name": "Fonds", "mode": "own", "multiplier": "5"}
    refused = send(staff, "/finance/guarantees/new", **fund)
    assert (refused.status_code, "states the legal basis" in refused.text) == (422, True)
    unread = send(staff, "/finance/guarantees/new", **(fund | {"multiplier": "x5"}))
    assert "“x5” cannot be read as a multiplier. Write a number above 0 and up to 100" in unread.text
    opened = send(staff, "/finance/guarantees/new", **fund, legal_basis="Agrément 2026-1")
    assert opened.location == "/finance/guarantees/1"
    sign_in("staff")
    assert (
        send(staff, "/finance/guarantees/1/endow", contributor_id=actors["bank"], amount="500").status_code
        == 302
    )
    wrong = send(
        staff, "/finance/guarantees/1/files", **(LOAN | {"cover": "half"}), borrower_id=actors["cannery"]
    )
    assert (wrong.status_code, "Un four" in wrong.text) == (422, True)
    asked = send(staff, "/finance/guarantees/1/files", **LOAN, borrower_id=actors["cannery"])
    assert asked.location == "/finance/guarantees/files/1"
    file = "/finance/guarantees/files/1"
    undecided = send(staff, f"{file}/decide", reasons="Solide")
    assert (undecided.status_code, 'id="accepted-error"' in undecided.text) == (422, True)
    assert send(staff, f"{file}/decide", accepted="y", reasons="Solide").status_code == 302
    assert told_in(staff.get(f"{file}/issue"), "Commission, booked") == "€75.00"
    full = send(staff, f"{file}/issue")
    assert (full.status_code, "can commit €2,500.00" in full.text) == (409, True)
    assert told_in(full, "Lacking for this guarantee") == "€500.00"
    send(staff, "/finance/guarantees/1/endow", contributor_id=actors["region"], amount="100")
    before = staff.get(f"{file}/issue")
    assert told_in(before, "The fund can still commit") == "€3,000.00"
    assert told_in(before, "Left after this guarantee") == "€0.00"
    for step, facts in (
        ("issue", {}), ("repaid", {"months": "6"}), ("incident", {"note": "Impayé"}), ("resume", {"note": "Repris"}),
        ("incident", {"note": "Impayé"}), ("call", {"final_loss": "1000"}), ("recover", {"amount": "200"}),
    ):  # fmt: skip
        assert shows(staff, f"{file}/{step}", "Cannery", "€3,000.00", is_danger=step == "call"), step
        assert send(staff, f"{file}/{step}", **facts).status_code == 302, step
        if step == "issue":
            told = staff.get(file).text
            assert "its commission of €75.00 is in the books. The fund can still commit €0.00." in told

    page = staff.get(file).text
    for fact in ("Called", "€500.00", "€200.00", "6 of 12", "Instalments are repaid", "Money is recovered"):
        assert fact in page
    fund = staff.get("/finance/guarantees/1").text
    assert "€250.00" in fund
    assert "less losses of €300.00, times 5: the fund can still commit €1,500.00." in fund
    assert "Fonds – Cannery" in staff.get("/finance/ledger/").text


def test_a_fund_that_stands_for_more_than_it_can_commit_says_so(staff, actors, context, session):
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.DELEGATED, multiplier=Fraction(2))
    guarantees.endow(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(50_000))
    for principal in (80_000, 120_000, 20_000):
        file = guarantees.request_guarantee(
            context, fund_id=fund.id, borrower_id=actors["cannery"], lender="Banque", purpose="Un four",
            terms=Terms(principal=Money(principal), rate=Fraction(0), months=12), cover=Fraction(1, 2),
        )  # fmt: skip
        guarantees.decide(context, file_id=file.id, accepted=True, reasons="Solide")
    for number in (1, 2):
        guarantees.issue(context, file_id=number)
    rich = guarantees.open_fund(context, name="Autre", mode=FundMode.DELEGATED, multiplier=Fraction(1))
    guarantees.endow(context, fund_id=rich.id, contributor_id=actors["bank"], amount=Money(90_000))
    guarantees.note_incident(context, file_id=1, note="Impayés")
    guarantees.call(context, file_id=1, final_loss=Money(60_000))
    session.commit()

    for page in ("/finance/guarantees/", "/finance/guarantees/1"):
        told = staff.get(page).text
        assert "less losses of €300.00, times 2: the fund stands for €200.00 more than it can" in told
        assert told.count("Beyond its capacity") == 1, "the other fund is within its own"
    asked = staff.get("/finance/guarantees/files/3/issue")
    assert told_in(asked, "The fund can still commit") == "€0.00"
    assert told_in(asked, "Lacking for this guarantee") == "€300.00"
    home = staff.get("/").text
    assert "€600.00 committed of €1,300.00" in home
    assert "1 fund stands for more than it can commit" in home
    year = staff.get("/finance/reports/2026").text
    assert all(
        told in year for told in ("€1,300.00", "€900.00")
    )  # what one fund lacks, the other does not lose


def test_what_a_failed_round_received_and_gave_back_is_told(staff, actors, app, program):
    send(staff, "/finance/rounds/new", **PLAN, project_id=actors["cannery"])
    send(staff, "/finance/rounds/1/funders", funder_id=actors["bank"], instrument="gift")
    send(staff, "/finance/rounds/1/funders", funder_id=actors["region"], instrument="gift")
    step = "/finance/rounds/1/pledges/1"
    for facts in (
        {"state": "pledged", "amount": "300"},
        {"state": "signed"},
        {"state": "paid", "on": "2026-11-23"},
    ):
        assert send(staff, step, **facts).status_code == 302
    send(staff, f"{step}/link", days="300")
    address = re.search(r'href="([^"]+/table/[^"]+)"', staff.get(f"{step}/link").text)[1]
    program.clock.move(days=100)
    assert send(staff, "/finance/rounds/1/end", sure="y").status_code == 302

    page = staff.get("/finance/rounds/1").text
    assert "€300.00 was received and given back." in page
    assert (page.count("Given back"), "Paid: €0.00" in page) == (
        2,
        False,
    )  # at the table and in what happened
    assert ("Make a link" in page, page.count("Its links")) == (False, 1)
    assert "€300.00 was received and given back." in staff.get("/finance/rounds/").text
    table = app.test_client().get(
        "/finance" + address.partition("/finance")[2], headers={"Accept-Language": "en"}
    )
    assert "€300.00 was received and given back." in table.text
    report = printed(staff, "finance.funders")
    assert "Reçu puis rendu 300,00 €" in report
    links = staff.get(f"{step}/link").text
    assert ("Take this link back" in links, 'name="days"' in links) == (True, False)


def test_a_funder_sees_its_table_by_a_link_until_it_is_taken_back(staff, actors, app, program):
    send(staff, "/finance/rounds/new", **PLAN, project_id=actors["cannery"])
    for number, who in enumerate(("bank", "region"), start=1):
        send(staff, "/finance/rounds/1/funders", funder_id=actors[who], instrument="loan")
        facts = {"state": "pledged", "amount": "100", "conditions": f"Condition of {who}"}
        send(staff, f"/finance/rounds/1/pledges/{number}", **facts)
    page = "/finance/rounds/1/pledges/1/link"
    assert send(staff, page, days="400").status_code == 422
    assert send(staff, page, days="30", send="y").status_code == 302
    address = re.search(r'href="([^"]+/table/[^"]+)"', staff.get(page).text)[1]

    funder, path = app.test_client(), "/finance" + address.partition("/finance")[2]
    shown = funder.get(path, headers={"Accept-Language": "en"})
    for fact in ("La conserverie", "Region", "€100.00", "Condition of bank"):
        assert fact in shown.text
    assert "Condition of region" not in shown.text
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert funder.get(path[:-1]).status_code == 404
    assert funder.get("/finance/rounds/1").status_code == 302

    assert staff.post("/finance/rounds/1/links/1/revoke").status_code == 302
    assert funder.get(path).status_code == 410
    assert send(staff, page, days="1").status_code == 302
    with app.test_request_context(), program.database.reading() as session:
        second = path_of(session.get(TableLink, 2))
    assert funder.get(second).status_code == 200
    program.clock.move(days=2)
    assert funder.get(second).status_code == 410


def test_agreements_are_printed_once_there_is_something_to_sign(staff, actors, program, context, session):
    send(staff, "/finance/rounds/new", **PLAN, project_id=actors["cannery"])
    send(staff, "/finance/rounds/1/funders", funder_id=actors["bank"], instrument="loan")
    assert staff.get("/documents/finance.pledge/1.pdf").status_code == 409
    send(staff, "/finance/rounds/1/pledges/1", state="pledged", amount="700", conditions="Un tiers")
    assert "Un tiers" in printed(staff, "finance.pledge")

    fund = guarantees.open_fund(context, name="Garantie", mode=FundMode.DELEGATED, multiplier=Fraction(5))
    guarantees.endow(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(100_000))
    terms = Terms(principal=Money(600_000), rate=Fraction(0), months=12)
    file = guarantees.request_guarantee(
        context, fund_id=fund.id, borrower_id=actors["cannery"], lender="Une banque", purpose="Un four",
        terms=terms, cover=Fraction(1, 2),
    )  # fmt: skip
    session.commit()
    assert staff.get("/documents/finance.guarantee/1.pdf").status_code == 409
    guarantees.decide(context, file_id=file.id, accepted=True, reasons="Solide")
    session.commit()
    text = printed(staff, "finance.guarantee")
    for fact in ("6 000,00 €", "3 000,00 €", "50 %", "Une banque"):
        assert fact in text


def test_money_goes_back_to_who_put_it_into_a_loan_fund(staff, actors, context, session):
    fund = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Bank")
    loans.put_in(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(90_000))
    session.commit()
    page = staff.get("/finance/loans/1/give-back").text
    for fact in ("To whom it goes back", "Bank: €900.00 put in", "Can be lent now, or given back"):
        assert fact in page
    assert "Region" not in page

    facts = {"contributor_id": actors["bank"], "amount": "250"}
    assert send(staff, "/finance/loans/1/give-back", **facts).status_code == 302
    assert "Bank: €650.00 put in" in staff.get("/finance/loans/1/give-back").text


def test_the_same_repayment_again_is_asked_about_and_then_another_one(
    staff, actors, context, session, program
):
    fund = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Bank")
    loans.put_in(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(90_000))
    terms = Terms(principal=Money(60_000), rate=Fraction(0), months=12)
    made = loans.request_loan(
        context, fund_id=fund.id, borrower_id=actors["cannery"], purpose="Four", terms=terms
    )
    loans.decide(context, loan_id=made.id, accepted=True, reasons="Oui")
    loans.lend(context, loan_id=made.id)
    session.commit()
    number = made.id
    repay, facts = f"/finance/loans/files/{number}/repay", {"amount": "8", "on": "2026-11-23"}

    def repaid():
        with program.database.reading() as now:
            return (Money(60_000) - loan_queries.loan(now, number).remaining).cents

    assert (send(staff, repay, **facts).status_code, repaid()) == (302, 800)
    for written in ("8,00", " 8.0 €"):  # the page was fetched anew; the same amount, written in another way
        assert (send(staff, repay, **facts | {"amount": written}).status_code, repaid()) == (409, 800)
    back = send(staff, repay, **facts)
    assert (back.status_code, "The very same was recorded" in back.text, repaid()) == (409, True, 800)
    assert "Is it another one?" in back.text
    assert "needs a correction" not in back.text
    sure = {"once": once(back)}
    assert [staff.post(repay, data=facts | sure).status_code for _ in range(2)] == [302, 302]
    assert repaid() == 1_600
    assert send(staff, repay, **facts | {"amount": "9"}).status_code == 302
    program.clock.move(days=1)
    assert (send(staff, repay, **facts).status_code, repaid()) == (302, 3_300)


def test_a_file_on_a_loan_is_changed_and_withdrawn_on_its_page(staff, context, session, actors, program):
    fund = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Banque")
    terms = Terms(principal=Money(60_000), rate=Fraction(1, 40), months=12)
    made = loans.request_loan(
        context, fund_id=fund.id, borrower_id=actors["cannery"], purpose="Four", terms=terms, may_wait=True
    )
    session.commit()
    here = f"/finance/loans/files/{made.id}"
    filled = staff.get(f"{here}/change").text
    for written in ('value="600"', 'value="2.5"', 'value="12"', "Four</textarea>", "selected"):
        assert written in filled
    facts = {
        "borrower_id": actors["cannery"], "purpose": "Four", "principal": "700", "rate": "2.5", "months": "12",
        "deferred": "0", "repayment": "constant_annuity", "reason": "Un zéro de trop",
    }  # fmt: skip
    assert send(staff, f"{here}/change", **facts).status_code == 409, "it is beyond what is left to lend"
    assert send(staff, f"{here}/change", **facts, may_wait="y").status_code == 302
    page = staff.get(here).text
    assert ("€700.00" in page, "Un zéro de trop" in page, "/withdraw" in page) == (True, True, True)
    assert shows(staff, f"{here}/withdraw", "Four", "€700.00", is_danger=True)
    assert send(staff, f"{here}/withdraw", reason="En double").status_code == 302
    page = staff.get(here).text
    assert ("Withdrawn" in page, f"{here}/change" in page, "Loan contract" in page) == (True, False, False)
    late = staff.get(f"{here}/change")
    assert (late.status_code, "it stays as it is" in late.text, f'href="{here}"' in late.text) == (
        200,
        True,
        True,
    )


def test_a_guarantee_file_is_changed_and_withdrawn_on_its_page(staff, context, session, actors):
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.REFER, multiplier=Fraction(2))
    made = guarantees.request_guarantee(
        context, fund_id=fund.id, borrower_id=actors["cannery"], lender="La Nef", purpose="Four",
        terms=Terms(principal=Money(60_000), rate=Fraction(1, 40), months=12), cover=Fraction(1, 2),
        ceiling=Fraction(7, 10),
    )  # fmt: skip
    session.commit()
    here = f"/finance/guarantees/files/{made.id}"
    filled = staff.get(f"{here}/change").text
    for written in ('value="600"', 'value="2.5"', 'value="50"', 'value="70"', "Four</textarea>", "selected"):
        assert written in filled
    facts = {
        "borrower_id": actors["cannery"], "lender": "La Nef", "purpose": "Four", "principal": "700", "rate": "2.5",
        "months": "12", "deferred": "0", "repayment": "constant_annuity", "cover": "50", "commission": "0",
        "ceiling": "70", "elsewhere": "0", "reason": "Un zéro de trop",
    }  # fmt: skip
    assert send(staff, f"{here}/change", **facts).status_code == 302
    page = staff.get(here).text
    assert ("€700.00" in page, "Un zéro de trop" in page, "/withdraw" in page) == (True, True, True)
    before = page.partition("What this file said until")[2].partition("</details>")[0]
    told = ("€600.00", "€300.00", "Un zéro de trop", "By</dt>", "2.5", "La Nef", "Four")
    assert [one in before for one in told] == [True] * 4 + [False] * 3, "only what it said otherwise is told"
    assert shows(staff, f"{here}/withdraw", "Four", "€700.00", is_danger=True)
    assert send(staff, f"{here}/withdraw", reason="En double").status_code == 302
    page = staff.get(here).text
    assert ("Withdrawn" in page, f"{here}/change" in page) == (True, False)
    assert ("<dt>Guaranteed</dt>" in page, "Guarantee that was asked for" in page) == (False, True)
    for act in ("change", "withdraw", "vote", "another"):
        late = staff.get(f"{here}/{act}").text
        assert (f'href="{here}"' in late, 'name="once"' in late) == (True, False), act


def test_what_somebody_else_changed_meanwhile_is_not_written_over(staff, context, session, actors, plan):
    terms = Terms(principal=Money(60_000), rate=Fraction(1, 40), months=12)
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.REFER, multiplier=Fraction(2))
    file = guarantees.request_guarantee(
        context, fund_id=fund.id, borrower_id=actors["cannery"], lender="La Nef", purpose="Four", terms=terms,
        cover=Fraction(1, 2), ceiling=Fraction(7, 10),
    )  # fmt: skip
    lending = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Banque")
    loan = loans.request_loan(
        context, fund_id=lending.id, borrower_id=actors["cannery"], purpose="Four", terms=terms, may_wait=True
    )
    table = rounds.open_round(
        context, title="Four", need="Un four", project_id=actors["cannery"], plan=plan()
    )
    of_guarantee, of_lending, of_table = file.id, loan.id, table.id
    session.commit()
    of_loan = {
        "borrower_id": actors["cannery"], "purpose": "Four", "principal": "600", "rate": "2.5", "months": "12",
        "deferred": "0", "repayment": "constant_annuity", "reason": "Coquille", "may_wait": "y",
    }  # fmt: skip
    of_file = of_loan | {
        "lender": "La Nef",
        "cover": "50",
        "commission": "0",
        "ceiling": "70",
        "elsewhere": "0",
    }
    of_round = {"title": "Four", "need": "Un four", "closes_on": "2026-12-31", "reason": "Coquille"}
    for here, facts, theirs, mine in (
        (f"/finance/guarantees/files/{of_guarantee}", of_file, {"lender": "Le Crédit"}, {"cover": "55"}),
        (f"/finance/loans/files/{of_lending}", of_loan, {"purpose": "Le toit"}, {"months": "24"}),
        (f"/finance/rounds/{of_table}", of_round, {"title": "Le toit"}, {"closes_on": "2027-01-31"}),
    ):
        old = hidden(staff.get(f"{here}/change"))
        assert (
            staff.post(
                f"{here}/change", data=facts | hidden(staff.get(f"{here}/change")) | theirs
            ).status_code
            == 302
        )
        refused = staff.post(f"{here}/change", data=facts | old | mine)
        assert (refused.status_code, "Someone else changed this meanwhile" in refused.text) == (409, True), (
            here
        )
        assert next(iter(theirs.values())) in staff.get(here).text, "what the other one wrote stands"
        again = hidden(staff.get(f"{here}/change"))
        assert staff.post(f"{here}/change", data=facts | again | theirs | mine).status_code == 302


def test_a_round_is_changed_and_called_off_on_its_page(staff, context, session, actors, plan):
    made = rounds.open_round(
        context, title="La conserverie", need="Un **local**", project_id=actors["cannery"], plan=plan()
    )
    session.commit()
    here = f"/finance/rounds/{made.id}"
    filled = staff.get(f"{here}/change").text
    assert ("Un **local**</textarea>" in filled, 'value="2026-12-31"' in filled) == (True, True)
    facts = {"title": "La conserverie", "need": "Un **toit**", "closes_on": "2027-01-31", "reason": "Le bail"}
    assert send(staff, f"{here}/change", **facts).status_code == 302
    page = staff.get(here).text
    assert ("<strong>toit</strong>" in page, "<strong>local</strong>" in page, "Le bail" in page) == (
        True,
    ) * 3
    assert shows(staff, f"{here}/cancel", "La conserverie", "Cannery", is_danger=True)
    assert send(staff, f"{here}/cancel", reason="Le projet s’arrête").status_code == 302
    page = staff.get(here).text
    assert ("was called off" in page, "Le projet s’arrête" in page, f"{here}/change" in page) == (
        True, True, False,
    )  # fmt: skip
    assert ("Nobody was at the table" in page, "pledges have lapsed" in page) == (True, False)
    for act in ("change", "cancel"):
        late = staff.get(f"{here}/{act}").text
        assert (f'href="{here}"' in late, 'name="once"' in late) == (True, False), act


def printed(client, key):
    """Return the text of a document."""
    pages = PdfReader(io.BytesIO(client.get(f"/documents/{key}/1.pdf").data)).pages
    return " ".join("".join(one.extract_text() for one in pages).split())


def test_a_file_beyond_what_its_fund_can_commit_says_so(staff, context, session, actors):
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.DELEGATED, multiplier=Fraction(2))
    guarantees.endow(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(50_000))
    asked = {
        "fund_id": fund.id, "borrower_id": actors["cannery"], "lender": "La Nef", "purpose": "Four",
        "cover": Fraction(1, 2),
    }  # fmt: skip
    small, big = (
        guarantees.request_guarantee(
            context, terms=Terms(principal=Money(amount), rate=Fraction(0), months=12), **asked
        )
        for amount in (200_000, 500_000)
    )
    session.commit()
    beyond = "It can still commit €1,000.00: €1,500.00 is lacking"
    pages = [staff.get(f"/finance/guarantees/files/{one.id}").text for one in (small, big)]
    assert [beyond in page for page in pages] == [False, True]
    assert "beyond what the fund can commit" not in pages[0]


def test_a_long_directory_is_offered_in_its_order_and_says_that_it_is_cut(staff, session, actors, program):
    family = session.get(Actor, actors["bank"]).family_id
    names = ["AVISE", "Aël", "Accorderie", "Awena", *(f"Structure {number:03}" for number in range(200))]
    session.add_all(
        Actor(kind=ActorKind.ORGANISATION, family_id=family, name=name, created_at=program.clock.now())
        for name in names
    )
    session.commit()
    page = staff.get("/finance/rounds/new").text
    first = [page.index(f">{name}</option>") for name in ("Accorderie", "Aël", "AVISE", "Awena")]
    assert first == sorted(first)
    assert ("first 200, or search above" in page, ">Structure 199</option>" in page) == (True, False)
    found = staff.get("/finance/rounds/new?find=ael").text
    assert (">Aël</option>" in found, "first 200" in found) == (True, False)
