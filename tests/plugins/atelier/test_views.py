import io
import re

import pytest
from pypdf import PdfReader

from collegial.hosting.services import disable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import WorkPhase
from collegial_atelier.models import Atelier

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30


@pytest.fixture
def atelier(program, make):
    """Give the number of an atelier under way with three structures."""
    with program.database.unit_of_work() as session:
        return make(program.context(session, program_viewer("test"))).id


def phase_of(program, atelier_id):
    with program.database.reading() as session:
        return session.get(Atelier, atelier_id).phase


def test_staff_leads_an_atelier_from_the_call_to_its_readers(app, client, sign_in, program, atelier):
    sign_in("staff")
    one = f"/ateliers/{atelier}"

    def post(path, **data):
        answer = client.post(f"{one}{path}", data=data, content_type="multipart/form-data")
        assert answer.status_code == 302, (path, re.findall(r'(?s)class="error".*?</p>', answer.text))

    post("/prospects/new", actor="ressourcerie", role="structure", note="Voisine")
    post("/prospects/1/call")
    post("/prospects/1/answer", state="coming")
    post("/funding/new", source="Région", amount="60", state="sought")
    post("/funding/1", state="found")
    post("/season", first_at="2026-12-01T14:00", number="3", weeks="2")
    post("/contracts/new", participation_id="1", half_days="4", compensation="300,00", person="maud")
    post("/contracts/1/sign", signed_on="2026-11-23")
    post("/contracts/1/days", done_on="2026-11-23", half_days="2", what="Visite")
    post("/contracts/1/payments", amount="100", paid_on="2026-11-23", reference="VIR 1")
    ledger = client.get(f"{one}/ledger").text
    assert "€200.00" in ledger
    assert "€200.00" in client.get(f"{one}/contracts/1/payments").text  # what is left to pay
    assert "Maud Le Gall" in ledger
    assert "Fair</span>" in client.get(f"{one}/rotation").text
    post("/rotation/1", host_id="")
    assert "proposed" in client.get(f"{one}/rotation").text
    post("/rotation/take")
    contract = PdfReader(io.BytesIO(client.get("/documents/atelier.contract/1.pdf").data))
    assert contract.metadata.title == "Contrat d’engagement"  # the structure reads French, staff English
    post("/productions/new", kind="guide", title="Le guide", summary="Tout **savoir**.")
    asked = client.get(one).text.partition("Before it can be published")[2]
    assert [one in asked for one in ("Finish the atelier first", "Choose a licence", "Add the file")] == [
        True
    ] * 3
    file = (io.BytesIO(b"%PDF-1.4 demo"), "guide.pdf")
    cover = (io.BytesIO(PNG), "cover.png")
    post(
        "/productions/1/edit", title="Le guide", summary="Tout.", licence="CC BY 4.0", file=file, cover=cover
    )
    sure = client.get(f"{one}/finish").text
    assert "Meetings that are called off" in sure
    assert phase_of(program, atelier) is WorkPhase.DURING
    post("/finish")
    assert "Before it can be published" not in client.get(one).text
    assert "Next meeting" not in client.get(one).text
    assert "Called off" in client.get(one).text
    assert "Only an atelier that is under way" in client.get(f"{one}/finish").text
    assert phase_of(program, atelier) is WorkPhase.AFTER
    assert "Tout." not in client.get("/search/?q=guide+tout").text
    for state in ("review", "ready", "published"):
        post("/productions/1/move", state=state)
    post("/sponsors/new", actor_id="1", offer="Une visite", capacity="1")
    post("/requests/new", actor="ressourcerie", need="Un conseil")
    post("/requests/1/match", sponsor_id="1")
    post("/requests/1/close", outcome="done", note="Fait")
    assert "Help given" in client.get(one).text

    visitor = app.test_client()
    visitor.set_cookie("locale", "en")
    public = visitor.get(one).text
    assert visitor.get(f"{one}/productions/1/file").data == b"%PDF-1.4 demo"
    assert visitor.get(f"{one}/productions/1/cover").data == PNG
    assert "Le guide" in public
    assert "300" not in public, "money is for those who lead"
    assert f'<a href="{one}">Le guide</a>' in visitor.get("/search/?q=guide+tout").text
    assert "Taken once." in visitor.get("/ateliers/published").text


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(client, sign_in, atelier):
    sign_in("staff")
    new = {
        "kind": "rq", "title": "Rester écrit", "question": "Q", "starts_on": "2026-12-01",
        "ends_on": "2026-11-01", "least": "2", "most": "4",
    }  # fmt: skip
    one = f"/ateliers/{atelier}"
    for path, data in (
        ("/ateliers/new", new),
        ("/ateliers/new", {**new, "ends_on": "2027-01-01", "most": "1"}),
        (f"{one}/prospects/new", {"actor": "Rester écrit", "role": "structure"}),
        (f"{one}/funding/new", {"source": "Rester écrit", "amount": "beaucoup", "state": "found"}),
        (
            f"{one}/contracts/new",
            {"participation_id": "9" * 30, "half_days": "2", "compensation": "Rester écrit"},
        ),
        (f"{one}/season", {"first_at": "2026-12-01T14:00", "number": "99", "weeks": "2"}),
    ):
        answer = client.post(path, data=data)
        assert (path, answer.status_code) == (path, 422)
        assert 'role="alert"' in answer.text
        assert "Rester écrit" in answer.text or "season" in path
    refused = client.post(f"{one}/rotation/1", data={"host_id": "4"})
    assert refused.status_code == 404


def test_members_and_visitors_read_only_what_is_public(client, sign_in, atelier):
    assert client.get(f"/ateliers/{atelier}").status_code == 200
    assert "Bénévolat" in client.get(f"/ateliers/{atelier}").text
    told = client.get(f"/api/v1/atelier.ateliers/{atelier}").json
    assert (told["themes"], told["priority"]) == (["Bénévolat", "Vie démocratique"], "funding")
    paths = [f"/ateliers/{atelier}/{one}" for one in ("rotation", "ledger", "season")]
    assert {client.get(path).status_code for path in paths} == {302}
    sign_in("member")
    assert {client.get(path).status_code for path in paths} == {403}
    assert client.post(f"/ateliers/{atelier}/finish").status_code == 403
    assert client.get(f"/ateliers/{atelier}/productions/1/file").status_code == 404
    assert client.get("/lists/atelier.ledger.csv").status_code == 403


def test_with_ateliers_off_the_rest_goes_on(client, program, atelier):
    assert "Gouverner" in client.get("/works/").text
    assert b"BEGIN:VCALENDAR" in client.get("/works/calendar.ics").data
    with program.database.unit_of_work() as session:
        disable_plugin(
            program.context(session, program_viewer("test")), program.host, "atelier", despite_use=True
        )

    assert client.get("/ateliers/").status_code == 404
    assert client.get(f"/works/{atelier}").status_code == 404
    assert "Gouverner" not in client.get("/works/").text
