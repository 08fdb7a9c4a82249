"""What is held of someone is handed out whole, and erased as far as the law allows, with the answer kept."""

import io
import json
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from collegial.accounts.models import Account
from collegial.accounts.services import open_account
from collegial.actors.models import Actor, ActorKind
from collegial.actors.services import merge_actors
from collegial.actors.services.adding import add_actor
from collegial.kernel.base import Base
from collegial.kernel.errors import Forbidden, Missing, Refused
from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.membership.services import leave
from collegial.privacy import queries, services
from collegial.privacy.models import Erasure, ErasureRequest
from collegial.privacy.rules import ACCOUNT_YEARS, ATTENDANCE_YEARS, REGISTER_YEARS, RETENTION
from collegial.shares.models import PaymentMethod
from collegial.shares.services import NewPayment, subscribe
from collegial.statutes.rules import FigureStatus
from collegial.testing.factories import convened

# Tables that name an actor and are no personal data of their own: each with the reason.
EXEMPT = {
    "privacy_erasure": "the answer itself, with numbers only",
    "privacy_request": "the request itself",
}


@pytest.fixture
def sources(program):
    return [source for _, source in program.host.declared("personal_data")]


@pytest.fixture
def person(context):
    one = add_actor(
        context, kind=ActorKind.PERSON, name="Nolwenn Kerbrazan", given_name="Nolwenn", family_name="Kerbrazan",
        email="nolwenn@example.org", locality="Betton",
    )  # fmt: skip
    open_account(context, email="nolwenn@example.org", actor_id=one.id, roles=["member"])
    return one


@pytest.fixture
def world(context):
    return convened(context, {"A": 2, "B": 1, "C": 1, "D": 1})


def test_every_table_that_names_an_actor_is_in_the_inventory(sources):
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        if table.name == "actor" or any(key.column.table.name == "actor" for key in table.foreign_keys)
    }
    named = {name for one in sources for name in one.tables}
    assert naming - named - set(EXEMPT) == set()
    assert named <= set(Base.metadata.tables)


def test_keys_of_sources_are_their_own(sources):
    assert len({one.key for one in sources}) == len(sources)


def opened(written):
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return json.loads(archive.read("data.json"))


@pytest.mark.both_databases
def test_an_export_holds_what_is_held_and_no_secret(context, session, sources, person):
    session.flush()
    data = opened(services.export_data(context, sources, person.id))
    assert data["sources"]["core.identity"]["records"][0]["email"] == "nolwenn@example.org"
    account = data["sources"]["core.account"]["records"][0]
    assert "password" not in account
    assert "fs_uniquifier" not in account


@pytest.mark.both_databases
def test_an_export_of_a_member_holds_roll_and_membership(context, sources, world):
    entry = world.entries["A"][0]
    data = opened(services.export_data(context, sources, entry.actor_id))["sources"]
    assert data["core.membership"]["records"][0]["number"] == entry.member_number
    assert [one["kind"] for one in data["core.assemblies"]["records"] if "kind" in one] == ["own"]


def test_papers_and_a_page_for_people_stand_beside_the_records(
    client, sign_in, context, session, sources, world
):
    entry = world.entries["A"][0]
    member, today = session.get(Member, entry.member_id), context.clock.now().date()
    payment = NewPayment(amount=Money(60_00), method=PaymentMethod.TRANSFER, received_on=today)
    subscribe(context, member, shares=3, effective_on=today, payment=payment)
    session.commit()
    sign_in("member", actor_id=entry.actor_id)

    with zipfile.ZipFile(io.BytesIO(client.post("/privacy/mine/data.zip").data)) as archive:
        names = archive.namelist()
        page = archive.read("my-data.html").decode()
        certificate = PdfReader(io.BytesIO(archive.read("core.shares/certificate-of-shares-1.pdf")))

    assert names == [
        "data.json",
        "core.shares/extract-of-the-register-of-shares-1.pdf",
        "core.shares/certificate-of-shares-1.pdf",
        "my-data.html",
    ]
    assert entry.name in certificate.pages[0].extract_text()
    assert entry.name in page
    assert "core.accounts" not in page


def test_ones_own_data_are_told_in_ones_language(client, sign_in, session, world):
    session.commit()
    sign_in("member", actor_id=world.entries["A"][0].actor_id)
    client.set_cookie("locale", "fr")
    page = client.get("/privacy/mine").text
    assert "La vie de la coopérative et 5\u00a0ans." in page
    assert "The life of the cooperative" not in page


def test_retention_is_said_by_the_dated_figures(sources):
    said = {one.key: str(one.retention) for one in sources}
    assert f"{REGISTER_YEARS} years" in said["core.membership"]
    assert f"{ACCOUNT_YEARS} years" in said["core.shares"]
    assert f"{ATTENDANCE_YEARS} years" in said["core.assemblies"]
    assert all(one.status is FigureStatus.VERIFY for one in RETENTION)


def test_who_left_long_ago_waits_to_be_erased(client, sign_in, context, session, world, clock):
    entry = world.entries["B"][0]
    member = session.get(Member, entry.member_id)
    member.actor.email = "b@example.org"
    leave(context, member, left_on=clock.now().date())
    session.commit()
    sign_in("staff")
    assert entry.name not in client.get("/privacy/requests").text

    clock.move(days=5 * 366)

    assert f'href="/privacy/actors/{entry.actor_id}"' in client.get("/privacy/requests").text


def test_one_takes_out_ones_own_data_only(as_role, session, sources, person):
    session.flush()
    assert services.export_data(as_role("member", actor_id=person.id, account_id=1), sources, person.id)
    with pytest.raises(Forbidden):
        services.export_data(as_role("member", actor_id=person.id + 1, account_id=1), sources, person.id)


def test_an_unknown_actor_has_no_data(context, sources):
    with pytest.raises(Missing):
        services.export_data(context, sources, 4711)


@pytest.mark.both_databases
def test_whoever_was_never_a_member_is_forgotten_whole(context, session, sources, person):
    session.flush()
    erasure = services.erase_data(context, sources, person.id)
    session.expire_all()
    left = session.get(Actor, person.id)
    assert (left.name, left.email, left.locality, left.given_name) == (f"#{person.id}", None, None, None)
    account = session.scalars(select(Account)).one()
    assert (account.active, account.actor_id, account.email) == (False, None, f"closed-{account.id}@invalid")
    assert erasure.answer["kept"] == []
    assert "nolwenn" not in json.dumps(opened(services.export_data(context, sources, person.id))).lower()


@pytest.mark.both_databases
def test_a_member_stays_known_until_leaving_and_the_register_after_it(
    context, session, sources, world, clock
):
    entry = world.entries["B"][0]
    answer = queries.split_answer(session, sources, entry.actor_id, clock.now().date())
    assert answer.erased == ()
    with pytest.raises(Refused, match=r"privacy\.nothing_left"):
        services.erase_data(context, sources, entry.actor_id)

    member = world.context.session.get(Actor, entry.actor_id)
    member.email = "b@example.org"
    leave(context, session.get(Member, entry.member_id), left_on=clock.now().date(), reason="Démission")
    erasure = services.erase_data(context, sources, entry.actor_id)
    assert session.get(Actor, entry.actor_id).name == entry.name
    assert session.get(Actor, entry.actor_id).email is None
    assert len(erasure.answer["erased"]) == 1
    assert any("register" in one["why"] for one in erasure.answer["kept"])


def test_members_do_not_erase(as_role, session, sources, person):
    session.flush()
    with pytest.raises(Forbidden):
        services.erase_data(as_role("member", actor_id=person.id, account_id=1), sources, person.id)
    assert session.scalar(select(func.count()).select_from(Erasure)) == 0


@pytest.mark.both_databases
def test_one_request_waits_at_a_time_and_an_erasure_answers_it(as_role, context, session, sources, person):
    session.flush()
    asking = as_role("member", actor_id=person.id, account_id=1)
    request = services.ask_erasure(asking)
    with pytest.raises(Refused, match=r"privacy\.asked_already"):
        services.ask_erasure(asking)
    erasure = services.erase_data(context, sources, person.id)
    assert request.erasure_id == erasure.id
    assert queries.open_requests(session) == []


def test_an_account_that_stands_for_nobody_has_nothing_to_ask(as_role):
    with pytest.raises(Refused, match=r"privacy\.nobody"):
        services.ask_erasure(as_role("administrator", account_id=1))


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "statement", ["UPDATE privacy_erasure SET done_by = ''", "DELETE FROM privacy_erasure"]
)
def test_an_answer_that_was_given_is_never_changed(context, session, sources, person, statement):
    session.flush()
    services.erase_data(context, sources, person.id)
    with pytest.raises(DatabaseError, match="written once"):
        session.execute(text(statement))


def test_events_hold_no_personal_data(context, session, sources, person):
    session.flush()
    services.export_data(context, sources, person.id)
    services.erase_data(context, sources, person.id)
    journal = session.execute(
        text("SELECT payload FROM journal_entry WHERE event LIKE 'privacy.%'")
    ).scalars()
    assert "olwenn" not in " ".join(map(str, journal))


def test_the_pages_of_ones_own_data(client, sign_in, context, session):
    one = add_actor(context, kind=ActorKind.PERSON, name="Zoé", email="z@example.org")
    session.commit()
    sign_in("member", actor_id=one.id, email="z@example.org")
    page = client.get("/privacy/mine").text
    assert "Being forgotten" in page
    answer = client.post("/privacy/mine/data.zip")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert opened(answer.data)["actor"] == one.id
    assert client.post("/privacy/mine/erasure").status_code == 302
    assert client.post("/privacy/mine/erasure").status_code == 409
    assert "Your request is waiting" in client.get("/privacy/mine").text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(ErasureRequest)) == 1


def test_data_are_neither_taken_nor_erased_by_a_link(client, sign_in, context, session, person):
    session.commit()
    sign_in("staff")
    for path in ("data.zip", "erase"):
        assert client.get(f"/privacy/actors/{person.id}/{path}").status_code == 405


def test_the_staff_reads_the_split_answer_then_erases(client, sign_in, session, person):
    session.commit()
    sign_in("staff")
    page = client.get(f"/privacy/actors/{person.id}").text
    assert "Would be erased" in page
    assert client.post(f"/privacy/actors/{person.id}/erase").status_code == 302
    assert "Nothing is left that may be erased" in client.get(f"/privacy/actors/{person.id}").text
    assert client.post(f"/privacy/actors/{person.id}/erase").status_code == 409


@pytest.mark.parametrize("path", ["/privacy/requests", "/privacy/inventory", "/privacy/actors/1"])
def test_members_do_not_see_what_is_held_of_others(client, sign_in, path):
    sign_in("member")
    assert client.get(path).status_code == 403


def test_the_inventory_is_made_of_the_sources(client, sign_in, sources):
    sign_in("administrator")
    page = client.get("/privacy/inventory").text
    assert all(str(one.label) in page for one in sources)


def test_the_day_of_the_answer_matters(session, sources, world):
    entry = world.entries["A"][0]
    session.get(Actor, entry.actor_id).email = "a@example.org"
    before = queries.split_answer(session, sources, entry.actor_id, date(2020, 1, 1))
    assert before.erased != ()


@pytest.mark.both_databases
def test_a_merge_takes_the_wish_to_be_forgotten_along(context, as_role, session, person):
    again = add_actor(context, kind=ActorKind.PERSON, name="Nolwen Kerbrazan", email="n@example.org")
    session.flush()
    services.ask_erasure(as_role("member", actor_id=again.id, account_id=1))
    merge_actors(context, person, again, "La même")
    assert [one.actor_id for one in queries.open_requests(session)] == [person.id]
