"""Everyone signed in reads the statutes; the administrator records them and loses nothing typed."""

import io
import json
from datetime import date

import pytest

from collegial.statutes.queries import all_versions

NEW = "/statutes/new"


@pytest.fixture
def recorded(record):
    record()


@pytest.fixture
def member(sign_in):
    sign_in("member")


@pytest.fixture
def administrator(sign_in):
    sign_in("administrator")


def versions(program):
    with program.database.reading() as session:
        return len(all_versions(session))


def sent(document, **more):
    return {"document": json.dumps(document), "effective_from": "2026-03-01", "reason": "Parce que"} | more


def test_a_visitor_signs_in_first(client, recorded):
    assert client.get("/statutes/").status_code == 302


def test_a_member_reads_what_is_in_force(client, sign_in, recorded):
    sign_in("member")

    page = client.get("/statutes/").text

    for sentence in (
        "Statuts de la SCIC", "Bénéficiaires", "40%", "More than 1/2", "At least 2/3",
        "1/5 of the voting rights", "In proportion", "15 days", "Chosen at the admission", "Required by law",
        "Its weight leaves the total",
    ):  # fmt: skip
        assert sentence in page
    assert "Record a new version" not in page


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    ("votes", "said", "unsaid"),
    [
        ({"carry": "majority", "on_tie": "against"}, "silent", "In proportion"),
        ({"carry": "heads"}, "counted together", "When nobody votes in a college"),
        ({"carry": "proportional", "on_empty": "share"}, "in equal parts", "two equal halves"),
    ],
)
def test_the_carry_rule_is_explained(client, record, votes, said, unsaid):
    record(votes=votes)

    page = client.get("/statutes/").text

    assert said in page
    assert unsaid not in page


@pytest.mark.usefixtures("member")
def test_statutes_without_colleges_say_so(client, record, document):
    categories = [one | {"college": None} for one in document["categories"]]
    record(colleges=[], votes={"carry": "heads"}, categories=categories)

    assert "Every member has one vote" in client.get("/statutes/").text


@pytest.mark.usefixtures("member")
def test_without_statutes_the_page_says_so(client):
    assert "No statutes are in force" in client.get("/statutes/").text


@pytest.mark.usefixtures("member", "recorded")
def test_a_version_to_come_is_marked(client, record):
    record(date(2030, 1, 1), label="Statuts futurs")

    assert "Statuts futurs" not in client.get("/statutes/").text
    assert "Not in force today" in client.get("/statutes/2").text
    assert client.get("/statutes/9").status_code == 404


@pytest.mark.parametrize("role", ["member", "staff", "chair", "pilot"])
def test_only_the_administrator_opens_the_form(client, sign_in, program, document, role):
    sign_in(role)

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, data=sent(document)).status_code == 403
    assert versions(program) == 0


def test_pasted_statutes_are_recorded(client, administrator, program, document):
    answer = client.post(NEW, data=sent(document), follow_redirects=True)

    assert "Version 1 of the statutes is recorded." in answer.text
    assert versions(program) == 1


def test_a_file_is_recorded(client, administrator, program, document):
    data = sent({}) | {"file": (io.BytesIO(json.dumps(document).encode()), "statutes.json")}

    assert client.post(NEW, data=data).status_code == 302
    assert versions(program) == 1


def test_an_invalid_file_shows_every_error_with_its_path_and_keeps_what_was_typed(
    client, administrator, program, document
):
    document["notice"]["days"] = 3
    document["colleges"][0]["weight"] = "3/5"
    data = sent({}, reason="La raison tapée") | {
        "file": (io.BytesIO(json.dumps(document).encode()), "s.json")
    }

    answer = client.post(NEW, data=data)

    assert (answer.status_code, versions(program)) == (422, 0)
    assert "<code>notice.days</code>" in answer.text
    assert "<code>colleges.0.weight</code>" in answer.text
    assert "La raison tapée" in answer.text
    assert 'value="2026-03-01"' in answer.text
    assert "Statuts de la SCIC" in answer.text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "This file is not in UTF-8."),
        (b" " * 200_001, "This file is too large"),
        (b"label = ", "This is not TOML"),
        (b'{"label": ', "This is not JSON"),
    ],
)
def test_an_unreadable_file_has_its_own_message(client, administrator, program, content, message):
    data = sent({}, reason="La raison tapée") | {"file": (io.BytesIO(content), "statutes.toml")}

    answer = client.post(NEW, data=data)

    assert (answer.status_code, versions(program)) == (422, 0)
    assert message in answer.text
    assert "La raison tapée" in answer.text


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"effective_from": ""}, "Give the first day on which this version holds."),
        ({"reason": ""}, "Say why the statutes change."),
        ({"reason": "x" * 2001}, "Keep the reason under 2,000 signs."),
        ({"document": ""}, "This file is empty"),
    ],
)
def test_what_is_missing_is_asked_for(client, program, document, changed, message):
    answer = client.post(NEW, data=sent(document) | changed)

    assert (answer.status_code, versions(program)) == (422, 0)
    assert message in answer.text


def test_an_earlier_version_is_refused_at_its_field(client, administrator, recorded, program, document):
    answer = client.post(NEW, data=sent(document, effective_from="2026-01-01"))

    assert (answer.status_code, versions(program)) == (409, 1)
    assert "cannot start before it" in answer.text
    assert 'id="effective_from-error"' in answer.text


def test_the_errors_are_escaped(client, administrator, program, document):
    answer = client.post(NEW, data=sent(document | {"<script>alert(1)</script>": 1}))

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
