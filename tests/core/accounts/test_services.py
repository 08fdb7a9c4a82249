from dataclasses import replace

import pytest
from sqlalchemy import func, select

from collegial.accounts.codes import NONE
from collegial.accounts.models import Account
from collegial.accounts.services import choose_language, open_account
from collegial.actors.models import ActorKind
from collegial.actors.services.adding import add_actor
from collegial.actors.services.editing import edit_actor, facts_of
from collegial.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.both_databases


def accounts(session) -> int:
    return session.scalar(select(func.count()).select_from(Account))


def test_an_account_is_opened_without_password_nor_code(context):
    account = open_account(context, email=" Rozenn@Example.ORG ", actor_id=None, roles=["member", "staff"])
    assert account.email == "rozenn@example.org"
    assert {role.name for role in account.roles} == {"member", "staff"}
    assert account.password is None
    assert account.code == NONE


def test_whoever_chose_no_language_reads_the_first_of_the_deployment(context):
    here = replace(context, language="br")

    account = open_account(here, email="nolwenn@example.org", actor_id=None, roles=[])
    actor = add_actor(here, kind=ActorKind.PERSON, name="Nolwenn")

    assert (account.locale, actor.locale) == ("br", "br")


@pytest.mark.parametrize("email", ["rozenn@example.org", "ROZENN@example.org"])
def test_an_address_has_one_account(context, email):
    open_account(context, email="rozenn@example.org", actor_id=None, roles=[])
    with pytest.raises(Refused) as refusal:
        open_account(context, email=email, actor_id=None, roles=[])
    assert refusal.value.code == "accounts.email_taken"
    assert refusal.value.field == "email"
    assert accounts(context.session) == 1


def test_a_person_has_one_account(context):
    person = add_actor(context, kind=ActorKind.PERSON, name="Rozenn Le Goff")
    open_account(context, email="a@example.org", actor_id=person.id, roles=[])
    with pytest.raises(Refused) as refusal:
        open_account(context, email="b@example.org", actor_id=person.id, roles=[])
    assert refusal.value.code == "accounts.person_taken"
    assert accounts(context.session) == 1


@pytest.mark.parametrize("email", ["", "rozenn", "rozenn@", "a b@example.org", "rozenn@localhost"])
def test_an_address_must_be_usable(context, email):
    with pytest.raises(Invalid) as refusal:
        open_account(context, email=email, actor_id=None, roles=[])
    assert refusal.value.code == "accounts.bad_email"
    assert accounts(context.session) == 0


def test_a_role_must_exist(context):
    with pytest.raises(Invalid) as refusal:
        open_account(context, email="a@example.org", actor_id=None, roles=["member", "king"])
    assert refusal.value.code == "accounts.unknown_role"
    assert accounts(context.session) == 0


def test_only_an_administrator_opens_accounts(as_role):
    staff = as_role("member", "staff", "chair", "pilot")
    with pytest.raises(Forbidden):
        open_account(staff, email="a@example.org", actor_id=None, roles=[])
    assert accounts(staff.session) == 0
    assert open_account(as_role("administrator"), email="a@example.org", actor_id=None, roles=[]).id


def test_one_chooses_the_language_of_ones_own_account(context, as_role):
    mine, other = (
        open_account(context, email=f"{name}@example.org", actor_id=None, roles=[]) for name in "ab"
    )
    choose_language(as_role("member", account_id=mine.id), locale="br")
    assert (mine.locale, other.locale) == ("br", "fr")


def test_an_account_and_its_actor_read_in_one_language(context, as_role):
    person = add_actor(context, kind=ActorKind.PERSON, name="Rozenn Le Goff", locale="en")
    account = open_account(context, email="c@example.org", actor_id=person.id, roles=[])
    assert account.locale == "en"

    choose_language(as_role("member", account_id=account.id), locale="br")
    assert person.locale == "br"

    edit_actor(context, person, replace(facts_of(person), locale="fr"))
    assert account.locale == "fr"


def test_without_an_account_there_is_no_language_to_choose(as_role):
    with pytest.raises(Forbidden):
        choose_language(as_role(), locale="br")
