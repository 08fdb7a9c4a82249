"""The words of the minutes: every fact that the law asks for, and nothing counted twice."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from collegial.documents.voice import Voice
from collegial.hooks.voting import Option, Tally
from collegial.kernel.text import t
from collegial.minutes.elections import worded_election
from collegial.minutes.facts import (
    ElectionFacts,
    Fingerprints,
    MinutesFacts,
    Move,
    OpeningQuorum,
    QuestionFacts,
)
from collegial.minutes.lacking import lacks
from collegial.minutes.rules import minutes_document
from collegial.statutes.rules import Carry, Convocation, DecisionKind, MajorityBase, MajorityRule
from collegial.votes.rules import CollegeSums, result


def worded(facts: MinutesFacts, voice: Voice) -> dict[str, object]:
    """Word the minutes and pass them through JSON, as the printer does."""
    copy: dict[str, object] = json.loads(json.dumps(minutes_document(facts, voice)))
    return copy


def test_the_title_names_the_kind_of_meeting(facts: MinutesFacts, in_english: Voice) -> None:
    ordinary = facts.quorums[0]
    extraordinary = replace(ordinary, kind=DecisionKind.EXTRAORDINARY)

    titles = [
        worded(replace(facts, quorums=quorums), in_english)["title"]
        for quorums in ((ordinary,), (extraordinary,), (ordinary, extraordinary))
    ]

    assert titles == [
        "Minutes of the ordinary general assembly of Friday 12 June 2026",
        "Minutes of the extraordinary general assembly of Friday 12 June 2026",
        "Minutes of the mixed general assembly of Friday 12 June 2026",
    ]
    alone = replace(facts, sitting=replace(facts.sitting, college="Salariés"))
    assert worded(alone, in_english)["title"].startswith(
        "Minutes of the special meeting of college “Salariés” of"
    )


def test_a_late_notice_is_told_with_its_reason(facts: MinutesFacts, in_english: Voice) -> None:
    convening = worded(facts, in_english)["convening"]

    assert convening["late"] == (
        "The notice was sent after the last sending day, for this reason: "
        "panne du service postal de la zone, constatée par huissier"
    )


def test_a_notice_in_time_needs_no_reason(facts: MinutesFacts, in_english: Voice) -> None:
    in_time = replace(facts, convening=replace(facts.convening, override_reason=None))

    assert worded(in_time, in_english)["convening"]["late"] is None


def test_another_hour_or_place_is_told_with_its_day_and_reason(
    facts: MinutesFacts, in_english: Voice
) -> None:
    before, after = datetime(2026, 6, 12, 16, tzinfo=UTC), datetime(2026, 6, 12, 17, 30, tzinfo=UTC)
    move = Move(
        decided_on=date(2026, 6, 10),
        before=(before, "Salle Athéna"),
        after=(after, "Halle"),
        reason="Fuite d’eau.",
    )
    moved = replace(facts, convening=replace(facts.convening, moves=(move,)))

    lines = worded(moved, in_english)["convening"]["facts"]

    assert lines[-1] == {
        "label": "Changed on",
        "value": "Wednesday 10 June 2026: 19:30, Halle, in place of 18:00, Salle Athéna. "
        "Reason: Fuite d’eau.",
    }


def test_what_replaces_an_assembly_that_was_called_off_says_so(
    facts: MinutesFacts, in_english: Voice
) -> None:
    anew = replace(facts, convening=replace(facts.convening, replaces_on=date(2026, 5, 2)))

    assert worded(anew, in_english)["convening"]["facts"][0]["value"] == (
        "Convocation anew, in place of the assembly of Saturday 2 May 2026, which was called off"
    )


def test_a_second_convocation_recalls_the_first(facts: MinutesFacts, in_english: Voice) -> None:
    second = replace(facts.convening, convocation=Convocation.SECOND, first_meeting_on=date(2026, 5, 20))

    lines = worded(replace(facts, convening=second), in_english)["convening"]["facts"]

    assert lines[0] == {
        "label": "Round of convening",
        "value": "Second convocation, after the meeting of Wednesday 20 May 2026, with the same agenda",
    }


def test_attendance_is_shown_by_college_and_in_all(facts: MinutesFacts, in_english: Voice) -> None:
    table = worded(facts, in_english)["attendance"]["table"]

    assert table["rows"][1] == ["Bénéficiaires", "35%", "642", "121", "64", "88", "31", "304"]
    assert table["total"] == ["Total", "100%", "871", "208", "94", "99", "35", "436"]


def test_the_quorum_is_told_with_its_arithmetic(facts: MinutesFacts, in_english: Voice) -> None:
    (quorum,) = worded(facts, in_english)["attendance"]["quorums"]

    assert quorum["verdict"] == "The quorum is reached: the meeting may take ordinary decisions."
    assert quorum["steps"] == [str(step) for step in facts.quorums[0].verdict.steps]
    assert "436 of 871" in quorum["steps"][0]


def test_a_missed_quorum_has_minutes_and_a_second_convocation(
    missed: MinutesFacts, in_english: Voice
) -> None:
    minutes = worded(missed, in_english)

    assert minutes["attendance"]["quorums"][0]["verdict"] == (
        "The quorum is missed: the meeting cannot take ordinary decisions."
    )
    assert minutes["resolutions"]["none"] == "The quorum was missed: no resolution could be put to the vote."
    assert minutes["closing"]["sentence"] == (
        "The quorum being missed, the chair closed the meeting at 20:47. "
        "The members will be called a second time with the same agenda."
    )


def test_a_second_missed_quorum_promises_no_third_call(missed: MinutesFacts, in_english: Voice) -> None:
    second = replace(missed.convening, convocation=Convocation.SECOND)

    closing = worded(replace(missed, convening=second), in_english)["closing"]

    assert closing["sentence"] == "The quorum being missed, the chair closed the meeting at 20:47."


def test_a_mixed_meeting_may_reach_one_quorum_only(
    missed: MinutesFacts, facts: MinutesFacts, in_english: Voice
) -> None:
    lacking = OpeningQuorum(kind=DecisionKind.EXTRAORDINARY, verdict=missed.quorums[0].verdict)

    minutes = worded(replace(facts, quorums=(*facts.quorums, lacking)), in_english)

    assert [quorum["verdict"] for quorum in minutes["attendance"]["quorums"]] == [
        "The quorum is reached: the meeting may take ordinary decisions.",
        "The quorum is missed: the meeting cannot take extraordinary decisions.",
    ]
    assert len(minutes["resolutions"]["entries"]) == 3


def test_votes_are_shown_exactly_and_as_percentages(facts: MinutesFacts, in_english: Voice) -> None:
    fund = worded(facts, in_english)["resolutions"]["entries"][1]

    assert fund["votes"]["rows"][0] == [
        "Salariés", "9", "19", "3", "0", "0", "28", "9/28\n≈\u202f32.14%", "25%", "9/112\n≈\u202f8.04%",
    ]  # fmt: skip
    assert fund["votes"]["total"][-1] == "5563/13600\n≈\u202f40.90%"
    assert fund["verdict"] == "The resolution is rejected."


def test_the_bar_stacks_what_colleges_carry(facts: MinutesFacts, in_english: Voice) -> None:
    bar = worded(facts, in_english)["resolutions"]["entries"][2]["bar"]

    assert [part["width"] for part in bar["parts"]] == [2500, 0, 2500, 1500]
    assert bar["threshold"] == 5000
    assert bar["alt"] == (
        "Bar of the votes for, stacked by college: 65% in all, where more than 50% is needed."
    )


@pytest.mark.parametrize(
    ("strict", "base", "sentence"),
    [
        (True, MajorityBase.CAST, "More than 2/3 of the votes cast"),
        (True, MajorityBase.PRESENT, "More than 2/3 of the votes present or represented"),
        (True, MajorityBase.MEMBERS, "More than 2/3 of the votes of all members"),
        (False, MajorityBase.CAST, "At least 2/3 of the votes cast"),
        (False, MajorityBase.PRESENT, "At least 2/3 of the votes present or represented"),
        (False, MajorityBase.MEMBERS, "At least 2/3 of the votes of all members"),
    ],
)
def test_the_majority_is_said_with_its_strictness_and_base(
    facts: MinutesFacts, in_english: Voice, *, strict: bool, base: MajorityBase, sentence: str
) -> None:
    rule = MajorityRule(threshold=Fraction(2, 3), strict=strict, base=base)
    asked = replace(facts.resolutions[0], majority=rule)

    (entry,) = worded(replace(facts, resolutions=(asked,)), in_english)["resolutions"]["entries"]

    assert {"label": "Majority required", "value": sentence} in entry["rules"]


def test_an_open_vote_and_a_secret_vote_are_named(facts: MinutesFacts, in_english: Voice) -> None:
    entries = worded(facts, in_english)["resolutions"]["entries"]

    kinds = [entry["rules"][1]["value"] for entry in entries]
    assert kinds == ["Open vote", "Open vote", "Secret vote"]


def test_the_quorum_found_at_a_vote_is_told(
    facts: MinutesFacts, missed: MinutesFacts, in_english: Voice
) -> None:
    first, second, _ = facts.resolutions
    checked = (
        replace(first, quorum=facts.quorums[0].verdict),
        replace(second, quorum=missed.quorums[0].verdict),
    )

    entries = worded(replace(facts, resolutions=checked), in_english)["resolutions"]["entries"]

    assert [entry["rules"][-1]["value"] for entry in entries] == [
        "The quorum was reached at this vote, with 436 attending.",
        "The quorum was missed at this vote.",
    ]


def test_a_result_without_rule_is_said_to_be_unsettled(facts: MinutesFacts, in_english: Voice) -> None:
    resolution = facts.resolutions[0]
    silent = (replace(resolution.sums[0], for_=0, against=0), *resolution.sums[1:])
    unsettled = replace(
        resolution, sums=silent, result=result(resolution.majority, Carry.PROPORTIONAL, None, None, silent)
    )

    (entry,) = worded(replace(facts, resolutions=(unsettled,)), in_english)["resolutions"]["entries"]

    assert entry["verdict"] == (
        "The result could not be settled: the statutes lack a rule that the count needs."
    )
    assert entry["bar"] is None
    assert entry["votes"]["total"][-1] == "–"


def test_without_colleges_no_weight_is_printed(facts: MinutesFacts, in_english: Voice) -> None:
    everyone = CollegeSums(
        key="all", name="Members", weight=Fraction(1), members=12, attending=12, for_=6, against=6
    )
    rule = facts.resolutions[0].majority
    heads = replace(
        facts.resolutions[0],
        carry=Carry.HEADS,
        sums=(everyone,),
        result=result(rule, Carry.HEADS, None, None, (everyone,)),
    )
    alone = replace(facts.attendance[0], key="all", name="Members", weight=Fraction(1))

    minutes = worded(replace(facts, attendance=(alone,), resolutions=(heads,)), in_english)

    assert minutes["attendance"]["table"]["rows"] == [["Members", "37", "24", "5", "2", "0", "31"]]
    (entry,) = minutes["resolutions"]["entries"]
    assert entry["votes"]["rows"] == [["Members", "6", "6", "0", "0", "0", "12"]]
    assert entry["verdict"] == "The resolution is rejected."


def test_paragraphs_of_people_are_kept_apart(facts: MinutesFacts, in_english: Voice) -> None:
    spoken = replace(facts, debate="One.\r\nStill one.\r\n \r\nTwo.\n\n\n")

    assert worded(spoken, in_english)["debate"]["paragraphs"] == ["One.\nStill one.", "Two."]


def test_fewer_scrutineers_than_the_law_asks_for_are_told_with_the_reason(
    facts: MinutesFacts, in_english: Voice
) -> None:
    few = replace(facts.bureau, why_few="Nobody accepted.")
    told = worded(replace(facts, bureau=few), in_english)["bureau"]["facts"]
    assert "Nobody accepted." in [one["value"] for one in told]


def test_the_bureau_signs(facts: MinutesFacts, in_english: Voice) -> None:
    assert worded(facts, in_english)["signatures"]["boxes"] == [
        {"role": "Signature of the chair", "name": "Maëlle Le Bihan"},
        {"role": "Signature of a scrutineer", "name": "Yann Kermorgant"},
        {"role": "Signature of a scrutineer", "name": "Aïssatou Diallo"},
        {"role": "Signature of the secretary", "name": "Loïc Perrot"},
    ]


def test_only_known_fingerprints_are_listed(facts: MinutesFacts, in_english: Voice) -> None:
    marks = Fingerprints(board_head=None, journal_head="b2" * 32, record=None)

    listed = worded(replace(facts, fingerprints=marks), in_english)["fingerprints"]["facts"]

    assert listed == [{"label": "Journal", "value": "b2" * 32}]


def test_an_open_meeting_has_no_closing_time(facts: MinutesFacts, in_english: Voice) -> None:
    still_open = replace(facts, sitting=replace(facts.sitting, closed_at=None))

    minutes = worded(still_open, in_english)

    assert "Closed at" not in [line["label"] for line in minutes["sitting"]]
    assert minutes["closing"]["sentence"] == "The closing time is not recorded yet."


def test_minutes_say_nothing_of_what_nobody_keeps(facts: MinutesFacts, in_english: Voice) -> None:
    unkept = worded(replace(facts, documents=None, incidents=None), in_english)
    none = worded(replace(facts, documents=(), incidents=()), in_english)

    assert unkept["documents"] is None
    assert unkept["debate"]["heading"] == "Debate"
    assert unkept["debate"]["incidents"] is None
    assert none["documents"]["none"] == "No document was put at the members’ disposal."
    assert none["debate"]["incidents"]["none"] == "No incident was reported."


def test_written_questions_stand_with_their_answers_or_without(
    facts: MinutesFacts, in_english: Voice
) -> None:
    questions = (
        QuestionFacts(by="Maëlle Le Bihan", text="Pourquoi **tout** ?", answer="Parce `que`."),
        QuestionFacts(by="Loïc Perrot", text="Quand ?", answer="Demain.", later_on=date(2026, 6, 15)),
        QuestionFacts(by="Aïssatou Diallo", text="Où ?"),
    )
    asked = replace(facts, questions=questions)
    section = worded(asked, in_english)["questions"]

    assert [(one["heading"], one["answered"], one["answer"]) for one in section["entries"]] == [
        ("Question asked by Maëlle Le Bihan", "Answer:", ["Parce que."]),
        (
            "Question asked by Loïc Perrot",
            "Answer given after the meeting, on Monday 15 June 2026:",
            ["Demain."],
        ),
        ("Question asked by Aïssatou Diallo", "No answer was given.", []),
    ]
    assert section["entries"][0]["paragraphs"] == ["Pourquoi tout ?"], "signs of Markdown are not words"
    assert "1 written question has no answer" in " ".join(str(one.sentence) for one in lacks(asked))
    assert worded(facts, in_english)["questions"] is None


def test_those_elected_have_votes_whatever_the_way_of_voting(in_english: Voice) -> None:
    election = ElectionFacts(
        number=1, title="Conseil", text="", kind=DecisionKind.ORDINARY, is_secret=False, method=t("Approval"),
        terms=(), options=(Option(number=1, name="Ada"), Option(number=2, name="Bob")), seats=2, members=9,
        attending=9, papers=9, tally=Tally(elected=(1, 2), votes={1: 91, 2: "3/10"}),
    )  # fmt: skip
    assert worded_election(election, in_english)["verdict"] == "Elected: Ada (91 votes) and Bob (3/10)."
