"""People are invited with roles, roles are given and taken, members get their account; somebody stays administrator."""

from datetime import date

import pytest
from sqlalchemy import select

from collegial.accounts.models import Account, AddressChange, Passkey, RoleRow
from collegial.accounts.queries import account_by_email, account_of_actor, viewer_for
from collegial.accounts.services import give_by_address, open_account, open_accounts
from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor, name_representative
from collegial.api.queries import tokens_of
from collegial.api.services import make_token
from collegial.inviting import queries, services, views
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.membership.services import admit_member
from collegial.oidc.models import Identity
from collegial.statutes.services import record_statutes
from collegial.testing.factories import statutes_document


def act_as(program, session, email, *roles, context):
    account = open_account(context, email=email, actor_id=None, roles=roles)
    session.flush()
    return account, program.context(session, viewer_for(session, account, program.registry))


def test_an_administrator_gives_and_takes_roles_and_never_the_last_administrators(program, session, context):
    first, ada = act_as(program, session, "ada@example.org", "administrator", context=context)
    second, bob = act_as(program, session, "bob@example.org", "staff", context=context)
    before = second.fs_uniquifier

    services.set_roles(ada, second, ["chair", "administrator"])

    assert {role.name for role in second.roles} == {"chair", "administrator"}
    assert second.fs_uniquifier != before
    assert queries.has_colleague(session, first.id)
    events = session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence.desc()).limit(2)).all()
    assert set(events) == {"accounts.roles_given", "inviting.roles_taken"}
    with pytest.raises(Refused):
        services.set_roles(ada, first, ["member"])
    with pytest.raises(Forbidden):
        services.set_roles(bob, first, ["member"])
    with pytest.raises(Refused) as caught:
        [services.set_roles(context, one, []) for one in (first, second)]
    assert caught.value.code == "inviting.last_administrator"


def test_an_invitation_leads_to_the_sign_in_and_one_address_has_one_account(app, client, sign_in, program):
    client.set_cookie("locale", "en")
    sign_in("administrator")
    fields = {"email": "Sam@Example.org", "roles": ["staff", "pilot"], "locale": "en"}

    wrong = client.post("/accounts/new", data={**fields, "roles": [], "actor": "Nobody Atall"})
    done = client.post("/accounts/new", data=fields, follow_redirects=True)
    again = client.post("/accounts/new", data=fields)

    assert (wrong.status_code, again.status_code) == (422, 409)
    assert "sam@example.org" in done.text
    assert "Pilot group, Staff" in done.text
    with app.test_request_context():
        program.drain()
    mail = next(one for one in app.extensions["mailman"].outbox if one.to == ["sam@example.org"])
    assert "/sign-in" in mail.body


def test_members_with_an_address_and_no_account_are_invited_once(app, session, context, member_with_address):
    person = member_with_address

    assert [one.id for one in queries.uninvited(session, context.today)] == [person.id]
    assert services.invite_members(context) == 1
    with app.test_request_context():
        services.post_members_invitation(context, {"actor": person.id})
        services.post_members_invitation(context, {"actor": person.id})

    assert account_by_email(session, person.email).actor_id == person.id
    assert queries.uninvited(session, context.today) == []


def test_who_votes_for_others_is_invited_once_and_members_are_not_read_one_by_one(
    session, context, member_with_address
):
    person = member_with_address
    chair = add_actor(context, kind=ActorKind.PERSON, name="Zoé Le Bris", email="zoe@example.org")
    add_actor(context, kind=ActorKind.PERSON, name="No Member", email="nobody@example.org")
    for number in range(3):
        group = add_actor(
            context, kind=ActorKind.ORGANISATION, name=f"G{number}", email=f"g{number}@example.org"
        )
        name_representative(context, group, chair, date(2026, 1, 1))
        admit_member(context, group, category_key="employees", college_key="A", admitted_on=date(2026, 1, 1))
    session.commit()
    session.expunge_all()

    found = queries.uninvited(session, context.today, most=1)

    assert [one.id for one in found] == [person.id]
    assert len(session.identity_map) == 1
    assert queries.count_uninvited(session, context.today) == 2
    assert queries.is_anybody_uninvited(session, context.today)
    assert [one.id for one in queries.uninvited(session, context.today)] == [person.id, chair.id]
    open_account(context, email="lea@example.org", actor_id=None, roles=["member"])
    open_account(context, email="elsewhere@example.org", actor_id=chair.id, roles=["member"])
    assert not queries.is_anybody_uninvited(session, context.today)


def test_the_page_shows_the_first_of_many_and_how_many_there_are(
    client, sign_in, session, context, member_with_address, monkeypatch
):
    monkeypatch.setattr(views, "MOST_SHOWN", 1)
    other = add_actor(context, kind=ActorKind.PERSON, name="Zoé Le Bris", email="zoe@example.org")
    admit_member(context, other, category_key="employees", college_key="A", admitted_on=date(2026, 1, 1))
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("administrator")

    page = client.get("/accounts/members").text

    assert "2 persons have no account yet." in page
    assert "The first 1 are shown" in page
    assert "zoe@example.org" not in page


def test_an_invitation_needs_a_role(context):
    with pytest.raises(Invalid):
        services.invite(context, email="x@example.org", actor_id=None, roles=[], locale="fr")


@pytest.fixture
def member_with_address(context, session):
    record_statutes(context, statutes_document(), effective_from=date(2026, 1, 1), reason="Founding assembly")
    person = add_actor(context, kind=ActorKind.PERSON, name="Léa Durand", email="lea@example.org")
    admit_member(context, person, category_key="employees", college_key="A", admitted_on=date(2026, 1, 1))
    session.flush()
    return person


def test_an_account_opened_before_its_person_is_given_by_the_address(
    app, session, context, member_with_address
):
    early = open_account(context, email="lea@example.org", actor_id=None, roles=["staff"])
    early.keep_code("a code sent before")
    before = early.fs_uniquifier

    assert [one.id for one in queries.uninvited(session, context.today)] == [member_with_address.id]
    with app.test_request_context():
        services.post_members_invitation(context, {"actor": member_with_address.id})
        services.post_members_invitation(context, {"actor": member_with_address.id})

    assert early.actor_id == member_with_address.id
    assert {role.name for role in early.roles} == {"staff", "member"}
    assert early.fs_uniquifier != before
    assert early.code != "a code sent before"
    assert len(app.extensions["mailman"].outbox) == 1
    assert not queries.is_anybody_uninvited(session, context.today)


def with_password(early, _context):
    early.password = "a hash"


def with_passkey(early, context):
    early.webauthn.append(
        Passkey(
            credential_id=b"1", public_key=b"1", backup_state=False, device_type="single_device", name="phone",
            usage="first", lastuse_datetime=context.clock.now(),
        )
    )  # fmt: skip


def with_a_change(early, context):
    context.session.add(
        AddressChange(
            account_id=early.id,
            email="other@example.org",
            former="lea@example.org",
            asked_at=context.clock.now(),
        )
    )


def with_a_namesake(_early, context):
    add_actor(context, kind=ActorKind.PERSON, name="Luc Durand", email="Lea@example.org")


def of_somebody(early, context):
    early.actor_id = add_actor(context, kind=ActorKind.PERSON, name="Ann Elsewhere").id


@pytest.mark.parametrize("bar", [with_password, with_passkey, with_a_change, with_a_namesake, of_somebody])
def test_nobody_becomes_a_member_by_an_account_that_opens_without_the_mailbox(
    app, session, context, member_with_address, bar
):
    early = open_account(context, email="lea@example.org", actor_id=None, roles=["staff"])
    session.flush()
    bar(early, context)
    session.flush()
    was = early.actor_id

    with app.test_request_context():
        services.post_members_invitation(context, {"actor": member_with_address.id})
        open_accounts(context, [member_with_address], roles=["member"])

    assert early.actor_id == was
    assert account_of_actor(session, member_with_address.id) is None
    assert not queries.is_anybody_uninvited(session, context.today)


def test_the_convening_gives_it_too(session, context, member_with_address):
    early = open_account(context, email="lea@example.org", actor_id=None, roles=["staff"])

    open_accounts(context, [member_with_address], roles=["member"])

    assert early.actor_id == member_with_address.id


def test_an_administrator_says_whose_an_account_is_and_once(
    client, sign_in, session, context, member_with_address
):
    early = open_account(context, email="elsewhere@example.org", actor_id=None, roles=["staff"])
    other = open_account(context, email="third@example.org", actor_id=None, roles=["staff"])
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("administrator")
    fields = {"roles": ["staff"], "actor": "Léa Durand"}

    assert "Who it is in the directory" in client.get(f"/accounts/{early.id}").text
    done = client.post(f"/accounts/{early.id}", data=fields)
    second = client.post(f"/accounts/{other.id}", data=fields)
    again = client.post(f"/accounts/{early.id}", data=fields)

    session.expire_all()
    assert (done.status_code, second.status_code, again.status_code) == (302, 409, 409)
    assert early.actor_id == member_with_address.id
    assert other.actor_id is None
    assert "Who it is in the directory" not in client.get(f"/accounts/{early.id}").text
    assert "accounts.owner_given" in set(session.scalars(select(JournalEntry.event)))


def test_who_has_an_account_is_given_no_second_one(session, context, member_with_address):
    early = open_account(context, email="lea@example.org", actor_id=None, roles=["staff"])
    open_account(context, email="other@example.org", actor_id=member_with_address.id, roles=["member"])

    assert give_by_address(context, [member_with_address], roles=["member"]) == []
    assert early.actor_id is None


def test_what_else_opened_an_account_goes_when_it_becomes_a_persons(
    session, program, member_with_address, context
):
    early = open_account(context, email="lea@example.org", actor_id=None, roles=["staff"])
    session.flush()
    make_token(program.context(session, viewer_for(session, early, program.registry)), name="old", days=3)
    session.add(Identity(account_id=early.id, issuer="https://id", subject="1", tied_at=context.clock.now()))
    session.flush()

    give_by_address(context, [member_with_address], roles=["member"])

    assert [one.revoked_at is None for one in tokens_of(session, early.id)] == [False]
    assert session.scalar(select(Identity)) is None


def test_an_organisation_that_nobody_represents_is_not_written_to_but_named(
    app, client, sign_in, session, context, member_with_address
):
    group = add_actor(context, kind=ActorKind.ORGANISATION, name="Les Amis", email="amis@example.org")
    admit_member(context, group, category_key="employees", college_key="A", admitted_on=date(2026, 1, 1))
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("administrator")

    page = client.get("/accounts/members").text
    with app.test_request_context():
        services.post_members_invitation(context, {"actor": group.id})

    assert [one.id for one in queries.uninvited(session, context.today)] == [member_with_address.id]
    assert "1 organisation has no representative" in page
    assert "amis@example.org" not in page
    assert account_of_actor(session, group.id) is None


def test_who_is_refused_a_second_account_is_led_to_the_roles_of_the_first(
    client, sign_in, session, context, member_with_address
):
    there = open_account(
        context, email="lea@example.org", actor_id=member_with_address.id, roles=["member"]
    )  # fmt: skip
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("administrator", email="ada@example.org")
    fields = {"roles": ["staff"], "locale": "en"}
    way = f'href="/accounts/{there.id}"'

    same_address = client.post("/accounts/new", data={**fields, "email": "Lea@example.org"})
    same_person = client.post(
        "/accounts/new", data={**fields, "email": "new@example.org", "actor": "Léa Durand"}
    )
    own = client.post("/accounts/new", data={**fields, "email": "ada@example.org"})

    assert way in same_address.text
    assert way in same_person.text
    assert own.status_code == 409
    assert "Change the roles" not in own.text


def test_any_account_is_found_by_name_or_address(client, sign_in, session, context, member_with_address):
    there = open_account(
        context, email="lea@example.org", actor_id=member_with_address.id, roles=["member"]
    )  # fmt: skip
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("administrator", "staff")
    way = f'href="/accounts/{there.id}"'

    assert way not in client.get("/accounts/").text
    assert way in client.get("/accounts/?find=durand+lea").text
    assert way in client.get("/accounts/?find=LEA@ex").text
    assert "No account has such a name" in client.get("/accounts/?find=Nobody").text
    member = client.get(f"/actors/{member_with_address.id}").text
    assert "Account and roles" in member
    sign_in("staff")
    assert "Account and roles" not in client.get(f"/actors/{member_with_address.id}").text


def test_an_organisation_gets_no_account(client, sign_in, session, context):
    group = add_actor(context, kind=ActorKind.ORGANISATION, name="Les Amis", email="amis@example.org")
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("administrator")
    fields = {"email": "amis@example.org", "actor": "Les Amis", "roles": ["member"], "locale": "en"}

    refused = client.post("/accounts/new", data=fields)
    open_accounts(context, [group], roles=["member"])

    assert refused.status_code == 422
    assert "the person who represents it has one" in refused.text
    assert account_by_email(session, "amis@example.org") is None


def test_a_members_role_is_taken_only_where_it_is_meant(
    client, sign_in, session, context, member_with_address
):
    account = open_account(
        context, email="lea@example.org", actor_id=member_with_address.id, roles=["member", "staff"]
    )
    roles = select(RoleRow.name).join(Account.roles).where(Account.id == account.id)
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("administrator")

    path = f"/accounts/{account.id}"
    page = client.get(path).text
    asked = client.post(path, data={"roles": ["staff"]})
    was = session.scalars(roles).all()
    session.rollback()
    done = client.post(path, data={"roles": ["staff"], "sure": "y"})

    assert "votes as a member" in page
    assert "all the same" not in page
    assert (asked.status_code, done.status_code) == (409, 302)
    assert "Take the role of a member all the same" in asked.text
    assert (set(was), session.scalars(roles).all()) == ({"member", "staff"}, ["staff"])


def test_the_owner_reads_which_roles_were_given_and_taken(app, client, sign_in, session, context):
    account = open_account(context, email="sam@example.org", actor_id=None, roles=["staff"], locale="en")
    session.commit()
    sign_in("administrator")

    client.post(f"/accounts/{account.id}", data={"roles": ["staff"]})
    client.post(f"/accounts/{account.id}", data={"roles": ["chair", "pilot"]})

    (mail,) = [one for one in app.extensions["mailman"].outbox if one.to == ["sam@example.org"]]
    assert "Given: Chair of the meeting and Pilot group." in mail.body
    assert "Taken: Staff." in mail.body
    assert "If it was you" not in mail.body


def test_nothing_is_ticked_for_whoever_is_invited(client, sign_in):
    sign_in("administrator")

    assert "checked" not in client.get("/accounts/new").text
