"""The pages of the sizing, and who sees them."""

import re
from datetime import date

import pytest

from collegial_sizing import api, queries
from collegial_sizing.demo import size_the_pole


@pytest.fixture
def staff(client, sign_in, funders):
    sign_in("staff")
    return client


def send(client, path, **facts):
    once = re.search(r'name="once"[^>]*value="([^"]+)"', client.get(path).text)[1]
    return client.post(path, data=facts | {"once": once})


SCENARIO = {"title": "Un camp de base", "starts_on": "2027-01-01", "years": "2", "public_limit": "80 %"}


def test_a_scenario_is_written_and_chosen_on_its_pages(staff, funders):
    assert send(staff, "/sizing/new", **SCENARIO, opening_cash="1 000").location == "/sizing/1"
    rate = {"starts_on": "2027-01-01", "rate": "50 %", "source": "Simulateur"}
    assert staff.post("/sizing/rates", data=rate).status_code == 302
    post = {
        "kind": "senior",
        "label": "Coordination",
        "quantity_1": "0,75",
        "unit_1": "32 000",
        "quantity_2": "1",
    }
    assert send(staff, "/sizing/1/lines/team/new", **post).location == "/sizing/1#team"
    grant = {"kind": "public_grant", "label": "Région", "funder_id": funders["region"], "unit_1": "40000"}
    send(staff, "/sizing/1/lines/resources/new", **grant, pay_month="6")

    page = staff.get("/sizing/1").text
    for fact in (
        "€36,000.00",
        "€48,000.00",
        "0.75 FTE",
        "€40,000.00",
        "1 post",
        "month 6",
        "\N{MINUS SIGN}€15,000.00",
    ):
        assert fact in page, fact
    assert f'selected value="{funders["region"]}"' in staff.get("/sizing/1/lines/2").text
    kept = staff.get("/sizing/1/lines/1").text
    for typed in ('value="0.75"', 'value="32,000"', "Coordination"):
        assert typed in kept
    assert send(staff, "/sizing/1/choose").status_code == 302
    refused = staff.post("/sizing/1/lines/1/remove")
    assert (refused.status_code, "does not change" in refused.text) == (409, True)


def test_a_choice_says_what_it_displaces_and_nothing_empty_is_chosen(staff, context):
    size_the_pole(context)
    context.session.commit()
    send(staff, "/sizing/new", **SCENARIO)

    empty = staff.get("/sizing/3/choose").text
    assert ("has no line yet" in empty, "/choose" in staff.get("/sizing/3").text) == (True, False)
    asked, title = staff.get("/sizing/2/choose").text, queries.scenario(context.session, 1).title
    assert ("can be changed again" in asked, title in asked) == (True, True)
    assert queries.chosen(context.session).id == 1


def test_a_wrong_answer_stands_at_its_field_and_nothing_is_lost(staff):
    send(staff, "/sizing/new", **SCENARIO)
    for facts, message in (
        ({"quantity_1": "beaucoup"}, "cannot be read as an exact share"), ({"quantity_1": "2"}, "at most 1 FTE"),
        ({"unit_2": "rien"}, "is not an amount"), ({"label": ""}, "This answer is needed"),
        ({"kind": "rent"}, "Choose one from the list."),
    ):  # fmt: skip
        sound = {"kind": "senior", "label": "Coordination", "quantity_1": "1", "unit_1": "32 000"}
        answer = send(staff, "/sizing/1/lines/team/new", **(sound | facts))
        assert (answer.status_code, message in answer.text, "32 000" in answer.text) == (422, True, True), (
            facts
        )
    long = send(staff, "/sizing/new", **(SCENARIO | {"years": "11"}))
    assert (long.status_code, "between 1 and 10" in long.text) == (422, True)


@pytest.mark.parametrize("life", ["0", "-1", "999999999999"])
def test_equipment_without_a_life_is_refused_at_its_field(staff, life):
    send(staff, "/sizing/new", **SCENARIO)
    oven = {"kind": "equipment", "label": "Four", "quantity_1": "1", "unit_1": "900", "life_years": life}
    answer = send(staff, "/sizing/1/lines/equipment/new", **oven)

    assert (answer.status_code, "Equipment serves from 1 to" in answer.text) == (422, True)


def test_a_month_at_the_end_of_the_calendar_is_refused_and_stops_no_page(staff, context):
    far = send(staff, "/sizing/new", **(SCENARIO | {"starts_on": "9999-12-01"}))
    assert (far.status_code, "Write the year in four digits" in far.text) == (422, True)
    size_the_pole(context)
    queries.scenarios(context.session)[0].starts_on = date(9999, 12, 1)  # as it could be written before
    context.session.commit()

    for page in ("/sizing/", "/sizing/1", "/sizing/2", "/sizing/compare?scenario=1&scenario=2"):
        assert staff.get(page).status_code == 200, page


def test_scenarios_are_compared_printed_and_taken_away(staff, context):
    size_the_pole(context)
    context.session.commit()

    compared = staff.get("/sizing/compare?scenario=1&scenario=2&scenario=99&scenario=x").text
    assert compared.count("€195,000.00") >= 2
    assert compared.count("€620,000.00") == 2  # what both cost over their four years stands first
    assert compared.index("€620,000.00") < compared.index("€195,000.00")
    assert staff.get("/documents/sizing.scenario/1.pdf").data.startswith(b"%PDF")
    assert staff.get("/sizing/2/workbook.xlsx").data.startswith(b"PK")
    assert "Loyer" in staff.get("/lists/sizing.lines.csv").text
    record = api.write(queries.scenario(context.session, 1))
    assert (record.chosen, record.years[0].cost_cents) == (True, 11_500_000)
    assert "€195,000.00" in staff.get("/").text
    assert staff.get("/sizing/9").status_code == 404


@pytest.mark.parametrize(("role", "reads"), [("member", 403), ("pilot", 200), ("chair", 200)])
def test_it_is_read_by_those_who_prepare_the_project_and_written_by_the_staff(
    client, sign_in, funders, role, reads
):
    sign_in(role)

    assert {client.get(path).status_code for path in ("/sizing/", "/sizing/compare")} == {reads}
    assert {client.get(path).status_code for path in ("/sizing/new", "/sizing/rates")} == {403}
