"""The guide is built without a warning, pages lead to the place in it that explains them, and it is served."""

import re
import subprocess
import sys

import pytest

from collegial.handbook import finding, site
from collegial.kernel.permissions import ANONYMOUS, Permission, Viewer
from collegial.web.routing import Gate

_ID = re.compile(r'\sid="([^"]+)"')
# No page of theirs is to be explained: the guide itself, papers, and what programs ask for.
_SMALL = {"handbook", "printing", "health", "api", "live", "partners_inbox"}


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    """Build the guide as `make docs` does; a warning is an error."""
    folder = tmp_path_factory.mktemp("guide")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def gates(app):
    for rule in app.url_map.iter_rules():
        if gate := getattr(app.view_functions[rule.endpoint], "gate", None):
            yield rule, gate


def test_each_page_has_help_for_whoever_may_open_it(app, program):
    roles = {role for one in program.registry.permissions.values() for role in one.roles}
    readers = [ANONYMOUS, *(_reader(program, role) for role in sorted(roles))]
    lost = {
        (rule.endpoint, sorted(one.roles))
        for rule, gate in gates(app)
        for one in readers
        if rule.endpoint.split(".")[0] not in _SMALL and one.may(gate.permission) and not gate.help_for(one)
    }

    assert lost == set()


def _reader(program, role):
    return Viewer(account_id=1, roles=frozenset({role}), grants=program.registry.grants([role]))


def test_the_first_right_that_a_reader_holds_chooses_the_help():
    lead, read = (Permission(key=key, label=key) for key in ("thanks.lead", "thanks.read"))
    gate = Gate(permission=read, help={lead: "leading", read: "reading"})

    assert gate.help_for(Viewer(grants=frozenset({"thanks.read"}))) == "reading"
    assert gate.help_for(Viewer(grants=frozenset({"thanks.lead", "thanks.read"}))) == "leading"
    assert gate.help_for(ANONYMOUS) == ""
    assert gate.topics == ("leading", "reading")
    assert Gate(permission=read, help="all").help_for(ANONYMOUS) == "all"


def test_what_help_names_is_there_in_each_language(app, built, monkeypatch):
    monkeypatch.setattr(site, "SITE", built)
    topics = {topic for _, gate in gates(app) for topic in gate.topics}
    nowhere = [
        (topic, language) for topic in sorted(topics) for language in ("fr", "en", "br")
        if not _is_there(built, topic, language)
    ]  # fmt: skip

    assert len(topics) > 40
    assert nowhere == []


def _is_there(built, topic, language):
    name, _, section = topic.partition("#")
    page = site.page_of(name, language=language)
    return page and (not section or section in _ID.findall((built / page / "index.html").read_text("utf-8")))


def test_the_guide_is_served_searched_and_led_to(app, client, built, monkeypatch):
    monkeypatch.setattr(site, "SITE", built)
    client.set_cookie("locale", "fr")

    first, style = (
        client.get("/docs/", buffered=True),
        client.get("/docs/look/css/collegial.css", buffered=True),
    )
    helped, found = (
        client.get("/join", buffered=True),
        client.get("/docs/search?q=donner pouvoir", buffered=True),
    )

    assert (first.status_code, style.mimetype) == (200, "text/css")
    assert (
        re.search(r"<script|<style|\sstyle=|\son\w+=|https?://(?!www)[^\"]*\.(css|js|woff)", first.text)
        is None
    )
    assert client.get("/guide", buffered=True).location == "/docs/fr/"
    client.set_cookie("locale", "br")
    assert client.get("/guide", buffered=True).location == "/docs/br/"
    assert 'href="/docs/br/join/">' in client.get("/join", buffered=True).text
    assert 'href="/docs/br/look-around/#who-takes-part">' in client.get("/who/", buffered=True).text
    assert (
        'href="/docs/fr/statutes/#read-and-compare" hreflang="fr"'
        in client.get("/statutes/", buffered=True).text
    )
    assert 'href="/docs/fr/join/#ask-to-join"' not in helped.text
    assert 'href="/docs/fr/join/"' in helped.text
    assert 'href="/docs/fr/vote-on-a-phone/#give-a-proxy"' in found.text
    assert [
        client.get(f"/docs/{name}", buffered=True).status_code for name in ("nothing", "../feature.py", "fr")
    ] == [
        404,
        404,
        302,
    ]


def test_the_same_page_is_explained_to_members_and_to_the_staff(client, sign_in, built, monkeypatch):
    monkeypatch.setattr(site, "SITE", built)
    client.set_cookie("locale", "en")

    sign_in("member")
    member = client.get("/assemblies/", buffered=True).text
    sign_in("staff", "member")
    staff = client.get("/assemblies/", buffered=True).text

    assert 'href="/docs/guide/vote-on-a-phone/"' in member
    assert 'href="/docs/guide/run-an-assembly/"' in staff
    assert 'href="/docs/guide/sign-in/"' in client.get("/account/", buffered=True).text


def test_a_title_weighs_more_than_a_text_and_every_word_must_be_there():
    there = [
        finding.Piece(location="guide/a/#one", title="Shares", text="A proxy is no share."),
        finding.Piece(location="guide/b/#two", title="Proxies", text="Who may hold one."),
        finding.Piece(location="fr/c/#trois", title="Pouvoirs", text="Proxy, en anglais."),
    ]

    assert [one.page for one in finding.find_pieces(there, "proxy", language="fr")] == [
        "fr/c/",
        "guide/a/",
    ]
    assert [one.page for one in finding.find_pieces(there, "prox", language="en")] == [
        "guide/b/",
        "guide/a/",
        "fr/c/",
    ]
    assert finding.find_pieces(there, "proxy zebra", language="br") == []


def test_what_is_found_is_shown_in_sentences():
    said = "Le pouvoir se donne. Il vaut pour une assemblée\u202f; on le retire. Loi n° 47-1775, art. 19 septies."
    assert finding.excerpt(said, "assemblee") == said.partition(". ")[2]
    assert finding.excerpt(f"{said} {'Autre chose. ' * 30}", "pouvoir").endswith("Autre chose.")
    assert finding.excerpt("x " * 100 + "Étape deux " + "y " * 200, "etape").startswith("… x")
    assert finding.excerpt("Mot " * 100, "mot").endswith("Mot …")


def test_the_index_keeps_points_cells_and_quotations_apart(built, monkeypatch):
    monkeypatch.setattr(site, "SITE", built)
    texts = {one.location: one.text for one in site.pieces()}
    journeys = texts["journeys/#journeys-how-many-clicks-from-signing-in-to-the-act"]

    assert "(tests/journeys/test_every_page.py) takes the shortest way" in journeys
    assert "1. A member votes – member – read the meeting, check in, vote – /assemblies/# – 2. 1." in journeys
    assert any("-> Iterable" in one for one in texts.values())
    assert [one for one in texts if "&gt;" in texts[one]] == []
    guide = [one for one in texts if one.startswith(("guide/", "fr/", "br/"))]
    assert len(guide) > 200
    assert [one for one in guide if " ," in texts[one]] == []
