"""A list that is too long to wait for is prepared for whoever asked, and fetched by nobody else."""

from dataclasses import replace

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from collegial.hosting.services import disable_plugin, enable_plugin
from collegial.kernel.permissions import Permission
from collegial.kernel.permissions import program as program_viewer
from collegial.lists import jobs
from collegial.lists.models import PreparedList, PreparedPart
from collegial.lists.rules import Stage, Work, stage_of
from collegial.notices.models import Notice
from collegial.plugin import Column, Exporter, t
from collegial.testing.fakes import fake_plugin

RIGHT = Permission(key="fake.right", label=t("A right"), roles=("staff",))
LENGTH = {"rows": 30}
ROWS = Exporter(
    key="fake.long", title=t("Long list"), columns=(Column(t("Name")), Column(t("Number"), "number")),
    rows=lambda _session: (("=1+1", number) for number in range(LENGTH["rows"])), permission=RIGHT,
)  # fmt: skip
FAKE = fake_plugin(permissions=lambda: [RIGHT], exporters=lambda: [ROWS])
XLSX, CSV = "/lists/fake.long.xlsx", "/lists/fake.long.csv"
pytestmark = pytest.mark.plugins(FAKE)


@pytest.fixture
def program(app):
    """Write at once no more than twenty rows of CSV, or ten of a workbook."""
    one = app.extensions["collegial"]
    few = replace(one.settings.lists, csv_at_once=20, xlsx_at_once=10)
    app.extensions["collegial"] = one = replace(one, settings=replace(one.settings, lists=few))
    switch(one, enable_plugin)
    return one


def switch(program, act):
    with program.database.unit_of_work() as session:
        act(program.context(session, program_viewer("test")), program.host, "fake")


@pytest.fixture
def work(app, program):
    """Give a function that does all promised work as a worker does."""

    def drain():
        with app.test_request_context(base_url=program.settings.public_url):
            return program.drain()

    return drain


@pytest.fixture
def staff(program, client, sign_in):
    client.set_cookie("locale", "en")
    sign_in("staff")
    return client


def ask(client, address=XLSX):
    return client.post("/lists/prepared", data={"of": address}).headers["Location"]


def test_a_short_list_is_given_at_once(staff, monkeypatch):
    monkeypatch.setitem(LENGTH, "rows", 10)

    assert staff.get(XLSX).status_code == 200


def test_a_long_list_is_prepared_and_fetched(staff, work, tmp_path):
    offered = staff.get(XLSX, follow_redirects=True).text
    assert "more than 10 rows" in offered
    assert XLSX in offered
    page = ask(staff)
    assert ask(staff) == page
    assert "waits for its turn" in staff.get(page).text
    assert staff.get(f"{page}/file").headers["Location"] == page

    work()

    assert "30" in staff.get(page).text
    assert staff.get(f"{page}/progress").headers["HX-Refresh"] == "true"
    given = staff.get(f"{page}/file")
    assert given.headers["Content-Disposition"].startswith('attachment; filename="long-list-')
    assert given.content_length == len(given.data)
    target = tmp_path / "list.xlsx"
    target.write_bytes(given.data)
    sheet = load_workbook(target).active
    assert (sheet.max_row, sheet["A2"].value, sheet["B31"].value) == (31, "=1+1", 29)
    assert "Long list" in staff.get("/lists/").text


def test_whoever_asked_is_told_and_nobody_else_fetches(staff, work, session, sign_in):
    page = ask(staff, CSV)
    work()
    work()
    told = [one.values for one in session.scalars(select(Notice))]
    session.rollback()
    assert told == [{"number": int(page.rpartition("/")[2])}]
    assert staff.get(f"{page}/file").data.decode("utf-8-sig").startswith("Name;Number\r\n'=1+1;0\r\n")

    sign_in("administrator", "staff")
    assert staff.get(page).status_code == 404
    assert staff.get(f"{page}/file").status_code == 404


def test_a_file_is_kept_from_who_lost_a_right_that_it_rests_on(staff, work, session, program):
    page = ask(staff)
    work()
    one = session.scalars(select(PreparedList)).one()
    assert one.rights == ["fake.right"]
    one.rights = [*one.rights, "register.persons"]
    session.commit()
    assert staff.get(f"{page}/file").status_code == 403

    switch(program, disable_plugin)
    assert staff.get(f"{page}/file").status_code == 404


def test_a_right_that_is_lost_before_the_work_is_told(staff, work, program):
    page = ask(staff)
    switch(program, disable_plugin)

    work()

    shown = staff.get(page).text
    assert "could not be prepared" in shown
    assert "switched off" in shown


def test_a_cancelled_list_is_not_made(app, staff, work, session, context, monkeypatch):
    page = ask(staff)
    number = int(page.rpartition("/")[2])
    assert staff.post(f"{page}/cancel").headers["Location"] == page
    assert "was cancelled" in staff.get(page).text
    work()
    assert session.scalar(select(func.count()).select_from(PreparedPart)) == 0
    session.rollback()
    assert staff.post(f"{page}/cancel").status_code == 409
    session.get_one(PreparedList, number).ended_at = None
    session.commit()

    def cancelled_meanwhile(done, total):
        raise jobs.NotWantedError

    monkeypatch.setattr(jobs, "tell_progress", cancelled_meanwhile)
    with app.test_request_context():
        jobs.prepare(context, {"list": number})
    assert session.get_one(PreparedList, number).is_open


def test_what_fails_is_tried_again_and_said(staff, work, monkeypatch):
    page = ask(staff)
    monkeypatch.setattr(jobs, "replay", lambda *_: 1 / 0)

    work()

    assert "is tried again by itself" in staff.get(page).text


def test_visitors_take_csv_of_any_length_and_no_long_workbook(program, client, monkeypatch):
    monkeypatch.setitem(RIGHT.__dict__, "key", "public")

    assert client.get(CSV).data.count(b"\n") == LENGTH["rows"] + 1
    assert client.get(XLSX).status_code == 409


@pytest.mark.parametrize(
    "address", ["", "https://example.org/", "//example.org/x.csv", "/lists/", "/nowhere.csv"]
)
def test_an_address_that_gives_no_list_is_refused(staff, address):
    assert staff.get("/lists/prepared/ask", query_string={"of": address}).status_code == 404
    assert staff.post("/lists/prepared", data={"of": address}).status_code == 404


def test_only_so_many_are_prepared_at_once(context, staff, session):
    for number in range(3):
        ask(staff, f"{XLSX}?n={number}")

    assert staff.post("/lists/prepared", data={"of": XLSX}).status_code == 409


def test_files_are_erased_after_their_time(app, staff, work, session, context, clock):
    page = ask(staff)
    work()
    clock.move(days=3, seconds=1)

    with app.test_request_context():
        jobs.erase_old(context, {})
    session.commit()

    assert staff.get(page).status_code == 404
    assert session.scalar(select(func.count()).select_from(PreparedPart)) == 0


def work_that(**more):
    told = {
        "attempts": 1,
        "done": 0,
        "total": None,
        "has_failed": False,
        "is_given_up": False,
        "due_at": None,
    }
    return Work(**told | more)


@pytest.mark.parametrize(
    ("said", "work", "stage"),
    [
        ({"is_ready": True}, None, Stage.READY),
        ({"is_ended": True}, work_that(), Stage.CANCELLED),
        ({"is_ended": True, "has_failure": True}, work_that(), Stage.FAILED),
        ({}, None, Stage.FAILED),
        ({}, work_that(has_failed=True, is_given_up=True), Stage.FAILED),
        ({}, work_that(has_failed=True), Stage.AGAIN),
        ({}, work_that(), Stage.WRITING),
        ({}, work_that(attempts=0), Stage.WAITING),
    ],
)
def test_the_stage_of_a_list(said, work, stage):
    told = {"is_ready": False, "is_ended": False, "has_failure": False}

    assert stage_of(**told | said, work=work) is stage
