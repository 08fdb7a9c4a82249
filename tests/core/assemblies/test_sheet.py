"""The attendance sheet tells each voting right once: how it attends, when, and who represents whom."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from pypdf import PdfReader

from collegial.assemblies.models import AttendanceMode
from collegial.assemblies.queries.sheet import Way, sheet_of
from collegial.assemblies.services.attending import check_in, check_out
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.sheet import Sheet, bureau_of, print_sheet, sheet_document
from collegial.documents.voice import voice_in
from collegial.kernel.clock import local_day
from collegial.testing.factories import convened
from collegial.web.languages import say

ZONE = ZoneInfo("Europe/Paris")


def the_sheet(session, meeting, *, is_held):
    return Sheet(
        pays="Pôle", legal_mention="SCIC", title=meeting.title, held_on=local_day(meeting.starts_at, str(ZONE)),
        starts_at=meeting.starts_at, place=meeting.place, is_held=is_held, bureau=bureau_of(meeting),
        lines=sheet_of(session, meeting),
    )  # fmt: skip


def test_each_right_stands_once_by_the_way_it_attends(context, session, clock, app):
    world = convened(context, {"A": 3, "B": 3})
    (a, b, c), (d, e, f) = world.entries["A"], world.entries["B"]
    give_proxy(context, d, a)
    give_proxy(context, e, c)
    assert {line.way for line in sheet_of(session, world.assembly)} == {Way.UNKNOWN}
    check_in(context, a, mode=AttendanceMode.ROOM)
    check_in(context, b, mode=AttendanceMode.REMOTE)
    world.open()
    clock.move(minutes=20)
    check_out(context, b)

    lines = {line.entry.id: line for line in sheet_of(session, world.assembly)}
    ways = [lines[one.id].way for one in (a, b, c, d, e, f)]
    # the holder of e is not there: neither of them attends
    assert ways == [Way.ROOM, Way.REMOTE, Way.ABSENT, Way.PROXY, Way.ABSENT, Way.ABSENT]
    assert list(lines[a.id].holds) == [d.name]
    assert lines[d.id].by == a.name
    assert lines[b.id].stays[0].left_at - lines[b.id].stays[0].arrived_at == timedelta(minutes=20)

    with app.test_request_context(), force_locale("en"):
        voice = voice_in("en", say=say, zone=ZONE)
        held = sheet_document(the_sheet(session, world.assembly, is_held=True), voice)
        before = sheet_document(the_sheet(session, world.assembly, is_held=False), voice)
        printed = print_sheet(the_sheet(session, world.assembly, is_held=True), voice, locale="en")
    assert [[row["name"] for row in college["rows"]] for college in held["colleges"]] == [
        [a.name, b.name],
        [d.name],
    ]
    assert [len(college["rows"]) for college in before["colleges"]] == [3, 3]
    assert len(held["signers"]) >= 3
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(printed)).pages)
    assert a.name in words
    assert "Certified true" in words
