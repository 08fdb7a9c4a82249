"""The pages that start a proposal and write its draft."""

import re
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import select

from collegial.proposals import queries, services
from collegial.proposals.models import Action, Axis, Proposal, WorkingCopy
from collegial.web.once import new_mark

from .conftest import TEXT

DRAFT = "/proposals/beans/draft"


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def written(context, served):
    services.write_version(context, served.draft, TEXT)
    path = f"{DRAFT}/actions/{queries.content_of(context.session, served.draft)[0].actions[1].id}"
    context.session.commit()
    return path


@pytest.fixture
def read(program):
    """Give a function that reads what a query finds, without holding the database."""

    def all_of(query):
        with program.database.reading() as session:
            return session.scalars(query).all()

    return all_of


def fields_of(page):
    """Return the hidden fields of the form that a page shows, as a browser would send them."""
    found = re.findall(r'name="(revision|base)"[^>]*value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def test_a_draft_puts_an_axis_in_order_in_one_list_that_stays_open(client, sign_in, written, served):
    sign_in("pilot")
    number = written.rsplit("/", 1)[1]
    opened = r'<details class="details" open>\s*<summary>Move or take out</summary>(.*?)</details>'
    page = client.get(DRAFT).text
    assert page.count(f'href="{written}"') == 1
    assert re.search(opened, page, re.DOTALL) is None

    moved = client.post(f"{written}/move", data={"by": "up"})

    assert moved.location.endswith(f"#place-action-{number}")
    (there,) = re.findall(opened, client.get(moved.location).text, re.DOTALL)
    axis, first, *_ = re.findall(r'id="place-(\w+)-(\d+)"', there)
    assert (axis[0], first) == ("axis", ("action", number))


def test_a_proposal_is_started_on_its_page(client, sign_in, served, read):
    sign_in("pilot")
    once = _mark(client.get("/proposals/new"))
    data = {"title": "Une épicerie", "summary": "Ouvrir.", "pipeline": "seeds", "once": once}

    answer = client.post("/proposals/new", data=data)

    assert answer.location.endswith("/proposals/une-epicerie/draft")
    assert read(select(Proposal.slug).order_by(Proposal.id)) == ["beans", "une-epicerie"]
    assert client.post("/proposals/new", data=data).location == answer.location
    assert len(read(select(Proposal.slug))) == 2


def _mark(page):
    html = page.get_data(as_text=True)
    return html.split('name="once"')[1].split('value="')[1].split('"')[0]


def test_a_wrong_start_keeps_what_was_typed(client, sign_in, served):
    sign_in("pilot")
    once = _mark(client.get("/proposals/new"))
    data = {"title": "Beans", "summary": "Peas.", "pipeline": "seeds", "once": once}

    answer = client.post("/proposals/new", data=data)

    assert answer.status_code == 409
    assert "is used by another proposal" in answer.text
    assert "Peas." in answer.text


def test_two_people_at_once_lose_nothing(client, sign_in, written, read):
    sign_in("pilot")
    first, second = fields_of(client.get(written)), fields_of(client.get(written))
    theirs = client.post(written, data={**first, "title": "Dig", "text": "Deep.\n\nWith a fork."})
    mine = client.post(written, data={**second, "title": "Dig twice", "text": "Deep."})

    assert theirs.status_code == 302
    assert mine.status_code == 409
    assert "Someone else saved this while you were writing" in mine.text
    again = {**fields_of(mine), "title": "Dig twice", "text": "Deep.\n\nWith a fork."}
    assert client.post(written, data=again).status_code == 302
    (action,) = read(select(Action).where(Action.id == int(written.rsplit("/", 1)[1])))
    assert (action.title, action.text, action.revision) == ("Dig twice", "Deep.\n\nWith a fork.", 3)


def test_words_that_both_changed_stand_side_by_side(client, sign_in, written):
    sign_in("pilot")
    seen = fields_of(client.get(written))
    client.post(written, data={**seen, "title": "Dig", "text": "Deep as a well."})
    mine = client.post(written, data={**seen, "title": "Dig", "text": "Deep as a pot."})

    assert "Both of you changed the same words" in mine.text
    assert "<del" in mine.text
    assert "well" in mine.text
    assert "pot" in mine.text


def test_what_is_typed_is_kept_for_its_writer_alone(client, sign_in, written, read):
    sign_in("pilot")
    seen = fields_of(client.get(written))
    place = client.get(written).text.split('data-place="')[1].split('"')[0]
    sent = {**seen, "place": place, "title": "Dig", "text": "Half a sent"}

    assert client.post(f"{DRAFT}/keep", data=sent).status_code == 204
    assert "Half a sent" in client.get(written).text
    assert "You have not saved what you typed" in client.get(DRAFT).text
    sign_in("pilot")
    assert "Half a sent" not in client.get(written).text
    sign_in("pilot")
    client.post(f"{DRAFT}/forget", data={"place": place})
    assert len(read(select(WorkingCopy))) == 1


def test_an_axis_and_an_action_that_are_sent_twice_are_added_once(client, sign_in, written, read):
    sign_in("pilot")
    axis = {"draft-title": "Water", "once": new_mark()}
    led = [client.post(f"{DRAFT}/axes", data=axis).location for _ in range(2)]
    number = led[0].rpartition("#axis-")[2]
    action = {f"axis-{number}-title": "Dig a well", "once": new_mark()}
    to = [client.post(f"{DRAFT}/axes/{number}/actions", data=action).location for _ in range(2)]

    assert (led[0], to[0]) == (led[1], to[1])
    assert read(select(Axis.title)).count("Water") == 1
    assert read(select(Action.title)).count("Dig a well") == 1


def test_a_new_axis_leads_to_the_form_of_its_first_action(client, sign_in, written):
    sign_in("pilot")

    page = client.post(f"{DRAFT}/axes", data={"draft-title": "Water"}, follow_redirects=True).text

    water = re.split("<h2[^>]*>.*?Water.*?</h2>", page)[1]
    form = re.search(r"<details[^>]*>\s*<summary>Add an action<span[^>]*> · Water<", water)[0]
    assert " open" in form.split(">")[0]
    assert "Add its first action, or write its text." in page


def test_a_file_is_attached_read_by_all_and_taken_away(client, sign_in, written):
    sign_in("pilot")
    sent = {"file-file": (BytesIO(b"Ten rows."), "plan.txt"), "file-title": "The plan"}
    assert client.post(f"{written}/files", data=sent).status_code == 302
    address = client.get(written).text.split('href="/proposals/beans/files/')[1].split('"')[0]

    answer = client.get(f"/proposals/beans/files/{address}")

    assert answer.data == b"Ten rows."
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "The plan" in client.get("/proposals/beans/versions/idea").text
    page = client.post(f"{DRAFT}/files/1/remove", follow_redirects=True)
    assert page.status_code == 200
    assert client.get(f"/proposals/beans/files/{address}").status_code == 404


def test_script_in_a_text_stays_text(client, sign_in, written):
    sign_in("pilot")
    seen = fields_of(client.get(written))
    client.post(
        written, data={**seen, "title": "Dig", "text": "<script>alert(1)</script> [x](javascript:alert(1))"}
    )

    page = client.get("/proposals/beans/versions/idea").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_huge_paste_is_refused_with_what_was_typed(client, sign_in, written):
    sign_in("pilot")
    seen = fields_of(client.get(written))
    answer = client.post(written, data={**seen, "title": "Dig", "text": "y" * 100_001})

    assert answer.status_code == 422
    assert "at most 100000 are kept" in answer.text
    assert "y" * 100_001 in answer.text


def test_the_draft_is_for_those_who_write(client, sign_in, written):
    sign_in("member")

    assert client.get(DRAFT).status_code == 403
    assert client.post(written, data={"title": "Mine", "revision": "1"}).status_code == 403
