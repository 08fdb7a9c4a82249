"""The study's own history, loaded through the services, and its digests."""

from datetime import date

import pytest
from sqlalchemy import update

from collegial.hooks.contracts import Verdict
from collegial.kernel.chain import GENESIS
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import t
from collegial.proposals import queries, services
from collegial.proposals.models import Action, GateOutcome, TopicState
from collegial.proposals.services import PastDecision


def shut(key, passage):
    return Verdict(is_open=False, reason=t("Not there."))


def test_the_study_is_loaded_as_it_stood_in_october_2008(session, study):
    versions = [(one.stage, one.dated_on, one.date_is_month, one.digest is None) for one in study.versions]

    assert versions == [
        ("V0", date(2007, 1, 1), True, False),
        ("V1", date(2008, 2, 1), True, False),
        ("V2", date(2008, 9, 1), True, False),
        ("V3", date(2008, 10, 15), False, True),
    ]
    assert sum(queries.views_by_kind(study).values()) == 47
    assert study.views_announced == 50
    gate = queries.gate_of(session, study, shut, day=date(2026, 11, 2))
    assert [topic.state for topic in gate.topics] == [TopicState.OPEN] * 4
    assert [(one.key, one.met) for one in gate.state.missing] == [
        ("group", False),
        ("other_pays", False),
        ("legal_status", False),
        ("funders", False),
        ("recruitment", False),
        ("chantier.base_structures", False),
    ]


def test_past_decisions_say_only_what_is_known(study):
    assert [(one.from_stage, one.decided_on, one.group.key, one.outcome) for one in study.decisions] == [
        ("V1", None, "follow_up", GateOutcome.PASSED),
        ("V2", date(2008, 9, 18), "pilot", GateOutcome.PASSED),
    ]
    settled = [topic for topic in study.topics if topic.to_stage == "V3"]
    assert [(topic.state, topic.settled_at) for topic in settled] == [(TopicState.SETTLED, None)] * 4


@pytest.mark.both_databases
def test_each_version_seals_the_one_before(session, study):
    frozen = study.versions[:3]
    digests = [queries.digest_of(study, one, queries.content_of(session, one)) for one in frozen]

    assert digests == [one.digest for one in frozen]
    assert len({GENESIS, *digests}) == 4


def test_a_change_behind_the_programs_back_shows(session, study, lift_guards):
    lift_guards()
    action = queries.content_of(session, study.versions[1])[0].actions[0]
    session.execute(update(Action).where(Action.id == action.id).values(text="Something else."))

    second = study.versions[1]
    assert queries.digest_of(study, second, queries.content_of(session, second)) != second.digest


def test_only_the_program_records_history(as_role, garden):
    administrator = as_role("administrator", "staff", "pilot", actor_id=garden.elder.id)
    with pytest.raises(Forbidden) as caught:
        services.record_frozen_version(
            administrator, garden.proposal, stage="idea", text=queries.text_of(garden.draft, [])
        )

    assert caught.value.code == "proposals.history_by_program"
    assert garden.draft.frozen_at is None


@pytest.mark.parametrize("stage", ["trial", "rule", "none"])
def test_history_is_recorded_in_order(context, garden, stage):
    with pytest.raises(Refused) as caught:
        services.record_frozen_version(
            context, garden.proposal, stage=stage, text=queries.text_of(garden.draft, [])
        )

    assert caught.value.code == "proposals.history_order"
    assert [version.stage for version in garden.proposal.versions] == ["idea"]


def test_the_last_stage_has_no_passage_to_record(context, garden):
    said = queries.text_of(garden.draft, [])
    past = PastDecision(reasons="So it was.", topics={"place": "Here.", "time": "Then."})
    services.record_frozen_version(context, garden.proposal, stage="idea", text=said, decision=past)
    past = PastDecision(reasons="So it was.", topics={"place": "Here."})
    services.record_frozen_version(context, garden.proposal, stage="trial", text=said, decision=past)

    with pytest.raises(Refused) as caught:
        services.record_frozen_version(context, garden.proposal, stage="rule", text=said)
    assert caught.value.code == "proposals.history_order"


@pytest.mark.parametrize("topics", [{}, {"place": "Here."}, {"place": "Here.", "time": "Now.", "why": "So."}])
def test_a_passage_that_was_made_settled_its_topics(context, session, garden, topics):
    past = PastDecision(reasons="So it was.", topics=topics)
    with pytest.raises(Invalid) as caught, session.begin_nested():
        services.record_frozen_version(
            context, garden.proposal, stage="idea", text=queries.text_of(garden.draft, []), decision=past
        )

    assert caught.value.code == "proposals.history_topics"
    assert queries.proposal_by_slug(session, "beans", program_viewer("test")).decisions == []
