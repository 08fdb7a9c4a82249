"""What leaves the site for programs: feed, open data, sitemap, pictures, languages of a page."""

import json
import re
import struct
from xml.etree import ElementTree as ET

import pytest
from flask_babel import force_locale
from werkzeug.exceptions import NotFound

from collegial.actors.models import Actor, ActorKind, ActorShowing
from collegial.decisions.models import DecisionSource
from collegial.decisions.services import HandEntry, enter_by_hand, make_known
from collegial.kernel.colours import PREPARED
from collegial.web.mails import DressedMail, dressed, pieces
from collegial.web.published import STATIC

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def known(context, session):
    """Give a decision that was made known, with a title that a spreadsheet would compute."""
    entry = HandEntry(
        source=DecisionSource.BOARD,
        body="Board",
        title="=1+1",
        text="Secret text",
        decided_on=context.clock.now().date(),
    )
    made = enter_by_hand(context, entry)
    make_known(context, made.number)
    session.commit()
    return made


def test_the_feed_names_each_thing_for_good(client, known):
    (entry,) = ET.fromstring(client.get("/feed.xml").data).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "=1+1"
    assert entry.findtext(f"{ATOM}id").endswith("/published#decisions.made_known-1")
    assert entry.find(f"{ATOM}link").get("href").endswith("/decisions/published/1")


def test_open_data_say_their_licence_and_hold_no_formula(client, known):
    written = client.get("/open-data/decisions.csv").data.decode("utf-8-sig")
    assert written.splitlines()[0] == "id;kind;title;date;begins_at;place;summary;page"
    assert ";'=1+1;" in written
    answer = client.get("/open-data/decisions.json")
    content = json.loads(answer.data)
    assert (content["licence"], content["decisions"][0]["title"]) == ("Licence Ouverte 2.0", "=1+1")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Secret text" not in answer.text
    assert "Licence Ouverte 2.0" in client.get("/open-data").text
    assert client.get("/open-data/members.csv").status_code == NotFound.code


def test_what_a_proxy_may_keep_is_the_same_for_whoever_asks(client, known):
    client.delete_cookie("locale")
    asked = ("/open-data/decisions.json", "/open-data/decisions.csv", "/open-data/decisions.json?lang=en")
    first, *_, english = [client.get(one).data for one in asked]

    for poison in (
        {"Accept-Language": "br"},
        {"Cookie": "locale=br"},
        {"Accept-Language": "en", "Cookie": "locale=en"},
    ):
        answers = [client.get(one, headers=poison) for one in asked]
        assert (answers[0].data, answers[2].data) == (first, english)
        assert "public" in answers[1].headers["Cache-Control"]
    assert b"Decisions made known" in english
    assert b"Decisions made known" not in first


def test_search_engines_are_told_of_each_page_in_each_language(client, known):
    page = client.get("/sitemap.xml").text
    assert "/decisions/published/1</" in page
    assert "/decisions/published/1?lang=br" in page
    assert "Sitemap: http" in client.get("/robots.txt").text


def test_search_engines_are_told_of_what_a_visitor_finds_whoever_asks(client, session, sign_in, clock):
    agreed, hidden = (
        Actor(kind=ActorKind.ORGANISATION, name=one, created_at=clock.now()) for one in ("Agreed", "Hidden")
    )
    session.add_all([agreed, hidden])
    session.flush()
    session.add(ActorShowing(actor_id=agreed.id, agreed_at=clock.now(), how="Letter", recorded_by="Staff"))
    session.commit()

    told = client.get("/sitemap.xml").text

    assert f"/actors/{agreed.id}</" in told
    assert f"/actors/{hidden.id}</" not in told
    assert "/glossary</" in told
    sign_in("staff")
    assert client.get("/sitemap.xml").text == told


def test_an_open_page_has_one_address_in_each_language_and_others_are_not_indexed(client, sign_in, known):
    client.delete_cookie("locale")
    page = client.get("/about?lang=en").text
    assert '<html lang="en"' in page
    assert '<link rel="canonical" href="http://localhost/about?lang=en">' in page
    assert 'hreflang="fr" href="http://localhost/about">' in page
    assert "/share.png" in page
    assert 'content="noindex"' in client.get("/nowhere").text
    sign_in("staff")
    assert 'content="noindex"' in client.get("/site/texts").text


def test_a_site_that_does_not_want_to_be_found_says_so(client, monkeypatch):
    monkeypatch.setattr("collegial.publishing.views.machines.is_indexed", lambda: False)
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_pictures_have_the_size_and_the_colour_of_the_deployment(client):
    picture = client.get("/share.png").data
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert PREPARED["heather"] in client.get("/icon").text


def test_prepared_colours_are_those_of_the_stylesheet():
    sheet = (STATIC / "css" / "collegial.css").read_text(encoding="utf-8")
    assert f"--accent: {PREPARED['heather']};" in sheet
    for name in PREPARED.keys() - {"heather"}:
        assert f".accent-{name} {{ --accent: {PREPARED[name]};" in sheet


def test_a_mail_has_the_same_words_in_html_and_nothing_of_them_is_code(app):
    written = "Dear <b>you</b>,\n\nsee https://example.org/a?b=1&c=2.\n\nYour code is 123456."
    with app.test_request_context(), force_locale("en"):
        message = DressedMail("Hello", written, to=["a@example.org"], code="123456")
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    assert "Dear &lt;b&gt;you&lt;/b&gt;," in html
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert ">123456</strong>" in html
    assert PREPARED["heather"] in html
    assert message.body.startswith(written + "\n\n-- \n")  # why it is sent, in both parts
    assert "It is no advertising" in message.body
    assert "It is no advertising" in html


def test_an_address_alone_is_a_button_and_the_foot_holds_the_way_to_stop(app):
    text = "a\nb\n\n- c\n- d\nhttps://example.org/page\n\n-- \nBecause.\nNo more:\nhttps://example.org/stop\n"
    with app.test_request_context(), force_locale("en"):
        html = dressed("Test: hello", text)
    assert [(one.kind, *map(str, one.lines)) for one in pieces(text.partition("\n-- ")[0])] == [
        ("text", "a", "b"), ("list", "c", "d"), ("way", "https://example.org/page"),
    ]  # fmt: skip
    assert ">Open the page</a>" in html
    assert '<a href="https://example.org/stop" style="color: inherit">No more</a>' in html


def test_every_kind_of_mail_is_shown_in_every_language(client, sign_in, program):
    sign_in("administrator")
    listed = client.get("/styleguide/mails").text
    for path in set(re.findall(r'href="(/styleguide/mails/one[^"]+)"', listed)):
        answer = client.get(path.replace("&amp;", "&"))
        assert answer.status_code == 200, path
        assert "{{" not in answer.text
    assert listed.count("/mail/") > 30
    assert client.get("/styleguide/mails/one?kind=base.html").status_code == 404
