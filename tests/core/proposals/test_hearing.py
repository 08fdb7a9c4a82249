"""Who was heard: kinds as data, names by consent, views counted by kind and family."""

import re
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from collegial.actors.services import add_family
from collegial.kernel.errors import Invalid, Refused
from collegial.proposals import queries, services
from collegial.proposals.models import Contribution
from collegial.proposals.services.hearing import (
    HeardLine,
    Hearing,
    change_hearing,
    erase_name,
    record_hearing,
    remove_hearing,
)

from .conftest import TEXT

LINES = (
    HeardLine(name="Ada", family="base", may_be_named=True),
    HeardLine(name="Bob", family="base"),
    HeardLine(name="Three farms", number=3),
)


@pytest.fixture
def visit(context, garden):
    services.write_version(context, garden.draft, TEXT)
    key = queries.content_of(context.session, garden.draft)[0].actions[0].key
    return record_hearing(
        context, garden.draft, Hearing(kind="visit", title="A visit", lines=LINES, touches=[key, "none"])
    )


def test_views_are_counted_by_kind_and_by_family(garden, visit):
    assert visit.views == 5
    assert queries.views_by_kind(garden.proposal) == {"visit": 5}
    assert queries.views_by_family(garden.proposal) == {"base": 2, None: 3}
    assert len(visit.touches) == 1


def test_without_a_list_the_number_counts(context, garden):
    row = record_hearing(context, garden.draft, Hearing(kind="letter", title="Letters", views=12))

    assert (row.views, row.heard) == (12, [])


def test_a_kind_that_a_module_adds_is_taken(context, garden):
    with pytest.raises(Invalid, match="unknown_kind"):
        record_hearing(context, garden.draft, Hearing(kind="rain.dance", title="Dance"))

    row = record_hearing(
        context, garden.draft, Hearing(kind="rain.dance", title="Dance"), offered=["rain.dance"]
    )
    assert row.kind == "rain.dance"


def test_a_change_under_an_old_revision_is_refused(context, visit):
    change_hearing(context, visit, Hearing(kind="visit", title="Two visits", views=2), seen=1)

    with pytest.raises(Refused, match="contribution_changed"):
        change_hearing(context, visit, Hearing(kind="visit", title="One visit"), seen=1)
    assert (visit.title, visit.views) == ("Two visits", 2)


def test_of_two_who_take_it_out_the_second_is_told(program, context, visit):
    context.session.commit()
    with program.database.unit_of_work() as other:
        remove_hearing(program.context(other, context.by), other.get_one(Contribution, visit.id))

    with pytest.raises(Refused, match="taken_away"):
        remove_hearing(context, visit)


@pytest.mark.both_databases
def test_a_frozen_contribution_loses_a_name_and_nothing_else(context, session, garden, visit):
    garden.make_ready(context)
    frozen = garden.draft
    garden.pass_gate(context)
    for statement in (
        "UPDATE contribution_heard SET number = 9",
        "DELETE FROM contribution_heard",
        "DELETE FROM contribution_touch",
    ):
        with pytest.raises(DatabaseError, match="frozen version"), session.begin_nested():
            session.execute(text(statement))

    erase_name(context, visit.heard[0])

    assert visit.heard[0].name is None
    assert frozen.digest == queries.digest_of(garden.proposal, frozen, queries.content_of(session, frozen))
    with pytest.raises(Refused, match="frozen"):
        remove_hearing(context, visit)


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


DRAFT = "/proposals/beans/draft"


def test_a_contribution_is_recorded_and_changed_on_its_pages(app, client, sign_in, context, served):
    add_family(context, key="base", label="Base structures", level=0)
    context.session.commit()
    sign_in("pilot")
    sent = {
        "kind": "visit", "title": "A farm", "heard_on": "2026-11-01", "text": "They **dig**.",
        "lines-0-name": "Ada", "lines-0-family": "base", "lines-0-number": "1", "lines-0-may_be_named": "y",
        "lines-1-name": "Bob", "lines-1-number": "2",
    }  # fmt: skip
    assert "lines-4-name" in client.post(f"{DRAFT}/contributions/new", data={**sent, "more": "1"}).text
    assert client.post(f"{DRAFT}/contributions/new", data=sent).status_code == 302
    attached = {"file-file": (BytesIO(b"a"), "notes.txt"), "file-title": "The notes"}
    assert client.post(f"{DRAFT}/contributions/1/files", data=attached).status_code == 302
    wrong = client.post(f"{DRAFT}/contributions/new", data={**sent, "heard_on": "2030-01-01"})
    assert wrong.status_code == 422
    assert "still to come" in wrong.text
    twice = client.post(f"{DRAFT}/contributions/new", data={**sent, "views": "5"})
    assert (twice.status_code, "3 persons are listed above" in twice.text) == (422, True)
    assert 'value="">Choose one' in client.get(f"{DRAFT}/contributions/new").text
    unchosen = client.post(f"{DRAFT}/contributions/new", data={**sent, "kind": ""})
    assert (unchosen.status_code, "Choose a kind from the list." in unchosen.text) == (422, True)
    kept = client.get(f"{DRAFT}/contributions/1").text
    assert re.search(r'name="views"[^>]*value="0"', kept)

    page = client.get("/proposals/beans/versions/idea").text
    assert "Bob" in page
    visitor = app.test_client()
    visitor.set_cookie("locale", "en")
    page = visitor.get("/proposals/beans/versions/idea").text
    assert "Ada" in page
    assert "Bob" not in page
    assert "The notes" in page
    assert "Base structures" in client.get("/proposals/beans").text
