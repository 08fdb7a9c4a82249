import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from collegial.hosting.services import disable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, Work, WorkPhase
from collegial.works.services import WorkMeetingFields, plan_meeting
from collegial_chantier import services
from collegial_chantier.models import Chantier
from collegial_chantier.rules import Consent


@pytest.fixture
def make(program, territory, statement):
    """Give a function that opens a chantier with a base structure, whose testimony may be quoted or not."""

    def do(title="Financer les essais", *, may_quote=True, started=False):
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("test"))
            chantier = services.open_chantier(
                context,
                title=title,
                question="Comment ?",
                priority_key="funding",
                proposal_id=territory["proposal"],
            )
            services.add_participant(
                context, chantier_id=chantier.id, actor_id=territory["garden"], statement=statement
            )
            said = services.give_testimony(
                context, chantier_id=chantier.id, actor_id=territory["garden"], text="Le besoin est **là**.",
                consent=Consent.NAMED if may_quote else Consent.NONE,
            )  # fmt: skip
            if may_quote:
                services.publish_testimony(context, chantier_id=chantier.id, testimony_id=said.id)
            if started:
                services.start_chantier(context, chantier_id=chantier.id)
            return chantier.id

    return do


def phase_of(program, chantier_id):
    with program.database.reading() as session:
        return session.get(Chantier, chantier_id).phase


def test_everyone_reads_the_board_in_three_phases(client, make):
    make("En préparation")
    make("En cours", started=True)

    page = client.get("/chantiers/").text

    assert page.index('id="before"') < page.index("En préparation") < page.index('id="during"')
    assert page.index('id="during"') < page.index("En cours") < page.index('id="after"')
    assert "/chantiers/new" not in page
    assert client.get("/chantiers/999").status_code == 404


def test_who_takes_part_is_the_same_everywhere(client, make, program, territory):
    chantier = make()
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        services.add_participant(context, chantier_id=chantier, actor_id=territory["region"])

    assert "2 structures take part" in client.get("/chantiers/").text
    assert re.search(r'<td class="number"[^>]*>2</td>', client.get("/works/").text)
    assert "Conseil régional" in client.get(f"/works/{chantier}").text


def test_the_invitation_names_whom_mails_reach_and_who_is_to_be_told_otherwise(
    client, make, program, territory, sign_in
):
    chantier = make()
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        session.get_one(Actor, territory["garden"]).email = "jardins@example.org"
        services.add_participant(context, chantier_id=chantier, actor_id=territory["region"])
        starts_at = program.clock.now() + timedelta(days=9)
        fields = WorkMeetingFields(title="Première", starts_at=starts_at, agenda="Le point")
        meeting = plan_meeting(context, work_id=chantier, fields=fields).id
    sign_in("staff")
    page = f"/works/{chantier}/meetings/{meeting}"
    by_mail, otherwise = (
        r"at once</dt>\s*<dd>Les Jardins de l’Orée",
        r"tell them otherwise</dt>\s*<dd>Conseil régional",
    )
    for part in ("", "/invite", "/call-off"):
        assert re.search(otherwise, client.get(page + part).text), part
    assert re.search(by_mail, client.get(f"{page}/invite").text)
    assert "Told by e-mail" not in client.get(f"{page}/call-off").text, "nobody was invited yet"
    client.post(f"{page}/invite")
    assert re.search(otherwise, client.get(f"{page}/change").text)


def test_a_testimony_without_consent_is_for_those_who_lead(client, make, sign_in):
    quoted, kept = make(may_quote=True), make(may_quote=False)

    assert "<strong>là</strong>" in client.get(f"/chantiers/{quoted}").text
    assert "Le besoin" not in client.get(f"/chantiers/{kept}").text
    sign_in("member")
    assert "Le besoin" not in client.get(f"/chantiers/{kept}").text
    sign_in("staff")
    assert "Le besoin" in client.get(f"/chantiers/{kept}").text
    refused = client.post(f"/chantiers/{kept}/testimonies/2", data={"is_public": "yes"})
    assert refused.status_code == 409
    assert "did not agree to be quoted" in refused.text


def test_a_pilot_leads_a_chantier_from_the_question_to_the_measure(client, sign_in, program, territory):
    sign_in("pilot")

    def post(path, **data):
        answer = client.post(f"/chantiers{path}", data=data)
        assert answer.status_code == 302, re.findall(r'(?s)class="error".*?</p>', answer.text)
        return answer

    opened = post(
        "/new", title="Fonds", question="Q ?", priority_key="funding", proposal_id=territory["proposal"]
    )
    number = int(opened.location.removeprefix("/chantiers/"))
    joined = client.post(
        f"/works/{number}/join",
        data={"structure": "jardins", "collective_value": "Pour toutes", "network": "Des voisins",
              "brings": "Du temps", "accepts_charter": "y"},
    )  # fmt: skip
    assert joined.location == f"/chantiers/{number}", "whoever leads it goes on there, to start it"
    post(f"/{number}/parties/new", actor="conseil regional")
    post(f"/{number}/parties/1/invite")
    post(f"/{number}/parties/1/answer", accepts="yes")
    post(f"/{number}/start")
    assert phase_of(program, number) is WorkPhase.DURING
    post(f"/{number}/diagnosis/new", text="Il **manque** un fonds.", seen="0")
    post(f"/{number}/diagnosis/1/stance", participant_id="1", stance="agrees")
    post(f"/{number}/expressions/new", participant_id="2", text="Nous aiderons.")
    shown = client.get(f"/chantiers/{number}").text
    assert "<strong>manque</strong>" in shown
    assert "Nous aiderons." in shown
    assert "1 has not spoken" in shown
    post(f"/{number}/finish", kind="created", title="Le fonds", description="Texte", institution="conseil")
    post(f"/{number}/information", information="Écrivez au pôle.")
    post(f"/{number}/commitments/new", actor="conseil", text="Verser", due_on="2027-01-01")
    post(f"/{number}/commitments/1", state="under_way")
    post(f"/{number}/recognitions/new", actor="conseil", recognised_on="2026-11-01", text="Une lettre")
    public = client.get(f"/chantiers/{number}").text
    assert phase_of(program, number) is WorkPhase.AFTER
    for said in ("Le fonds", "Écrivez au pôle.", "Verser", "Under way", "Une lettre"):
        assert said in public
    assert "We agree" not in client.get(f"/chantiers/{number}/diagnosis").text
    assert "Agrees" in client.get(f"/chantiers/{number}/diagnosis").text


def test_a_diagnosis_that_is_not_written_is_not_called_unshared(client, sign_in, make):
    chantier = make(started=True)
    sign_in("pilot")

    page = client.get(f"/chantiers/{chantier}").text
    finish = page[page.index('id="finish"') :]
    assert ("Not written yet." in finish, "not shared by all parties" in finish) == (True, False)


def test_starting_without_a_base_structure_says_why_on_the_page(client, sign_in, program, territory):
    sign_in("staff")
    opened = client.post("/chantiers/new", data={"title": "Fonds", "question": "Q ?"}).location

    answer = client.post(f"{opened}/start")

    assert answer.status_code == 409
    assert re.search(r"(?s)tone-danger.*without those concerned", answer.text)
    assert phase_of(program, int(opened.removeprefix("/chantiers/"))) is WorkPhase.BEFORE


def test_a_refused_form_comes_back_with_all_that_was_typed(client, sign_in, make):
    number = make()
    sign_in("staff")
    for path, data, status in (
        ("new", {"title": "", "question": "Rester écrit"}, 422),
        (f"{number}/testimonies/new", {"actor": "personne", "text": "Rester écrit", "consent": "named"}, 422),
        (f"{number}/testimonies/new", {"actor": "jardins", "text": "Rester écrit", "consent": "all"}, 422),
        (f"{number}/parties/new", {"actor": "Rester écrit"}, 422),
        (f"{number}/diagnosis/new", {"text": "Rester écrit", "seen": "0"}, 409),
        (f"{number}/expressions/new", {"participant_id": "9" * 30, "text": "Rester écrit"}, 422),
        (f"{number}/finish", {"kind": "created", "title": "Tôt", "description": "Rester écrit"}, 409),
        (f"{number}/information", {"information": "Rester écrit"}, 409),
    ):
        answer = client.post(f"/chantiers/{path}", data=data)
        assert (path, answer.status_code) == (path, status)
        assert "Rester écrit" in answer.text
        assert 'role="alert"' in answer.text


def test_pages_that_act_are_not_for_members_nor_visitors(client, sign_in, make):
    page = f"/chantiers/{make(started=True)}"
    paths = ("/chantiers/new", f"{page}/testimonies/new", f"{page}/finish")

    assert {client.get(path).status_code for path in paths} == {302}
    sign_in("member")
    assert {client.get(path).status_code for path in (*paths, f"{page}/expressions/new")} == {403}
    assert client.post(f"{page}/start").status_code == 403


def test_the_home_page_counts_and_the_menu_leads_to_the_board(client, make):
    make()

    page = client.get("/").text

    assert 'href="/chantiers/"' in page
    assert re.search(r"<strong>1</strong>\s*being prepared", page)


def test_a_page_asks_the_database_as_often_for_ten_as_for_one(statements_of, make):
    make()
    pages = ("/chantiers/", "/", "/works/")
    one = [statements_of(page) for page in pages]
    for number in range(4):
        make(f"Numéro {number}")

    assert [statements_of(page) for page in pages] == one


def test_switched_off_it_is_gone_and_comes_back_with_its_data(client, program, make):
    make()
    with program.database.unit_of_work() as session:
        disable_plugin(program.context(session, program_viewer("test")), program.host, "chantier")

    assert client.get("/chantiers/").status_code == 404
    assert client.get("/works/1").status_code == 404
    assert "/chantiers/" not in client.get("/").text
    with program.database.reading() as session:
        assert session.scalars(select(Work.title)).all() == ["Financer les essais"]


def test_the_board_takes_the_proposal_of_a_gate_along(client, sign_in, territory):
    sign_in("staff")

    board = client.get(f"/chantiers/?proposal_id={territory['proposal']}").text

    assert f'href="/chantiers/new?proposal_id={territory["proposal"]}"' in board
    assert 'href="/chantiers/new"' in client.get("/chantiers/").text
