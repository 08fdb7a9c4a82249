"""The pages of the directory: search, questionnaire, what leaves the site, who does what."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from collegial.hosting.settings import save_settings
from collegial.plugin import Money
from collegial_information import services
from collegial_information.demo import fill_directory
from collegial_information.models import InformationEntry
from collegial_information.rules.facets import Audience, ResourceKind
from collegial_information.settings import OPENING


def send(client, path, **facts):
    once = re.search(r'name="once"[^>]*value="([^"]+)"', client.get(path).text)[1]
    return client.post(path, data=facts | {"once": once})


@pytest.fixture
def directory(context, publish):
    """Give two public resources."""
    publish(
        "Aide au démarrage",
        audiences=[Audience.ASSOCIATION],
        most=Money(5000_00),
        website="https://region.example",
    )
    publish("Prêt", kind=ResourceKind.LOAN, summary="<b>Rapide</b>")
    context.session.commit()


def test_anyone_searches_and_what_cannot_be_read_is_left_out(client, directory):
    page = client.get("/information/?words=demarrage&kind=grant&audience=association&is_open=y").text
    assert "Aide au démarrage" in page
    assert "1 resource" in page
    odd = client.get("/information/?kind=nothing&page=99&moment=%20&words=" + "x" * 300)
    assert (odd.status_code, "2 resources" in odd.text) == (200, True)
    assert "Nothing was found" in client.get("/information/?words=introuvable").text
    shown = client.get("/information/1").text
    assert "https://region.example" in shown
    assert "up to €5,000.00" in shown
    bare = client.get("/information/2").text
    assert "<b>Rapide</b>" not in bare
    assert ("Whom to ask" in bare, "we put you in touch with" in bare) == (True, True)


def test_the_questionnaire_says_what_fits_and_why(client, directory):
    page = client.get("/information/fit?audience=association&kinds=grant&amount=3000").text
    for fact in ("This fits", "structures like yours", "covers an amount like yours"):
        assert fact in page
    near = client.get("/information/fit?audience=cooperative&kinds=grant").text
    assert "This nearly fits" in near
    assert client.get("/information/fit?audience=%20&kinds=%20&moment=x").status_code in (200, 422)
    wrong = client.get("/information/fit?amount=beaucoup&audience=association")
    assert (wrong.status_code, "is not an amount" in wrong.text) == (422, True)


def test_the_feed_is_atom_and_takes_the_filters(client, directory):
    answer = client.get("/information/feed.xml?kind=loan")

    root = ET.fromstring(answer.data)
    titles = [one.text for one in root.iter("{http://www.w3.org/2005/Atom}title")]
    assert answer.content_type.startswith("application/atom+xml")
    assert titles == ["Directory of resources", "Prêt"]


def test_only_named_sites_show_the_list_and_it_sets_no_cookie(client, context, directory):
    shut = client.get("/information/embed")
    assert "frame-ancestors 'none'" in shut.headers["Content-Security-Policy"]
    assert shut.headers["X-Frame-Options"] == "DENY"

    sites = "https://www.exemple.org https://x.example;script-src http://ok.example:8080"
    save_settings(context, OPENING, {"licence": "L", "licence_url": "https://l.example", "shown_on": sites})
    context.session.commit()
    open_to = client.get("/information/embed")
    policy = open_to.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://www.exemple.org http://ok.example:8080")
    assert "script-src 'self'" in policy
    assert "X-Frame-Options" not in open_to.headers
    assert "Set-Cookie" not in open_to.headers
    assert "Prêt" in open_to.text
    assert client.get("/information/").headers["X-Frame-Options"] == "DENY"


def test_open_data_have_their_licence_and_no_keeper(client, directory):
    told = json.loads(client.get("/information/data.json").data)

    assert told["licence"].startswith("Licence Ouverte")
    assert [one["title"] for one in told["resources"]] == ["Aide au démarrage", "Prêt"]
    assert "Maud" not in json.dumps(told)
    listed = client.get("/lists/information.resources.csv").text
    assert "Aide au démarrage" in listed
    assert "Associations" in listed, "words of the reader, no keys"
    assert client.get("/api/v1/information.resources/1").json["most_cents"] == 500_000
    assert "Licence" in client.get("/information/open-data").text
    assert "Aide au démarrage" in client.get("/search/?q=demarrage").text


ENTRY = {
    "title": "Local",
    "kind": "premises",
    "provider": "Ville",
    "summary": "Un bureau",
    "check_months": "3",
}


def test_the_staff_writes_and_publishes(client, sign_in, people):
    sign_in("staff", actor_id=people["keeper"])
    wrong = send(client, "/information/new", **(ENTRY | {"most": "rien"}), keeper_id=people["keeper"])
    assert (wrong.status_code, "Un bureau" in wrong.text, "is not an amount" in wrong.text) == (
        422,
        True,
        True,
    )
    made = send(
        client, "/information/new", **ENTRY, keeper_id=people["keeper"], audiences=["association", "holder"]
    )
    assert made.location == "/information/1"
    assert "Not published yet" in client.get("/information/1").text
    assert client.post("/information/1/publish").status_code == 302
    kept = client.get("/information/1/change").text
    assert re.findall(r'<input checked[^>]*value="(\w+)"', kept) == ["association", "holder"]
    assert client.post("/information/synonyms", data={"groups": "local, bureau"}).status_code == 302
    lone = client.post("/information/synonyms", data={"groups": "local"})
    assert (lone.status_code, "two words at least" in lone.text) == (422, True)
    odd = client.post("/information/subscriptions", data={"words": "local", "kind": " ", "audience": " "})
    assert odd.status_code == 302
    assert "End it" in client.get("/information/subscriptions").text


def test_anyone_asks_for_mails_and_is_told_nothing_of_an_address(client, people, sign_in):
    asked = [client.post("/information/subscribe", data={"email": "ana@example.org"}).text for _ in range(2)]
    assert all("Look into your mailbox" in one for one in asked)
    wrong = client.post("/information/subscribe", data={"email": "ana", "words": "local"})
    assert (wrong.status_code, 'value="local"' in wrong.text) == (422, True)
    sign_in("staff")
    assert client.get("/information/subscriptions").location == "/information/subscribe"


def test_what_is_not_public_is_for_its_keeper(client, sign_in, context, people, publish):
    number = publish("Aide")
    services.archive_entry(context, entry_id=number)
    context.session.commit()
    assert client.get("/information/1").status_code == 404
    sign_in("member", actor_id=people["reader"])
    assert client.get("/information/1").status_code == 404
    assert client.get("/information/1/change").status_code == 404
    assert client.post("/information/1/check").status_code == 403
    assert client.get("/information/new").status_code == 403
    sign_in("member", actor_id=people["keeper"], email="keeper@example.org")
    assert client.get("/information/1").status_code == 200
    assert client.get("/information/1/change").status_code == 200


def test_the_demonstration_has_something_to_find_and_to_check(client, sign_in, context, people):
    fill_directory(context)
    context.session.commit()
    sign_in("staff")

    loans = client.get("/information/?words=emprunt").text
    for title in ("Prêt sans intérêt", "Caution d’emprunt"):
        assert title in loans
    assert "Bureaux partagés" not in loans
    assert "Apport en fonds propres" in client.get("/information/keeping").text
    assert "for funding" in client.get("/").text

    late = "Apport en fonds propres pour coopératives"
    keeper_id = context.session.scalar(select(InformationEntry.keeper_id).filter_by(title=late))
    context.session.commit()
    sign_in("staff", actor_id=keeper_id, email="keeper@example.org")
    assert client.get("/information/keeping").text.count(f"{late}</a>") == 1

    number = re.search(r'action="/information/(\d+)/check"', client.get("/information/keeping").text)[1]
    checked = [
        client.post(f"/information/{number}/check", data=data).location for data in ({"back": "keeping"}, {})
    ]
    assert checked == ["/information/keeping", f"/information/{number}"]
