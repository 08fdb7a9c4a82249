"""Other programs read by tokens what their owner may read, and nothing else; refusals are JSON, pages stay HTML."""

from datetime import timedelta

import pytest

from collegial.api.models import ApiToken
from collegial.api.queries import digest_of
from collegial.api.services import make_token, revoke_token
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorKind, DomainError, Invalid
from collegial.web.once import new_mark


@pytest.fixture
def token_of(program, app):
    """Give a function that makes a token for a new account with some roles."""
    from collegial.accounts.queries import viewer_for
    from collegial.accounts.services import open_account

    def make(*roles, days=30):
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("test"))
            account = open_account(
                context, email=f"{'-'.join(roles)}@example.org", actor_id=None, roles=roles
            )
            owner = program.context(session, viewer_for(session, account, program.registry))
            return {"Authorization": f"Bearer {make_token(owner, name='test', days=days)}"}

    return make


@pytest.fixture
def actors(program):
    with program.database.unit_of_work() as session:
        for kind, name in ((ActorKind.ORGANISATION, "Le Jardin"), (ActorKind.PERSON, "Maud")):
            session.add(Actor(kind=kind, name=name, created_at=program.clock.now()))


@pytest.mark.usefixtures("actors")
def test_a_token_reads_what_its_owner_may_read(client, token_of):
    def names(**headers):
        return [one["name"] for one in client.get("/api/v1/actors", headers=headers).json["items"]]

    assert names() == []  # nobody agreed to be shown to everyone
    member = token_of("member")
    assert names(**member) == ["Le Jardin"]
    assert names(**token_of("staff")) == ["Le Jardin", "Maud"]
    assert client.get("/api/v1/actors/1", headers=member).json["name"] == "Le Jardin"
    assert client.get("/api/v1/actors/2", headers=member).status_code == 404
    assert client.get("/api/v1/actors/1").status_code == 404


@pytest.mark.usefixtures("actors")
def test_a_right_is_asked_for_and_a_cookie_counts_for_nothing(client, sign_in, token_of):
    sign_in("staff")

    refused = client.get("/api/v1/members")
    assert refused.status_code == 403
    assert refused.content_type == "application/problem+json"
    assert set(refused.json) == {"status", "title", "detail", "code"}
    assert client.get("/api/v1/actors").json["items"] == []
    assert client.get("/api/v1/members", headers=token_of("staff")).json["items"] == []


@pytest.mark.parametrize("shown", ["Bearer clg_wrong", "Basic YTpi", "Bearer ", "x"])
def test_a_token_that_does_not_hold_is_refused(client, shown):
    refused = client.get("/api/v1/actors", headers={"Authorization": shown})

    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_ends_and_is_revoked(client, program, clock, token_of):
    headers = token_of("staff", days=1)
    assert client.get("/api/v1/members", headers=headers).status_code == 200

    with program.database.unit_of_work() as session:
        token = session.get(ApiToken, 1)
        token.ends_on -= timedelta(days=2)
    assert client.get("/api/v1/members", headers=headers).status_code == 401
    with program.database.unit_of_work() as session:
        token = session.get(ApiToken, 1)
        token.ends_on += timedelta(days=2)
        token.revoked_at = clock.now()
    assert client.get("/api/v1/members", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "per_page=201",
        "per_page=-1",
        "page=٣",
        f"per_page=000000001{'9' * 30}",
        "per_page=0000000010000",
    ],
)
def test_a_wrong_number_is_named(client, query):
    refused = client.get(f"/api/v1/actors?{query}")

    assert refused.status_code == 422
    assert "number from 1 to" in refused.json["detail"] or "nombre" in refused.json["detail"]


@pytest.mark.usefixtures("actors")
def test_pages_of_rows_are_counted(client, token_of):
    headers = token_of("staff")

    second = client.get("/api/v1/actors?page=2&per_page=1", headers=headers).json

    assert [one["name"] for one in second["items"]] == ["Maud"]
    assert (second["page"], second["pages"], second["total"]) == (2, 2, 2)


def test_a_module_comes_and_goes_with_its_resource_and_the_description_follows(client, program):
    assert client.get("/api/v1/chantier.chantiers").status_code == 404
    assert client.get("/api/v1/no/such/thing").json["status"] == 404
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "chantier")

    assert client.get("/api/v1/chantier.chantiers").json["items"] == []
    described = client.get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    assert {"/actors", "/members/{number}", "/chantier.chantiers", "/results"} <= set(described["paths"])
    assert "locality" in described["components"]["schemas"]["ActorRecord"]["properties"]
    assert "email" not in str(described)
    for path, line in described["paths"].items():
        if "{" not in path:
            answer = client.get(f"/api/v1{path}").status_code
            assert str(answer) in line["get"]["responses"], path


def test_pages_stay_pages(client):
    missing = client.get("/no-such-page")

    assert missing.content_type.startswith("text/html")
    assert client.post("/api/v1/actors").status_code == 405


def test_one_makes_and_revokes_ones_own_tokens(client, sign_in, program):
    client.set_cookie("locale", "en")
    assert client.get("/tokens/").status_code == 302
    sign_in("member")

    page = client.post("/tokens/", data={"name": "Our site", "days": "30"}).text
    secret = page.split('<code class="break">')[1].split("</code>")[0]
    with program.database.reading() as session:
        (token,) = session.query(ApiToken).all()
        assert token.digest == digest_of(secret)
    assert secret not in client.get("/tokens/").text
    assert client.post("/tokens/", data={"name": "", "days": "900"}).status_code == 422

    assert client.post("/tokens/1/revoke").status_code == 302
    assert "Revoked" in client.get("/tokens/").text
    assert client.get("/api/v1/actors", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_form_that_is_sent_twice_makes_one_token_and_shows_it_once(client, sign_in, program):
    client.set_cookie("locale", "en")
    sign_in("member")
    form = {"name": "Our site", "days": "30", "once": new_mark()}

    first, second = client.post("/tokens/", data=form), client.post("/tokens/", data=form)

    assert (first.status_code, second.location) == (200, "/tokens/")
    assert form["once"] not in first.text  # another one can be made from the page that shows the first
    with program.database.reading() as session:
        assert len(session.query(ApiToken).all()) == 1


def test_nobody_revokes_anothers_token(program, session, as_role, token_of):
    token_of("staff")

    with pytest.raises(DomainError) as refused:
        revoke_token(as_role("member", account_id=99), 1)

    assert refused.value.code == "api.unknown_token"


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x" * 81, 30), ("x", 0), ("x", 366)])
def test_a_token_has_a_name_and_an_end(as_role, name, days):
    with pytest.raises(Invalid):
        make_token(as_role("member", account_id=1), name=name, days=days)
