"""Contacts, addresses and official numbers: one main, one current, and nothing of a bank in the journal."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from collegial.actors.models import Contact, ContactKind, Identifier
from collegial.actors.queries import (
    actors_with,
    address_on,
    addresses_of,
    contacts_of,
    identifiers_of,
    identity_of,
    main_phone,
)
from collegial.actors.rules import IdentifierKind as Kind
from collegial.actors.services import (
    ActorFacts,
    NewAddress,
    add_contact,
    edit_actor,
    end_identifier,
    facts_of,
    move_to,
    prefer_contact,
    read_bank_number,
    record_identifier,
    remove_contact,
)
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.both_databases

SIREN, SIRET, OTHER_SIRET = "732829320", "73282932000074", "35600000000048"
IBAN = "FR7630006000011234567890189"
HOME = NewAddress(lines="1 rue du Fil", postcode="35000", locality="Rennes")


def journal(session):
    return [(one.event, one.payload) for one in session.scalars(select(JournalEntry).order_by("sequence"))]


def test_the_first_telephone_is_the_main_one_until_another_is(context, session, person):
    first = add_contact(context, person, kind=ContactKind.PHONE, value="02 99 00 00 01")
    second = add_contact(context, person, kind=ContactKind.PHONE, value="02 99 00 00 02", label="soir")
    assert (first.is_main, second.is_main) == (True, False)

    prefer_contact(context, person, second)

    assert main_phone(session, person.id) == "+33299000002"
    assert [one.is_main for one in contacts_of(session, person.id)] == [True, False]


def test_the_database_holds_one_main_of_a_kind(context, session, person):
    add_contact(context, person, kind=ContactKind.PHONE, value="0299000001")
    session.add(Contact(actor_id=person.id, kind=ContactKind.PHONE, value="1", is_main=True))

    with pytest.raises(IntegrityError):
        session.flush()


def test_the_address_the_program_writes_to_changes_places(context, session, person):
    person.email = "old@example.org"
    other = add_contact(context, person, kind=ContactKind.EMAIL, value="new@example.org")

    prefer_contact(context, person, other)

    assert person.email == "new@example.org"
    assert [one.value for one in contacts_of(session, person.id)] == ["old@example.org"]


def test_a_first_address_leaves_the_contacts(context, session, person):
    prefer_contact(
        context, person, add_contact(context, person, kind=ContactKind.EMAIL, value="a@example.org")
    )
    session.flush()

    assert person.email == "a@example.org"
    assert contacts_of(session, person.id) == []


def test_a_contact_is_there_once(context, session, person):
    person.email = "Nolwenn@example.org"
    add_contact(context, person, kind=ContactKind.PHONE, value="02 99 00 00 01")
    for kind, again in ((ContactKind.PHONE, "+33299000001"), (ContactKind.EMAIL, "nolwenn@example.org")):
        with pytest.raises(Refused) as refusal:
            add_contact(context, person, kind=kind, value=again)
        assert (refusal.value.code, refusal.value.field) == ("actors.contact_known", "value")

    assert len(contacts_of(session, person.id)) == 1


def test_a_contact_is_forgotten(context, session, person):
    contact = add_contact(context, person, kind=ContactKind.WEBSITE, value="example.org")
    remove_contact(context, person, contact)
    session.flush()

    assert contacts_of(session, person.id) == []
    told = [str(payload) for _, payload in journal(session)]
    assert len(told) > 1
    assert [one for one in told if "example" in one] == []


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (ContactKind.EMAIL, "nobody", "actors.bad_email"),
        (ContactKind.PHONE, "twelve", "actors.bad_phone"),
        (ContactKind.WEBSITE, "javascript:alert(1)", "actors.bad_website"),
    ],
)
def test_a_contact_that_cannot_be_right_is_refused(context, session, person, kind, value, code):
    with pytest.raises(Invalid) as refusal:
        add_contact(context, person, kind=kind, value=value)

    assert (refusal.value.code, refusal.value.field) == (code, "value")
    assert contacts_of(session, person.id) == []


def test_a_move_ends_the_address_before_and_keeps_it(context, session, person):
    move_to(context, person, HOME, date(2020, 1, 1))
    move_to(context, person, NewAddress(lines="2 quai", locality="Redon"), date(2026, 1, 1))

    assert address_on(session, person.id, date(2025, 12, 31)).locality == "Rennes"
    assert address_on(session, person.id, date(2026, 1, 1)).locality == "Redon"
    assert person.locality == "Redon"
    assert len(addresses_of(session, person.id)) == 2


def test_a_coming_move_does_not_change_the_place_yet(context, session, person):
    move_to(context, person, HOME, date(2020, 1, 1))
    move_to(context, person, NewAddress(lines="2 quai", locality="Redon"), date(2030, 1, 1))

    assert person.locality == "Rennes"
    with pytest.raises(Refused) as refusal:
        move_to(context, person, HOME, date(2027, 1, 1))
    assert (refusal.value.code, refusal.value.field) == ("actors.moved_later", "starts_on")


@pytest.mark.parametrize(
    ("new", "code", "field"),
    [
        (NewAddress(lines=" ", locality="Rennes"), "actors.address_missing", "lines"),
        (NewAddress(lines="1 rue", locality=""), "actors.locality_missing", "locality"),
    ],
)
def test_an_address_needs_its_parts(context, session, person, new, code, field):
    with pytest.raises(Invalid) as refusal:
        move_to(context, person, new, date(2020, 1, 1))

    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert addresses_of(session, person.id) == []


def test_a_siret_also_says_its_siren(context, session, organisation):
    record_identifier(context, organisation, kind=Kind.SIRET, value=SIRET)

    identity = identity_of(session, organisation.id)
    assert (identity.siren, identity.sirets, identity.rna) == (SIREN, (SIRET,), None)
    assert actors_with(session, Kind.SIREN, SIREN) == [organisation]


def test_a_siret_of_another_siren_is_refused(context, session, organisation):
    record_identifier(context, organisation, kind=Kind.SIREN, value=SIREN)

    with pytest.raises(Invalid) as refusal:
        record_identifier(context, organisation, kind=Kind.SIRET, value=OTHER_SIRET)

    assert (refusal.value.code, refusal.value.field) == ("actors.siret_of_another", "value")
    assert len(identifiers_of(session, organisation.id)) == 1


def test_an_organisation_has_one_siren_at_a_time(context, session, organisation):
    first = record_identifier(context, organisation, kind=Kind.SIREN, value=SIREN)
    with pytest.raises(Refused) as refusal:
        record_identifier(context, organisation, kind=Kind.SIREN, value="356000000")
    assert (refusal.value.code, refusal.value.field) == ("actors.identifier_known", "value")

    end_identifier(context, organisation, first)
    record_identifier(context, organisation, kind=Kind.SIREN, value="356000000")

    assert identity_of(session, organisation.id).siren == "356000000"
    assert first.ends_on == date(2026, 11, 23)


def test_the_database_holds_one_siren_at_a_time(context, session, organisation):
    record_identifier(context, organisation, kind=Kind.SIREN, value=SIREN)
    session.add(
        Identifier(actor_id=organisation.id, kind=Kind.SIREN, value="356000000", starts_on=date(2026, 1, 1))
    )

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_siren_stays_while_an_establishment_has_it(context, session, organisation):
    record_identifier(context, organisation, kind=Kind.SIRET, value=SIRET)
    siren = next(one for one in identifiers_of(session, organisation.id) if one.kind is Kind.SIREN)

    with pytest.raises(Refused, match=r"actors\.siren_in_use"):
        end_identifier(context, organisation, siren)

    assert siren.ends_on is None


def test_an_account_needs_its_purpose(context, session, person):
    with pytest.raises(Invalid) as refusal:
        record_identifier(context, person, kind=Kind.IBAN, value=IBAN, purpose="  ")

    assert (refusal.value.code, refusal.value.field) == ("actors.purpose_missing", "purpose")
    assert identifiers_of(session, person.id) == []


def test_an_account_is_forgotten_at_once_and_never_in_the_journal(context, session, person):
    account = record_identifier(context, person, kind=Kind.IBAN, value=IBAN, purpose="Remboursement")
    assert read_bank_number(context, person, account) == IBAN
    end_identifier(context, person, account)

    assert session.scalars(select(Identifier)).all() == []
    told = [entry for entry in journal(session) if entry[0].startswith("actors.identifier")]
    assert told == [
        (f"actors.identifier_{act}", {"actor": person.id, "kind": "iban"})
        for act in ("recorded", "read", "ended")
    ]


def test_only_an_association_has_an_rna_number(context, person):
    with pytest.raises(Invalid, match=r"actors\.rna_of_a_person"):
        record_identifier(context, person, kind=Kind.RNA, value="W351001234")


def test_the_journal_says_which_facts_changed_and_not_how(context, session, person):
    edit_actor(context, person, ActorFacts(name="Nolwenn K.", email="n@example.org"))
    edit_actor(context, person, facts_of(person))

    edits = [payload for event, payload in journal(session) if event == "actors.edited"]
    assert edits == [{"actor": person.id, "facts": ["name", "email"]}]
    assert person.search_name == "nolwenn k."


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ActorFacts(name=" "), "name"),
        (ActorFacts(name="A", family_key="none"), "family_key"),
        (ActorFacts(name="A", email="nobody"), "email"),
    ],
)
def test_what_cannot_be_right_is_not_written(context, person, facts, field):
    with pytest.raises(Invalid) as refusal:
        edit_actor(context, person, facts)

    assert refusal.value.field == field


def test_only_the_staff_changes_details(as_role, context, person):
    account = record_identifier(context, person, kind=Kind.IBAN, value=IBAN, purpose="Remboursement")
    contact = add_contact(context, person, kind=ContactKind.PHONE, value="0299000001")
    by = as_role("member", "chair", "pilot")
    acts = [
        lambda: edit_actor(by, person, ActorFacts(name="Other")),
        lambda: add_contact(by, person, kind=ContactKind.PHONE, value="0299000002"),
        lambda: prefer_contact(by, person, contact),
        lambda: remove_contact(by, person, contact),
        lambda: move_to(by, person, HOME, date(2026, 1, 1)),
        lambda: record_identifier(by, person, kind=Kind.SIREN, value=SIREN),
        lambda: end_identifier(by, person, account),
        lambda: read_bank_number(by, person, account),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()
