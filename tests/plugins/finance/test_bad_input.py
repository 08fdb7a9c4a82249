"""What cannot be is refused on its page, at its field, with its reason, and writes nothing."""

import re

import pytest
from sqlalchemy import func, select

from collegial_finance.guarantees import services as guarantees
from collegial_finance.ledger.models import Entry
from collegial_finance.patronage.models import GiftReceipt, PatronGift
from collegial_finance.rounds.models import Pledge, PledgeStep

COUNTED = (Entry, GiftReceipt, PatronGift, Pledge, PledgeStep)


@pytest.fixture
def staff(client, sign_in, world, context, session):
    """Sign the staff in; the guarantee asked for is issued already, and its loan is not paid back."""
    guarantees.decide(context, file_id=1, accepted=True, reasons="Oui")
    guarantees.issue(context, file_id=1)
    guarantees.note_incident(context, file_id=1, note="Deux mois")
    session.commit()
    sign_in("staff")
    return client


ENTRY = {"on": "2026-11-20", "label": "Dotation", "debit": "512", "credit": "1021", "amount": "250"}
GIFT = {
    "patron_id": "2", "kind": "money", "method": "cash", "deed": "manual", "amount": "50", "received_on": "2026-02-01",
    "description": "",
}  # fmt: skip
LOAN = {
    "borrower_id": "3", "purpose": "Un four", "principal": "600", "months": "12", "repayment": "constant_annuity",
}  # fmt: skip
CASES = [
    ("loans/1/files", LOAN | {"rate": "-3"}, "cannot be read as a percentage"),
    ("loans/1/files", LOAN | {"rate": "100"}, "A yearly rate lies between 0 % and 100 %"),
    ("ledger/new", ENTRY | {"credit": "512"}, "debited and credited in one entry"),
    ("ledger/new", ENTRY | {"amount": "-1"}, "an amount cannot be below zero"),
    ("ledger/new", ENTRY | {"amount": "250 $"}, "is not an amount of money"),
    ("ledger/new", ENTRY | {"amount": "USD 250"}, "is not an amount of money"),
    ("ledger/new", ENTRY | {"on": "2030-01-01"}, "not written ahead of its day"),
    ("patronage/1/gifts", GIFT | {"amount": "-50"}, "an amount cannot be below zero"),
    ("patronage/1/gifts", GIFT | {"amount": "0"}, "A gift is above zero"),
    ("patronage/1/gifts", GIFT | {"amount": "50 £"}, "is not an amount of money"),
    ("patronage/1/gifts", GIFT | {"received_on": "2027-01-01"}, "once it was received"),
    ("patronage/gifts/1", {"patron_name": "Banque", "patron_address": "1 quai"}, "already has its receipt"),
    ("guarantees/files/1/call", {"final_loss": "600.01"}, "at most what remained to be repaid"),
    ("guarantees/files/1/call", {"final_loss": "-1"}, "an amount cannot be below zero"),
    ("guarantees/1/endow", {"contributor_id": "2", "amount": "0"}, "either a debit or a credit above zero"),
    ("loans/files/1/repay", {"amount": "600.01"}, "A repayment is above zero and at most"),
    ("loans/files/1/repay", {"amount": "CHF 5"}, "is not an amount of money"),
    ("loans/files/1/repay-early", {"amount": "600.01"}, "never beyond what remains"),
    ("rounds/1/pledges/1", {"state": "pledged", "amount": "1200.01"}, "is left"),
    ("rounds/1/pledges/1", {"state": "pledged", "amount": "0"}, "A pledge is at least"),
]


def send(client, path, facts):
    # The mark of a form that was opened before: what is refused is the act, not an old page.
    mark = re.search(r'name="once"[^>]*value="([^"]+)"', client.get("/finance/ledger/new").text)[1]
    return client.post(path, data=facts | {"once": mark})


def written(session):
    try:
        return [session.scalar(select(func.count(one.id))) for one in COUNTED]
    finally:
        session.rollback()  # a page that is sent takes the lock


def test_bad_input_is_refused_explained_and_writes_nothing(staff, session, clock):
    before = written(session)
    for path, facts, reason in CASES:
        answer = send(staff, f"/finance/{path}", facts)
        assert (answer.status_code in {409, 422}, reason in answer.text) == (True, True), (path, facts)
        typed = next((facts[one] for one in ("label", "amount", "final_loss") if one in facts), "")
        assert typed in answer.text, (path, "what was typed is kept")
        assert written(session) == before, (path, facts)


def test_a_pledge_after_the_closing_is_refused(staff, session, clock):
    before = written(session)
    clock.move(days=60)
    answer = send(staff, "/finance/rounds/1/pledges/1", {"state": "pledged", "amount": "700"})

    assert (answer.status_code, "its last day is over" in answer.text) == (409, True)
    assert written(session) == before
