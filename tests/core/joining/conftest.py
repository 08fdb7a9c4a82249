"""Statutes of a cooperative with shares of 20 €, or of an association without, and applicants."""

import itertools
from datetime import date

import pytest
from sqlalchemy import func, select

from collegial.actors.models import ActorKind
from collegial.joining.models import Application, Verdict
from collegial.joining.rules import CONSENTS
from collegial.joining.services import (
    NewApplication,
    NewReceipt,
    PaymentTerms,
    Sitting,
    VerdictOn,
    apply,
    confirm_address,
    decide,
    record_receipt,
)
from collegial.kernel.money import Money
from collegial.shares.models import PaymentMethod
from collegial.statutes.services import record_statutes
from collegial.testing.factories import statutes_document

TODAY = date(2026, 11, 23)
COLLEGES = [
    {"key": "A", "name": "Collège des salariés", "weight": "2/5"},
    {"key": "B", "name": "Collège des bénéficiaires", "weight": "3/10"},
    {"key": "C", "name": "Collège des partenaires", "weight": "3/10"},
]
CATEGORIES = [
    {"key": "employees", "name": "Salariés", "mandatory": True, "college": "A"},
    {"key": "beneficiaries", "name": "Bénéficiaires", "mandatory": True, "college": "B"},
    {"key": "partners", "name": "Partenaires", "mandatory": False, "college": None},
]
WORDS = {rule.key: str(rule.words) for rule in CONSENTS}
NEEDED = ["statutes", "data"]
TERMS = PaymentTerms(days=30, reminder_days=10)


@pytest.fixture
def statutes(context):
    document = statutes_document(label="Statuts", colleges=COLLEGES, categories=CATEGORIES)
    return record_statutes(context, document, effective_from=date(2026, 1, 1), reason="Constitution")


@pytest.fixture
def association(context):
    document = statutes_document(
        label="Statuts", colleges=COLLEGES, categories=CATEGORIES, legal_form="association"
    )
    return record_statutes(
        context, document | {"capital": None}, effective_from=date(2026, 1, 1), reason="Constitution"
    )


@pytest.fixture
def new():
    """Give a function that writes a form, each time another one; a person unless told otherwise."""
    numbers = itertools.count(1)

    def write(*, organisation=None, **changes):
        number = next(numbers)
        given = {
            "kind": ActorKind.PERSON, "given_name": "Soizic",
            "family_name": f"Lemarchand {number}", "email": f"soizic{number}@example.org",
            "street": "1 rue du Four", "postcode": "35000", "locality": "Rennes", "country": "FR",
            "category_key": "beneficiaries", "shares": 10, "collective_value": "Faire ensemble",
            "own_value": "Un appui",
        }  # fmt: skip
        if organisation:
            given |= {
                "kind": ActorKind.ORGANISATION, "organisation": organisation,
                "representative_given_name": "Erwan", "representative_family_name": f"Quéméner {number}",
                "representative_email": f"erwan{number}@example.org", "given_name": "", "family_name": "",
            }  # fmt: skip
        return NewApplication(**(given | changes))

    return write


@pytest.fixture
def send(context, new):
    """Give a function that sends a form."""

    def do(*, agreed=NEEDED, **changes):
        return apply(context, new(**changes), words=WORDS, agreed=agreed, confirmation_days=30)

    return do


@pytest.fixture
def confirmed(context, send):
    """Give a function that sends a form and confirms its address."""

    def do(**changes):
        application = send(**changes)
        confirm_address(context, application)
        return application

    return do


@pytest.fixture
def sitting():

    def write(**changes):
        given = {
            "body": "Conseil d’administration",
            "decided_on": TODAY, "reasons": "Séance du 23 novembre",
        }  # fmt: skip
        return Sitting(**(given | changes))

    return write


@pytest.fixture
def settle(context, sitting):
    """Give a function that records one verdict on some applications."""

    def do(verdict, *some, reason="", tells_reason=False):
        verdicts = [
            VerdictOn(
                application_id=one.id, verdict=verdict, category_key=one.category_key, reason=reason,
                tells_reason=tells_reason,
            )
            for one in some
        ]  # fmt: skip
        return decide(context, sitting(), verdicts, TERMS)

    return do


@pytest.fixture
def accepted(confirmed, settle):
    """Give a function that brings an application to its call for payment."""

    def do(**changes):
        application = confirmed(**changes)
        settle(Verdict.ACCEPT, application)
        return application

    return do


@pytest.fixture
def pay(context):
    """Give a function that records a payment."""

    def do(application, euros, **changes):
        given = {
            "amount": Money(round(euros * 100)),
            "method": PaymentMethod.TRANSFER, "received_on": TODAY,
        }  # fmt: skip
        return record_receipt(context, application, NewReceipt(**(given | changes)))

    return do


@pytest.fixture
def fresh(program):
    """Give a function that reads an application again, in a session of its own."""

    def read(one):
        with program.database.reading() as other:
            found = other.get_one(Application, one.id)
            other.expunge_all()
            return found

    return read


@pytest.fixture
def only(program):
    """Give a function that reads the one application there is."""

    def read():
        with program.database.reading() as other:
            found = other.scalars(select(Application)).one()
            other.expunge_all()
            return found

    return read


@pytest.fixture
def count(program):
    """Give a function that counts the rows of a table, as they are committed."""

    def rows(table):
        with program.database.reading() as other:
            return other.scalar(select(func.count()).select_from(table))

    return rows
