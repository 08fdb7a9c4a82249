"""The editor: started from anything, nothing typed is lost, each error at its field, nothing written by a check."""

import io
import json
import re
from datetime import date, timedelta

import pytest

from collegial.assemblies.models import AssemblyKind, AssemblyState
from collegial.assemblies.services.preparing import prepare_assembly
from collegial.statutes.forms import DraftForm, document_of, form_data
from collegial.statutes.models import DraftState, StatutesDraft
from collegial.statutes.presets import PRESETS, preset
from collegial.statutes.queries import all_versions, draft, drafts
from collegial.statutes.rules import parse_statutes
from collegial.statutes.services.drafting import start_draft

NEW = "/statutes/new"


@pytest.fixture
def administrator(sign_in):
    sign_in("administrator")


@pytest.fixture
def staff(sign_in):
    sign_in("staff")


@pytest.fixture
def version(record):
    return record()


@pytest.fixture
def written(context, session, version, document):
    """Give the number of a draft of a change."""
    one = start_draft(context, version.document, base=version)
    session.commit()
    return one.id


@pytest.fixture
def changed(context, session, version):
    """Give the number of a draft that says something else than the version."""
    one = start_draft(context, {**version.document, "label": "Statuts modifiés"}, base=version)
    session.commit()
    return one.id


@pytest.fixture
def typed(app, written, stored):
    """Give what the browser sends for the draft as it stands."""
    return lambda **changes: sent(app, stored(written)) | changes


@pytest.fixture
def stored(program):
    """Give a function that reads a draft anew."""

    def read(number):
        with program.database.reading() as session:
            found = draft(session, number)
            session.expunge_all()
            return found

    return read


def sent(app, found):
    """Fill the form from a draft and return its fields as a browser sends them."""
    with app.test_request_context():
        values = {
            **form_data(found.document),
            "revision": found.revision,
            "effective_from": found.effective_from,
        }
        form = DraftForm(formdata=None, data=values)
        form.offer_colleges()
        html = "".join(str(field()) for field in leaves(form))
    data = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html.replace("'", '"')))
    data = {name: value for name, value in data.items() if not is_unchecked(html, name)}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        data[name] = chosen[1] if chosen else ""
    data["votes-carry"] = found.document["votes"]["carry"]
    return {name: value.replace("&#39;", "’") for name, value in data.items()}


def leaves(field):
    for one in getattr(field, "form", field):
        if one.type in ("FormField", "FieldList"):
            yield from leaves(one)
        else:
            yield one


def is_unchecked(html, name):
    tag = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', html)[0]
    return 'type="checkbox"' in tag and "checked" not in tag.replace('type="checkbox"', "")


def number_of_versions(program):
    with program.database.reading() as session:
        return len(all_versions(session))


def number_of_drafts(program):
    with program.database.reading() as session:
        return len(drafts(session))


@pytest.mark.parametrize("key", PRESETS)
def test_a_draft_starts_from_prepared_statutes(client, staff, stored, key):
    answer = client.post(NEW, data={"start": key})

    assert answer.status_code == 302
    assert stored(1).document == preset(key).document
    assert "Nothing contradicts the law" in client.get("/statutes/drafts/1/edit").text


def test_a_draft_starts_from_the_version_in_force(client, staff, version, stored):
    client.post(NEW, data={"start": "in_force"})

    assert (stored(1).document, stored(1).base_id) == (version.document, version.id)


def test_without_a_version_there_is_none_to_start_from(client, staff, program):
    assert 'value="in_force"' not in client.get(NEW).text
    answer = client.post(NEW, data={"start": "in_force"})

    assert (answer.status_code, number_of_drafts(program)) == (422, 0)


@pytest.mark.parametrize("with_file", [True, False])
def test_a_draft_starts_from_a_file_or_a_pasted_text(client, staff, stored, document, with_file):
    text = json.dumps(document)
    data = {"file": (io.BytesIO(text.encode()), "statutes.json")} if with_file else {"document": text}

    assert client.post(NEW, data={"start": "file"} | data).status_code == 302
    assert stored(1).name == "Statuts de la SCIC"


def test_an_invalid_file_shows_every_error_with_its_path_and_keeps_its_text(client, staff, program, document):
    document["notice"]["days"] = 3
    document["colleges"][0]["weight"] = "3/5"
    file = (io.BytesIO(json.dumps(document).encode()), "s.json")

    answer = client.post(NEW, data={"start": "file", "file": file})

    assert (answer.status_code, number_of_drafts(program)) == (422, 0)
    assert "<code>notice.days</code>" in answer.text
    assert "<code>colleges.0.weight</code>" in answer.text
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
def test_an_unreadable_file_has_its_own_message(client, staff, program, content, message):
    answer = client.post(NEW, data={"start": "file", "file": (io.BytesIO(content), "statutes.toml")})

    assert (answer.status_code, number_of_drafts(program)) == (422, 0)
    assert message in answer.text


@pytest.mark.parametrize(
    ("data", "message"),
    [({}, "Choose what the draft starts from."), ({"start": "file", "document": " "}, "This file is empty")],
)
def test_what_a_draft_starts_from_is_asked_for(client, staff, program, data, message):
    answer = client.post(NEW, data=data)

    assert (answer.status_code, number_of_drafts(program)) == (422, 0)
    assert message in answer.text


def test_the_errors_of_a_file_are_escaped(client, staff, document):
    text = json.dumps(document | {"<script>alert(1)</script>": 1})

    answer = client.post(NEW, data={"start": "file", "document": text})

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("key", PRESETS)
def test_the_form_gives_back_the_document_that_filled_it(app, key):
    document = preset(key).document
    with app.test_request_context():
        form = DraftForm(formdata=None, data=form_data(document))
        given = document_of(form)

    assert parse_statutes(given) == parse_statutes(document)


def test_what_the_browser_sends_unchanged_changes_nothing(client, staff, written, typed, stored):
    before = parse_statutes(stored(written).document)

    answer = client.post(f"/statutes/drafts/{written}/edit", data=typed(do="save"))

    assert answer.status_code == 302
    assert parse_statutes(stored(written).document) == before


def test_what_is_typed_wrong_is_kept_and_said_at_its_field(client, staff, written, typed, stored):
    changes = {"colleges-0-weight": "beaucoup", "notice-days": "3", "capital-floor": ""}

    client.post(f"/statutes/drafts/{written}/edit", data=typed(do="save", **changes))
    page = client.get(f"/statutes/drafts/{written}/edit").text

    assert 'value="beaucoup"' in page
    for field in ("colleges-0-weight", "notice-days", "capital-floor"):
        assert f'id="{field}-error"' in page
        assert f'href="#{field}"' in page
    assert "3 things to correct before the draft can be used" in page
    assert stored(written).document["notice"]["days"] == 3


def test_what_is_to_be_corrected_is_told_in_the_order_of_the_page(client, staff, written, typed):
    wrong = {
        "capital-nominal": "x", "notice-days": "x", "quorum-ordinary-first-at_least": "x",
        "majority-ordinary-first-threshold": "x", "categories-0-name": "", "colleges-0-weight": "x", "label": "",
    }  # fmt: skip
    page = client.post(f"/statutes/drafts/{written}/check", data=typed(**wrong)).text

    told = [one for one in re.findall(r'<li><a href="#([^"]+)"', page) if one in wrong]
    assert told == list(reversed(wrong))


def test_a_live_check_gives_the_verdict_and_writes_nothing(client, staff, written, typed, stored):
    answer = client.post(
        f"/statutes/drafts/{written}/check", data=typed(**{"colleges-0-weight": "35 %", "notice-days": "x"})
    )

    assert answer.status_code == 200
    assert "The weights sum to 19/20 (95%) so far" in answer.text
    assert "The weights sum to 19/20. They must sum to exactly 1" in answer.text
    assert "<html" not in answer.text
    assert (stored(written).revision, stored(written).document["notice"]["days"]) == (1, 15)


def test_a_college_is_added_named_and_removed(client, staff, written, typed, stored, app):
    edit = f"/statutes/drafts/{written}/edit"
    answer = client.post(edit, data=typed(do="add-colleges"))
    assert answer.location.endswith(f"{edit}#colleges")
    assert stored(written).document["colleges"][-1]["key"] == "college-4"

    client.post(
        edit, data=sent(app, stored(written)) | {"colleges-3-name": "Bénévoles", "do": "up-colleges-3"}
    )
    names = [one["name"] for one in stored(written).document["colleges"]]
    assert names == ["Salariés", "Bénéficiaires", "Bénévoles", "Partenaires"]
    assert '<option value="college-4">Bénévoles</option>' in client.get(edit).text

    client.post(edit, data=sent(app, stored(written)) | {"do": "remove-colleges-2"})
    assert len(stored(written).document["colleges"]) == 3


def test_a_draft_without_a_capital_says_that_a_scic_needs_one(client, staff, written, typed):
    data = typed(do="save")
    del data["has_capital"]

    client.post(f"/statutes/drafts/{written}/edit", data=data)
    page = client.get(f"/statutes/drafts/{written}/edit").text

    assert "A SCIC has a variable capital" in page
    assert 'href="#capital"' in page


def test_the_second_writer_is_told_and_keeps_the_text(client, staff, written, typed, stored):
    first, second = typed(label="De l’une", do="save"), typed(label="De l’autre", do="save")
    client.post(f"/statutes/drafts/{written}/edit", data=first)

    answer = client.post(f"/statutes/drafts/{written}/edit", data=second)

    assert answer.status_code == 409
    assert "Someone else saved this draft meanwhile." in answer.text
    assert "De l’autre" in answer.text
    assert stored(written).name == "De l’une"


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 30])
def test_a_revision_that_cannot_be_right_is_refused(client, staff, written, typed, stored, revision):
    answer = client.post(f"/statutes/drafts/{written}/edit", data=typed(revision=revision, label="Autre"))

    assert (answer.status_code, stored(written).name) == (409, "Statuts de la SCIC")


@pytest.mark.parametrize(
    "changes",
    [
        {"label": "x" * 501},
        {"legal_form": "GmbH"},
        {"votes-carry": "dice"},
        {"quorum-ordinary-first-base": "x"},
        {"effective_from": "2026-02-31"},
    ],
)
def test_what_no_draft_can_hold_is_refused_at_its_field(client, staff, written, typed, stored, changes):
    answer = client.post(f"/statutes/drafts/{written}/edit", data=typed(**changes))

    assert (answer.status_code, stored(written).revision) == (422, 1)
    assert f'id="{next(iter(changes))}-error"' in answer.text


def test_an_empty_form_is_kept_as_nothing_and_breaks_no_page(client, staff, written, stored):
    data = {"revision": "1", "legal_form": "SA", "do": "save"}
    for path in ("edit", "check"):
        assert client.post(f"/statutes/drafts/{written}/{path}", data=data).status_code in (200, 422)
    assert stored(written).revision == 1


def test_a_draft_is_read_beside_the_version_it_changes(client, staff, written, typed):
    client.post(f"/statutes/drafts/{written}/edit", data=typed(**{"notice-days": "21", "do": "read"}))

    page = client.get(f"/statutes/drafts/{written}").text

    assert "1 clause changes." in page
    assert "<del>15\u00a0days</del>" in page
    assert "Put to the vote of an assembly" in page
    assert "Record without a vote" not in page


def test_the_first_version_is_recorded_from_a_draft(client, administrator, program):
    client.post(NEW, data={"start": "scic-sa"})

    page = client.get("/statutes/drafts/1").text
    assert "Record as the first version" in page
    assert "Put to the vote of an assembly" not in page
    with program.database.unit_of_work() as own:
        own.get_one(StatutesDraft, 1).effective_from = date(2026, 3, 1)
    form = client.get("/statutes/drafts/1/record").text
    assert "Why the members do not decide" not in form
    assert "Reason of the change" not in form
    assert 'value="2026-03-01"' in form
    answer = client.post(
        "/statutes/drafts/1/record", data={"effective_from": "2026-03-01"}, follow_redirects=True
    )

    assert "Version 1 of the statutes is recorded." in answer.text
    assert number_of_versions(program) == 1
    with program.database.unit_of_work() as own:
        assert all_versions(own)[0].reason == "First version"


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"effective_from": ""}, 422, "Give the first day on which this version holds."),
        ({"reason": ""}, 422, "Say why the statutes change."),
        ({"reason": "x" * 2001}, 422, "Keep the reason under 2,000 characters."),
        ({"override": ""}, 422, "Say why the members do not decide on this change."),
        ({"override": "  "}, 422, "Say why the members do not decide on this change."),
        ({"effective_from": "2026-01-01"}, 409, "cannot start before it"),
    ],
)
def test_an_override_names_what_is_missing(client, administrator, changed, program, changes, status, message):
    data = {"effective_from": "2026-06-01", "reason": "La raison tapée", "override": "Jugement"} | changes

    answer = client.post(f"/statutes/drafts/{changed}/record", data=data)

    assert (answer.status_code, number_of_versions(program)) == (status, 1)
    assert message in answer.text
    assert f'id="{next(iter(changes))}-error"' in answer.text


def test_an_override_is_recorded_and_shown_for_good(client, administrator, changed, program):
    data = {"effective_from": "2026-06-01", "reason": "Siège", "override": "Jugement du tribunal"}

    answer = client.post(f"/statutes/drafts/{changed}/record", data=data, follow_redirects=True)

    assert "Version 2 was recorded without a decision of the members" in answer.text
    assert "Jugement du tribunal" in answer.text


def test_a_draft_that_changes_nothing_is_not_recorded(client, administrator, written, program):
    data = {"effective_from": "2026-06-01", "reason": "Siège", "override": "Jugement"}

    answer = client.post(f"/statutes/drafts/{written}/record", data=data)

    assert (answer.status_code, number_of_versions(program)) == (409, 1)
    assert "The draft says the same as version 1" in answer.text


def test_who_records_reads_which_assemblies_keep_the_former_statutes(
    client, administrator, changed, context, session, version
):
    meeting = prepare_assembly(
        context,
        title="AG de juin",
        place="Salle",
        kind=AssemblyKind.ORDINARY,
        starts_at=context.clock.now() + timedelta(days=40),
    )
    session.commit()
    path = f"/statutes/drafts/{changed}/record"
    assert "AG de juin" not in client.get(path).text

    meeting.statutes, meeting.state, meeting.convened_at = (
        version,
        AssemblyState.CONVENED,
        context.clock.now(),
    )
    session.commit()
    page = client.get(path).text

    assert "Assemblies that are convened keep their statutes" in page
    assert "AG de juin" in page
    assert "(optional)" not in page.partition("Why the members do not decide")[2].partition("</label>")[0]


def test_staff_do_not_record(client, staff, written, program):
    data = {"effective_from": "2026-06-01", "reason": "Siège", "override": "Jugement"}

    assert client.post(f"/statutes/drafts/{written}/record", data=data).status_code == 403
    assert number_of_versions(program) == 1


def test_a_draft_is_given_up(client, staff, written, stored):
    client.post(f"/statutes/drafts/{written}/discard")

    assert stored(written).state is DraftState.DISCARDED
    assert client.get(f"/statutes/drafts/{written}/edit").location == f"/statutes/drafts/{written}"
    assert "Start a new draft from this one" in client.get(f"/statutes/drafts/{written}").text
    again = [client.post(f"/statutes/drafts/{written}/again").location for _ in range(2)]
    assert again == [f"/statutes/drafts/{written + 1}/edit"] * 2  # pressed twice, it is one
    assert stored(written + 1).document == stored(written).document


def test_an_unknown_draft_is_not_there(client, staff):
    for path in ("", "/edit"):
        assert client.get(f"/statutes/drafts/9{path}").status_code == 404


@pytest.fixture
def meeting(context, session, clock):
    one = prepare_assembly(
        context, kind=AssemblyKind.EXTRAORDINARY, title="AGE", place="Rennes",
        starts_at=clock.now() + timedelta(days=30),
    )  # fmt: skip
    session.commit()
    return one


def test_without_an_assembly_the_page_says_what_to_prepare(client, staff, written):
    assert "No assembly can take this decision yet" in client.get(f"/assemblies/amend/{written}").text


def test_the_resolution_is_written_from_the_comparison_in_the_deployment_s_language(
    client, staff, written, typed, meeting
):
    changes = {"quorum-ordinary-first-at_least": "1/3"}
    client.post(f"/statutes/drafts/{written}/edit", data=typed(**changes))

    page = client.get(f"/assemblies/amend/{written}").text

    text = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    assert "1/5 des droits de vote" in text
    assert "1/3 des droits de vote" in text
    assert re.search(r"[0-9a-f]{64}", text)


def test_a_draft_is_put_to_the_vote_and_taken_back(client, staff, written, meeting, stored):
    data = {"assembly": meeting.id, "title": "Changer", "text": "Le texte", "is_backed": "y"}
    answer = client.post(f"/assemblies/amend/{written}", data=data, follow_redirects=True)
    assert "The change of the statutes is on the agenda." in answer.text
    assert "This assembly decides on a change of the statutes" in answer.text

    page = client.get(f"/statutes/drafts/{written}").text
    assert "Before the members" in page
    assert "Write the draft" not in page
    back = re.search(r'action="(/assemblies/\d+/amendments/\d+/back)"', page)[1]
    client.post(back)

    assert stored(written).state is DraftState.EDITING


@pytest.mark.parametrize(
    "changes", [{"assembly": ""}, {"assembly": "999"}, {"assembly": "x"}, {"title": ""}, {"text": ""}]
)
def test_what_the_resolution_lacks_is_asked_for(client, staff, written, meeting, stored, changes):
    data = {"assembly": meeting.id, "title": "Changer", "text": "Le texte tapé"} | changes

    answer = client.post(f"/assemblies/amend/{written}", data=data)

    assert (answer.status_code, stored(written).state) == (422, DraftState.EDITING)
    assert f'id="{next(iter(changes))}-error"' in answer.text


def test_a_wrong_draft_cannot_be_put_to_the_vote(client, staff, written, typed, meeting, stored):
    client.post(f"/statutes/drafts/{written}/edit", data=typed(**{"notice-days": "3"}))

    page = client.get(f"/assemblies/amend/{written}").text
    assert "See what is missing in the draft" in page
    data = {"assembly": meeting.id, "title": "Changer", "text": "Le texte"}
    assert client.post(f"/assemblies/amend/{written}", data=data).status_code == 422
    assert stored(written).state is DraftState.EDITING


def test_a_draft_that_would_hold_too_early_says_so(client, staff, written, typed, meeting, stored):
    client.post(f"/statutes/drafts/{written}/edit", data=typed(effective_from=date(2026, 12, 1).isoformat()))
    data = {"assembly": meeting.id, "title": "Changer", "text": "Le texte"}

    answer = client.post(f"/assemblies/amend/{written}", data=data)

    assert answer.status_code == 422
    assert "before the members have decided" in answer.text


def test_members_put_no_draft_to_the_vote(client, sign_in, written, meeting, stored):
    sign_in("member")

    assert client.get(f"/assemblies/amend/{written}").status_code == 403
    assert client.post(f"/assemblies/amend/{written}", data={"assembly": meeting.id}).status_code == 403
    assert client.post("/assemblies/1/amendments/1/back").status_code == 403


def test_no_amendment_is_taken_back_where_there_is_none(client, staff, meeting):
    assert client.post(f"/assemblies/{meeting.id}/amendments/9/back").status_code == 404
