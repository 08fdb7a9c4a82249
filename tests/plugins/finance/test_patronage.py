"""Gifts and their receipts: eligible issuers, numbers without gap, what may be said to whom."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from collegial.actors.models import Identifier
from collegial.actors.rules import IdentifierKind
from collegial.plugin import Actor, ActorKind, Forbidden, Invalid, Missing, Money, Refused
from collegial_finance.patronage import queries, services
from collegial_finance.patronage.models import GiftDeed, GiftKind, GiftMethod
from collegial_finance.patronage.printing import article, in_words
from collegial_finance.patronage.rules import IssuerForm
from collegial_finance.reports import queries as reports

TODAY = date(2026, 11, 23)


def once(page):
    """Return the mark of the form on a page."""
    return re.search(r'name="once"[^>]*value="([^"]+)"', page.text)[1]


def send(client, path, **facts):
    return client.post(path, data=facts | {"once": once(client.get(path))})


PATRON = {"patron_name": "Banque & Cie", "patron_address": "1 quai Est, 35000 Rennes"}
COMPANY = PATRON | {"patron_siren": "732829320", "patron_form": "SA coopérative"}


class Gifts:
    """A campaign of an association, and its gifts."""

    def __init__(self, context, actors):
        self.context, self.actors = context, actors
        self.issuer = services.name_issuer(
            context, actor_id=actors["foundation"], form=IssuerForm.ASSOCIATION, purpose="Planter",
            address="1 rue du Four", signatory="La présidente",
        )  # fmt: skip
        self.campaign = services.open_campaign(
            context, issuer_id=self.issuer.id, title="Verger", text="Des **arbres**", target=Money(600_000),
            opens_on=date(2025, 1, 1), closes_on=date(2026, 12, 31), is_public=True,
        )  # fmt: skip

    def give(self, amount=50_000, **changes):
        facts = {
            "patron_id": self.actors["bank"], "kind": GiftKind.MONEY, "method": GiftMethod.TRANSFER,
            "received_on": TODAY,
        }  # fmt: skip
        return services.receive_gift(
            self.context, campaign_id=self.campaign.id, amount=Money(amount), **(facts | changes)
        )

    def receipt(self, gift):
        return services.give_receipt(self.context, gift_id=gift.id, **COMPANY)


@pytest.fixture
def gifts(context, actors):
    return Gifts(context, actors)


def test_receipts_are_numbered_by_issuer_and_year_and_keep_their_number(gifts, session):
    last_year = gifts.receipt(gifts.give(received_on=date(2025, 6, 1)))
    first, second = gifts.receipt(one := gifts.give()), gifts.receipt(gifts.give(20_000))
    with pytest.raises(Refused, match=r"finance\.receipt_twice"):
        gifts.receipt(one)
    services.cancel_receipt(gifts.context, receipt_id=first.id, reason="Mauvaise adresse")
    with pytest.raises(Refused, match=r"finance\.receipt_cancelled"):
        services.cancel_receipt(gifts.context, receipt_id=first.id, reason="Encore")
    again = gifts.receipt(one)

    given = [one.reference for one in (last_year, first, second, again)]
    assert given == ["2025-0001", "2026-0001", "2026-0002", "2026-0003"]
    declared = [(one.year, one.receipts, one.amount) for one in queries.declarations(session)]
    assert declared == [(2026, 2, Money(70_000)), (2025, 1, Money(50_000))]


def test_what_cannot_be_is_refused(gifts, context, actors, as_role):
    for form in (IssuerForm.COMPANY, IssuerForm.SCIC):
        with pytest.raises(Refused, match=r"finance\.issuer_company"):
            services.name_issuer(
                context, actor_id=actors["bank"], form=form, purpose="x", address="x", signatory="x"
            )  # fmt: skip
    for facts, code in (
        ({"amount": 0}, "gift_amount"), ({"amount": -1}, "gift_amount"), ({"kind": GiftKind.SKILLS}, "gift_described"),
        ({"method": None}, "gift_method"),
        ({"received_on": date(2026, 11, 24)}, "gift_future"), ({"received_on": date(2024, 1, 1)}, "gift_outside"),
        ({"patron_id": 999}, "actor_unknown"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=rf"finance\.{code}"):
            gifts.give(**facts)
    gift = gifts.give()
    with pytest.raises(Invalid, match=r"finance\.siren"):
        services.give_receipt(context, gift_id=gift.id, patron_siren="123456789", **PATRON)
    with pytest.raises(Invalid, match=r"finance\.siren_needed"):
        services.give_receipt(context, gift_id=gift.id, **PATRON)
    with pytest.raises(Missing):
        services.give_receipt(context, gift_id=999, **COMPANY)
    with pytest.raises(Forbidden):
        services.cancel_receipt(as_role("member"), receipt_id=1, reason="x")


@pytest.mark.both_databases
def test_the_database_keeps_the_receipts(gifts, let_through):
    gifts.receipt(gifts.give())
    services.cancel_receipt(gifts.context, receipt_id=gifts.receipt(gifts.give()).id, reason="Erreur")
    columns = "issuer_id, year, gift_id, patron_name, patron_address, issued_at"
    into = f"INSERT INTO finance_receipt (number, {columns})"
    follow = f"{into} SELECT %d, {columns} FROM finance_receipt WHERE id = %d"

    assert let_through([
        ("UPDATE finance_receipt SET patron_name = 'other'", "only ever cancelled"),
        ("UPDATE finance_receipt SET patron_form = 'other'", "only ever cancelled"),
        ("UPDATE finance_receipt SET reason = 'other' WHERE number = 2", "only ever cancelled"),
        ("DELETE FROM finance_receipt", "only ever cancelled"),
        (follow % (4, 2), "no gap"),
        (follow % (3, 1), "(?i)unique"),
        ("UPDATE finance_issuer SET form = 'scic'", "(?i)no_company"),
    ]) == []  # fmt: skip


def test_a_mistaken_gift_is_put_right_or_withdrawn_until_it_has_its_receipt(gifts, context):
    wrong, told = gifts.give(500_000), services.told(gifts.give(7_000))
    right = services.change_gift(
        context, gift_id=wrong.id, reason="Un zéro de trop", **(told | {"amount": Money(50_000)})
    )
    assert (wrong.amount, wrong.reason, wrong.replaced_by) == (Money(500_000), "Un zéro de trop", right)
    assert queries.gathered(gifts.campaign) == Money(57_000)
    for gift, facts, code in (
        (right, services.told(right), "gift_unchanged"), (wrong, told, "gift_withdrawn"),
        (right, told | {"received_on": date(2027, 1, 1)}, "gift_future"),
    ):  # fmt: skip
        with pytest.raises((Invalid, Refused), match=rf"finance\.{code}"), context.session.begin_nested():
            services.change_gift(context, gift_id=gift.id, reason="x", **facts)
    with pytest.raises(Refused, match=r"finance\.gift_withdrawn"):
        gifts.receipt(wrong)
    receipt = gifts.receipt(right)
    with pytest.raises(Refused, match=r"finance\.gift_has_receipt"):
        services.withdraw_gift(context, gift_id=right.id, reason="Trop tard")

    services.cancel_receipt(context, receipt_id=receipt.id, reason="Mauvais montant")
    again = services.change_gift(context, gift_id=right.id, reason="Compté", **told)
    assert (gifts.receipt(again).reference, receipt.gift.amount) == ("2026-0002", Money(50_000))
    assert reports.years(context.session) == [2026]
    told = next(one for one in reports.parts(context.session, 2026) if one.title.msgid == "Local patronage")
    assert told.total == Money(14_000)


@pytest.mark.both_databases
def test_the_database_keeps_gifts_and_withdraws_none_under_its_receipt(gifts, context, session):
    given, withdrawn = gifts.receipt(gifts.give()).gift, gifts.give()
    services.withdraw_gift(context, gift_id=withdrawn.id, reason="En double")
    change = "UPDATE finance_gift SET {} WHERE id = {}"
    for statement in (
        change.format("amount = 1", given.id), change.format("kind = 'skills', description = 'x'", given.id),
        change.format("withdrawn_at = received_on, reason = 'x'", given.id),
        change.format("withdrawn_at = NULL, reason = NULL", withdrawn.id),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="only ever withdrawn"), session.begin_nested():
            session.execute(text(statement))
    insert = text(
        "INSERT INTO finance_receipt (issuer_id, year, number, gift_id, patron_name, patron_address, issued_at)"
        f" VALUES ({gifts.issuer.id}, 2026, 2, {withdrawn.id}, 'x', 'x', '2026-11-23 10:00:00')"
    )
    with pytest.raises(DatabaseError, match="withdrawn has no receipt"), session.begin_nested():
        session.execute(insert)


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (100, "un euro"),
        (50_000, "cinq cents euros"),
        (7_180, "soixante et onze euros et quatre-vingts centimes"),
    ],
)
def test_an_amount_is_written_in_words(cents, words):
    assert in_words(Money(cents)) == words


def test_everyone_reads_a_public_campaign_and_only_thanks_who_agreed(
    client, sign_in, program, context, session, actors
):
    gifts = Gifts(context, actors)
    gifts.give(may_thank=True, deed=GiftDeed.PRIVATE)
    gifts.give(patron_id=actors["region"])
    session.commit()

    page = client.get("/finance/patronage/1").text
    assert ("<strong>arbres</strong>" in page, "Bank" in page, "Region" in page) == (True, True, False)
    for fact in ("How to give", 'href="mailto:', gifts.campaign.issuer.address):
        assert fact in page
    assert client.get("/finance/patronage/gifts/1").status_code in {302, 401, 403}
    for facts, told in (
        ({"giver": "company", "gift": "30 000", "basis": "1000000"}, "€12,000.00 of tax relief"),
        ({"giver": "person", "gift": "300", "basis": "20000"}, "€198.00 of tax relief"),
        ({"giver": "company", "gift": "-1", "basis": "1"}, "an amount cannot be below zero"),
    ):
        assert told in client.post("/finance/patronage/simulate", data=facts | {"on": "2026-11-23"}).text
    sign_in("staff")
    wrong = send(client, "/finance/patronage/gifts/1", **PATRON, patron_siren="12")
    assert (wrong.status_code, "nine digits" in wrong.text, "1 quai Est" in wrong.text) == (422, True, True)
    assert (
        send(client, "/finance/patronage/gifts/1", **(COMPANY | {"patron_siren": "732 829 320"})).status_code
        == 302
    )
    text = printed(client, 1)
    for fact in (
        "2026-0001",
        "Banque & Cie",
        "732829320",
        "cinq cents euros",
        "238 bis",
        "La présidente",
        "Planter",
        "Forme du don Acte sous seing privé",
        "Mode de versement",
    ):
        assert fact in text
    page = client.get("/finance/patronage/receipts/1/cancel")
    assert (
        client.post(
            "/finance/patronage/receipts/1/cancel", data={"reason": "Erreur", "once": once(page)}
        ).location
        == "/finance/patronage/gifts/1"
    )
    again = client.get("/finance/patronage/gifts/1").text
    assert "Cancelled" in again
    for known in (
        "1 quai Est, 35000 Rennes</textarea>",
        'value="732829320"',
        'value="SA coopérative"',
        'value="Banque &amp; Cie"',
    ):
        assert known in again, "the next receipt proposes what this one said"
    late = client.get("/finance/patronage/receipts/1/cancel").text
    assert ("already been cancelled" in late, 'href="/finance/patronage/gifts/1"' in late) == (True, True)
    assert 'name="once"' not in late


def printed(client, number):
    """Return the words of a receipt."""
    pages = PdfReader(io.BytesIO(client.get(f"/documents/finance.receipt/{number}.pdf").data)).pages
    return " ".join("".join(one.extract_text() for one in pages).split())


def test_what_is_no_money_comes_by_no_way_of_payment(client, sign_in, program, context, session, actors):
    gifts = Gifts(context, actors)
    chairs = gifts.give(kind=GiftKind.IN_KIND, description="Vingt chaises", method=GiftMethod.TRANSFER)
    assert (chairs.method, chairs.way) == (GiftMethod.OTHER, None)
    gifts.receipt(chairs)
    session.commit()
    sign_in("staff")

    assert "How it came" not in client.get(f"/finance/patronage/gifts/{chairs.id}").text
    text = printed(client, 1)
    assert ("Vingt chaises" in text, "Mode de versement" in text, "Virement" in text) == (True, False, False)


def person(context):
    """Put a natural person into the directory."""
    found = Actor(kind=ActorKind.PERSON, name="Nora", search_name="nora", created_at=context.clock.now())
    context.session.add(found)
    context.session.flush()
    return found.id


def test_the_article_is_that_of_who_gives(gifts, session):
    nora = person(gifts.context)
    of_nora = services.give_receipt(gifts.context, gift_id=gifts.give(patron_id=nora).id, **PATRON)
    of_her_farm = services.give_receipt(gifts.context, gift_id=gifts.give(patron_id=nora).id, **COMPANY)
    of_bank = gifts.receipt(gifts.give())
    assert [article(one) for one in (of_nora, of_her_farm, of_bank)] == ["200", "238 bis", "238 bis"]
    session.expunge(of_bank)
    of_bank.patron_siren = None  # as it was given before organisations were asked for theirs
    assert article(of_bank) == "238 bis"


def told_figures(page):
    """Return the figures of the law that a page tells: value, day and article of each."""
    text = re.sub(r"<[^>]+>", "", page.text[page.text.index("According to") :])
    told = r"(\S+)\s+(\d+ \w+ \d{4})\s+Code général des impôts, (art\. [\w, ]+) \(to be confirmed\)"
    return re.findall(told, text)


def test_a_simulation_is_for_a_day_and_tells_its_figures_with_their_articles(client, actors):
    gift = {"giver": "aid", "gift": "1500", "basis": "20000"}
    days = {"2025-10-13": "€1,080.00 of tax relief", "2025-10-14": "€1,125.00 of tax relief"}
    simulate = "/finance/patronage/simulate"

    assert 'name="on" required type="date" value="2026-11-23"' in client.get(simulate).text
    for day, told in days.items():
        assert told in client.post(simulate, data=gift | {"on": day}).text
    assert told_figures(client.post(simulate, data=gift | {"on": "2026-11-23"})) == [
        ("75%", "1 January 2005", "art. 200, 1 ter"),
        ("€2,000.00", "14 October 2025", "art. 200, 1 ter"),
        ("66%", "1 January 2005", "art. 200"),
        ("20%", "1 January 2003", "art. 200"),
    ]
    early = client.post(simulate, data=gift | {"on": "2004-12-31"})
    assert (early.status_code, "No rates are known" in early.text) == (422, True)


def test_a_receipt_tells_the_figures_of_the_day_of_its_gift(client, sign_in, context, session, actors):
    gifts = Gifts(context, actors)
    gift = gifts.give(received_on=date(2025, 10, 13), patron_id=person(context))
    services.give_receipt(context, gift_id=gift.id, **PATRON)
    gifts.receipt(company := gifts.give())
    session.commit()
    sign_in("staff")

    assert ("€1,000.00", "1 January 2020", "art. 200, 1 ter") in told_figures(
        client.get(f"/finance/patronage/gifts/{gift.id}")
    )
    assert told_figures(client.get(f"/finance/patronage/gifts/{company.id}")) == [
        ("60%", "1 January 2003", "art. 238 bis"),
        ("€2,000,000.00", "1 January 2020", "art. 238 bis"),
        ("40%", "1 January 2020", "art. 238 bis"),
        ("€20,000.00", "1 January 2020", "art. 238 bis"),
        ("0.5%", "1 January 2003", "art. 238 bis"),
    ]


@pytest.mark.parametrize("form", [None, ""])
def test_the_receipt_of_a_company_states_its_legal_form(gifts, context, form):
    gift = gifts.give()
    with pytest.raises(Invalid, match=r"finance\.form_needed"):
        services.give_receipt(context, gift_id=gift.id, **(COMPANY | {"patron_form": form}))


def test_time_and_skills_are_the_gift_of_a_company(gifts, context):
    gift = gifts.give(patron_id=person(context), kind=GiftKind.SKILLS, description="Un jour")
    with pytest.raises(Invalid, match=r"finance\.skills_of_company"):
        services.give_receipt(context, gift_id=gift.id, **PATRON)
    assert services.give_receipt(context, gift_id=gift.id, **COMPANY).of_company


def test_a_receipt_prints_what_the_forms_of_the_tax_office_ask(client, sign_in, context, session, actors):
    gifts = Gifts(context, actors)
    money = gifts.give(150_050, patron_id=person(context), method=GiftMethod.CHEQUE)
    services.give_receipt(context, gift_id=money.id, **PATRON)
    gifts.receipt(thing := gifts.give(kind=GiftKind.IN_KIND, description="Deux bancs"))
    session.commit()
    sign_in("staff")
    assert "lacks the SIREN or RNA number of" in client.get(f"/finance/patronage/gifts/{money.id}").text
    number = Identifier(
        actor_id=gifts.issuer.actor_id, kind=IdentifierKind.RNA, value="W351000123", starts_on=TODAY
    )
    session.add(number)
    session.commit()

    assert "lacks the SIREN" not in client.get(f"/finance/patronage/gifts/{money.id}").text
    shown = [client.get(f"/finance/patronage/gifts/{one.id}").text for one in (money, thing)]
    assert ["How it came" in one for one in shown] == [True, False]
    of_person, of_company = printed(client, 1), printed(client, 2)
    for fact in (
        "2026-0001", "RNA W351000123", "Association d’intérêt général", "Planter", "1 rue du Four", "Banque & Cie",
        "1 quai Est, 35000 Rennes", "reconnaît avoir reçu", "mille cinq cents euros et cinquante centimes",
        "Reçu le lundi 23 novembre 2026", "Déclaration de don manuel", "Nature Argent", "Mode de versement Chèque",
        "certifie sur l’honneur", "l’article 200 du code général des impôts", "La présidente",
    ):  # fmt: skip
        assert fact in of_person, fact
    assert "SIREN" not in of_person
    for fact in (
        "2026-0002", "Banque & Cie SA coopérative SIREN 732829320 1 quai Est", "Nature Un bien", "Deux bancs",
        "l’article 238 bis du code général des impôts",
    ):  # fmt: skip
        assert fact in of_company, fact
    assert "Mode de versement" not in of_company


def test_a_campaign_is_prepared_on_its_pages_and_a_scic_refused_at_its_field(client, sign_in, actors):
    sign_in("staff")
    issuer = {"actor_id": actors["foundation"], "purpose": "Planter", "address": "1 rue", "signatory": "Elle"}
    refused = send(client, "/finance/patronage/issuers", **issuer, form="scic")
    assert (refused.status_code, "a SCIC is one (BOI" in refused.text, "1 rue" in refused.text) == (
        409,
        True,
        True,
    )
    assert 'id="form-error"' in refused.text
    assert send(client, "/finance/patronage/issuers", **issuer, form="association").status_code == 302
    campaign = {
        "issuer_id": "1", "title": "Verger", "text": "Des arbres", "target": "6000", "opens_on": "2026-11-01",
        "closes_on": "2026-12-31",
    }  # fmt: skip
    assert send(client, "/finance/patronage/new", **campaign).location == "/finance/patronage/1"
    gift = {
        "patron_id": actors["bank"],
        "kind": "in_kind",
        "deed": "notarial",
        "amount": "50",
        "received_on": "2026-11-02",
    }
    vague = send(client, "/finance/patronage/1/gifts", **gift)
    assert (vague.status_code, "how its value was found" in vague.text) == (422, True)
    assert send(client, "/finance/patronage/1/gifts", **gift, description="Plants").status_code == 302
    unsaid = send(client, "/finance/patronage/1/gifts", **(gift | {"kind": "money", "method": ""}))
    assert (unsaid.status_code, 'id="method-error"' in unsaid.text) == (422, True)
    lacking = send(client, "/finance/patronage/gifts/1", **PATRON)
    assert (lacking.status_code, "names its SIREN" in lacking.text) == (422, True)
    sign_in("member")
    assert client.get("/finance/patronage/1").status_code == 404


def test_a_gift_is_put_right_and_withdrawn_on_its_page(client, sign_in, context, session, actors):
    gifts = Gifts(context, actors)
    wrong = gifts.give(5_000_000)
    session.commit()
    sign_in("staff")
    here = f"/finance/patronage/gifts/{wrong.id}"
    filled = client.get(f"{here}/change").text
    assert ('value="50,000"' in filled, "selected" in filled, "checked" in filled) == (True, True, True)
    facts = {
        "patron_id": actors["bank"], "kind": "money", "method": "transfer", "deed": "manual", "amount": "500",
        "description": "", "received_on": TODAY.isoformat(), "reason": "Deux zéros de trop",
    }  # fmt: skip
    sent = send(client, f"{here}/change", **facts)
    after = client.get(sent.location).text
    assert ("Deux zéros de trop" in after, "€500.00" in after, here in after) == (True, True, True)
    before = client.get(here).text
    assert ("Withdrawn" in before, f"{here}/change" in before, sent.location in before) == (True, False, True)
    for act in ("change", "withdraw"):
        late = client.get(f"{here}/{act}").text
        assert (f'href="{here}"' in late, 'name="once"' in late) == (True, False), act
    page = client.get(f"{sent.location}/withdraw").text
    assert ("Bank" in page, "€500.00 on 23 November 2026" in page) == (True, True)
    assert send(client, f"{sent.location}/withdraw", reason="En double").status_code == 302
    assert client.get(f"/finance/patronage/{gifts.campaign.id}").text.count("Withdrawn") == 2
