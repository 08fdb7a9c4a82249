import re

import pytest
from sqlalchemy import select

from collegial.hosting.services import disable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial_chantier import services
from collegial_chantier.models import Chantier, ChantierPhase, ParticipantRole


@pytest.fixture
def make(program, territory):
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
                context, chantier_id=chantier.id, actor_id=territory["garden"],
                role=ParticipantRole.BASE_STRUCTURE, testimony="Le besoin est **là**.", may_quote=may_quote,
            )  # fmt: skip
            if started:
                services.start_chantier(context, chantier_id=chantier.id)
            return chantier.id

    return do


def stored(program, chantier_id=1):
    with program.database.reading() as session:
        return session.get(Chantier, chantier_id)


def test_everyone_reads_the_board_in_three_phases(client, make):
    make("En préparation")
    make("En cours", started=True)

    page = client.get("/chantiers/").text

    assert page.index('id="before"') < page.index("En préparation") < page.index('id="during"')
    assert page.index('id="during"') < page.index("En cours") < page.index('id="after"')
    assert "/chantiers/new" not in page


def test_a_testimony_without_consent_is_for_those_who_lead(client, make, sign_in):
    quoted, kept = make(may_quote=True), make(may_quote=False)

    assert "<strong>là</strong>" in client.get(f"/chantiers/{quoted}").text
    assert "Le besoin" not in client.get(f"/chantiers/{kept}").text
    sign_in("member")
    assert "Le besoin" not in client.get(f"/chantiers/{kept}").text
    sign_in("staff")
    assert "Le besoin" in client.get(f"/chantiers/{kept}").text


def test_a_pilot_opens_fills_starts_and_finishes(client, sign_in, program, territory):
    sign_in("pilot")
    answer = client.post(
        "/chantiers/new",
        data={
            "title": "Fonds",
            "question": "Q ?",
            "priority_key": "funding",
            "proposal_id": territory["proposal"],
        },
    )
    assert answer.location == "/chantiers/1"
    client.post("/chantiers/1/participants", data={"actor_id": territory["garden"], "role": "base_structure"})
    client.post("/chantiers/1/start")
    assert stored(program).phase is ChantierPhase.DURING
    client.post("/chantiers/1/finish", data={"kind": "created", "title": "Le fonds", "description": "Texte"})

    chantier = stored(program)
    assert (chantier.phase, chantier.proposal_id) == (ChantierPhase.AFTER, territory["proposal"])
    assert "Le fonds" in client.get("/chantiers/1").text


def test_starting_without_a_base_structure_says_why_on_the_page(client, sign_in, program, territory):
    sign_in("staff")
    client.post("/chantiers/new", data={"title": "Fonds", "question": "Q ?"})

    answer = client.post("/chantiers/1/start")

    assert answer.status_code == 409
    assert re.search(r"(?s)tone-danger.*without those concerned", answer.text)
    assert stored(program).phase is ChantierPhase.BEFORE


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/chantiers/new", {"title": "", "question": "Rester écrit"}, 422),
        (
            "/chantiers/1/participants",
            {"actor_id": "", "role": "stakeholder", "testimony": "Rester écrit"},
            422,
        ),
        (
            "/chantiers/1/participants",
            {"actor_id": "9" * 30, "role": "stakeholder", "testimony": "Rester écrit"},
            422,
        ),
        (
            "/chantiers/1/participants",
            {"actor_id": "1", "role": "stakeholder", "testimony": "Rester écrit"},
            409,
        ),
        ("/chantiers/1/finish", {"title": "", "description": "Rester écrit"}, 422),
        (
            "/chantiers/1/finish",
            {"kind": "created", "title": "Tôt", "description": "Rester écrit"},
            409,
        ),
    ],
)
def test_a_refused_form_comes_back_with_all_that_was_typed(
    *, client, sign_in, make, territory, path, data, status
):
    make()
    sign_in("staff")
    data = {name: territory["garden"] if value == "1" else value for name, value in data.items()}

    answer = client.post(path, data=data)

    assert answer.status_code == status
    assert "Rester écrit" in answer.text
    assert 'role="alert"' in answer.text


def test_the_list_of_structures_can_be_shortened_and_leaves_out_those_in(client, sign_in, make):
    make()
    sign_in("staff")

    whole = client.get("/chantiers/1/participants").text
    short = client.get("/chantiers/1/participants?find=roue").text

    assert "Conseil régional" in whole
    assert "Orée" not in re.search(r"(?s)<select.*</select>", whole).group()
    assert "La Roue Voisine" in short
    assert "Conseil régional" not in short


def test_pages_that_act_are_not_for_members_nor_visitors(client, sign_in, make):
    make()
    paths = ("/chantiers/new", "/chantiers/1/participants", "/chantiers/1/finish")

    assert {client.get(path).status_code for path in paths} == {302}
    sign_in("member")
    assert {client.get(path).status_code for path in paths} == {403}
    assert client.post("/chantiers/1/start").status_code == 403


def test_an_unknown_chantier_is_not_found(client, chantier_is_on):
    assert client.get("/chantiers/999").status_code == 404


def test_the_home_page_counts_and_the_menu_leads_to_the_board(client, make):
    make()

    page = client.get("/").text

    assert 'href="/chantiers/"' in page
    assert re.search(r"<strong>1</strong>\s*Before", page)


@pytest.mark.parametrize("page", ["/chantiers/", "/"])
def test_a_page_asks_the_database_as_often_for_ten_as_for_one(statements_of, make, page):
    make()
    one = statements_of(page)
    for number in range(9):
        make(f"Numéro {number}")

    assert statements_of(page) == one


def test_switched_off_it_is_gone_and_comes_back_with_its_data(client, program, make):
    make()
    with program.database.unit_of_work() as session:
        disable_plugin(program.context(session, program_viewer("test")), program.host, "chantier")

    assert client.get("/chantiers/").status_code == 404
    assert "/chantiers/" not in client.get("/").text
    with program.database.reading() as session:
        assert session.scalars(select(Chantier.title)).all() == ["Financer les essais"]
