"""The pages of preparation: each step, each wrong answer at its field, and nothing changed by it."""

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from collegial.actors.models import Actor
from collegial.assemblies.agendas import item_template, item_templates
from collegial.assemblies.agendas.texts import TEXTS
from collegial.assemblies.models import (
    AgendaItem,
    Assembly,
    AssemblyDocument,
    AssemblyKind,
    ItemSupport,
    MemberItem,
    Resolution,
    Voting,
)
from collegial.assemblies.services.agenda import add_item, add_resolution
from collegial.assemblies.services.preparing import convene, prepare_assembly
from collegial.files.exchanging import ROOM
from collegial.files.models import StoredFile
from collegial.files.rules import LARGEST
from collegial.groups.models import Group, GroupKind
from collegial.groups.services import create_group
from collegial.membership.models import CollegeAssignment, Member
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import found, statutes_document
from collegial.web.once import new_mark

SECTION = {"items_threshold": "20%", "items_days": 25, "questions_days": 4}
PDF = b"%PDF-1.7\n..."


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def meeting(context, session):
    """Give a draft with two items, each with its resolution; committed."""
    found(context, {"A": 4, "B": 6}, statutes_document(assemblies=SECTION))
    one = prepare_assembly(
        context, kind=AssemblyKind.MIXED, title="AG mixte", starts_at=context.clock.now() + timedelta(days=40),
        place="Rennes",
    )  # fmt: skip
    for title in ("Comptes", "Projet"):
        item = add_item(context, one, title=title)
        add_resolution(context, one, title=title, text="Le texte.", kind=DecisionKind.ORDINARY, item=item)
    session.commit()
    return one


@pytest.fixture
def members(session, meeting):
    rows = session.scalars(select(Member).order_by(Member.number)).all()
    session.commit()
    return rows


def url(meeting, rest=""):
    return f"/assemblies/{meeting.id}{rest}"


def rows(program, table, *conditions):
    with program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions))


def titles(program):
    with program.database.reading() as session:
        return list(session.scalars(select(AgendaItem.title).order_by(AgendaItem.position)))


def frame(clock, **changes):
    day = (clock.now() + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
    return {
        "title": "AGO", "kind": "ordinary", "starts_at": day, "place": "Rennes", "once": new_mark(), **changes,
    }  # fmt: skip


def test_a_form_that_is_sent_twice_prepares_one_assembly(client, sign_in, program, clock):
    sign_in("staff")
    form = frame(clock)

    sent = [client.post("/assemblies/new", data=form).location for _ in range(2)]

    assert (sent[0], rows(program, Assembly)) == (sent[1], 1)


def test_the_first_step_leads_to_the_agenda_of_the_draft(client, sign_in, program, clock, meeting):
    sign_in("staff")
    made = client.post("/assemblies/new", data=frame(clock))

    assert made.status_code == 302
    assert made.location == "/assemblies/2/agenda"
    assert "Begin with a template" in client.get(made.location).text


def test_the_legal_dates_are_shown_before_anything_is_kept(client, sign_in, program, clock, meeting):
    sign_in("staff")

    page = client.post("/assemblies/new", data=frame(clock, look="1"))
    assert page.status_code == 200
    assert "Last day to send the convocations" in page.text
    assert "18 December 2026" in page.text
    assert 'value="AGO"' in page.text
    assert rows(program, Assembly) == 1

    live = client.get("/assemblies/dates", query_string={"starts_at": "2027-01-02T18:00"})
    assert "18 December 2026" in live.text
    soon = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    for day, said in (
        (soon, "The last day to send the convocations is past"),
        ("2020-01-02T18:00", "are past"),
    ):
        doubtful = client.get("/assemblies/dates", query_string={"starts_at": day}).text
        assert ("tone-warning" in doubtful, said in doubtful) == (True, True)
    for wrong in ("", "soon", "0001-01-01T00:00"):
        empty = client.get("/assemblies/dates", query_string={"starts_at": wrong})
        assert (empty.status_code, "Choose a day and an hour" in empty.text) == (200, True)


def test_a_special_assembly_asks_for_its_college_at_the_field(client, sign_in, program, clock, meeting):
    sign_in("staff")
    for college in ("", "999", "x"):
        answer = client.post("/assemblies/new", data=frame(clock, kind="special", college=college))
        assert answer.status_code == 422
        assert "Choose the college whose members are convened." in answer.text
    assert rows(program, Assembly) == 1

    made = client.post("/assemblies/new", data=frame(clock, kind="special", college="1"))
    assert "Collège A" in client.get(made.location.removesuffix("/agenda")).text


def test_all_that_is_wrong_with_a_new_assembly_is_told_at_once(client, sign_in, clock, meeting):
    sign_in("staff")
    wrong = {"kind": "special", "college": "", "online_address": "nowhere", "starts_at": "2020-01-02T18:00"}

    answer = client.post("/assemblies/new", data=frame(clock, **wrong))

    assert answer.status_code == 422
    for said in ("This is not a web address", "are past", "Choose the college whose members are convened."):
        assert said in answer.text


def test_day_and_place_are_changed_from_what_is_kept(client, sign_in, program, meeting):
    sign_in("staff")
    page = client.get(url(meeting, "/frame")).text
    assert 'value="AG mixte"' in page
    assert 'value="2027-01-02T10:00"' in page  # 09:00 UTC, as it is read in Rennes

    sent = {"title": "AG", "kind": "mixed", "starts_at": "2027-01-10T18:00", "place": "Redon"}
    assert client.post(url(meeting, "/frame"), data=sent).status_code == 302
    assert rows(program, Assembly, Assembly.place == "Redon") == 1
    wrong = client.post(url(meeting, "/frame"), data={**sent, "kind": "extraordinary", "place": "Vitré"})
    assert wrong.status_code == 422
    assert "cannot be decided by an assembly of that kind" in wrong.text
    assert rows(program, Assembly, Assembly.place == "Redon") == 1


def test_every_text_of_the_templates_is_used_and_every_place_in_it_is_filled():
    used = set()
    for template in item_templates():
        used |= {template.name.msgid, template.summary.msgid, template.item.msgid}
        for one in template.resolutions:
            texts = [one.title, one.text, one.loss, one.college_title, one.college_text]
            written = [text.msgid for text in texts if text]
            used |= set(written)
            places = set(re.findall(r"%\((\w+)\)s", "".join(written)))
            assert places <= {*template.answers, "name", "carried"}
    assert used == {text.msgid for text in TEXTS.values()}


ANSWERS = {
    "accounts": {"year_end": "2025-12-31", "result": "10 000,00", "interest": "250"},
    "board": {
        "names": "Ada Un\n\nBob Deux",
        "years": "3",
        "seats": "2",
        "method": "core.approval",
        "college": "0",
    },
    "statutes": {"changes": "L’article 4 est remplacé."},
    "admission": {"names": "Coop Neuve"},
    "exclusion": {"names": "Ada Un", "reasons": "Parts jamais versées."},
    "formalities": {},
}


@pytest.mark.parametrize("key", [one.key for one in item_templates()])
def test_each_template_writes_its_item_and_resolutions(client, sign_in, program, meeting, key):
    sign_in("staff")
    address = url(meeting, f"/agenda/from/{key}")
    assert client.get(address).status_code == 200
    assert client.post(address, data=ANSWERS[key]).status_code == 302

    expected = len(item_template(key).resolutions)
    assert rows(program, Resolution) == 2 + expected
    assert rows(program, AgendaItem, AgendaItem.template == key) == 1


def test_the_board_is_one_election_with_its_seats_and_candidates_by_college(
    client, sign_in, program, meeting
):
    sign_in("staff")
    with program.database.reading() as session:
        college = session.scalars(select(College).where(College.key == "B")).one()
    answers = ANSWERS["board"] | {"method": "core.scottish_stv", "college": str(college.id)}
    assert client.post(url(meeting, "/agenda/from/board"), data=answers).status_code == 302

    with program.database.reading() as session:
        voting = session.scalars(select(Voting)).one()
        assert (voting.method, voting.seats, voting.college_id) == ("core.scottish_stv", 2, college.id)
        assert [one.name for one in voting.options] == ["Ada Un", "Bob Deux"]
        assert college.name in voting.resolution.title


@pytest.fixture
def bound(context, session):
    """Give a draft under statutes that reserve three seats on the board to a college, for terms of three years."""
    document = statutes_document(board={"term_years": 3})
    document["colleges"][0]["board_seats"] = 3
    found(context, {"A": 4, "B": 6}, document)
    one = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="AG", starts_at=context.clock.now() + timedelta(days=40),
        place="Rennes",
    )  # fmt: skip
    session.commit()
    return one


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"years": "4"}, "By the statutes a term on the board lasts", "years"),
        ({}, "The statutes reserve the seats on the board to colleges: each elects its own.", "college"),
        ({"seats": "3", "method": "core.irv"}, "fills one seat", "seats"),
    ],
)
def test_an_election_to_the_board_follows_the_statutes_without_a_group_too(
    client, sign_in, program, bound, changes, sentence, field
):
    sign_in("staff")
    answers = {**ANSWERS["board"], "group": "0", **changes}
    answer = client.post(url(bound, "/agenda/from/board"), data=answers)
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error"(?:(?!</p>).)*{re.escape(sentence)}', answer.text, re.DOTALL)
    assert rows(program, Voting) == 0


def test_too_many_seats_for_a_college_are_put_right_at_the_field(client, sign_in, session, bound):
    college = session.scalars(select(College.id).where(College.key == "A")).one()
    session.commit()
    sign_in("staff")
    answers = {**ANSWERS["board"], "college": str(college), "group": "0", "seats": "5"}
    answer = client.post(url(bound, "/agenda/from/board"), data=answers)
    assert answer.status_code == 422
    assert "The statutes have 3 seats for those who elect here." in answer.text
    assert re.search(r'<input[^>]* name="seats"[^>]* value="3"', answer.text)
    assert answer.text.index('role="alert"') < answer.text.index("What the statutes say of the board")


def test_the_hint_at_the_group_of_those_elected_leads_to_where_one_is_formed(client, sign_in, bound):
    sign_in("staff")
    page = client.get(url(bound, "/agenda/from/board")).text
    assert re.search(r'id="group-hint">[^<]*<a href="/groups/new">Form a group</a>', page)


def test_the_checks_add_up_the_seats_of_a_college_and_name_unknown_candidates(
    client, sign_in, program, context, session, bound
):
    create_group(context, key="board", name="Conseil", kind=GroupKind.BOARD)
    session.commit()
    sign_in("staff")
    with program.database.reading() as reading:
        college = reading.scalars(select(College.id).where(College.key == "A")).one()
        group = reading.scalars(select(Group.id)).one()
    answers = {**ANSWERS["board"], "college": str(college), "group": str(group)}
    assert client.post(url(bound, "/agenda/from/board"), data=answers).status_code == 302
    once = client.get(url(bound, "/check")).text
    assert "The statutes have 3 for those who elect" not in once
    assert "the directory knows nobody, or several, by the name of Ada Un and Bob Deux" in once
    link = re.search(r'href="(/actors/new/person[^"]*Ada[^"]*)"', once)[1]
    assert 'value="Un"' in client.get(link.replace("&amp;", "&")).text

    assert client.post(url(bound, "/agenda/from/board"), data=answers).status_code == 302
    assert (
        "fill together: 4. The statutes have 3 for those who elect." in client.get(url(bound, "/check")).text
    )
    assert client.post(url(bound, "/convene"), data={}).status_code == 409


def test_the_checks_name_candidates_of_another_college_than_the_one_that_elects(
    client, sign_in, session, bound
):
    college = session.scalars(select(College.id).where(College.key == "A")).one()
    held = select(CollegeAssignment.member_id).join(College)
    own, other = (
        session.scalars(
            select(Actor.name).join(Member, Member.actor_id == Actor.id)
            .where(Member.id.in_(held.where(College.key == key))).order_by(Actor.id)
        ).first()
        for key in ("A", "B")
    )  # fmt: skip
    session.commit()
    sign_in("staff")
    answers = {**ANSWERS["board"], "college": str(college), "group": "0", "names": f"{own}\n{other}"}
    assert client.post(url(bound, "/agenda/from/board"), data=answers).status_code == 302
    shown = client.get(url(bound, "/check")).text
    assert f"{other} is a member of another college than the one that elects." in html.unescape(shown)


def test_the_accounts_are_written_in_the_first_language_with_the_least_of_the_law(
    client, sign_in, program, meeting
):
    sign_in("staff")
    client.post(url(meeting, "/agenda/from/accounts"), data=ANSWERS["accounts"])

    with program.database.reading() as session:
        text = session.scalars(select(Resolution.text).where(Resolution.number == 4)).one()
    plain = text.replace("\u202f", " ").replace("\xa0", " ")
    for amount in ("10 000,00 €", "1 500,00 €", "4 250,00 €", "250,00 €", "4 000,00 €"):
        assert amount in plain


def test_a_loss_is_carried_forward_and_takes_no_reserve(client, sign_in, program, meeting):
    sign_in("staff")
    address, data = url(meeting, "/agenda/from/accounts"), {"year_end": "2025-12-31", "result": "-1 200"}
    wrong = client.post(address, data={**data, "interest": "5"})
    assert wrong.status_code == 422
    assert "Without a surplus there is nothing to allocate." in wrong.text

    assert client.post(address, data=data).status_code == 302
    with program.database.reading() as session:
        text = session.scalars(select(Resolution.text).where(Resolution.number == 4)).one()
    assert "\N{MINUS SIGN}1 200,00 €" in text.replace("\u202f", " ").replace("\xa0", " ")
    assert rows(program, Resolution) == 5


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        ("accounts", {"result": "beaucoup"}, "is not an amount of money"),
        ("accounts", {"result": ""}, "This answer is needed."),
        ("accounts", {"year_end": "31/12/2025"}, "This is not a date"),
        ("accounts", {"legal_reserve": "10"}, "The law asks for at least €1,500.00 here."),
        ("accounts", {"interest": "9 000"}, "The lines add up to more than the result."),
        ("board", {"years": "0"}, "Give a number between 1 and 12."),
        ("board", {"names": " "}, "This answer is needed."),
        ("board", {"names": "Ada\nAda"}, "stands twice"),
        ("board", {"method": "core.irv"}, "fills one seat"),
    ],
)
def test_a_wrong_answer_comes_back_at_its_field(client, sign_in, program, meeting, key, changes, sentence):
    sign_in("staff")
    answer = client.post(url(meeting, f"/agenda/from/{key}"), data={**ANSWERS[key], **changes})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert titles(program) == ["Comptes", "Projet"]


def test_only_templates_that_the_assembly_can_decide_are_offered(client, sign_in, program, clock, meeting):
    sign_in("staff")
    made = client.post("/assemblies/new", data=frame(clock))
    page = client.get(made.location).text
    assert "Accounts and allocation of the result" in page
    assert "Exclusion of a member" not in page

    address = made.location + "/from/exclusion"
    assert client.post(address, data=ANSWERS["exclusion"]).status_code == 422
    assert rows(program, AgendaItem) == 2
    assert client.get(made.location + "/from/other").status_code == 404


def test_items_and_resolutions_are_added_changed_moved_and_taken_off(client, sign_in, program, meeting):
    sign_in("staff")
    client.post(url(meeting, "/items/new"), data={"title": "Divers", "text": "Sans vote."})
    client.post(url(meeting, "/items/3/move"), data={"to": "up"})
    client.post(url(meeting, "/items/1/edit"), data={"title": "Bilan"})
    assert titles(program) == ["Bilan", "Divers", "Projet"]

    words = {"title": "Quitus", "text": "Le quitus.", "kind": "extraordinary", "item": "1"}
    once = {**words, "once": new_mark()}
    assert [client.post(url(meeting, "/resolutions/new"), data=once).status_code for _ in "12"] == [302, 302]
    client.post(url(meeting, "/resolutions/3/move"), data={"to": "up"})
    assert rows(program, Resolution, Resolution.number == 1, Resolution.title == "Quitus") == 1
    client.post(url(meeting, "/resolutions/3/edit"), data={**words, "title": "Décharge"})
    assert rows(program, Resolution, Resolution.title == "Décharge", Resolution.item_id == 1) == 1
    client.post(url(meeting, "/resolutions/3/remove"))
    client.post(url(meeting, "/items/3/remove"))
    assert (titles(program), rows(program, Resolution)) == (["Bilan", "Projet"], 2)


def test_a_refused_resolution_leaves_no_item_of_its_own(client, sign_in, program, clock, meeting):
    sign_in("staff")
    made = client.post("/assemblies/new", data=frame(clock)).location.removesuffix("/agenda")
    words = {"title": "Statuts", "text": "…", "kind": "extraordinary"}

    assert client.post(f"{made}/resolutions/new", data=words).status_code == 422
    assert rows(program, AgendaItem, AgendaItem.title == "Statuts") == 0


def test_what_belongs_to_another_assembly_is_not_there(client, sign_in, clock, meeting, program):
    sign_in("staff")
    made = client.post("/assemblies/new", data=frame(clock)).location.removesuffix("/agenda")

    for path in ("/items/1/remove", "/items/1/move", "/resolutions/1/remove", "/documents/1/remove"):
        assert client.post(made + path).status_code == 404
    words = {"title": "a", "text": "b", "kind": "ordinary", "item": "1"}
    assert client.post(f"{made}/resolutions/new", data=words).status_code == 404
    assert titles(program) == ["Comptes", "Projet"]


def test_the_terms_of_each_resolution_stand_beside_it(client, sign_in, meeting):
    sign_in("member")
    page = client.get(url(meeting)).text

    assert "Adopted by more than 1/2 of the votes cast." in page
    assert "Quorum: 1/5 of the voting rights." in page
    assert "Open vote" in page


# -- documents -------------------------------------------------------------------------------------


def attach(client, meeting, name="bilan.pdf", content=PDF, **more):
    return client.post(url(meeting, "/documents"), data={"file": (BytesIO(content), name), **more})


def send_raw(client, path, content):
    """Send a file as a browser does; the test client would leave its own copy of a large one open."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="bilan.pdf"\r\n\r\n'
    return client.post(
        path, data=head + content + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )


def test_a_document_is_read_by_members_as_an_attachment(client, sign_in, program, meeting):
    sign_in("staff")
    assert attach(client, meeting, title="Bilan 2025", item="1").status_code == 302

    sign_in("member")
    page = client.get(url(meeting)).text
    assert "Bilan 2025" in page
    answer = client.get(url(meeting, "/documents/1"))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=bilan.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert client.get("/assemblies/99/documents/1").status_code == 404


def test_nobody_reads_a_document_without_the_right_to_read_the_assembly(client, sign_in, program, meeting):
    sign_in("staff")
    attach(client, meeting)
    client.delete_cookie("collegial")

    assert client.get(url(meeting, "/documents/1")).status_code == 302  # to the sign-in


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.exe", b"MZ", "Files of this kind are not kept."),
        ("bilan.pdf", b"MZ\x90", "is not what its name says"),
        ("bilan.pdf", b"", "This file is empty."),
    ],
)
def test_a_file_that_is_not_kept_is_refused_at_its_field(
    client, sign_in, program, meeting, name, content, sentence
):
    sign_in("staff")
    answer = attach(client, meeting, name, content)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert (rows(program, AssemblyDocument), rows(program, StoredFile)) == (0, 0)


def test_a_form_without_a_file_and_one_far_too_large_are_refused(client, sign_in, program, meeting):
    sign_in("staff")
    none = client.post(url(meeting, "/documents"), data={"title": "Rien"})
    assert (none.status_code, "Choose a file." in none.text) == (422, True)
    over = send_raw(client, url(meeting, "/documents"), b"%PDF-" + b" " * LARGEST)
    assert (over.status_code, "larger than 10 MB" in over.text) == (422, True)
    far = send_raw(client, url(meeting, "/documents"), b"%PDF-" + b" " * ROOM)
    assert (far.status_code, "This page takes 11 MB at a time" in far.text) == (413, True)
    assert rows(program, StoredFile) == 0


def test_other_pages_still_take_little(client, sign_in, program, meeting):
    sign_in("staff")
    answer = send_raw(client, url(meeting, "/items/new"), b"x" * 3 * 1024 * 1024)
    assert (answer.status_code, "takes 2 MB at a time, files included, and 500 kB" in answer.text) == (
        413,
        True,
    )


def test_a_document_is_taken_back_before_the_convocation_only(
    client, sign_in, program, meeting, context, session
):
    sign_in("staff")
    attach(client, meeting)
    attach(client, meeting, "rapport.pdf")
    assert client.post(url(meeting, "/documents/1/remove")).status_code == 302
    convene(context, session.get_one(Assembly, meeting.id))
    session.commit()

    refused = client.post(url(meeting, "/documents/2/remove"))
    assert refused.status_code == 409
    assert "The members were convened with this document" in refused.text
    assert rows(program, AssemblyDocument) == 1


# -- checks ----------------------------------------------------------------------------------------


def test_the_last_step_says_what_is_wrong_and_opens_the_sending_when_nothing_stops_it(
    client, sign_in, program, clock, meeting
):
    sign_in("staff")
    made = client.post("/assemblies/new", data=frame(clock)).location.removesuffix("/agenda")
    empty = client.get(f"{made}/check").text
    assert "The agenda holds no resolution." in empty
    assert f"{made}/convene" not in empty

    ready = client.get(url(meeting, "/check")).text
    assert "Everything is ready" in ready
    assert url(meeting, "/convene") in ready
    client.post(url(meeting, "/agenda/from/accounts"), data=ANSWERS["accounts"])
    warned = client.get(url(meeting, "/check")).text
    assert "has no document" in warned
    assert "has no document" in client.get(url(meeting, "/convene")).text
    assert url(meeting, "/convene") in warned


def test_each_legal_date_stands_on_the_page_with_its_countdown_and_rule(client, sign_in, meeting):
    sign_in("member")
    page = client.get(url(meeting)).text

    for words in (
        "Last day to send the convocations", "in 25\u00a0days", "The statutes ask for 15\u00a0days of notice.",
        'Code de commerce, <span class="unbroken">art. R225-69</span>',
        "has to be confirmed by your counsel", "Last day for written questions",
        "First day possible for a second assembly",
    ):  # fmt: skip
        assert words in page


def test_an_assembly_without_statutes_is_shown_and_checked(client, sign_in, clock, program):
    sign_in("staff")
    made = client.post("/assemblies/new", data=frame(clock)).location.removesuffix("/agenda")

    assert client.get(made).status_code == 200
    assert "No statutes are in force on that day." in client.get(f"{made}/check").text


# -- items asked for by members --------------------------------------------------------------------


def test_a_member_asks_and_others_support_with_one_click_until_the_item_is_on_the_agenda(
    client, sign_in, program, meeting, members
):
    first, second = members[:2]
    sign_in("member", actor_id=first.actor_id)
    address = url(meeting, f"/rights/{first.id}/item")
    assert "support of 2 members out of 10" in client.get(address).text
    words = {"title": "Énergie", "reasons": "Il fait froid.", "resolution": "Isoler.", "kind": "ordinary"}
    assert client.post(address, data=words).status_code == 302
    assert "1 member supports it, 2 are needed." in client.get(url(meeting)).text

    sign_in("member", actor_id=second.actor_id)
    support = url(meeting, f"/asked/1/support/{second.id}")
    assert support in client.get(url(meeting)).text
    assert client.post(support).status_code == 302
    page = client.get(url(meeting)).text
    assert "On the agenda" in page
    assert titles(program) == ["Comptes", "Projet", "Énergie"]


def test_a_support_is_taken_back_with_one_click(client, sign_in, program, meeting, members):
    sign_in("member", actor_id=members[0].actor_id)
    words = {"title": "Énergie", "reasons": "Il fait froid.", "kind": "ordinary"}
    client.post(url(meeting, f"/rights/{members[0].id}/item"), data=words)

    client.post(url(meeting, f"/asked/1/support/{members[0].id}"), data={"back": "1"})
    assert rows(program, ItemSupport) == 0


def test_nobody_asks_or_supports_for_another(client, sign_in, program, meeting, members):
    sign_in("member", actor_id=members[0].actor_id)
    words = {"title": "Énergie", "reasons": "Il fait froid.", "kind": "ordinary"}
    assert client.post(url(meeting, f"/rights/{members[1].id}/item"), data=words).status_code == 403
    client.post(url(meeting, f"/rights/{members[0].id}/item"), data=words)
    assert client.post(url(meeting, f"/asked/1/support/{members[1].id}")).status_code == 403
    assert client.post(url(meeting, f"/asked/9/support/{members[0].id}")).status_code == 404
    assert (rows(program, MemberItem), rows(program, ItemSupport)) == (1, 1)


def test_too_late_is_said_on_the_page_of_the_assembly(client, sign_in, program, meeting, members, clock):
    sign_in("member", actor_id=members[0].actor_id)
    words = {"title": "Énergie", "reasons": "Il fait froid.", "kind": "ordinary"}
    client.post(url(meeting, f"/rights/{members[0].id}/item"), data=words)
    clock.move(days=20)

    sign_in("member", actor_id=members[1].actor_id)
    answer = client.post(url(meeting, f"/asked/1/support/{members[1].id}"), follow_redirects=True)
    assert "It is too late for members’ items: the last day was 8 December 2026." in answer.text
    late = client.post(url(meeting, f"/rights/{members[1].id}/item"), data=words)
    assert (late.status_code, "It is too late" in late.text) == (409, True)
    assert rows(program, ItemSupport) == 1


def test_the_staff_puts_an_item_on_the_agenda_below_the_threshold(client, sign_in, program, meeting, members):
    sign_in("member", actor_id=members[0].actor_id)
    words = {"title": "Énergie", "reasons": "Il fait froid.", "kind": "ordinary"}
    client.post(url(meeting, f"/rights/{members[0].id}/item"), data=words)

    sign_in("staff")
    assert "gathers support" in client.get(url(meeting, "/check")).text
    client.post(url(meeting, "/asked/1/accept"))
    assert titles(program) == ["Comptes", "Projet", "Énergie"]


def test_ten_times_the_agenda_takes_no_more_statements(
    client, sign_in, statements_of, meeting, members, context, session
):
    sign_in("staff", "member", actor_id=members[0].actor_id)
    paths = [url(meeting, rest) for rest in ("", "/agenda", "/documents", "/check")]
    attach(client, meeting, item="1")
    words = {"title": "Énergie", "reasons": "Il fait froid.", "kind": "ordinary"}
    client.post(url(meeting, f"/rights/{members[0].id}/item"), data=words)
    for path in paths:
        statements_of(path)
    few = [statements_of(path) for path in paths]

    for number in range(20):
        attach(client, meeting, item="1")
        client.post(url(meeting, "/agenda/from/formalities"))
        session.add(
            MemberItem(
                assembly_id=meeting.id, member_id=members[number % 10].id, title="…", reasons="…",
                asked_at=context.clock.now(),
            )
        )  # fmt: skip
        session.commit()
    assert [statements_of(path) for path in paths] == few


def test_one_college_alone_elects_but_neither_excludes_nor_changes_the_statutes(
    client, sign_in, program, clock, meeting
):
    sign_in("staff")
    made = client.post("/assemblies/new", data=frame(clock, kind="special", college="1")).location
    page = client.get(made).text
    assert "Election to the board" in page
    assert "Exclusion of a member" not in page

    refused = client.post(f"{made}/from/exclusion", data=ANSWERS["exclusion"])
    assert (refused.status_code, "This assembly cannot decide that." in refused.text) == (422, True)
    assert rows(program, AgendaItem) == 2
    assert client.post(f"{made}/from/board", data=ANSWERS["board"]).status_code == 302


PREPARING = ("/convene", "/frame", "/items/new", "/resolutions/new", "/agenda/from/board")


def test_nothing_that_prepares_an_assembly_is_offered_once_it_is_convened(
    client, sign_in, meeting, context, session
):
    sign_in("staff")
    voting = f"/resolutions/{meeting.resolutions[0].id}/voting"
    pages = [url(meeting, one) for one in (*PREPARING, voting)]
    assert all("<form" in client.get(one).text.partition("<main")[2] for one in pages)

    convene(context, session.get_one(Assembly, meeting.id))
    session.commit()
    for one in pages:
        told = client.get(one)
        assert told.status_code == 200
        assert "This is done already" in told.text, one
        assert "<form" not in told.text.partition("<main")[2].partition("</main")[0], one
    again = client.post(url(meeting, "/convene"))
    assert again.status_code == 409
    assert "This is done already" in again.text
