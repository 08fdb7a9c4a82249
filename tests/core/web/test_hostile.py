"""What only an attacker or a broken program sends is refused with our own page, never with an error of ours."""

import pytest
from sqlalchemy import select

from collegial.accounts.models import Account

TOO_LARGE = (2**31, 2**63, 10**30)


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    client.application.testing = client.application.config["PROPAGATE_EXCEPTIONS"] = False
    return client


@pytest.mark.parametrize("number", TOO_LARGE)
@pytest.mark.parametrize(
    "path",
    ["/actors/{}", "/assemblies/{}", "/assemblies/1/entries/{}/paper", "/votes/{}/board", "/votes/1/mandates/{}",
     "/statutes/{}", "/minutes/assembly/{}.pdf", "/chantiers/{}"],
)  # fmt: skip
def test_a_number_that_no_database_holds_is_no_page(client, sign_in, path, number):
    sign_in("member", "staff", "administrator")

    assert client.get(path.format(number)).status_code == 404


@pytest.mark.parametrize("path", ["/actors/?q=a%00", "/sign-in?next=/%00", "/proposals/%00"])
def test_a_nul_sign_is_refused(client, path):
    answer = client.get(path)

    assert answer.status_code == 400
    assert "<main" in answer.text


def test_a_nul_sign_in_a_form_is_refused(client):
    assert client.post("/sign-in/code", data={"identity": "a\x00@example.org"}).status_code == 400


@pytest.mark.parametrize("body", ["{}", '"x"', "[" * 5000, "{"])
@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-in/code", "/password-lost", "/sign-in/passkey", "/theme"]
)
def test_json_is_no_second_door(client, path, body):
    answer = client.post(path, data=body, content_type="application/json")

    assert answer.status_code == 415
    assert "<main" in answer.text


def test_a_token_in_place_of_a_session_is_nobodys(app, client, program, sign_in):
    sign_in("administrator")
    with app.test_request_context(), program.database.reading() as session:
        token = session.scalars(select(Account)).one().get_auth_token()
    stranger = app.test_client()

    by_header = stranger.get("/journal/", headers={"Authentication-Token": token})
    by_address = stranger.get("/journal/", query_string={"auth_token": token})

    assert client.get("/journal/").status_code == 200
    assert (by_header.status_code, by_address.status_code) == (302, 302)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
     "/\t/evil.example", "/a\r\nX-Evil: 1", "http://[", "javascript:alert(1)", " //evil.example"],
)  # fmt: skip
def test_a_choice_leads_back_to_this_site_only(client, target):
    answer = client.post("/theme", data={"theme": "dark", "next": target})

    assert (answer.status_code, answer.location) == (302, "/")


def test_a_choice_leads_back_to_its_page(client):
    answer = client.post("/theme", data={"theme": "dark", "next": "/actors/?q=côte d'or&page=2"})

    assert answer.location.startswith("/actors/?q=c")


def test_a_host_that_is_no_name_is_refused(client):
    answer = client.get("/", headers={"Host": "x" * 300})

    assert answer.status_code == 400
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
