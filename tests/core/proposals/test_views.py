import re
from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from collegial.hooks.contracts import PluginMeta, StageGate, Verdict
from collegial.hooks.hookspecs import hookimpl
from collegial.hosting.discovery import Candidate
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import t
from collegial.proposals import queries, services
from collegial.proposals.models import GateOutcome, TopicState
from collegial.proposals.rules import ContributionText
from collegial.proposals.services import topics

from .conftest import TEXT

GATE = "/proposals/beans/gate"
TOPICS = f"{GATE}/trial/topics"
DECISION = {
    "outcome": "passed",
    "votes_for": "3",
    "votes_against": "1",
    "abstentions": "0",
    "reasons": "Ripe.",
}
EVERYONE = program_viewer("test")


@pytest.fixture
def proposal(program, served):
    """Give a function that reads the proposal as the database has it."""

    def read():
        with program.database.reading() as session:
            return queries.proposal_by_slug(session, "beans", EVERYONE)

    return read


@pytest.fixture
def do(program):
    """Give a function that acts as the program and commits."""

    def act(work):
        with program.database.unit_of_work() as session:
            context = program.context(session, EVERYONE)
            work(context, queries.proposal_by_slug(session, "beans", EVERYONE))

    act.host = program.host
    return act


@contextmanager
def counted(program):
    statements = []

    def note(_connection, _cursor, statement, *_more):
        statements.append(statement)

    event.listen(program.database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(program.database.engine, "before_cursor_execute", note)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


@pytest.fixture(autouse=True)
def english(client):
    client.set_cookie("locale", "en")


def test_the_board_says_when_there_is_nothing(client):
    assert "No proposal yet" in text(client.get("/proposals/"))


def test_the_board_shows_each_proposal_at_its_stage(client, study):
    page = text(client.get("/proposals/"))

    stands = [
        page.index(words)
        for words in ("Version 2", "Version 3", "Topics settled for the next passage: 0 of 4", "Version 4")
    ]
    assert stands == sorted(stands)


def test_the_board_follows_a_pipeline_of_other_names(client, served):
    page = text(client.get("/proposals/"))

    for words in ("From seed to table", "Idea", "Topics settled for the next passage: 0 of 2"):
        assert words in page


def test_the_overview_shows_the_way_and_the_views(client, study):
    page = text(client.get("/proposals/pole"))

    for words in (
        "La source annonce 50 regards",
        "January 2007",
        "September 2008",
        "15 October 2008",
        "Passage decided by Groupe de pilotage on 18 September 2008.",
        "Passage decided by Groupe de suivi de l’étude. The day is not known.",
        "6 things are missing.",
        "Atelier de co-production 15",
        "Total 47",
    ):
        assert words in page


def test_a_version_shows_its_content_its_sources_and_its_seal(client, study):
    page = text(client.get("/proposals/pole/versions/V2"))

    assert study.versions[2].digest in page
    for words in (
        "This version has not changed since it was frozen.",
        "Where this content comes from",
        "Priority 1: Financement",
        "Mission 2: Développement",
        "6 responsables",
        "The count is not known.",
    ):
        assert words in page


def test_a_version_changed_behind_the_programs_back_is_told(client, session, lift_guards, study):
    lift_guards()
    session.merge(study.versions[1]).summary = "Something else"
    session.commit()
    page = text(client.get("/proposals/pole/versions/V1"))

    assert "This version is not the one that was frozen." in page


def test_a_draft_shows_no_seal(client, study):
    page = text(client.get("/proposals/pole/versions/V3"))

    assert "Draft" in page
    assert "Digest" not in page


def test_an_empty_draft_says_what_will_be_there(client, served):
    assert "Nothing is written yet" in text(client.get("/proposals/beans/versions/idea"))


def test_what_does_not_exist_is_missing(client, served):
    for path in ("none", "none/gate", "beans/versions/rule", "none/versions/V0"):
        assert client.get(f"/proposals/{path}").status_code == 404, path


def test_a_module_that_is_not_there_is_named_at_the_gate(client, served):
    page = text(client.get(GATE))

    assert "The module “weather” is not available, so its rule cannot be checked." in page
    assert "The gate is shut: 5 things are missing." in page


@pytest.mark.parametrize("page", ["/proposals/beans", GATE])
def test_each_thing_that_a_gate_lacks_leads_to_where_it_is_done(client, sign_in, served, page):
    hearing = 'href="/proposals/beans/draft/contributions/new?kind=visit"'
    shown = client.get(page).text
    assert 'href="#topics"' in shown or 'href="/proposals/beans/gate#topic-' in shown
    assert hearing not in shown, "who may not write is not sent there"

    sign_in("pilot")
    assert hearing in client.get(page).text


def test_a_proposal_that_is_not_public_is_found_by_its_readers_only(client, sign_in, do, served):
    do(lambda _context, proposal: setattr(proposal, "is_public", False))
    paths = ("/proposals/beans", GATE, "/proposals/beans/versions/idea")

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert "Beans" not in text(client.get("/proposals/"))
    sign_in("member")
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    assert "Beans" in text(client.get("/proposals/"))


def test_visitors_are_asked_to_sign_in_and_members_may_not_decide(client, sign_in, served, proposal):
    paths = (TOPICS, f"{GATE}/trial")
    sent = {**DECISION, "decision-place": "Here."}
    assert [client.post(path, data=sent).status_code for path in paths] == [302] * 2
    sign_in("member", "staff", actor_id=served.elder.id)

    assert [client.post(path, data=sent).status_code for path in paths] == [403] * 2
    assert [topic.state for topic in proposal().topics] == [TopicState.OPEN] * 2
    assert [client.get(path).status_code for path in paths] == [405] * 2


def test_the_forms_are_for_the_members_of_the_group(client, sign_in, served):
    assert "Record the decision" not in text(client.get(GATE))
    assert "The members of “The elders” settle the topics" in text(client.get(GATE))
    sign_in("pilot", actor_id=served.other.id)
    assert "Record the decision" not in text(client.get(GATE))
    assert client.post(TOPICS, data={"decision-place": "Here."}).status_code == 403
    sign_in("pilot", actor_id=served.elder.id)
    page = text(client.get(GATE))
    assert "Record the decision" in page
    assert page.count("What was decided ·") == 2
    assert page.count("2 topics are not settled yet.") == 1
    assert "is not settled yet" not in page
    assert page.count("Save what is written") == 1
    assert "(optional)" not in page.split("Save what is written")[0]


def test_a_topic_is_settled_and_opened_again_on_the_page(client, sign_in, served, proposal):
    sign_in("pilot", actor_id=served.elder.id)

    settled = client.post(TOPICS, data={"decision-place": "Behind the *barn*."}, follow_redirects=True)
    assert "<em>barn</em>" in settled.get_data(as_text=True)
    assert "Settled: 1 of 2" in text(settled)
    assert "1 topic is settled." in text(settled)
    again = client.post(TOPICS, data={"decision-place": "Elsewhere."})
    assert again.status_code == 409
    assert "is already settled" in text(again)
    assert "Elsewhere." in text(again)

    opened = client.post(TOPICS, data={"reasons-place": "It burned."}, follow_redirects=True)
    assert "Settled:" not in text(opened)
    assert client.post(TOPICS, data={"reasons-place": "Twice."}).status_code == 409
    assert proposal().topics[0].decision is None


def test_the_topics_of_a_gate_are_settled_together_or_not_at_all(client, sign_in, served, do, proposal):
    sign_in("pilot", actor_id=served.elder.id)
    both = {"decision-place": "Behind the barn.", "decision-time": "In May."}
    do(lambda context, found: services.settle_topic(context, found.topics[1], "In June."))

    refused = client.post(TOPICS, data=both)

    page = refused.get_data(as_text=True)
    assert (refused.status_code, 'id="decision-time-error"' in page) == (409, True)
    assert 'id="decision-place-error"' not in page
    assert "Behind the barn." in page
    assert "In May." in page
    assert [one.decision for one in proposal().topics[:2]] == [None, "In June."]

    do(lambda context, found: topics.reopen_topic(context, found.topics[1], "Frost."))
    assert "2 topics are settled." in text(client.post(TOPICS, data=both, follow_redirects=True))
    assert [one.decision for one in proposal().topics[:2]] == ["Behind the barn.", "In May."]


def test_what_was_written_beside_a_wrong_file_stays_and_the_file_is_asked_for_again(
    client, sign_in, served, proposal
):
    sign_in("pilot", actor_id=served.elder.id)
    sent = {"decision-place": "Here.", "title-time": "A map", "file-place": (BytesIO(b"Here."), "map.txt")}

    refused = client.post(TOPICS, data=sent)

    assert refused.status_code == 422
    assert re.search("Document on “When” *: Choose a file.", text(refused))
    assert "Choose the file again: a browser does not keep it." in text(refused)
    assert "Here." in text(refused)
    assert 'value="A map"' in refused.get_data(as_text=True)
    assert [(one.decision, one.documents) for one in proposal().topics[:2]] == [(None, [])] * 2


def test_words_are_asked_for(client, sign_in, served, proposal):
    sign_in("pilot", actor_id=served.elder.id)

    for sent in ({"decision-place": ""}, {"decision-place": " "}, {"reasons-place": " "}):
        assert client.post(TOPICS, data=sent).status_code in (409, 422), sent
    empty = client.post(f"{GATE}/trial", data={"reasons": "Kept words"})
    assert empty.status_code == 422
    assert "4 answers need a correction." in text(empty)
    assert "Kept words" in text(empty)
    assert proposal().topics[0].state is TopicState.OPEN
    assert proposal().decisions == []


def test_a_topic_that_is_not_there_is_missing(client, sign_in, served):
    sign_in("pilot", actor_id=served.elder.id)

    assert client.post(f"{GATE}/none/topics", data={"decision-place": "x"}).status_code == 404
    assert client.post(TOPICS, data={"decision-none": "x"}).status_code == 422


def test_a_shut_gate_refuses_and_keeps_what_was_typed(client, sign_in, served, proposal):
    sign_in("pilot", actor_id=served.elder.id)
    answer = client.post(f"{GATE}/trial", data=DECISION)

    assert answer.status_code == 409
    assert "The gate stays shut, 5 things are missing." in text(answer)
    assert "Ripe." in text(answer)
    assert proposal().decisions == []


def test_who_writes_is_led_from_a_missing_contribution_to_its_form(client, sign_in, served):
    sign_in("pilot", actor_id=served.elder.id)
    shut = client.get(GATE).get_data(as_text=True)

    assert shut.count("0 of 2.") == 1
    form = "/proposals/beans/draft/contributions/new?kind="
    assert set(re.findall(r'href="([^"]+/contributions/new[^"]*)"', shut)) == {f"{form}visit"}
    assert '<option selected value="letter">' in client.get(f"{form}letter").text
    assert client.get(f"{form}nothing").status_code == 200
    sign_in("member")
    assert "/draft/contributions/new" not in client.get(GATE).get_data(as_text=True)


def test_a_count_that_cannot_be_right_is_shown_at_its_field(client, sign_in, served):
    sign_in("pilot", actor_id=served.elder.id)
    for votes_for in ("1", "x", "-1", str(10**30), "²"):
        answer = client.post(f"{GATE}/trial", data={**DECISION, "votes_for": votes_for})
        page = answer.get_data(as_text=True)
        assert (answer.status_code, 'id="votes_for-error"' in page) == (422, True), votes_for


def test_sending_back_is_shown_with_its_reasons(client, sign_in, served, proposal):
    sign_in("pilot", actor_id=served.elder.id)
    data = {**DECISION, "outcome": "sent_back", "votes_for": "0", "reasons": "Too dry."}
    client.post(f"{GATE}/trial", data=data)
    page = text(client.get(GATE))

    assert "Sent back" in page
    assert "Too dry." in page
    assert "For: 0. Against: 1. Abstentions: 0." in page
    assert proposal().decisions[0].outcome is GateOutcome.SENT_BACK


def weather():
    """Make a plugin that offers one condition."""

    @hookimpl
    def stage_gates():
        yield StageGate(
            key="weather.fine",
            label=t("Fine weather"),
            check=lambda _session, _passage: Verdict(is_open=True, reason=t("The sky is blue.")),
        )

    meta = PluginMeta(name="weather", title=t("Weather"), summary=t("Weather"), version="1", api=">=1.0,<2")
    return SimpleNamespace(META=meta, stage_gates=stage_gates)


def ready(context, proposal):
    services.write_version(context, proposal.versions[-1], TEXT)
    for topic in proposal.topics:
        services.settle_topic(context, topic, "Done.")
    for _ in range(2):
        contribution = ContributionText(kind="visit", title="Visit")
        services.add_contribution(context, proposal.versions[-1], contribution)


@pytest.mark.plugins(Candidate(name="weather", load=weather))
def test_a_proposal_passes_its_gate_on_the_page(client, sign_in, served, do, proposal):
    do(ready)
    do(lambda context, _proposal: enable_plugin(context, do.host, "weather"))
    sign_in("pilot", actor_id=served.elder.id)
    assert "Nothing is missing: the group can decide." in text(client.get(GATE))

    page = client.post(f"{GATE}/trial", data=DECISION, follow_redirects=True)

    assert "The passage is recorded" in text(page)
    assert [version.stage for version in proposal().versions] == ["idea", "trial"]
    assert "This version has not changed" in text(client.get("/proposals/beans/versions/idea"))
    late = client.post(f"{GATE}/trial", data=DECISION)
    assert late.status_code == 409
    assert "The passage to trial is already made." in text(late)
    stale = client.post(TOPICS, data={"reasons-place": "Too late."})
    assert stale.status_code == 409
    assert "its topics no longer change" in text(stale)


@pytest.mark.plugins(Candidate(name="weather", load=weather))
def test_a_module_switched_off_keeps_the_gate_shut(client, sign_in, served, do, proposal):
    do(ready)
    sign_in("pilot", actor_id=served.elder.id)

    answer = client.post(f"{GATE}/trial", data=DECISION)

    assert answer.status_code == 409
    assert "Fine weather" in text(answer)
    assert "so its rule cannot be checked." in text(answer)
    assert proposal().decisions == []


def test_the_last_stage_says_that_no_passage_follows(client, sign_in, served, do):
    def finish(context, proposal):
        said = queries.text_of(proposal.versions[0], [])
        for stage, keys in (("idea", ("place", "time")), ("trial", ("place",))):
            past = services.PastDecision(reasons="So.", topics=dict.fromkeys(keys, "Done."))
            services.record_frozen_version(context, proposal, stage=stage, text=said, decision=past)

    do(finish)

    assert "No passage follows" in text(client.get(GATE))
    sign_in("pilot", actor_id=served.elder.id)
    answer = client.post(f"{GATE}/rule", data=DECISION)
    assert answer.status_code == 409
    assert "The passage to rule is already made." in text(answer)


def test_pages_take_the_same_number_of_statements_however_much_there_is(client, program, study):
    paths = ("/proposals/", "/proposals/pole", "/proposals/pole/gate", "/")

    def statements(path):
        with counted(program) as found:
            assert client.get(path).status_code == 200
        return len(found)

    for path in paths:
        client.get(path)
    few = [statements(path) for path in paths]
    with program.database.unit_of_work() as session:
        context = program.context(session, EVERYONE)
        for number in range(3):
            more = services.start_proposal(
                context, slug=f"more-{number}", title="More", summary="More", pipeline_key="pole"
            )
            heard = ContributionText(kind="interview", title="Talk", views=1)
            services.add_contribution(context, more.versions[-1], heard)
            whole = queries.proposal_by_slug(session, "pole", EVERYONE)
            services.add_contribution(context, whole.versions[-1], heard)

    assert [statements(path) for path in paths] == few


def test_a_large_version_takes_as_many_statements_as_a_small_one(client, program, study):
    with counted(program) as small:
        client.get("/proposals/pole/versions/V0")
    with counted(program) as large:
        client.get("/proposals/pole/versions/V2")

    assert len(large) == len(small)


def test_the_home_page_shows_the_seven_priorities_and_the_five_missions(client, study):
    page = text(client.get("/"))

    assert "Our priorities" in page
    assert "L’amélioration de la gouvernance des structures" in page
    assert "Our missions" in page
    assert "Représentation de l’ESS" in page
    assert "The gate" not in page


def test_those_who_decide_see_how_the_gate_stands_on_their_home_page(client, sign_in, served, do):
    do(lambda context, proposal: services.settle_topic(context, proposal.topics[0], "Here."))
    sign_in("pilot", actor_id=served.elder.id)

    assert "The gate idea → trial, topics settled: 1 of 2" in text(client.get("/"))


def test_those_who_may_suggest_find_the_draft_on_their_home_page(client, sign_in, served):
    assert "/proposals/beans/versions/idea" not in client.get("/").text
    sign_in("member", actor_id=served.elder.id)

    assert "/proposals/beans/versions/idea" in client.get("/").text


def test_a_home_page_without_priorities_has_no_empty_card(client):
    page = text(client.get("/"))

    assert "Our priorities" not in page
    assert "Our missions" not in page


def test_a_table_in_a_text_scrolls_by_itself(client, study):
    page = client.get("/proposals/pole/versions/V3").get_data(as_text=True)

    region = r'class="table-region"\s+role="region"\s+aria-label="Les charges"\s+tabindex="0">\s*<table>'
    assert re.search(region, page)
    assert page.count("<table>") == page.count("</table>") == 1
