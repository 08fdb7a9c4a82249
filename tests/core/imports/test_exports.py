"""The lists of members and actors go out as files, safe to open, and come back in as nothing new."""

import io

import pytest
from openpyxl import load_workbook

from collegial.actors.models import ActorKind, ActorShowing
from collegial.actors.services import add_actor
from collegial.tables.reading import read_table

pytestmark = pytest.mark.usefixtures("statutes")


@pytest.fixture
def cooperative(import_all, session, lists):
    import_all(lists.written(lists.nolwenn, lists.samuel))
    session.commit()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_exported_register_brings_nothing_new(cooperative, client, sign_in, bring, file_format):
    sign_in("staff")
    answer = client.get(f"/members/export.{file_format}")

    again = bring(answer.data)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (again.same_count + again.changed_count, again.new_count, again.wrong_count) == (2, 0, 0)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_exported_directory_brings_nothing_new(cooperative, client, sign_in, bring, file_format):
    sign_in("staff")

    again = bring(client.get(f"/actors/export.{file_format}").data, kind="actors")

    assert (again.same_count, again.new_count, again.wrong_count) == (2, 0, 0)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Nolwenn Kerbrazan", "Samuel Le Goff"]),
        ("?q=samuel", ["Samuel Le Goff"]),
        ("?college=A", ["Nolwenn Kerbrazan"]),
        ("?on=2025-12-31", ["Nolwenn Kerbrazan"]),
    ],
)
def test_the_export_is_the_list_that_is_shown(cooperative, client, sign_in, query, names):
    sign_in("staff")

    sheet = read_table(client.get(f"/members/export.csv{query}").data)

    assert [row.cells[2] for row in sheet.rows] == names


def test_names_that_look_like_formulas_stay_words(context, session, client, sign_in):
    add_actor(context, kind=ActorKind.ORGANISATION, name="=HYPERLINK(1)")
    session.commit()
    sign_in("staff")

    cell = load_workbook(io.BytesIO(client.get("/actors/export.xlsx").data)).active["B2"]
    text = client.get("/actors/export.csv").get_data(as_text=True)

    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in text


def test_visitors_get_those_who_agreed_without_addresses(context, session, cooperative, client):
    shown = add_actor(context, kind=ActorKind.ORGANISATION, name="Les Amis", email="amis@example.org")
    add_actor(context, kind=ActorKind.ORGANISATION, name="Les Discrets", email="discrets@example.org")
    now = context.clock.now()
    session.add(ActorShowing(actor=shown, agreed_at=now, how="asked", recorded_by="staff"))
    session.commit()

    text = client.get("/actors/export.csv").get_data(as_text=True)

    assert "Les Amis" in text
    assert "Les Discrets" not in text
    assert "Kerbrazan" not in text
    assert "@" not in text


def test_the_register_is_not_given_to_visitors(cooperative, client, sign_in):
    assert client.get("/members/export.csv").status_code == 302
    sign_in("member")
    assert client.get("/members/export.csv").status_code == 403


def test_other_formats_are_not_known(cooperative, client, sign_in):
    sign_in("staff")

    assert client.get("/members/export.pdf").status_code == 404
    assert client.get("/actors/export.exe").status_code == 404


def test_lists_show_the_way_to_their_files_and_to_imports(cooperative, client, sign_in):
    sign_in("staff")

    for path in ("/members/", "/actors/"):
        page = client.get(path).get_data(as_text=True)
        assert f"{path}export.xlsx" in page
        assert f"{path}export.csv" in page
        assert "/imports/" in page


def test_a_file_takes_as_many_statements_for_ten_times_the_rows(
    cooperative, import_all, session, lists, client, sign_in, statements_of
):
    sign_in("staff")
    statements_of("/members/export.csv")
    few = statements_of("/members/export.csv")
    import_all(
        lists.written(
            *(["", f"Nom {n}", "P", f"p{n}@x.fr", "", "Salariés", "01/02/2026", "", ""] for n in range(20))
        )
    )

    assert statements_of("/members/export.csv") == few
