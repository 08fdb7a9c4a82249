"""Two versions compared, in structure and in words; versions as files."""

import base64
import json
import re
from dataclasses import replace
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from collegial.documents.voice import voice_in
from collegial.proposals.printing import Letterhead, VersionFacts, print_version, tallies
from collegial.proposals.prose import blocks
from collegial.proposals.rules import ActionText, AxisText
from collegial.proposals.rules.comparing import Change, compare

from .conftest import TEXT

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def version(*axes):
    return replace(TEXT, axes=axes)


def axis(key, *actions, **more):
    return AxisText(**{"title": key, "key": key, "actions": tuple(action(one) for one in actions), **more})


def action(one):
    return one if isinstance(one, ActionText) else ActionText(title=one, key=one)


def changes(diff):
    return {
        one.key: (one.change, one.is_moved) for axis in diff.axes for one in axis.pieces
        if one.is_moved or one.change is not Change.SAME
    }  # fmt: skip


def test_a_version_compared_with_itself_is_the_same():
    assert compare(TEXT, TEXT).is_empty


def test_each_place_that_is_shown_as_changed_is_counted():
    before = version(axis("a", ActionText(title="Dig", key="1", text="Deep."), "2"))
    after = version(
        axis(
            "a",
            ActionText(title="Dig well", key="1", text="Very deep."),
            "2",
            ActionText(title="3", text="New."),
        )
    )

    diff = compare(before, replace(after, summary="Grow more beans."))

    assert (diff.places, diff.count(Change.CHANGED), diff.count(Change.ADDED)) == (3, 1, 1)
    assert [str(one) for one in tallies(diff)] == ["1 piece added", "3 places changed"]


def test_what_was_added_and_taken_out_is_told():
    diff = compare(version(axis("a", "1", "2"), axis("b")), version(axis("a", "2", "3")))

    assert changes(diff) == {
        "3": (Change.ADDED, False), "1": (Change.REMOVED, False), "b": (Change.REMOVED, False),
    }  # fmt: skip


def test_an_action_in_another_axis_was_moved_not_removed():
    diff = compare(version(axis("a", "1", "2"), axis("b")), version(axis("a", "1"), axis("b", "2")))

    assert changes(diff) == {"2": (Change.SAME, True)}
    assert diff.axes[1].actions[0].moved_from == "a"


def test_another_order_moves_as_few_as_can_be():
    diff = compare(version(axis("a", "1", "2", "3", "4")), version(axis("a", "4", "1", "2", "3")))

    assert changes(diff) == {"4": (Change.SAME, True)}


def test_a_new_title_keeps_the_piece_and_marks_its_words():
    diff = compare(
        version(axis("a", ActionText(title="Dig deep", key="1", owner="Ada"))),
        version(axis("a", ActionText(title="Dig twice", key="1", owner="Bob"))),
    )

    (found,) = diff.axes[0].actions
    assert found.change is Change.CHANGED
    assert [(one.name, [(str(piece.mark), piece.text) for piece in one.words]) for one in found.fields] == [
        ("title", [("same", "Dig"), ("removed", " deep"), ("added", " twice")]),
        ("owner", [("removed", "Ada"), ("added", "Bob")]),
    ]


def test_markdown_becomes_blocks_without_markup():
    found = blocks(
        "## A\n\n*b* **c** `d` <b>e</b> [f](https://g.example)\n\n- h\n\n| i | j |\n|---|---|\n| k | l |\n"
    )

    assert [one["kind"] for one in found] == ["heading", "paragraph", "list", "table"]
    assert "".join(run["text"] for run in found[1]["runs"]) == "b c d <b>e</b> f (https://g.example)"
    assert found[3]["rows"] == [[[{"style": "plain", "text": "k"}], [{"style": "plain", "text": "l"}]]]


@pytest.mark.parametrize(("picture", "drawn"), [(DOT, 1), (b"\x89PNG broken", 0)])
def test_a_picture_of_a_text_is_drawn_on_paper_or_told_by_its_title(picture, drawn):
    text = version(axis("a", ActionText(title="1", text="![A dot](/proposals/beans/files/Tok-en_)", key="1")))
    facts = VersionFacts(
        letterhead=Letterhead(name="Us"), proposal="beans", title="Beans", stage="idea", stage_name="Idea",
        when="Today", text=text, pictures={"Tok-en_": picture},
    )  # fmt: skip
    paper = print_version(facts, voice_in("en", say=str, zone=ZoneInfo("UTC")), locale="en")

    (page,) = PdfReader(BytesIO(paper)).pages
    assert len(page.images) == drawn
    assert ("[A dot]" in page.extract_text()) is not bool(drawn)


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def words_in(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_comparison_of_two_versions_is_a_page_and_a_paper(client, study):
    page = client.get("/proposals/pole/compare?before=V1&after=V2", follow_redirects=True)

    assert page.request.path == "/proposals/pole/compare/V1/V2"
    assert "Struck through: taken out. Underlined: added." in page.text
    assert "<ins" in page.text
    paper = client.get("/proposals/pole/compare/V1/V2/difference.pdf")
    assert "Version 1 → Version 2" in words_in(paper.data)


def test_a_version_is_given_as_pdf_markdown_and_json(client, study):
    paper, text, data = (
        client.get(f"/proposals/pole/versions/V2/version.{one}") for one in ("pdf", "md", "json")
    )

    assert study.versions[2].digest[:20] in words_in(paper.data).replace(" ", "")
    assert text.text.startswith(f"# {study.title}")
    document = json.loads(data.data)
    assert document["digest"] == study.versions[2].digest
    assert [len(one["actions"]) for one in document["content"]["axes"]] == [
        len(one.actions) for one in study.versions[2].axes
    ]


def test_an_address_that_names_no_version_is_answered_so(client, study):
    for path in ("compare/V1/V9", "compare?before=no", "versions/V2/version.exe", "versions/V9/version.pdf"):
        assert client.get(f"/proposals/pole/{path}").status_code == 404, path


def test_the_search_finds_words_in_any_version_and_leads_there(client, study):
    assert "/proposals/headings/" in client.get("/search/?q=missions").text
    page = client.get("/search/?q=mecenat").text
    found = re.search(r"/proposals/passages/\d+", page)[0]

    answer = client.get(found)

    assert "/proposals/pole/versions/V" in answer.location
    assert "#action-" in answer.location
