"""From the call to the register: partial payments, one admission, and the ways out."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collegial.actors.models import Actor, ActorKind, Address, Contact, ContactKind, Identifier
from collegial.actors.queries import representative_on, representatives_of
from collegial.actors.rules import IdentifierKind
from collegial.actors.services import add_actor, merge_actors, name_representative, record_identifier
from collegial.joining.models import LetterKind, Receipt, Verdict
from collegial.joining.queries.applications import received, to_give_back
from collegial.joining.queries.duplicates import like_actors, like_applications
from collegial.joining.rules import ApplicationState
from collegial.joining.services import (
    correct_receipt,
    give_back,
    lapse_unconfirmed,
    lapse_unpaid,
    link_actor,
    remind,
    withdraw,
)
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.money import ZERO, Money
from collegial.membership.models import Member
from collegial.membership.services import admit_member
from collegial.privacy.sources.identity import IDENTITY
from collegial.shares.models import PaymentMethod
from collegial.shares.queries import balance_on, capital_on, payments_of

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)


def paid(session, application):
    return received(session, [application.id]).get(application.id, ZERO)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_below_the_statutes_share_the_application_waits(session, statutes, accepted, pay):
    application = accepted(shares=10)
    pay(application, 49.99)

    assert application.state is ApplicationState.ACCEPTED
    assert paid(session, application) == Money(4999)
    assert count(session, Member) == 0


def test_the_cent_that_completes_the_call_admits_in_one_act(session, clock, statutes, accepted, pay):
    application = accepted(shares=10, organisation="La Passerelle", email="Contact@Example.org")
    pay(application, 49.99)
    clock.move(days=2)
    pay(application, 0.01, received_on=TODAY + timedelta(days=2), method=PaymentMethod.CASH)

    day = TODAY + timedelta(days=2)
    member = application.member
    assert application.state is ApplicationState.ADMITTED
    assert (member.admitted_on, member.actor.name, member.actor.email) == (
        day, "La Passerelle", "contact@example.org",
    )  # fmt: skip
    assert representative_on(session, member.actor_id, day).email == "erwan1@example.org"
    assert (balance_on(session, member.id, day), balance_on(session, member.id, TODAY)) == (10, 0)
    assert capital_on(session, day) == Money(20000)
    assert [(one.amount, one.method, one.received_on) for one in payments_of(session, member.id)] == [
        (Money(5000), PaymentMethod.CASH, day)
    ]
    assert [letter.kind for letter in application.letters][-1] is LetterKind.WELCOME


def test_everything_may_be_paid_at_once(session, statutes, accepted, pay):
    application = accepted(shares=10)
    pay(application, 200)

    assert [one.amount for one in payments_of(session, application.member_id)] == [Money(20000)]


def test_nobody_is_a_member_before_the_board_decided(session, clock, statutes, confirmed, settle, pay):
    application = confirmed()
    clock.move(days=3)
    settle(Verdict.ACCEPT, application)  # decided on the 23rd, recorded on the 26th
    pay(application, 50, received_on=TODAY)

    assert application.member.admitted_on == TODAY


@pytest.mark.parametrize(
    ("euros", "changes", "field", "message"),
    [
        (0, {}, "amount", "above zero"),
        (-5, {}, "amount", "above zero"),
        (200.01, {}, "amount", "at most 200.00 EUR"),
        (50, {"received_on": TODAY + timedelta(days=1)}, "received_on", "still to come"),
        (50, {"received_on": TODAY - timedelta(days=1)}, "received_on", "before the application"),
    ],
)
def test_a_payment_that_cannot_be_right_changes_nothing(
    session, statutes, accepted, pay, euros, changes, field, message
):
    application = accepted(shares=10)

    with pytest.raises(Invalid, match=message) as refused:
        pay(application, euros, **changes)

    assert refused.value.field == field
    assert (count(session, Receipt), count(session, Member)) == (0, 0)


def test_a_payment_is_recorded_only_after_acceptance(session, statutes, confirmed, pay):
    with pytest.raises(Refused, match="Nothing is called for"):
        pay(confirmed(), 50)


def test_after_the_admission_payments_go_to_the_register_of_shares(session, statutes, accepted, pay):
    application = accepted(shares=10)
    pay(application, 50)

    with pytest.raises(Refused, match="already a member"):
        pay(application, 50)

    assert count(session, Member) == 1


@pytest.mark.parametrize("role", ["member", "chair"])
def test_payments_are_recorded_by_the_staff(as_role, statutes, accepted, pay, role):
    from collegial.joining.services import NewReceipt, record_receipt

    new = NewReceipt(amount=Money(5000), method=PaymentMethod.CASH, received_on=TODAY)
    with pytest.raises(Forbidden):
        record_receipt(as_role(role), accepted(), new)


def test_staff_alone_can_admit(as_role, statutes, accepted):
    from collegial.joining.services import NewReceipt, record_receipt

    application = accepted(organisation="La Passerelle")
    new = NewReceipt(amount=Money(5000), method=PaymentMethod.CASH, received_on=TODAY)
    record_receipt(as_role("staff"), application, new)

    assert application.state is ApplicationState.ADMITTED


def test_a_refused_admission_leaves_no_payment(context, session, statutes, accepted, pay):
    known = add_actor(context, kind=ActorKind.PERSON, name="Soizic Lemarchand")
    admit_member(context, known, category_key="employees", admitted_on=TODAY)
    application = accepted(shares=10)
    link_actor(context, application, known)

    with pytest.raises(Refused, match="already a member"):
        pay(application, 50)

    assert paid(session, application) == ZERO
    assert application.state is ApplicationState.ACCEPTED


def test_one_who_was_erased_meanwhile_enters_the_register_by_name(
    program, context, session, statutes, accepted, pay
):
    known = add_actor(context, kind=ActorKind.PERSON, name="Soizic Lemarchand")
    application = accepted(shares=10)
    link_actor(context, application, known)
    session.commit()
    with program.database.unit_of_work() as other:
        IDENTITY.erase(program.context(other, context.by), known.id)

    pay(application, 50)

    assert application.member.actor.name == application.name
    assert (known.name, known.email) == (f"#{known.id}", None)


def test_a_known_actor_becomes_the_member(context, session, statutes, accepted, pay):
    known = add_actor(context, kind=ActorKind.ORGANISATION, name="La Passerelle")
    application = accepted(organisation="La Passerelle")
    link_actor(context, application, known)
    pay(application, 50)

    assert application.member.actor is known
    assert session.scalar(select(func.count()).where(Actor.name == "La Passerelle")) == 1


def test_a_new_actor_gets_all_that_the_form_says(session, statutes, accepted, pay):
    application = accepted(
        organisation="La Passerelle", registration="73282932000074", phone="02 99 00 00 01"
    )
    pay(application, 50)

    actor = application.actor
    address = session.scalars(select(Address).where(Address.actor_id == actor.id)).one()
    assert (address.lines, address.postcode, address.locality, address.country, address.starts_on) == (
        "1 rue du Four", "35000", "Rennes", "FR", TODAY,
    )  # fmt: skip
    contact = session.scalars(select(Contact).where(Contact.actor_id == actor.id)).one()
    assert (contact.kind, contact.value) == (ContactKind.PHONE, "+33299000001")
    numbers = session.scalars(select(Identifier).where(Identifier.actor_id == actor.id)).all()
    assert {(one.kind, one.value) for one in numbers} == {
        (IdentifierKind.SIREN, "732829320"), (IdentifierKind.SIRET, "73282932000074"),
    }  # fmt: skip


def test_what_the_directory_knows_stays_and_a_missing_address_is_filled_in(
    context, session, statutes, accepted, pay
):
    known = add_actor(context, kind=ActorKind.ORGANISATION, name="La Passerelle", locality="Betton")
    application = accepted(organisation="La Passerelle (35)", registration="732829320")
    link_actor(context, application, known)
    pay(application, 50)

    assert (known.name, known.locality, known.email) == ("La Passerelle", "Betton", application.email)
    assert session.scalar(select(func.count()).select_from(Identifier)) == 0


def test_the_same_siren_is_pointed_out_whatever_the_name(context, session, statutes, confirmed):
    known = add_actor(context, kind=ActorKind.ORGANISATION, name="Passerelle SCOP")
    record_identifier(context, known, kind=IdentifierKind.SIREN, value="732829320")
    one = confirmed(organisation="La Passerelle", registration="73282932000074")
    again = confirmed(organisation="Autre nom", registration="732829320")

    (like,) = like_actors(session, [one])[one.id]
    assert (like.actor, like.likeness.same_number, like.likeness.same_name) == (known, True, False)
    assert [other.application.id for other in like_applications(session, [one])[one.id]] == [again.id]


def test_an_application_follows_its_actor_through_a_merge(context, session, statutes, confirmed):
    kept = add_actor(context, kind=ActorKind.ORGANISATION, name="La Passerelle")
    dropped = add_actor(context, kind=ActorKind.ORGANISATION, name="La Passerelle")
    application = confirmed(organisation="La Passerelle")
    link_actor(context, application, dropped)
    merge_actors(context, kept, dropped, "La même")

    assert application.actor_id == kept.id
    assert [like.actor.id for like in like_actors(session, [application])[application.id]] == [kept.id]


def test_a_representative_in_office_is_not_named_twice(context, session, statutes, accepted, pay):
    known = add_actor(context, kind=ActorKind.ORGANISATION, name="La Passerelle")
    person = add_actor(context, kind=ActorKind.PERSON, name="Erwan Quéméner 1")
    name_representative(context, known, person, date(2026, 1, 1))
    application = accepted(organisation="La Passerelle")
    link_actor(context, application, known)
    pay(application, 50)

    assert [one.person_id for one in representatives_of(session, known.id)] == [person.id]


def test_a_person_of_the_directory_becomes_the_representative(context, session, statutes, accepted, pay):
    person = add_actor(context, kind=ActorKind.PERSON, name="Erwan Quéméner 1", email="erwan1@example.org")
    application = accepted(organisation="La Passerelle")
    pay(application, 50)

    assert representative_on(session, application.actor_id, TODAY) is person


def test_a_person_is_not_linked_with_an_organisation(context, statutes, confirmed):
    organisation = add_actor(context, kind=ActorKind.ORGANISATION, name="La Passerelle")

    with pytest.raises(Invalid, match="cannot be linked"):
        link_actor(context, confirmed(), organisation)


def test_those_who_look_alike_are_pointed_out(context, session, statutes, confirmed):
    same_name = add_actor(context, kind=ActorKind.PERSON, name="SOIZIC Lemarchand 1")
    same_email = add_actor(context, kind=ActorKind.PERSON, name="Autre", email="Soizic1@example.org")
    add_actor(context, kind=ActorKind.PERSON, name="Tout autre", email="autre@example.org")
    one, again = confirmed(), confirmed(email="soizic1@example.org")

    alike = {like.actor.id: like.likeness for like in like_actors(session, [one])[one.id]}
    assert set(alike) == {same_name.id, same_email.id}
    assert (alike[same_name.id].same_name, alike[same_name.id].same_email) == (True, False)
    assert (alike[same_email.id].same_name, alike[same_email.id].same_email) == (False, True)
    assert [like.application.id for like in like_applications(session, [one])[one.id]] == [again.id]


def test_a_wrong_line_is_undone_by_its_opposite(context, session, statutes, accepted, pay):
    application = accepted(shares=10)
    line = pay(application, 30)
    opposite = correct_receipt(context, line)

    assert (opposite.amount, opposite.corrects_id) == (Money(-3000), line.id)
    assert paid(session, application) == ZERO
    with pytest.raises(Refused, match="already corrected"):
        correct_receipt(context, line)
    with pytest.raises(Refused, match="already corrected"):
        correct_receipt(context, opposite)


def test_a_payment_in_the_register_is_corrected_there(context, statutes, accepted, pay):
    application = accepted(shares=10)
    line = pay(application, 50)

    with pytest.raises(Refused, match="correct it there"):
        correct_receipt(context, line)


def test_money_of_an_application_that_is_over_goes_back(context, session, statutes, accepted, pay):
    application = accepted(shares=10)
    line = pay(application, 30)
    with pytest.raises(Refused, match="no money"):
        give_back(context, application, method=PaymentMethod.TRANSFER)
    withdraw(context, application)
    assert [one.id for one in to_give_back(session)] == [application.id]

    back = give_back(context, application, method=PaymentMethod.TRANSFER)

    assert back.amount == Money(-3000)
    assert (paid(session, application), list(to_give_back(session))) == (ZERO, [])
    with pytest.raises(Refused, match="no money"):
        give_back(context, application, method=PaymentMethod.TRANSFER)
    with pytest.raises(Refused, match="given back"):
        correct_receipt(context, line)


def test_a_call_that_nobody_paid_lapses_the_day_after(context, clock, statutes, accepted):
    application = accepted()
    clock.move(days=30)
    lapse_unpaid(context, application)
    assert application.state is ApplicationState.ACCEPTED

    clock.move(days=1)
    lapse_unpaid(context, application)

    assert application.state is ApplicationState.LAPSED
    assert [letter.kind for letter in application.letters][-1] is LetterKind.LAPSED


def test_a_call_that_was_paid_in_part_stays_open(context, clock, statutes, accepted, pay):
    application = accepted()
    pay(application, 10)
    clock.move(days=40)
    lapse_unpaid(context, application)

    assert application.state is ApplicationState.ACCEPTED


def test_a_reminder_goes_only_to_those_who_have_not_paid(context, statutes, accepted, pay):
    late, done = accepted(), accepted()
    pay(done, 50)
    remind(context, late)
    remind(context, done)

    assert [letter.kind for letter in late.letters][-1] is LetterKind.REMINDER
    assert [letter.kind for letter in done.letters][-1] is LetterKind.WELCOME


def test_an_address_that_nobody_confirmed_lapses(context, statutes, send, confirmed):
    forgotten, kept = send(), confirmed()
    lapse_unconfirmed(context, forgotten)
    lapse_unconfirmed(context, kept)

    assert (forgotten.state, kept.state) == (ApplicationState.LAPSED, ApplicationState.RECEIVED)


def test_a_member_does_not_withdraw_by_the_application(context, statutes, accepted, pay):
    application = accepted()
    pay(application, 50)

    with pytest.raises(Refused, match="moved on meanwhile"):
        withdraw(context, application)

    assert application.state is ApplicationState.ADMITTED


def test_what_is_over_is_linked_no_more(context, statutes, send):
    application = send()
    withdraw(context, application)

    with pytest.raises(Refused, match="is over"):
        link_actor(context, application, None)
