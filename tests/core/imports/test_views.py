"""The pages of imports: each bad input with its message at its field, its status, and nothing changed."""

import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from collegial.imports.models import ImportFile, ImportRow
from collegial.imports.rules import ImportState
from collegial.membership.models import Member
from collegial.tables.reading import read_table

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def committed(statutes, session):
    session.commit()


@pytest.fixture
def staff(client, sign_in):
    sign_in("staff")
    return client


def send(client, content, name="liste.csv", kind="members"):
    answer = client.post("/imports/new", data={"kind": kind, "file": (io.BytesIO(content), name)})
    answer.request.environ["wsgi.input"].close()  # the test client spools a large body to a file of its own
    return answer


def answers(client, number, **changes):
    """Return what the page of the columns proposes, as it would be sent back."""
    page = client.get(f"/imports/{number}/columns").get_data(as_text=True)
    found = {}
    for name, options in re.findall(r'<select[^>]*name="(column_\d+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found | changes


def preview(client, content, **changes):
    """Bring a list as far as its preview; return its number."""
    number = int(send(client, content).location.split("/")[2])
    answer = client.post(f"/imports/{number}/columns", data=answers(client, number, **changes))
    assert answer.location == f"/imports/{number}"
    return number


def text_of(answer):
    return answer.get_data(as_text=True)


def files(session):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(ImportFile))


def test_a_list_is_brought_in_from_the_file_to_the_report(staff, session, program, lists):
    number = preview(staff, lists.written(lists.nolwenn, lists.samuel))
    page = text_of(staff.get(f"/imports/{number}"))
    assert "This is what each row would do." in page
    assert "nolwenn@example.org" in page
    session.rollback()

    answer = staff.post(f"/imports/{number}/run", data={"mode": "all"})
    assert answer.location == f"/imports/{number}"
    assert "2 rows are being written at once" in text_of(staff.get(f"/imports/{number}"))
    while program.drain():
        pass

    page = text_of(staff.get(f"/imports/{number}"))
    assert "Report of the import" in page
    assert "The rows of this file were erased" in page
    assert session.scalar(select(func.count()).select_from(Member)) == 2


def test_every_error_stands_at_its_cell(staff, lists):
    wrong = [*lists.nolwenn[:7], "-3", "80"]
    number = preview(staff, lists.written(wrong, lists.samuel))

    page = text_of(staff.get(f"/imports/{number}"))

    (entry,) = re.findall(r"<strong>H2</strong>(.*?)</li>", page, re.DOTALL)
    assert "Number of shares" in entry
    assert "“-3” must be a whole number, not below zero." in entry
    assert "The good rows only" in page


def test_wrong_rows_come_back_as_a_file_with_their_errors(staff, lists):
    wrong = [*lists.nolwenn[:3], "=1+1", *lists.nolwenn[4:]]
    number = preview(staff, lists.written(wrong, lists.samuel))

    answer = staff.get(f"/imports/{number}/wrong.xlsx")

    sheet = load_workbook(io.BytesIO(answer.data)).active
    first, *rest = sheet.iter_rows()
    assert [cell.value for cell in first] == [*lists.titles, "Errors"]
    assert len(rest) == 1
    assert rest[0][3].data_type == "s"
    assert rest[0][-1].value == "E-mail address · “=1+1” is not an e-mail address."
    assert read_table(answer.data).rows[0].cells[1] == "Kerbrazan"
    assert staff.get(f"/imports/{number}/wrong.exe").status_code == 404


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"MZ\x90\x00" + b"\x00" * 99, "neither a CSV nor an XLSX file"),
        (b"", "This file is empty."),
        (b"Nom;Parts\n", "a line of titles and no row under it"),
        (b"PK\x03\x04 no archive", "This spreadsheet is damaged."),
        (b"Nom\n" + b"A\n" * 20_001, "more than 20,000 rows"),
        (b"Nom\n" + b"A" * 8_000_001, "at most 8 MB are read"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_its_field(staff, session, content, message):
    answer = send(staff, content, name="liste.xlsx")

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert 'id="file-error"' in text_of(answer)
    assert files(session) == 0


def test_without_a_file_the_form_says_so(staff, session):
    answer = staff.post("/imports/new", data={"kind": "members"})

    assert answer.status_code == 422
    assert "Choose the file of the list." in text_of(answer)
    assert files(session) == 0


def test_a_far_too_large_file_is_not_even_read(staff, session):
    assert send(staff, b"A" * 9_100_000).status_code == 413
    assert files(session) == 0


def test_a_form_sent_twice_makes_one_import(staff, session, lists):
    content = lists.written(lists.nolwenn)

    assert send(staff, content).location == send(staff, content).location
    assert files(session) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"column_0": "name"}, "is already given by another column"),
        ({"column_1": "", "column_2": ""}, "No column gives “Name or company name”"),
        ({"default_admitted_on": "hier"}, "“hier” is no date of the calendar."),
        ({"column_0": "nothing"}, "Choose one from the list."),
    ],
)
def test_columns_that_cannot_be_right_are_refused_at_their_field(staff, session, lists, changes, message):
    number = int(send(staff, lists.written(lists.nolwenn)).location.split("/")[2])

    answer = staff.post(f"/imports/{number}/columns", data=answers(staff, number, **changes))

    assert answer.status_code == 422
    assert message in text_of(answer)
    session.expire_all()
    assert session.get(ImportFile, number).state is ImportState.UPLOADED


def test_the_run_form_keeps_its_refusal(staff, session, lists):
    number = preview(staff, lists.written(lists.nolwenn, ["9"]))

    refused = staff.post(f"/imports/{number}/run", data={"mode": "all"})
    nothing = staff.post(f"/imports/{number}/run", data={})

    assert (refused.status_code, nothing.status_code) == (409, 422)
    assert "Some rows are wrong, so all cannot be imported" in text_of(refused)
    assert "Choose what to import." in text_of(nothing)
    session.expire_all()
    assert session.get(ImportFile, number).state is ImportState.PLANNED


def test_run_sent_twice_shows_the_one_that_runs(staff, lists):
    number = preview(staff, lists.written(lists.nolwenn))

    answers_ = [staff.post(f"/imports/{number}/run", data={"mode": "good"}) for _ in range(2)]

    assert [one.location for one in answers_] == [f"/imports/{number}"] * 2


def test_progress_is_polled_until_the_end(staff, program, lists):
    number = preview(staff, lists.written(lists.nolwenn))
    staff.post(f"/imports/{number}/run", data={"mode": "good"})

    during = staff.get(f"/imports/{number}/progress")
    card = text_of(staff.get("/"))
    while program.drain():
        pass
    after = staff.get(f"/imports/{number}/progress")

    assert "0 of 1 row is done." in text_of(during)
    assert "HX-Refresh" not in during.headers
    assert "Import under way" in card
    assert after.headers["HX-Refresh"] == "true"


def test_a_running_import_can_be_stopped_and_a_waiting_one_thrown_away(staff, session, lists):
    number = preview(staff, lists.written(lists.nolwenn))
    staff.post(f"/imports/{number}/run", data={"mode": "good"})
    other = preview(staff, lists.written(lists.samuel))

    assert staff.post(f"/imports/{number}/stop").status_code == 302
    assert staff.post(f"/imports/{number}/stop").status_code == 409
    assert "Its rows are erased" in text_of(staff.get(f"/imports/{other}/discard"))
    assert staff.post(f"/imports/{other}/discard").status_code == 302
    assert staff.post(f"/imports/{number}/discard").status_code == 409

    session.expire_all()
    assert session.scalar(select(func.count()).select_from(ImportRow).where(ImportRow.file_id == other)) == 0
    assert "Thrown away" in text_of(staff.get("/imports/"))


def test_the_empty_list_we_give_can_be_filled_in_and_sent_back(staff):
    answer = staff.get("/imports/template/members.xlsx")
    number = int(send(staff, answer.data, name="members.xlsx").location.split("/")[2])

    titles = [cell.value for cell in next(load_workbook(io.BytesIO(answer.data)).active.iter_rows())]
    assert all(answers(staff, number).values())
    assert len(answers(staff, number)) == len(titles)
    assert staff.get("/imports/template/votes.xlsx").status_code == 404


def test_a_choice_is_proposed_again_for_the_same_titles(staff, lists):
    changes = {"column_0": "", "default_category": "", "column_4": "address"}
    first = int(send(staff, lists.written(lists.nolwenn)).location.split("/")[2])
    staff.post(f"/imports/{first}/columns", data=answers(staff, first, **changes))

    second = int(send(staff, lists.written(lists.samuel)).location.split("/")[2])

    assert answers(staff, second)["column_0"] == ""
    assert answers(staff, second)["column_4"] == "address"


def test_unmatched_imports_lead_to_their_columns(staff, lists):
    number = int(send(staff, lists.written(lists.nolwenn)).location.split("/")[2])

    assert staff.get(f"/imports/{number}").location == f"/imports/{number}/columns"
    assert staff.get("/imports/999").status_code == 404


def test_pages_take_as_many_statements_for_ten_times_the_rows(staff, lists, statements_of):
    few = preview(staff, lists.written(lists.nolwenn))
    some = [
        [str(n), f"Nom {n}", "P", f"p{n}@x.fr", "", "Salariés", "01/02/2026", "-1", ""] for n in range(20)
    ]
    many = preview(staff, lists.written(*some))
    statements_of(f"/imports/{few}")

    assert statements_of(f"/imports/{few}") == statements_of(f"/imports/{many}")
    assert statements_of(f"/imports/{few}/columns") == statements_of(f"/imports/{many}/columns")
