import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegial.kernel.chain import GENESIS
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t
from collegial.proposals.rules import (
    ActionText,
    AxisText,
    ConditionStanding,
    ContributionKind,
    ContributionRule,
    ContributionText,
    Count,
    InvalidPipeline,
    Origin,
    PassageRule,
    PipelineRules,
    RequirementKind,
    Stage,
    TopicRule,
    TopicStanding,
    VersionText,
    check_count,
    gate_state,
    parse_pipeline,
    pipeline_document,
    version_digest,
)

KEYS = st.from_regex(re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,9}", re.ASCII), fullmatch=True)
WORDS = st.text(min_size=1, max_size=20).filter(lambda text: text == text.strip() != "")
CONDITIONS = st.from_regex(re.compile(r"[a-z]{1,6}\.[a-z]{1,6}"), fullmatch=True)


@st.composite
def pipelines(draw):
    keys = draw(st.lists(KEYS, min_size=2, max_size=5, unique=True))
    kinds = draw(st.lists(KEYS, max_size=3, unique=True))
    needed = st.lists(st.sampled_from(kinds), unique=True) if kinds else st.just([])
    passages = [
        PassageRule(
            from_stage=start,
            to_stage=end,
            group=draw(st.none() | KEYS),
            topics=tuple(
                TopicRule(key=key, title=draw(WORDS)) for key in draw(st.lists(KEYS, max_size=3, unique=True))
            ),
            contributions=tuple(
                ContributionRule(kind=kind, at_least=draw(st.integers(1, 9))) for kind in draw(needed)
            ),
            conditions=tuple(draw(st.lists(CONDITIONS, max_size=2, unique=True))),
        )
        for start, end in pairwise(keys)
    ]
    return PipelineRules(
        stages=tuple(Stage(key=key, name=draw(WORDS), meaning=draw(WORDS)) for key in keys),
        kinds=tuple(ContributionKind(key=key, label=draw(WORDS)) for key in kinds),
        passages=tuple(passages),
    )


KEY_WANTED = "Write up to 40 unaccented letters, digits, hyphens or underscores, without spaces."


def errors_of(document):
    with pytest.raises(InvalidPipeline) as caught:
        parse_pipeline(document)
    return {error.path: str(error.text) for error in caught.value.errors}


def minimal(**more):
    stages = [{"key": key, "name": key, "meaning": "…"} for key in ("a", "b")]
    return {"stages": stages, "contribution_kinds": [], "passages": [{"from": "a", "to": "b"}], **more}


@settings(max_examples=25)  # a pipeline is slow to draw
@given(pipelines())
def test_a_pipeline_survives_being_written_and_read(rules):
    assert parse_pipeline(pipeline_document(rules)) == rules


@settings(max_examples=25)  # a pipeline is slow to draw
@given(pipelines())
def test_every_stage_but_the_last_is_left_by_one_passage_to_the_next(rules):
    keys = [stage.key for stage in rules.stages]

    assert [rules.passage_from(key).to_stage for key in keys[:-1]] == keys[1:]
    assert rules.passage_from(keys[-1]) is None
    assert [rules.number(key) for key in keys] == list(range(1, len(keys) + 1))


def test_all_errors_are_told_at_once_with_their_paths():
    document = minimal(
        stage=[],
        stages=[{"key": "a", "name": " ", "meaning": "…"}, {"key": "b b", "name": "b"}, 7],
        passages=[
            {"from": "a", "to": "b", "topics": [{"key": "x"}], "conditions": ["plain"], "deciding_group": ""},
            {"from": "a", "to": "b", "contributions": [{"kind": "none", "at_least": 0}]},
        ],
    )

    assert errors_of(document) == {
        "stage": "There is no such field. The fields here are: contribution_kinds, stages, passages.",
        "stages.2": "Write a table of fields here.",
        "stages.0.name": "Write a text that is not empty.",
        "stages.1.key": KEY_WANTED,
        "stages.1.meaning": "Write a text that is not empty.",
        "passages.0.deciding_group": KEY_WANTED,
        "passages.0.topics.0.title": "Write a text that is not empty.",
        "passages.0.conditions.0": "Write the key of a condition, such as “module.condition”.",
        "passages.1.contributions.0.at_least": "Write a whole number, one or more.",
        "passages.1.contributions.0.kind": "No kind of contribution has the key “none”.",
        "passages.1.from": "The passage from “a” is written twice.",
    }


@pytest.mark.parametrize(
    ("change", "path", "sentence"),
    [
        ({"stages": []}, "stages", "A pipeline has at least two stages."),
        ({"stages": "a"}, "stages", "A pipeline has at least two stages."),
        ({"passages": []}, "passages", "The passage from “a” to “b” is missing."),
        (
            {"passages": [{"from": "b", "to": "a"}]},
            "passages.0.from",
            "“b” is no stage that another one follows.",
        ),
        ({"passages": [{"from": "a", "to": "a"}]}, "passages.0.to", "After “a” comes “b”: lead there."),
        (
            {"contribution_kinds": [{"key": "k", "label": "K"}] * 2},
            "contribution_kinds.1.key",
            "“k” is written twice.",
        ),
        (
            {"passages": [{"from": "a", "to": "b", "topics": [{"key": "x", "title": "X"}] * 2}]},
            "passages.0.topics.1.key",
            "“x” is written twice.",
        ),
        (
            {"passages": [{"from": "a", "to": "b", "conditions": ["m.c", "m.c"]}]},
            "passages.0.conditions.1",
            "“m.c” is written twice.",
        ),
        (
            {"passages": [{"from": "a", "to": "b", "conditions": "m.c"}]},
            "passages.0.conditions",
            "Write a list here, an empty one for none.",
        ),
    ],
)
def test_a_pipeline_that_is_no_line_is_refused(change, path, sentence):
    assert errors_of(minimal(**change))[path] == sentence


RULE = PassageRule(
    from_stage="a",
    to_stage="b",
    topics=(TopicRule(key="x", title="X"), TopicRule(key="y", title="Y")),
    contributions=(ContributionRule(kind="visit", at_least=2),),
    conditions=("m.c",),
)


def weigh(*, settled=("x", "y"), visits=2, is_open=True):
    topics = [
        TopicStanding(key=one.key, title=one.title, is_settled=one.key in settled) for one in RULE.topics
    ]
    condition = ConditionStanding(key="m.c", label=t("Sun"), is_open=is_open, reason=t("The sun says so."))
    return gate_state(
        RULE, topics, {"visit": visits, "letter": 50}, [condition], kind_labels={"visit": "Visits"}
    )


@given(st.sets(st.sampled_from("xy")), st.integers(0, 4), st.booleans())
def test_a_gate_is_open_when_nothing_is_missing(settled, visits, is_open):
    state = weigh(settled=settled, visits=visits, is_open=is_open)

    assert state.is_open is (settled == {"x", "y"} and visits >= 2 and is_open)
    assert [one.met for one in state.requirements] == ["x" in settled, "y" in settled, visits >= 2, is_open]
    assert state.is_open is (state.missing == ())


def test_what_is_missing_is_said_in_words():
    state = weigh(settled=(), visits=1, is_open=False)

    assert [str(one.detail) for one in state.missing] == [
        "The topic “X” is not settled yet.",
        "The topic “Y” is not settled yet.",
        "Contributions “Visits”: 1 of 2.",
        "The sun says so.",
    ]
    assert [str(one.label) for one in state.missing] == [
        "Topic: X",
        "Topic: Y",
        "Contributions: Visits",
        "Sun",
    ]


def test_a_condition_that_nobody_answers_keeps_the_gate_shut():
    state = gate_state(RULE, [TopicStanding(key=k, title=k, is_settled=True) for k in "xy"], {"visit": 2}, [])

    assert [(one.kind, one.key) for one in state.missing] == [(RequirementKind.CONDITION, "m.c")]
    assert str(state.missing[0].detail) == "The condition “m.c” was not checked."


def test_a_passage_that_needs_nothing_is_open():
    assert gate_state(PassageRule(from_stage="a", to_stage="b"), [], {}, []).is_open


@pytest.mark.parametrize(
    ("is_passing", "counts", "code", "field"),
    [
        (True, (2, 2, 0), "proposals.no_majority", "votes_for"),
        (True, (0, 0, 4), "proposals.no_majority", "votes_for"),
        (False, (3, 2, 9), "proposals.majority_ignored", "votes_for"),
        (False, (0, 0, 0), "proposals.no_vote", "votes_for"),
        (True, (3, -1, 0), "proposals.negative_count", "votes_against"),
        (True, (3, 1, -1), "proposals.negative_count", "abstentions"),
    ],
)
def test_counts_that_do_not_bear_the_outcome_are_invalid(is_passing, counts, code, field):
    votes_for, votes_against, abstentions = counts
    with pytest.raises(Invalid) as caught:
        check_count(
            Count(votes_for=votes_for, against=votes_against, abstentions=abstentions), is_passing=is_passing
        )

    assert (caught.value.code, caught.value.field) == (code, field)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_count_bears_exactly_one_outcome_unless_nobody_voted(votes_for, votes_against, abstentions):
    borne = []
    for is_passing in (True, False):
        try:
            check_count(
                Count(votes_for=votes_for, against=votes_against, abstentions=abstentions),
                is_passing=is_passing,
            )
            borne.append(is_passing)
        except Invalid:
            pass

    expected = [votes_for > votes_against] if votes_for + votes_against + abstentions else []
    assert borne == expected


ORIGIN = Origin(proposal="beans", stage="idea", position=1, previous=GENESIS)
ACTION = ActionText(title="Dig", text="Deep.", priority="soil", mission="feed")
TEXT = VersionText(
    summary="S",
    author="A",
    dated_on=date(2026, 1, 2),
    provenance="P",
    axes=(AxisText(title="T", actions=(ACTION,)),),
)
HEARD = ContributionText(kind="visit", title="V", text="Who", views=3, heard_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    "changed",
    [
        (replace(ORIGIN, proposal="peas"), TEXT, [HEARD]),
        (replace(ORIGIN, stage="trial"), TEXT, [HEARD]),
        (replace(ORIGIN, position=2), TEXT, [HEARD]),
        (replace(ORIGIN, previous="1" * 64), TEXT, [HEARD]),
        (ORIGIN, replace(TEXT, summary="s"), [HEARD]),
        (ORIGIN, replace(TEXT, author="B"), [HEARD]),
        (ORIGIN, replace(TEXT, dated_on=date(2026, 1, 3)), [HEARD]),
        (ORIGIN, replace(TEXT, date_is_month=True), [HEARD]),
        (ORIGIN, replace(TEXT, provenance=None), [HEARD]),
        (ORIGIN, replace(TEXT, axes=()), [HEARD]),
        (
            ORIGIN,
            replace(TEXT, axes=(AxisText(title="T", actions=(replace(ACTION, priority=None),)),)),
            [HEARD],
        ),
        (ORIGIN, TEXT, []),
        (ORIGIN, TEXT, [replace(HEARD, views=4)]),
        (ORIGIN, TEXT, [replace(HEARD, heard_on=None)]),
    ],
)
def test_the_digest_covers_every_part_of_a_version(changed):
    assert version_digest(*changed) != version_digest(ORIGIN, TEXT, [HEARD])


def test_the_digest_can_be_computed_without_the_program():
    import hashlib
    import json

    axes = [
        {
            "title": "T",
            "text": None,
            "actions": [{"title": "Dig", "text": "Deep.", "priority": "soil", "mission": "feed"}],
        }
    ]
    content = {
        "summary": "S", "author": "A", "dated_on": "2026-01-02", "date_is_month": False, "provenance": "P",
        "axes": axes,
    }  # fmt: skip
    heard = [{"kind": "visit", "title": "V", "text": "Who", "views": 3, "heard_on": "2026-01-01"}]
    payload = {"proposal": "beans", "stage": "idea", "content": content, "contributions": heard}
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    expected = hashlib.sha256(f"1\n{'0' * 64}\n{canonical}".encode()).hexdigest()
    assert version_digest(ORIGIN, TEXT, [HEARD]) == expected
