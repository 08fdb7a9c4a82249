"""What actors hold of a person is given to it, and erased as far as its standing allows."""

from datetime import date

import pytest
from sqlalchemy import select

from collegial.actors.models import Address, Birth, Contact, ContactKind, GuardianKind, Identifier
from collegial.actors.rules import IdentifierKind
from collegial.actors.services import (
    NewAddress,
    add_contact,
    merge_actors,
    move_to,
    name_guardian,
    record_birth,
    record_identifier,
)
from collegial.membership.models import Member

IBAN = "FR7630006000011234567890189"
DAY = date(2026, 11, 23)


@pytest.fixture
def source(program):
    by_key = {one.key: one for _, one in program.host.declared("personal_data")}
    return lambda key: by_key[key]


@pytest.fixture
def known(context, person):
    """Give a person of whom everything is known."""
    add_contact(context, person, kind=ContactKind.PHONE, value="0299000001")
    move_to(context, person, NewAddress(lines="1 rue", locality="Rennes"), date(2020, 1, 1))
    record_identifier(context, person, kind=IdentifierKind.IBAN, value=IBAN, purpose="Remboursement")
    record_birth(context, person, date(2010, 1, 1))
    return person


def left(session):
    return [row for model in (Contact, Address, Identifier, Birth) for row in session.scalars(select(model))]


def test_all_that_is_held_is_handed_out(session, source, known):
    told = str(source("core.details").export(session, known.id))

    for fact in ("+33299000001", "1 rue", IBAN, "2010-01-01"):
        assert fact in told


def test_details_are_erased_with_the_names_merged_into_them(context, session, source, known, other):
    merge_actors(context, known, other, "Une seule")
    details = source("core.details")
    assert details.answer(session, known.id, DAY).erased

    details.erase(context, known.id)

    assert left(session) == []
    assert other.name == f"#{other.id}"


def test_a_member_keeps_its_details(context, session, source, known):
    session.add(Member(number=1, actor=known, admitted_on=date(2020, 1, 1)))
    session.flush()
    details = source("core.details")

    answer = details.answer(session, known.id, DAY)
    details.erase(context, known.id)

    assert (answer.erased, len(answer.kept)) == ((), 1)
    assert len(left(session)) == 4


def test_who_votes_for_whom_is_kept_and_names_nobody_else(context, session, source, known, other):
    name_guardian(context, known, other, kind=GuardianKind.PARENT, starts_on=date(2026, 1, 1))
    standing = source("core.standing")

    (record,) = standing.export(session, known.id)

    assert "person_id" not in record
    assert standing.answer(session, known.id, DAY).kept
    assert not standing.answer(session, 10**6, DAY).kept
