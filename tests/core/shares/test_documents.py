"""The papers on shares: accessible, complete, in French typography, and under the legal mention (L1)."""

import re
from datetime import date, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from flask_babel import force_locale
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from collegial.config import Bank
from collegial.documents.voice import voice_in
from collegial.kernel.errors import Refused
from collegial.kernel.money import Money
from collegial.shares import papers, printing
from collegial.shares.models import PaymentMethod
from collegial.shares.printing import Issuer
from collegial.shares.services import (
    NewPayment,
    call_for_payment,
    correct_entry,
    record_payment,
    subscribe,
    transfer,
)
from collegial.web.languages import say

TODAY = date(2026, 11, 23)
MENTION = "société coopérative d’intérêt collectif, société anonyme à capital variable"
ISSUER = Issuer(name="Pôle du Pays d’essai", legal_mention=MENTION, locality="Rennes")
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def world(context, members):
    """Give two subscriptions, the second paid by a quarter, a transfer, and a correction of it."""
    first = subscribe(
        context, members[0], shares=2000, effective_on=TODAY - timedelta(days=100),
        payment=paid(4_000_000, TODAY - timedelta(days=100)),
    )  # fmt: skip
    second = subscribe(context, members[1], shares=40, effective_on=TODAY, payment=paid(20_000))
    moved = transfer(context, members[0], members[2], shares=7, effective_on=TODAY)
    correct_entry(context, moved, reason="mauvais bénéficiaire")
    return {"first": first, "second": second}


def paid(cents, received_on=TODAY):
    return NewPayment(amount=Money(cents), method=PaymentMethod.TRANSFER, received_on=received_on)


@pytest.fixture
def printed(app):
    """Give a function that prints a paper in a language."""

    def run(printer, facts, locale="fr"):
        with app.test_request_context(), force_locale(locale):
            voice = voice_in(locale, say=say, zone=ZoneInfo("Europe/Paris"))
            return printer(facts, voice, locale=locale)

    return run


def text_of(pdf):
    """Read every page as one line: words hyphenated at a line's end joined, all spaces alike."""
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", re.sub(r"[\u00ad\u2010-]\n", "", pages))


def tags_of(pdf):
    found = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(node["/S"])
            walk(node.get("/K"))

    walk(PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"])
    return found


@pytest.fixture
def certificate(context, members, world):
    return papers.certificate_of(context.session, ISSUER, members[1], TODAY)


@pytest.fixture
def every_paper(context, members, world, certificate):
    """Give each printer with facts of its own."""
    session = context.session
    (call,) = call_for_payment(context, [world["second"].id], pay_by=TODAY + timedelta(days=30))
    year = {"first_day": date(2026, 1, 1), "last_day": TODAY}
    return {
        "certificate": (printing.print_certificate, certificate),
        "subscription": (
            printing.print_subscription, papers.subscription_of(session, ISSUER, world["second"])
        ),
        "blank": (printing.print_subscription, papers.blank_subscription(session, ISSUER, members[1], TODAY)),
        "extract": (printing.print_extract, papers.extract_of(session, ISSUER, TODAY, members[0])),
        "register": (printing.print_extract, papers.extract_of(session, ISSUER, TODAY)),
        "statement": (printing.print_statement, papers.statement_facts(session, ISSUER, **year)),
        "call": (printing.print_call, papers.call_facts(session, ISSUER, Bank(iban=IBAN), call)),
    }  # fmt: skip


PAPERS = ("certificate", "subscription", "blank", "extract", "register", "statement", "call")


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_accessible_and_carries_the_legal_mention(every_paper, printed, name):
    pdf = printed(*every_paper[name])

    document = PdfReader(BytesIO(pdf))
    assert document.root_object["/Lang"] == "fr"
    assert document.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata.title
    assert b"pdfuaid:part" in document.xmp_metadata.stream.get_data()
    assert "/Title" in tags_of(pdf)
    assert MENTION in text_of(pdf)


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_facts_give_the_same_bytes(every_paper, printed, name):
    assert printed(*every_paper[name]) == printed(*every_paper[name])


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("locale", ["en", "br"])
def test_every_paper_speaks_the_readers_language(every_paper, printed, name, locale):
    assert PdfReader(BytesIO(printed(*every_paper[name], locale))).root_object["/Lang"] == locale


def test_a_mention_that_was_not_set_is_given_in_its_general_form(certificate, printed):
    plain = Issuer(name="Pôle", legal_mention="", locality="")
    facts = certificate.__class__(**{**vars(certificate), "issuer": plain})

    text = text_of(printed(printing.print_certificate, facts, "en"))

    assert "Cooperative company of collective interest, with variable capital" in text


def test_the_certificate_says_what_is_held_and_what_is_paid(certificate, printed):
    text = text_of(printed(printing.print_certificate, certificate, "en"))

    for fact in (
        "Membre A 0002",
        "40 shares",
        "€20.00",
        "€800.00",
        "€200.00",
        "€600.00",
        certificate.seal.digest,
    ):
        assert fact in text


def test_amounts_in_french_hold_together(certificate, printed):
    pdf = printed(printing.print_certificate, certificate)

    assert "800,00\u202f€" in "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_nobody_is_certified_to_hold_nothing(context, members, world):
    with pytest.raises(Refused, match=r"shares\.no_certificate"):
        papers.certificate_of(context.session, ISSUER, members[3], TODAY)


def test_a_certificate_of_a_past_day_says_what_was_held_then(context, members, world):
    facts = papers.certificate_of(context.session, ISSUER, members[0], TODAY - timedelta(days=1))

    assert facts.shares == 2000
    assert len(facts.lines) == 1


def test_only_a_subscription_that_stands_has_a_form(context, members, world):
    correct_entry(context, world["second"], reason="erreur")

    with pytest.raises(Refused, match=r"shares\.no_subscription_form"):
        papers.subscription_of(context.session, ISSUER, world["second"])


def test_the_form_of_a_subscription_says_what_was_paid_with_it(context, world):
    record_payment(context, world["second"], amount=Money(100), method=PaymentMethod.CASH, received_on=TODAY)

    facts = papers.subscription_of(context.session, ISSUER, world["second"])

    assert (facts.shares, facts.paid, facts.first_part) == (40, Money(20_100), Money(500))


def test_the_extract_names_the_corrected_entry_and_all_sides(every_paper, printed):
    text = text_of(printed(*every_paper["register"], "en"))

    for fact in ("Correction of entry 3", "Membre A 0001 (1)", "Membre B 0003 (3)", "2,040", "€40,800.00"):
        assert fact in text


def test_an_extract_of_one_member_leaves_the_others_out(every_paper, printed):
    text = text_of(printed(*every_paper["extract"], "en"))

    assert "Membre A 0002" not in text
    assert "2,000" in text


def test_the_statement_gives_start_movements_and_end(every_paper, printed):
    text = text_of(printed(*every_paper["statement"], "en"))

    assert "€0.00" in text
    assert "€40,800.00" in text
    assert "From Thursday 1 January 2026 to Monday 23 November 2026" in text


def test_the_call_says_how_much_by_when_and_where(every_paper, printed):
    text = text_of(printed(*every_paper["call"], "en"))

    for fact in (
        "Please pay €600.00 by Wednesday 23 December 2026.",
        "FR76 3000 6000 0112 3456 7890 189",
        "PARTS-2",
    ):
        assert fact in text


def test_without_an_account_the_call_says_to_ask_for_it(every_paper, printed):
    printer, facts = every_paper["call"]
    facts = facts.__class__(**{**vars(facts), "iban": ""})

    assert "ask us for our account" in text_of(printed(printer, facts, "en"))
