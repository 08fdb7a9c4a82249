"""Groups decide in rounds, by vote or by consent, with a quorum; versions go back with tasks, drafts start again."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from collegial.decisions.models import DecisionSource
from collegial.decisions.services import HandEntry, enter_by_hand
from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.groups.models import Group, GroupKind
from collegial.hosting.host import Host
from collegial.kernel.errors import Forbidden, Invalid, Missing, Refused
from collegial.kernel.listing import listed
from collegial.kernel.money import Money
from collegial.kernel.permissions import program as program_viewer
from collegial.proposals import queries, services
from collegial.proposals.models import CarryingState, GateOutcome, Stance
from collegial.proposals.presets import STUDY, preset
from collegial.proposals.queries.carrying import carried
from collegial.proposals.rules import (
    Count,
    Way,
    check_count,
    needed_for_quorum,
    parse_pipeline,
    pipeline_document,
)
from collegial.proposals.rules.reading import InvalidPipeline
from collegial.proposals.services import rounds
from collegial.proposals.services.carrying import StepFields, link_adoption, record_step
from collegial.proposals.services.gates import finish_task
from collegial.proposals.services.rolling_back import roll_back
from collegial.proposals.services.rounds import break_round_off, close_round, take_part
from collegial.proposals.services.topics import add_document, remove_document

from .conftest import SEEDS, TEXT, fine, foul

CONSENT = {
    **SEEDS,
    "passages": [{**SEEDS["passages"][0], "way": "consent", "quorum": "1/3"}, SEEDS["passages"][1]],
}


@pytest.mark.parametrize(
    ("way", "quorum", "counts", "code"),
    [
        (Way.MAJORITY, Fraction(1, 2), (2, 0, 0), "no_quorum"),
        (Way.MAJORITY, Fraction(1, 2), (2, 0, 1), None),
        (Way.CONSENT, None, (4, 1, 0), "no_majority"),
        (Way.CONSENT, None, (0, 0, 3), "no_majority"),
        (Way.CONSENT, None, (1, 0, 4), None),
        (Way.MAJORITY, None, (4, 1, 1), "too_many_votes"),
    ],
)
def test_a_group_of_five_decides(way, quorum, counts, code):
    votes_for, against, abstentions = counts
    count = Count(votes_for=votes_for, against=against, abstentions=abstentions)

    def check():
        check_count(count, is_passing=True, way=way, quorum=quorum, group_size=5)

    if code is None:
        check()
    else:
        with pytest.raises(Invalid, match=code):
            check()


def test_a_pipeline_says_how_a_group_decides():
    rules = parse_pipeline(CONSENT)

    assert (rules.passages[0].way, rules.passages[0].quorum) == (Way.CONSENT, Fraction(1, 3))
    assert parse_pipeline(pipeline_document(rules)) == rules
    assert "way" not in pipeline_document(parse_pipeline(SEEDS))["passages"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [("way", "lots"), ("quorum", "0"), ("quorum", "3/2"), ("quorum", "half"), ("quorum", "1/0")],
)
def test_a_wrong_way_is_told_at_its_field(field, value):
    wrong = {**SEEDS, "passages": [{**SEEDS["passages"][0], field: value}, SEEDS["passages"][1]]}
    with pytest.raises(InvalidPipeline) as caught:
        parse_pipeline(wrong)

    assert [one.path for one in caught.value.errors] == [f"passages.0.{field}"]


class Circle:
    """A proposal whose first passage goes by consent of a third of six."""

    def __init__(self, context, garden, as_role):
        services.record_pipeline(context, key="circle", name="Circle", document=CONSENT)
        self.proposal = services.start_proposal(
            context, slug="peas", title="Peas", summary="Grow peas.", pipeline_key="circle"
        )
        garden.proposal = self.proposal
        garden.make_ready(context)
        members = [one.actor_id for one in garden.elders.memberships]
        self.members = [as_role("pilot", actor_id=actor) for actor in members]
        self.outsider = as_role("pilot", actor_id=garden.other.id)


@pytest.fixture
def circle(context, garden, as_role):
    return Circle(context, garden, as_role)


def test_a_round_decides_by_consent_when_its_quorum_is_there(circle):
    first, second, *_ = circle.members
    rounds.open_round(first, circle.proposal, check=fine)
    take_part(first, circle.proposal, Stance.AGAINST, "Too dry.")
    take_part(first, circle.proposal, Stance.FOR)
    with pytest.raises(Invalid, match="no_quorum"), first.session.begin_nested():
        close_round(first, circle.proposal, reasons="All agree.", check=fine)
    take_part(second, circle.proposal, Stance.ABSTAIN)

    decision = close_round(first, circle.proposal, reasons="All agree.", check=fine)

    assert (decision.outcome, decision.votes_for, decision.abstentions) == (GateOutcome.PASSED, 1, 1)
    assert queries.draft_of(circle.proposal).stage == "trial"


def test_a_round_that_nobody_answered_is_not_closed_with_a_decision(circle):
    first, *_ = circle.members
    rounds.open_round(first, circle.proposal, check=fine)

    with pytest.raises(Refused, match="round_unanswered") as caught, first.session.begin_nested():
        close_round(first, circle.proposal, reasons="Nobody came.", check=fine)

    assert caught.value.field is None
    assert queries.open_round(first.session, circle.proposal) is not None


def test_an_objection_sends_back_with_tasks(context, circle):
    first, second, *_ = circle.members
    rounds.open_round(first, circle.proposal, check=fine)
    take_part(first, circle.proposal, Stance.FOR)
    with pytest.raises(Invalid, match="objection"):
        take_part(second, circle.proposal, Stance.AGAINST)
    take_part(second, circle.proposal, Stance.AGAINST, "Too dry.")

    decision = close_round(first, circle.proposal, reasons="Water.", check=fine, tasks=("Dig a well", " "))

    assert decision.outcome is GateOutcome.SENT_BACK
    (task,) = queries.open_tasks(circle.proposal)
    with pytest.raises(Refused, match="gate_shut") as caught:
        services.decide_gate(
            first, circle.proposal, outcome=GateOutcome.PASSED, reasons="Now.", count=Count(votes_for=3, against=0),
            check=fine,
        )  # fmt: skip
    assert "Dig a well" in caught.value.text.params["first"].params["title"]
    finish_task(context, task)
    assert queries.open_tasks(circle.proposal) == []
    assert queries.gate_of(first.session, circle.proposal, fine, day=first.today).state.is_open


def test_a_round_is_for_the_group_one_at_a_time_and_keeps_other_decisions_out(circle):
    first = circle.members[0]
    with pytest.raises(Forbidden, match="not_in_group"):
        rounds.open_round(circle.outsider, circle.proposal, check=fine)
    rounds.open_round(first, circle.proposal, check=fine)
    with pytest.raises(Refused, match="round_open"):
        rounds.open_round(first, circle.proposal, check=fine)
    with pytest.raises(Refused, match="round_open"):
        services.decide_gate(
            first, circle.proposal, outcome=GateOutcome.PASSED, reasons="Now.", count=Count(votes_for=3, against=0),
            check=fine,
        )  # fmt: skip
    with pytest.raises(Forbidden, match="not_in_group"):
        take_part(circle.outsider, circle.proposal, Stance.FOR)
    break_round_off(first, circle.proposal)
    with pytest.raises(Refused, match="no_open_round"):
        take_part(first, circle.proposal, Stance.FOR)


def test_a_shut_gate_keeps_the_round_open(circle):
    first, second, *_ = circle.members
    rounds.open_round(first, circle.proposal, check=fine)
    for one in (first, second):
        take_part(one, circle.proposal, Stance.FOR)

    with pytest.raises(Refused, match="gate_shut"), first.session.begin_nested():
        close_round(first, circle.proposal, reasons="All agree.", check=foul)


def test_no_round_opens_while_something_is_missing(circle):
    with pytest.raises(Refused, match="gate_shut"):
        rounds.open_round(circle.members[0], circle.proposal, check=foul)

    assert queries.open_round(circle.members[0].session, circle.proposal) is None


@pytest.mark.parametrize("is_missing", [True, False])
def test_the_gate_offers_a_round_once_nothing_is_missing(
    client, sign_in, context, circle, garden, monkeypatch, is_missing
):
    monkeypatch.setattr(Host, "check_gate", lambda *_: (foul if is_missing else fine)("weather.fine", None))
    member = garden.elder.id
    context.session.commit()
    sign_in("pilot", actor_id=member)
    gate = "/proposals/peas/gate"

    page = client.get(gate).text

    assert ("Open a round of the group" in page, "A round opens once nothing is missing." in page) == (
        not is_missing, is_missing,
    )  # fmt: skip
    assert page.split("<main")[1].count("button-primary") == (0 if is_missing else 1)
    assert ('value="passed"' in page) is not is_missing
    assert client.post(f"{gate}/trial/round").status_code == (409 if is_missing else 302)


@pytest.mark.both_databases
def test_what_was_said_in_a_closed_round_stays(session, circle):
    first = circle.members[0]
    rounds.open_round(first, circle.proposal, check=fine)
    take_part(first, circle.proposal, Stance.FOR)
    break_round_off(first, circle.proposal)
    for statement in ("UPDATE gate_voice SET stance = 'against'", "DELETE FROM gate_voice"):
        with pytest.raises(DatabaseError, match="closed round"), session.begin_nested():
            session.execute(text(statement))


@pytest.mark.both_databases
def test_what_was_decided_reported_and_adopted_is_written_once(context, session, garden):
    garden.make_ready(context)
    document = add_document(context, garden.topic("place"), Upload(name="map.txt", content=b"Here."))
    documents = "gate_topic_document"
    garden.pass_gate(context)
    services.settle_topic(context, garden.topic("place", "rule"), "Here.")
    garden.pass_gate(context)
    roll_back(context, garden.proposal, to_stage="idea", reasons="Lost.", count=Count(votes_for=2, against=1))
    key = queries.content_of(session, garden.draft)[0].actions[0].key
    record_step(context, garden.proposal, key, StepFields(state=CarryingState.TO_DO))
    adopted = HandEntry(
        source=DecisionSource.BOARD,
        body="The board",
        title="Beans",
        text="Yes.",
        decided_on=date(2026, 11, 2),
    )
    link_adoption(context, garden.proposal, enter_by_hand(context, adopted))
    for statement, reason in (
        ("UPDATE proposal_rollback SET reasons = 'Other.'", "written once"),
        ("DELETE FROM proposal_rollback", "written once"),
        ("UPDATE proposal_step SET state = 'done'", "written once"),
        ("DELETE FROM proposal_step", "written once"),
        ("UPDATE proposal_adoption SET linked_by = 'Other'", "written once"),
        ("DELETE FROM proposal_adoption", "written once"),
        ("UPDATE gate_topic_document SET title = 'Other'", "keeps its documents"),
        ("DELETE FROM gate_topic_document", "keeps its documents"),
        (
            f"INSERT INTO {documents} SELECT id + 9, topic_id, file_id, '', added_at, '' FROM {documents}",
            "keeps its documents",
        ),
    ):
        with pytest.raises(DatabaseError, match=reason), session.begin_nested():
            session.execute(text(statement))
    with pytest.raises(Refused, match="topic_past"):
        remove_document(context, document)


def test_a_document_beside_a_topic_is_taken_away_again_before_the_passage(context, session, garden, as_role):
    topic = garden.topic("place")
    with pytest.raises(Forbidden):
        add_document(as_role("member"), topic, Upload(name="map.txt", content=b"Here."))
    document = add_document(context, topic, Upload(name="map.txt", content=b"Here."), title="A map")
    assert [(one.title, one.file.name) for one in topic.documents] == [("A map", "map.txt")]

    remove_document(context, document)

    assert topic.documents == session.scalars(select(StoredFile)).all() == []


def test_a_draft_starts_again_from_a_frozen_version_by_decision(context, session, garden):
    garden.make_ready(context)
    garden.pass_gate(context)
    frozen, draft = garden.proposal.versions
    services.write_version(context, draft, replace(TEXT, axes=()))
    before = frozen.digest

    with pytest.raises(Invalid, match="no_majority"):
        roll_back(
            context, garden.proposal, to_stage="idea", reasons="Lost.", count=Count(votes_for=1, against=1)
        )
    roll_back(context, garden.proposal, to_stage="idea", reasons="Lost.", count=Count(votes_for=2, against=1))

    assert [one.title for one in queries.content_of(session, draft)] == ["Sow", "Reap"]
    assert (
        frozen.digest
        == before
        == queries.digest_of(garden.proposal, frozen, queries.content_of(session, frozen))
    )
    assert [one.to_stage for one in queries.rollbacks(session, garden.proposal)] == ["idea"]
    with pytest.raises(Missing):
        roll_back(
            context, garden.proposal, to_stage="trial", reasons="x", count=Count(votes_for=1, against=0)
        )


def test_actions_are_carried_out_at_the_last_stage_only(context, session, garden, clock, client, sign_in):
    garden.make_ready(context)
    key = queries.content_of(session, garden.draft)[0].actions[0].key
    with pytest.raises(Refused, match="not_carried_out"):
        record_step(context, garden.proposal, key, StepFields(state=CarryingState.TO_DO))
    garden.pass_gate(context)
    services.settle_topic(context, garden.topic("place", "rule"), "Here.")
    garden.pass_gate(context)
    today = clock.now().date()
    due = StepFields(state=CarryingState.UNDER_WAY, owner="CRESS", due_on=today, budget=Money(120_000))

    record_step(context, garden.proposal, key, due)

    headers = _headers(session, sign_in, client)
    assert [one in headers for one in ("Who carries it", "Until", "Money")] == [True] * 3
    (first, *_) = carried(session, garden.proposal)
    assert (first.is_late(today), first.is_late(today + timedelta(days=1))) == (False, True)
    with pytest.raises(Invalid, match="no_note"):
        record_step(context, garden.proposal, key, StepFields(state=CarryingState.DONE))
    with pytest.raises(Invalid, match="due_first"):
        record_step(
            context, garden.proposal, key, replace(due, starts_on=date(2027, 1, 2), due_on=date(2027, 1, 1))
        )
    record_step(
        context, garden.proposal, key,
        StepFields(state=CarryingState.DONE, note="Sown.", evidence=Upload(name="a.txt", content=b"a")),
    )  # fmt: skip
    (first, *_) = carried(session, garden.proposal)
    assert (first.now.file.name, len(first.steps), first.is_late(date(2030, 1, 1))) == ("a.txt", 2, False)

    headers = _headers(session, sign_in, client)
    assert [one in headers for one in ("How it stands", "Until", "Money")] == [True, False, False]
    rows = client.get("/proposals/beans/implementation").text.split("<tbody")[1].split("<tr")
    assert 'class="table-part"' in rows[1]
    assert [one in rows[2] for one in ("Sown.", "a.txt", "Done", 'data-label="How it stands"')] == [True] * 4
    assert "Not started" in rows[3]


def _headers(session, sign_in, client):
    session.commit()
    sign_in("pilot")
    return client.get("/proposals/beans/implementation").text.split("<thead")[1].split("</thead")[0]


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def test_another_pays_writes_three_stages_of_its_own_names_on_the_page(client, sign_in, served, program):
    sign_in("administrator")
    assert "Version 4" in client.get("/proposals/pipelines/new?from=v0-v4").text
    sent = {
        "name": "Chemin de Cornouaille",
        "stages-0-name": "Semer", "stages-0-meaning": "On y pense",
        "stages-1-name": "Lever", "stages-1-key": "L", "stages-1-meaning": "On essaie",
        "stages-2-name": "Moudre", "stages-2-meaning": "On en vit",
        "kinds-0-label": "", "kinds-1-label": "Veillée",
        "passages-0-group": "elders", "passages-0-way": "consent", "passages-0-quorum": "1/2",
        "passages-0-topics": "Le lieu\nLe lieu\n\nLe coût", "passages-0-counts-0": "",
        "passages-0-counts-1": "2",
        "passages-1-way": "majority",
    }  # fmt: skip
    wrong = client.post("/proposals/pipelines/new", data={**sent, "passages-1-quorum": "9"})
    assert wrong.status_code == 422
    assert "Stage 2, Lever: Write a share such as 1/2 or 2/3, one at most." in wrong.text
    assert client.post("/proposals/pipelines/new", data=sent).status_code == 302
    assert "Moudre" in client.get("/proposals/pipelines").text
    assert client.post("/proposals/pipelines/new", data=sent).status_code == 302
    taken = client.post("/proposals/pipelines/new", data={**sent, "stages-0-name": "Trier"})
    assert (taken.status_code, "A pipeline of this name is there already" in taken.text) == (409, True)

    with program.database.reading() as session:
        row = next(one for one in queries.pipelines(session) if one.name == sent["name"])
        rules = parse_pipeline(row.document)
        assert (row.key, row.revision) == ("chemin-de-cornouaille", 1)
        assert [(one.key, one.name) for one in rules.stages] == [
            ("Semer", "Semer"),
            ("L", "Lever"),
            ("Moudre", "Moudre"),
        ]
        assert (rules.passages[0].group, rules.passages[0].way) == ("elders", Way.CONSENT)
        assert [(one.key, one.title) for one in rules.passages[0].topics] == [
            ("le-lieu", "Le lieu"),
            ("le-cout", "Le coût"),
        ]
        assert [(one.kind, one.at_least) for one in rules.passages[0].contributions] == [("veillee", 2)]
    old = queries.rules_of(served.proposal)
    assert client.post("/proposals/pipelines/of/seeds", data=sent).status_code == 302
    with program.database.reading() as session:
        proposal = queries.board(session, program_viewer("test"))[-1]
        assert queries.rules_of(proposal) == old


def test_what_is_wrong_with_a_pipeline_is_told_in_the_order_of_the_page(client, sign_in, served):
    sign_in("administrator")
    wrong = {
        **LADDER, "kinds-1-label": "Walk", "kinds-1-key": "vigil", "kinds-0-key": "vigil",
        "passages-0-quorum": "9", "stages-2-meaning": "", "passages-1-quorum": "8",
    }  # fmt: skip
    page = client.post("/proposals/pipelines/new", data=wrong).text

    summary = page.split('class="notice-body"')[1].split("</ul>")[0]
    assert re.findall(r"<li>((?:Kind|Stage) \d)", summary) == ["Kind 2", "Stage 1", "Stage 2", "Stage 3"]


def test_a_stage_taken_out_of_a_pipeline_takes_its_passage_along(client, sign_in, served, program):
    sign_in("administrator")
    sent = {
        "name": "Beds",
        "stages-0-name": "One", "stages-0-meaning": "a", "passages-0-topics": "First",
        "stages-1-name": "Two", "stages-1-meaning": "b", "passages-1-topics": "Second",
        "stages-2-name": "Three", "stages-2-meaning": "c", "passages-2-topics": "Third",
        "stages-3-name": "Four", "stages-3-meaning": "d",
    }  # fmt: skip
    client.post("/proposals/pipelines/new", data=sent)
    more = client.post("/proposals/pipelines/of/beds", data={**sent, "more": "1"}).text
    assert "Stage 5" in more
    assert "What the passage to the next stage needs" in more
    client.post(
        "/proposals/pipelines/of/beds", data={**sent, "stages-1-name": "", "passages-0-topics": "First\nNew"}
    )
    with program.database.reading() as session:
        row = next(one for one in queries.pipelines(session) if one.key == "beds")
    rules = parse_pipeline(row.document)
    assert row.revision == 2
    assert [(one.from_stage, one.to_stage) for one in rules.passages] == [("One", "Three"), ("Three", "Four")]
    assert [[one.title for one in passage.topics] for passage in rules.passages] == [
        ["First", "New"],
        ["Third"],
    ]


LADDER = {
    "name": "Ladder",
    "stages-0-name": "One", "stages-0-meaning": "a", "passages-0-topics": "First", "passages-0-quorum": "1/2",
    "passages-0-group": "elders", "kinds-0-label": "Vigil", "passages-0-counts-0": "2",
    "stages-1-name": "Two", "stages-1-meaning": "b", "passages-1-topics": "Second",
    "stages-2-name": "Three", "stages-2-meaning": "c",
}  # fmt: skip


@pytest.mark.parametrize(
    ("button", "shown", "topics"),
    [
        ("up-1", ["Two", "One", "Three"], ["Second", "First"]),
        ("down-0", ["Two", "One", "Three"], ["Second", "First"]),
        ("up-2", ["One", "Three", "Two"], ["First", "Second"]),
        ("down-1", ["One", "Three", "Two"], ["First", "Second"]),
        ("up-0", ["One", "Two", "Three"], ["First", "Second"]),
        ("down-2", ["One", "Two", "Three"], ["First", "Second"]),
        ("sideways-1", ["One", "Two", "Three"], ["First", "Second"]),
    ],
)
def test_a_stage_changes_places_and_takes_along_what_its_passage_needs(
    client, sign_in, served, button, shown, topics
):
    sign_in("administrator")
    page = client.post("/proposals/pipelines/new", data={**LADDER, "move": button}).text
    assert re.findall(r'name="stages-\d-name"[^>]*value="([^"]*)"', page) == shown
    assert re.findall(r'name="passages-\d-topics"[^>]*>\s*([^<]*?)\s*<', page) == topics
    first = topics.index("First")
    assert f'name="passages-{first}-quorum" type="text" value="1/2"' in page
    assert re.search(rf'name="passages-{first}-counts-0"[^>]*value="2"', page)
    assert re.search(rf'name="passages-{first}-group".*?<option selected value="elders">', page, re.DOTALL)


def test_an_empty_stage_at_the_end_keeps_no_passage_from_who_moves_above_it(client, sign_in, served):
    sign_in("administrator")
    sent = {**LADDER, "stages-3-name": "", "move": "up-2"}
    page = client.post("/proposals/pipelines/new", data=sent).text
    assert re.findall(r'name="passages-\d-topics"[^>]*>\s*([^<]*?)\s*<', page) == ["First", "Second", ""]


def test_a_proposal_under_way_keeps_its_stages_when_those_of_its_pipeline_change_places(
    client, sign_in, context, served, program
):
    sign_in("administrator")
    address = "/proposals/pipelines/of/seeds"
    page = client.get(address).text
    sent = dict(re.findall(r'name="((?:stages|kinds)-\d-\w+)"[^>]*value="([^"]*)"', page))
    sent |= {"name": "From seed to table", "passages-1-topics": "Where for good"}
    moved = client.post(address, data={**sent, "move": "up-2"}).text
    turned = dict(re.findall(r'name="((?:stages|kinds)-\d-\w+)"[^>]*value="([^"]*)"', moved))
    assert client.post(address, data={**sent, **turned}).status_code == 302
    young = services.start_proposal(
        context, slug="leeks", title="Leeks", summary="Grow leeks.", pipeline_key="seeds"
    )
    courses = [[one.key for one in queries.rules_of(of).stages] for of in (served.proposal, young)]
    assert courses == [["idea", "trial", "rule"], ["idea", "rule", "trial"]]
    assert queries.next_passage(served.proposal).to_stage == "trial"
    assert queries.next_passage(young).to_stage == "rule"


def test_a_round_shows_who_has_not_answered_and_whose_account_may_not_decide(
    client, sign_in, context, circle, garden
):
    silent = [one.actor.name for one in garden.elders.memberships if one.actor is not garden.elder]
    member, other = garden.elder.id, garden.elders.memberships[1].actor_id
    rounds.open_round(circle.members[0], circle.proposal, check=fine)
    context.session.commit()
    sign_in("pilot", actor_id=other)
    sign_in("pilot", actor_id=member)
    gate = "/proposals/peas/gate"
    client.post("/proposals/peas/round/voice", data={"voice-stance": "for"})

    page = client.get(gate).text

    answers = page.split('id="round"')[1].split('id="decide"')[0]
    closing = answers.split("Close the round")[1]
    assert re.search(r"No answer yet.*?<strong>Silent 0", answers, re.DOTALL)
    assert answers.count("Cannot answer") == len(silent) - 1
    assert f"{listed(silent[1:])} cannot decide yet: each needs an account" in answers
    assert f"Abstentions: 0. Answered: 1 of {len(silent) + 1}." in answers
    assert re.findall(r'<input checked[^>]*name="voice-stance"[^>]*value="(\w+)"', answers) == ["for"]
    assert page.split("<main")[1].count("button-primary") == 0, "one waits for the others"
    assert "1 member has not answered yet." in closing.split("<button")[0]
    assert "Silent 0" in closing.split("<button")[0]


def test_by_the_pipeline_of_the_study_one_of_three_does_not_decide_alone():
    rules = parse_pipeline(preset(STUDY).document)
    by_group = [one for one in rules.passages if one.group]
    assert [needed_for_quorum(one.quorum, 3) for one in by_group] == [2, 2, 2]


def test_a_round_short_of_its_quorum_says_how_the_others_are_counted(
    client, sign_in, context, circle, garden
):
    member = garden.elder.id
    rounds.open_round(circle.members[0], circle.proposal, check=fine)
    context.session.commit()
    sign_in("pilot", actor_id=member)
    client.post("/proposals/peas/round/voice", data={"voice-stance": "for"})

    page = client.get("/proposals/peas/gate").text

    assert "The quorum is not reached: answered 1, needed 2." in page
    assert "record what the group decided in the room" in page
    assert "the round can be closed" not in page


def test_a_group_without_members_keeps_the_gate_shut_and_the_page_leads_to_it(
    client, sign_in, context, garden
):
    garden.make_ready(context)
    nobody = Group(key="nobody", name="Nobody yet", kind=GroupKind.FOLLOW_UP)
    context.session.add(nobody)
    rule = replace(queries.next_passage(garden.proposal), group="nobody")
    state = queries.who_is_wanting(context.session, rule, nobody, context.today)
    assert "the staff adds its members" in str(state)
    assert queries.who_is_wanting(context.session, rule, None, context.today).params == {"key": "nobody"}
    assert queries.who_is_wanting(context.session, replace(rule, group=None), None, context.today) is None
    for one in garden.elders.memberships:
        one.ends_on = one.starts_on
    context.session.commit()
    sign_in("pilot")

    page = client.get("/proposals/beans/gate").text

    assert re.search(r'href="/groups/of/elders">[^<]+</a></strong><br>\s*Nobody belongs to the group', page)
    assert "the group can decide" not in page


def test_where_no_group_is_named_one_decides_and_nothing_is_counted(client, sign_in, context, garden):
    garden.make_ready(context)
    garden.pass_gate(context)
    services.settle_topic(context, garden.topic("place", "rule"), "Here.")
    context.session.commit()
    sign_in("pilot", actor_id=garden.other.id)
    gate = "/proposals/beans/gate"
    page = client.get(gate).text
    assert "votes_for" not in page
    assert "decides it alone" in page

    client.post(
        "/proposals/beans/start-again", data={"rollback-to_stage": "idea", "rollback-reasons": "Lost."}
    )
    client.post(f"{gate}/rule", data={"outcome": "passed", "reasons": "Ripe."})

    shown = client.get("/proposals/beans").text
    assert shown.count("Recorded by Bob.") == 2
    assert "The count is not known." not in shown


def test_who_closes_a_round_is_told_what_it_means_for_the_version(client, sign_in, context, circle, garden):
    first, second, *_ = circle.members
    rounds.open_round(first, circle.proposal, check=fine)
    take_part(first, circle.proposal, Stance.FOR)
    take_part(second, circle.proposal, Stance.AGAINST, "Too dry.")
    elder = garden.elder.id
    context.session.commit()
    sign_in("pilot", actor_id=elder)

    closed = client.post(
        "/proposals/peas/round/close",
        data={"close-reasons": "Water.", "close-tasks": "Dig a well"},
        follow_redirects=True,
    )

    assert "The decision is recorded: the version stays at its stage." in closed.text


def test_a_round_and_its_follow_up_live_on_their_pages(client, sign_in, context, circle, garden):
    member = garden.elder.id
    rounds.open_round(circle.members[0], circle.proposal, check=fine)
    context.session.commit()
    sign_in("pilot", actor_id=member)
    gate = "/proposals/peas/gate"
    assert client.post("/proposals/peas/round/voice", data={"voice-stance": "against"}).status_code == 422
    client.post("/proposals/peas/round/voice", data={"voice-stance": "against", "voice-reasons": "Dry."})
    assert "I object" in client.get(gate).text
    closed = client.post("/proposals/peas/round/close", data={"close-reasons": "Water."})
    assert closed.status_code == 422
    assert "the quorum is not reached" in closed.text
    client.post("/proposals/peas/round/break-off")
    over = client.get("/proposals/peas/round/break-off").text
    assert "No round is open." in over
    assert "This is done already" in over
    assert 'action="/proposals/peas/round/break-off"' not in over
    decided = {
        "outcome": "sent_back", "votes_for": "1", "votes_against": "2", "abstentions": "0", "reasons": "No.",
        "tasks": "Dig\nWater",
    }  # fmt: skip
    assert client.post(f"{gate}/trial", data=decided).status_code == 302
    assert "Still to do since it was sent back" in client.get(gate).text
    assert (
        "The task “Dig” was given when the version was sent back, and is not done." in client.get(gate).text
    )
    assert "2 tasks before the gate" in client.get("/").text
    asked = client.post(f"{gate}/trial/tasks", data={})
    assert (asked.status_code, "Tick what is done, then save." in asked.text) == (422, True)
    ticked = client.post(f"{gate}/trial/tasks", data={"task-1": "y"}, follow_redirects=True).text
    assert "1 task is marked as done." in ticked
    assert ticked.split("<main")[1].count("button-primary") == 1
    sent = {"file-place": (BytesIO(b"Here."), "map.txt"), "title-place": "A map"}
    put = client.post(f"{gate}/trial/topics", data=sent, follow_redirects=True).text
    assert "The document is put beside its topic." in put
    assert "1 task before the gate" in client.get("/").text
    page = client.get(gate).text
    assert client.get(re.search('/proposals/peas/files/[^"]+', page)[0]).data == b"Here."
    client.post(f"{gate}/trial/topics", data={"away-1": "y"})
    assert "/proposals/peas/files/" not in client.get(gate).text
    assert "Not yet" in client.get("/proposals/peas/implementation").text
