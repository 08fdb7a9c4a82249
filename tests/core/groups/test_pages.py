"""Groups are formed on pages, their members change, and they meet."""

import re
from datetime import date

import pytest

from collegial.groups.models import GroupKind
from collegial.groups.queries import free_key, groups, meetings_of
from collegial.groups.services import create_group, take_seat


@pytest.fixture
def kept(context, session, pilots, person, organisation):
    session.commit()


def test_a_group_is_formed_and_peopled_on_its_pages(client, sign_in, kept):
    sign_in("staff")
    once = client.get("/groups/new").text.split('name="once"')[1].split('value="')[1].split('"')[0]
    data = {
        "name": "Comité des usages",
        "kind": "working",
        "mandate": "Écouter.",
        "once": once,
    }
    assert client.post("/groups/new", data={**data, "name": " "}).status_code == 422
    made = client.post("/groups/new", data=data)
    assert made.location.endswith("/groups/of/comite-des-usages")
    assert re.search(
        r'name="join-starts_on"[^>]* value="2026-11-\d\d"', client.get("/groups/of/comite-des-usages").text
    )
    sent = {"join-actor": "nolwenn", "join-title": "Rapporteuse", "join-starts_on": "2026-11-01"}
    asked = client.post("/groups/of/comite-des-usages/members", data=sent)
    assert (asked.status_code, "Is this the person you mean?" in asked.text) == (200, True)
    assert "Rapporteuse" not in client.get("/groups/of/comite-des-usages").text
    given = dict(re.findall(r'<input type="hidden" name="(join-[^"]+)" value="([^"]*)"', asked.text))
    assert {name: given[name] for name in sent} == sent
    sent = given
    assert client.post("/groups/of/comite-des-usages/members", data=sent).status_code == 302
    assert client.post("/groups/of/comite-des-usages/members", data=sent).status_code == 409
    nobody = client.post("/groups/of/comite-des-usages/members", data={**sent, "join-actor": "personne"})
    assert nobody.status_code == 422
    assert "Nobody in the directory has this name." in nobody.text
    page = client.get("/groups/of/comite-des-usages").text
    assert "Rapporteuse" in page
    number = re.search(r"/members/(\d+)/end", page)[1]
    assert client.post(f"/groups/of/comite-des-usages/members/{number}/end", data={}).status_code == 422
    client.post(
        f"/groups/of/comite-des-usages/members/{number}/end", data={f"leave-{number}-ends_on": "2026-11-20"}
    )
    assert "from" in client.get("/groups/of/comite-des-usages").text
    client.post(
        "/groups/of/comite-des-usages/mandate", data={"name": "Comité", "mandate": "Écouter et dire."}
    )
    assert "Écouter et dire." in client.get("/groups/of/comite-des-usages").text


def test_since_when_and_until_when_a_seat_runs_are_told_apart(
    client, sign_in, context, session, pilots, person
):
    take_seat(context, pilots, person, on=date(2026, 11, 1), term_ends_on=date(2029, 11, 1))
    session.commit()
    sign_in("staff")
    page = client.get(f"/groups/of/{pilots.key}").text
    assert re.search(r"since [^<]*2026 · <span[^>]*>term until [^<]*2029", page)


def test_a_group_is_named_in_addresses_by_its_name(context, session):
    names = ("L’Œuvre d’Été", "L’œuvre d’été", "L’Œuvre d’Été !", "Usages", "a" * 80)
    for name in names:
        create_group(context, key=free_key(session, name), name=name, kind=GroupKind.WORKING)
    keys = [one.key for one in sorted(groups(session), key=lambda one: one.id)]
    assert keys == ["l-oeuvre-d-ete", "l-oeuvre-d-ete-2", "l-oeuvre-d-ete-3", "usages", "a" * 36]
    assert free_key(session, "。") == "group"


def test_a_meeting_is_planned_written_and_put_in_a_calendar(client, sign_in, kept, program, pilots):
    sign_in("pilot")
    sent = {
        "title": "Réunion de rentrée", "starts_at": "2026-12-01T18:30", "minutes_long": "90",
        "place": "Rennes", "agenda": "1. **Statut**",
    }  # fmt: skip
    assert client.post("/groups/of/pilot/meetings/new", data={**sent, "minutes_long": "0"}).status_code == 422
    sent_twice = [client.post("/groups/of/pilot/meetings/new", data=sent).status_code for _ in range(2)]
    assert sent_twice == [302, 409]
    page = client.get("/groups/of/pilot/meetings/1").text
    assert "<strong>Statut</strong>" in page
    calendar = client.get("/groups/of/pilot/meetings/1/calendar.ics").text
    assert "DTSTART:20261201T173000Z" in calendar.replace("\r\n", "\n")
    form = client.get("/groups/of/pilot/meetings/1/change").text
    assert "2026-12-01T18:30" in form
    asked = [form, client.get("/groups/of/pilot/meetings/new").text]
    assert ['name="minutes"' in one for one in asked] == [False, False]  # nothing was said yet
    assert "What was said and decided</h2>" not in page
    held = {**sent, "starts_at": "2026-11-20T18:30"}
    early = {**held, "minutes": "Avant.", "revision": "1"}
    assert client.post("/groups/of/pilot/meetings/1/change", data=early).status_code == 302
    page = client.get("/groups/of/pilot/meetings/1").text
    assert "Avant." not in page
    assert "/groups/of/pilot/meetings/1/change#minutes" in page
    change = {**held, "minutes": "Décidé.", "revision": "2"}
    assert client.post("/groups/of/pilot/meetings/1/change", data=change).status_code == 302
    late = client.post("/groups/of/pilot/meetings/1/change", data={**change, "minutes": "Autre."})
    assert late.status_code == 409
    assert "Autre." in late.text
    with program.database.reading() as session:
        (meeting,) = meetings_of(session, pilots)
        assert (meeting.minutes, meeting.revision) == ("Décidé.", 3)


def test_a_member_reads_and_changes_nothing(client, sign_in, kept):
    sign_in("member")

    assert client.get("/groups/of/pilot").status_code == 200
    for path in ("new", "of/pilot/mandate", "of/pilot/meetings/new"):
        assert client.get(f"/groups/{path}").status_code == 403
    assert client.post("/groups/of/pilot/members", data={}).status_code == 403
    assert client.get("/groups/of/none").status_code == 404


def test_the_same_group_sent_after_the_way_back_is_asked_about(client, sign_in):
    sign_in("administrator")
    data = {"name": "Assises du logement", "kind": "working", "mandate": ""}

    assert client.post("/groups/new", data=data).status_code == 302
    again = client.post("/groups/new", data=data)  # the page is fetched anew: its mark is another one
    assert (again.status_code, "Is it another one?" in again.text) == (409, True)
    assert client.get("/groups/of/assises-du-logement-2").status_code == 404
    mark = again.text.split('name="once"')[1].split('value="')[1].split('"')[0]
    assert client.post("/groups/new", data=data | {"once": mark}).status_code == 302
