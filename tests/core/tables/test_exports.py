"""Lists that can be downloaded: the journal, an assembly's roll, a vote's board, a version's contributions."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from collegial.demo.loading import proposal
from collegial.demo.rennes import read_part
from collegial.groups.models import GroupKind
from collegial.groups.services import create_group
from collegial.kernel import paging
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, open_vote
from collegial.votes.views import reading
from collegial.web.replaying import replay


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def world(context, session):
    """Give an assembly with an open vote in which one member voted for; committed."""
    world = convened(context, {"A": 2}, kinds=(DecisionKind.ORDINARY,))
    world.arrive(*world.entries["A"])
    world.open()
    world.vote = open_vote(context, world.assembly, world.assembly.resolutions)
    cast(world, context, 0)
    session.commit()
    return world


def cast(world, context, place):
    own = world.own(world.entries["A"][place])
    cast_vote(context, world.vote.id, own, {one.id: Choice.FOR for one in world.vote.questions})


@pytest.fixture
def framed(context, session):
    for key, kind in (("pilot", GroupKind.PILOT), ("follow_up", GroupKind.FOLLOW_UP)):
        create_group(context, key=key, name=key, kind=kind, mandate="…")
    proposal.frame(context)
    proposal.write_versions(context)
    session.commit()


def rows(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_roll_says_who_votes_for_whom(client, sign_in, world):
    sign_in("staff")

    head, *lines = rows(client.get(f"/assemblies/{world.assembly.id}/roll/export.csv"))

    assert head == ["Number", "Voting right", "Votes for it", "College"]
    assert lines == [
        ["1", "Membre A 0001", "Membre A 0001", "Collège A"],
        ["2", "Membre A 0002", "Membre A 0002", "Collège A"],
    ]


def test_the_roll_is_for_the_desk(client, sign_in, world):
    sign_in("member", actor_id=world.entries["A"][0].actor_id)

    assert client.get(f"/assemblies/{world.assembly.id}/roll/export.csv").status_code == 403


def test_the_board_of_an_open_vote_has_a_column_for_each_resolution(client, sign_in, world):
    sign_in("member", actor_id=world.entries["A"][0].actor_id)

    head, line = rows(client.get(f"/votes/{world.vote.id}/board/export.csv"))

    assert head == ["Line", "Voting right", "Used by", "Resolution 1", "Cast on", "Seal"]
    assert line[:4] == ["1", "Membre A 0001", "Membre A 0001", "For"]
    assert len(line[5]) == 64


def test_the_journal_is_given_whole_to_those_who_read_it(client, sign_in, world):
    sign_in("administrator")
    head, *lines = rows(client.get("/journal/export.csv"))

    assert head == ["Number", "When", "What happened", "By", "Seal"]
    assert int(lines[0][0]) == len(lines)
    sign_in("member")
    assert client.get("/journal/export.csv").status_code == 403


def test_the_contributions_of_a_version_are_open_as_the_version(client, framed):
    slug = read_part("proposal/proposal")["key"]

    head, *lines = rows(client.get(f"/proposals/{slug}/versions/V1/contributions.csv"))

    assert head == ["Contribution", "Kind", "Who was heard", "Views", "Day"]
    assert lines
    assert client.get(f"/proposals/{slug}/versions/V9/contributions.csv").status_code == 404


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ("/assemblies/{assembly}/roll/export.csv", 2),
        ("/assemblies/{assembly}/attendance/export.csv", 2),
        ("/shares/holders/export.csv", 2),
    ],
)
def test_long_lists_know_their_length_and_are_read_by_parts(app, as_role, world, monkeypatch, path, length):
    monkeypatch.setattr(paging, "AT_A_TIME", 1)
    found = []

    def take(listing):
        found.append((listing.rows.total(), len(list(listing.rows))))

    with app.test_request_context():
        replay(path.format(assembly=world.assembly.id), as_role("staff").by, "en", take)

    assert found == [(length, length)]


def test_a_board_is_read_by_parts(client, sign_in, world, context, session, monkeypatch):
    cast(world, context, 1)
    session.commit()
    sign_in("member")
    whole = rows(client.get(f"/votes/{world.vote.id}/board/export.csv"))
    monkeypatch.setattr(reading, "AT_A_TIME", 1)

    assert len(whole) == 3
    assert rows(client.get(f"/votes/{world.vote.id}/board/export.csv")) == whole


@pytest.mark.parametrize(
    "path", ["/journal/export", "/assemblies/{assembly}/roll/export", "/votes/{vote}/board/export"]
)
def test_each_is_given_as_a_sheet_and_in_no_other_format(client, sign_in, world, path):
    sign_in("administrator", "staff")
    path = path.format(assembly=world.assembly.id, vote=world.vote.id)

    assert load_workbook(BytesIO(client.get(f"{path}.xlsx").data)).active.max_row > 1
    assert client.get(f"{path}.ods").status_code == 404
