import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collegial.groups.models import GroupMembership
from collegial.hooks.contracts import Verdict
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import DomainError, Forbidden, Invalid, Missing, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import t
from collegial.proposals import queries, services
from collegial.proposals.events import EVENTS
from collegial.proposals.models import Action, Axis, GateDecision, GateOutcome, Proposal, TopicState, Version
from collegial.proposals.rules import (
    ActionText,
    AxisText,
    ContributionText,
    Count,
    InvalidPipeline,
    pipeline_document,
)
from collegial.proposals.services import Aim

EVERYTHING = program_viewer("test")
ELDER = ("pilot",)
VISIT = ContributionText(kind="visit", title="Visit", views=2)


def fine(key, passage):
    return Verdict(is_open=True, reason=t("Fine."))


def foul(key, passage):
    return Verdict(is_open=False, reason=t("The module “%(module)s” is not available.", module="weather"))


def text(garden, **more):
    axes = (AxisText(title="Sow", actions=(ActionText(title="Dig", priority="soil", mission="feed"),)),)
    return replace(
        queries.text_of(garden.draft, []),
        **{"summary": "Beans for all", "axes": axes, "provenance": "Us", **more},
    )


def snapshot(session):
    """Count every row that an act could leave behind."""
    counts = {kind.__tablename__: session.scalar(select(func.count()).select_from(kind))
              for kind in (Axis, Action, Version, GateDecision, JournalEntry)}  # fmt: skip
    topics = [topic.state for proposal in queries.board(session, EVERYTHING) for topic in proposal.topics]
    return counts, topics


def refused(kind, code, act, session, *, field=None, status=None):
    """Run an act that must be refused; nothing may change."""
    before = snapshot(session)
    with pytest.raises(kind) as caught:
        act()
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.status == {Refused: 409, Invalid: 422, Forbidden: 403, Missing: 404}[kind]
    assert str(caught.value.text)
    session.flush()
    assert snapshot(session) == before


@pytest.mark.both_databases
def test_priorities_follow_the_list_given(context, session):
    services.set_priorities(context, [Aim(key=key, short=key, label=key) for key in "abc"])
    services.set_priorities(
        context,
        [
            Aim(key="c", short="C", label="Sea"),
            Aim(key="a", short="a", label="a"),
            Aim(key="d", short="d", label="d"),
        ],
    )

    assert [(row.key, row.label, row.position) for row in queries.priorities(session)] == [
        ("c", "Sea", 1),
        ("a", "a", 2),
        ("d", "d", 3),
    ]


@pytest.mark.both_databases
def test_a_priority_that_an_action_names_cannot_be_left_out(context, session, garden):
    services.write_version(context, garden.draft, text(garden))

    refused(Refused, "proposals.aim_used", lambda: services.set_priorities(context, []), session)
    refused(Refused, "proposals.aim_used", lambda: services.set_missions(context, []), session)
    assert [row.key for row in queries.priorities(session)] == ["soil"]


def test_two_missions_of_one_key_are_invalid(context, session, garden):
    twice = [Aim(key="x", short="x", label="x")] * 2

    refused(Invalid, "proposals.aim_twice", lambda: services.set_missions(context, twice), session)
    assert [row.key for row in queries.missions(session)] == ["feed"]


def test_the_staff_sets_the_aims_and_only_those_who_configure_the_pipeline(as_role, session, garden):
    staff, pilot = as_role("staff"), as_role("pilot")

    for act in (services.set_priorities, services.set_missions):
        refused(Forbidden, "permission.missing", lambda act=act: act(pilot, []), session)
    refused(
        Forbidden,
        "permission.missing",
        lambda: services.record_pipeline(staff, key="x", name="x", document={}),
        session,
    )


def test_a_changed_pipeline_is_a_new_revision_and_a_proposal_keeps_its_own(context, garden):
    document = pipeline_document(queries.rules_of(garden.proposal))
    same = services.record_pipeline(context, key="seeds", name="From seed to table", document=document)
    document["passages"][0]["topics"] = []
    changed = services.record_pipeline(context, key="seeds", name="From seed to table", document=document)

    assert (same.revision, changed.revision) == (1, 2)
    assert garden.proposal.pipeline.revision == 1
    assert len(queries.rules_of(garden.proposal).passages[0].topics) == 2


def test_a_pipeline_names_groups_that_exist(context, session):
    document = {
        "stages": [{"key": key, "name": key, "meaning": key} for key in "ab"],
        "passages": [{"from": "a", "to": "b", "deciding_group": "nobody"}],
    }
    with pytest.raises(InvalidPipeline) as caught:
        services.record_pipeline(context, key="x", name="x", document=document)

    assert [str(error) for error in caught.value.errors] == [
        "passages.0.deciding_group: There is no group with the key “nobody”."
    ]


def test_a_proposal_starts_at_the_first_stage_with_the_topics_of_its_gate(garden):
    assert [(version.stage, version.position, version.digest) for version in garden.proposal.versions] == [
        ("idea", 1, None)
    ]
    assert [(topic.key, topic.state) for topic in garden.proposal.topics] == [
        ("place", TopicState.OPEN),
        ("time", TopicState.OPEN),
    ]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"slug": "beans"}, (Refused, "proposals.slug_taken", "slug")),
        ({"slug": "Green Beans"}, (Invalid, "proposals.slug", "slug")),
        ({"slug": "b" * 81}, (Invalid, "proposals.slug", "slug")),
        ({"slug": "peas", "pipeline_key": "none"}, (Missing, "proposals.no_pipeline", None)),
    ],
)
def test_a_proposal_that_cannot_start_is_refused(context, session, garden, given_, expected):
    kind, code, field = expected
    facts = {"title": "T", "summary": "S", "pipeline_key": "seeds", **given_}

    refused(kind, code, lambda: services.start_proposal(context, **facts), session, field=field)


def test_a_member_writes_nothing(as_role, session, garden):
    member = as_role("member", actor_id=garden.elder.id)
    acts = [
        lambda: services.start_proposal(member, slug="x", title="x", summary="x", pipeline_key="seeds"),
        lambda: services.write_version(member, garden.draft, text(garden)),
        lambda: services.add_contribution(member, garden.draft, VISIT),
        lambda: services.settle_topic(member, garden.topic("place"), "Here."),
        lambda: services.reopen_topic(member, garden.topic("place"), "No."),
        lambda: garden.pass_gate(member),
    ]
    for act in acts:
        refused(Forbidden, "permission.missing", act, session)


def test_a_draft_is_written_and_written_again(as_role, context, session, garden):
    services.write_version(as_role("staff"), garden.draft, text(garden))
    services.write_version(context, garden.draft, text(garden, axes=(AxisText(title="Reap", text="All."),)))

    axes = queries.content_of(session, garden.draft)
    assert [(axis.position, axis.title, axis.text, list(axis.actions)) for axis in axes] == [
        (1, "Reap", "All.", [])
    ]
    assert session.scalar(select(func.count()).select_from(Action)) == 0
    assert garden.draft.summary == "Beans for all"


def test_an_action_names_priorities_that_exist(context, session, garden):
    for wrong in (ActionText(title="Dig", priority="feed"), ActionText(title="Dig", mission="soil")):
        version = text(garden, axes=(AxisText(title="Sow", actions=(wrong,)),))
        refused(
            Invalid,
            "proposals.unknown_aim",
            lambda v=version: services.write_version(context, garden.draft, v),
            session,
        )


@pytest.mark.parametrize(
    ("contribution", "expected"),
    [
        (replace(VISIT, kind="rumour"), ("proposals.unknown_kind", "kind")),
        (replace(VISIT, views=-1), ("proposals.negative_count", "views")),
    ],
)
def test_a_contribution_that_cannot_be_right_is_invalid(context, session, garden, contribution, expected):
    code, field = expected
    act = lambda: services.add_contribution(context, garden.draft, contribution)  # noqa: E731

    refused(Invalid, code, act, session, field=field)
    assert queries.views_by_kind(garden.proposal) == {}


def test_views_are_counted_by_kind_in_the_order_of_the_pipeline(context, garden):
    for kind, views in (("letter", 1), ("visit", 15), ("visit", 6)):
        services.add_contribution(context, garden.draft, ContributionText(kind=kind, title="x", views=views))

    assert list(queries.views_by_kind(garden.proposal).items()) == [("visit", 21), ("letter", 1)]


def test_a_topic_is_settled_by_a_member_of_the_group_and_opened_again(as_role, session, garden, clock):
    elder, topic = as_role(*ELDER, actor_id=garden.elder.id), garden.topic("place")
    services.settle_topic(elder, topic, " Behind the barn. ")

    assert (topic.state, topic.decision, topic.settled_by_id, topic.settled_at) == (
        TopicState.SETTLED,
        "Behind the barn.",
        garden.elder.id,
        clock.now(),
    )
    refused(
        Refused, "proposals.topic_settled", lambda: services.settle_topic(elder, topic, "There."), session
    )

    services.reopen_topic(elder, topic, "The barn burned.")
    assert (topic.state, topic.decision, topic.settled_by_id) == (TopicState.OPEN, None, None)
    kept = session.scalars(select(JournalEntry).where(JournalEntry.event == "proposals.topic_reopened")).one()
    assert (kept.payload["decision"], kept.payload["reasons"]) == ("Behind the barn.", "The barn burned.")
    refused(Refused, "proposals.topic_open", lambda: services.reopen_topic(elder, topic, "Again."), session)


def test_words_are_needed_to_settle_and_to_open_again(context, session, garden):
    topic = garden.topic("place")
    refused(
        Invalid,
        "proposals.no_decision",
        lambda: services.settle_topic(context, topic, " "),
        session,
        field="decision",
    )
    services.settle_topic(context, topic, "Here.")
    refused(
        Invalid,
        "proposals.no_reasons",
        lambda: services.reopen_topic(context, topic, ""),
        session,
        field="reasons",
    )


def test_only_members_of_the_group_that_day_decide(as_role, context, session, garden, clock):
    garden.make_ready(context)
    for actor_id in (garden.other.id, None):
        stranger = as_role(*ELDER, actor_id=actor_id)
        refused(
            Forbidden,
            "proposals.not_in_group",
            lambda c=stranger: services.reopen_topic(c, garden.topic("place"), "x"),
            session,
        )
        refused(Forbidden, "proposals.not_in_group", lambda c=stranger: garden.pass_gate(c), session)

    elder = as_role(*ELDER, actor_id=garden.elder.id)
    membership = session.scalars(
        select(GroupMembership).where(GroupMembership.actor_id == garden.elder.id)
    ).one()
    membership.ends_on = clock.now().date()
    session.flush()
    refused(Forbidden, "proposals.not_in_group", lambda: garden.pass_gate(elder), session)
    membership.ends_on = clock.now().date() + timedelta(days=1)
    assert garden.pass_gate(elder).outcome is GateOutcome.PASSED


def test_passing_freezes_the_version_and_opens_the_next_as_its_copy(as_role, context, session, garden, clock):
    garden.make_ready(context)
    idea = garden.draft
    decision = garden.pass_gate(as_role(*ELDER, actor_id=garden.elder.id), abstentions=2)

    trial = garden.draft
    assert (decision.from_stage, decision.to_stage, decision.group.key) == ("idea", "trial", "elders")
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (3, 1, 2)
    assert decision.decided_on == date(2026, 11, 23)
    assert (idea.frozen_at, idea.digest) == (
        clock.now(),
        queries.digest_of(garden.proposal, idea, queries.content_of(session, idea)),
    )
    assert (trial.stage, trial.position, trial.author, trial.frozen_at) == ("trial", 2, "The elders", None)
    before, after = (queries.text_of(one, queries.content_of(session, one)) for one in (idea, trial))
    assert after.axes == before.axes != ()
    assert trial.contributions == []
    assert [topic.key for topic in queries.topics_before(garden.proposal)] == ["place"]


def test_a_frozen_version_never_changes(context, session, garden):
    garden.make_ready(context)
    idea = garden.draft
    garden.pass_gate(context)

    refused(Refused, "proposals.frozen", lambda: services.write_version(context, idea, text(garden)), session)
    refused(Refused, "proposals.frozen", lambda: services.add_contribution(context, idea, VISIT), session)
    topic = garden.topic("place")
    refused(Refused, "proposals.topic_past", lambda: services.reopen_topic(context, topic, "x"), session)
    refused(Refused, "proposals.topic_past", lambda: services.settle_topic(context, topic, "x"), session)


def test_one_thing_missing_keeps_the_gate_shut(context, session, garden):
    garden.make_ready(context)

    shut = lambda: garden.pass_gate(context, check=foul)  # noqa: E731
    refused(Refused, "proposals.gate_shut", shut, session)
    with pytest.raises(
        Refused, match=r"The gate stays shut, one thing is missing. The module “weather” is not available."
    ):
        shut()
    services.reopen_topic(context, garden.topic("time"), "Too soon.")
    with pytest.raises(
        Refused, match=r"2 things are missing. The first: The topic “When” is not settled yet."
    ):
        shut()


def test_a_condition_is_asked_about_the_passage_it_guards(context, garden):
    garden.make_ready(context)
    asked = []

    def check(key, passage):
        asked.append((key, passage.proposal_id, passage.from_stage, passage.to_stage))
        return fine(key, passage)

    garden.pass_gate(context, check=check)

    assert asked == [("weather.fine", garden.proposal.id, "idea", "trial")]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"reasons": "  "}, ("proposals.no_reasons", "reasons")),
        ({"votes_for": 1, "votes_against": 1}, ("proposals.no_majority", "votes_for")),
        ({"votes_for": 0, "votes_against": 0}, ("proposals.no_vote", "votes_for")),
        ({"abstentions": -1}, ("proposals.negative_count", "abstentions")),
        ({"outcome": GateOutcome.SENT_BACK}, ("proposals.majority_ignored", "votes_for")),
    ],
)
def test_a_decision_needs_reasons_and_a_count_that_bears_it(context, session, garden, given_, expected):
    code, field = expected
    garden.make_ready(context)

    refused(Invalid, code, lambda: garden.pass_gate(context, **given_), session, field=field)


def test_sending_back_is_recorded_and_leaves_the_version_a_draft(context, session, garden):
    for reasons in ("Not yet.", "Still not."):
        garden.pass_gate(
            context, outcome=GateOutcome.SENT_BACK, reasons=reasons, votes_for=1, votes_against=2
        )

    assert [(one.outcome, one.reasons) for one in garden.proposal.decisions] == [
        (GateOutcome.SENT_BACK, "Not yet."),
        (GateOutcome.SENT_BACK, "Still not."),
    ]
    assert (garden.draft.stage, garden.draft.frozen_at) == ("idea", None)


def test_a_passage_made_meanwhile_is_not_made_again(context, session, garden):
    garden.make_ready(context)
    garden.pass_gate(context, to_stage="trial")

    refused(Refused, "proposals.already_passed", lambda: garden.pass_gate(context, to_stage="trial"), session)


@pytest.mark.both_databases
def test_proposals_that_wait_for_a_condition_are_counted_without_being_read(context, session, garden):
    garden.make_ready(context)
    for slug in ("peas", "oats"):
        services.start_proposal(context, slug=slug, title=slug, summary="…", pipeline_key="seeds")
    session.flush()
    assert queries.conditions_waited_for(session, "weather.") == 3
    assert queries.conditions_waited_for(session, "moon.") == 0

    garden.pass_gate(context)
    session.flush()
    session.expunge_all()

    assert queries.conditions_waited_for(session, "weather.") == 2
    assert not any(isinstance(one, Proposal | Version) for one in session)


def test_the_database_refuses_a_second_passage(context, session, garden):
    garden.make_ready(context)
    rival = GateDecision(
        proposal_id=garden.proposal.id, from_stage="idea", to_stage="trial", outcome=GateOutcome.PASSED,
        reasons="First.", votes_for=1, recorded_by="rival",
    )  # fmt: skip
    session.add(rival)
    session.flush()

    refused(Refused, "proposals.already_passed", lambda: garden.pass_gate(context), session)
    assert garden.draft.stage == "idea"


@pytest.mark.both_databases
def test_of_two_who_decide_at_once_one_is_refused(program, context, session, garden):
    garden.make_ready(context)
    session.commit()
    start, outcomes = threading.Barrier(2), []

    def decide():
        with program.database.writing() as own:
            rival = program.context(own, EVERYTHING)
            start.wait(timeout=10)
            try:
                services.decide_gate(
                    rival, queries.proposal_by_slug(own, "beans", EVERYTHING),
                    outcome=GateOutcome.PASSED, to_stage="trial", reasons="Now.",
                    count=Count(votes_for=2, against=0), check=fine,
                )  # fmt: skip
                own.commit()
                outcomes.append("passed")
            except DomainError as error:
                own.rollback()
                outcomes.append(error.code)

    deciders = [threading.Thread(target=decide) for _ in range(2)]
    for one in deciders:
        one.start()
    for one in deciders:
        one.join(timeout=60)

    assert sorted(outcomes) == ["passed", "proposals.already_passed"]
    with program.database.reading() as own:
        proposal = queries.proposal_by_slug(own, "beans", EVERYTHING)
        assert [version.stage for version in proposal.versions] == ["idea", "trial"]
        assert len(proposal.decisions) == 1


def test_a_passage_without_a_group_is_decided_by_right_and_the_last_stage_has_no_gate(
    as_role, context, session, garden
):
    garden.make_ready(context)
    garden.pass_gate(context)
    pilot = as_role(*ELDER, actor_id=garden.other.id)
    services.settle_topic(pilot, garden.topic("place", "rule"), "For good.")
    decision = garden.pass_gate(pilot)

    assert (decision.group, garden.draft.stage) == (None, "rule")
    assert [version.frozen_at is None for version in garden.proposal.versions] == [False, False, True]
    assert queries.gate_of(session, garden.proposal, fine, day=context.today) is None
    refused(Refused, "proposals.at_the_end", lambda: garden.pass_gate(context), session)
    refused(Refused, "proposals.already_passed", lambda: garden.pass_gate(context, to_stage="rule"), session)


def test_a_group_that_is_gone_lets_nobody_pass(context, session, garden):
    garden.make_ready(context)
    garden.elders.key = "renamed"
    session.flush()

    refused(Refused, "proposals.no_group", lambda: garden.pass_gate(context), session)


def test_every_act_leaves_its_line_in_the_journal(context, session, garden):
    garden.make_ready(context)
    services.reopen_topic(context, garden.topic("place"), "Again.")
    services.settle_topic(context, garden.topic("place"), "Here.")
    garden.pass_gate(context, outcome=GateOutcome.SENT_BACK, votes_for=0)
    garden.pass_gate(context)

    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()
    assert [entry.event.removeprefix("proposals.") for entry in entries] == [
        "priorities_set",
        "missions_set",
        "pipeline_recorded",
        "stage_opened",
        "started",
        "version_written",
        "contribution_added",
        "contribution_added",
        "topic_settled",
        "topic_settled",
        "topic_reopened",
        "topic_settled",
        "gate_sent_back",
        "gate_passed",
        "version_frozen",
        "stage_opened",
    ]
    sentences = {event.key: event.sentence for event in EVENTS}
    for entry in entries:
        said = str(replace(sentences[entry.event], params=entry.payload))
        assert "%(" not in said
