from hypothesis import given
from hypothesis import strategies as st

from collegial_chantier.rules import (
    ChantierRules,
    Consent,
    Stance,
    StartedChantier,
    is_base,
    judge,
    judge_diagnoses,
    sharing,
    why_not_publish,
    why_not_start,
)

numbers = st.integers(min_value=0, max_value=5)
chantiers = st.lists(
    st.builds(StartedChantier, title=st.text(max_size=5), base_structures=numbers), max_size=5
)


minima = st.integers(min_value=1, max_value=4)


@given(numbers, minima)
def test_a_chantier_starts_only_with_enough_base_structures(base_structures, minimum):
    obstacle = why_not_start(base_structures, minimum)

    assert (obstacle is None) == (base_structures >= minimum)
    assert obstacle is None or str(obstacle)


def test_unless_the_deployment_says_more_one_base_structure_is_enough():
    assert ChantierRules().minimum_base_structures == 1
    assert "at least 2 are needed here" in str(why_not_start(1, 2))


def test_only_level_zero_is_the_base():
    assert [is_base(level) for level in (0, 1, 2, None)] == [True, False, False, False]


@given(chantiers, numbers, minima)
def test_the_gate_opens_only_when_some_have_started_each_with_its_base_structures(
    started, not_started, minimum
):
    verdict = judge(len(started) + not_started, started, minimum)

    assert verdict.is_open == (bool(started) and all(one.base_structures >= minimum for one in started))
    assert str(verdict.reason)


def test_the_gate_says_which_obstacle_there_is():
    lonely = StartedChantier(title="Financement", base_structures=0)

    assert "No chantier is linked" in str(judge(0, [], 1).reason)
    assert "None of the proposal’s chantiers has started" in str(judge(2, [], 1).reason)
    assert "“Financement”" in str(judge(1, [lonely], 1).reason)


stances = st.dictionaries(st.integers(1, 6), st.sampled_from(Stance))


@given(st.sets(st.integers(1, 6)), stances)
def test_a_diagnosis_is_shared_when_every_party_spoke_and_none_disagrees(parties, said):
    found = sharing(parties, said)

    assert found.silent + sum(found.stances.values()) == len(parties)
    assert found.is_shared == (
        bool(parties) and all(said.get(one) in {Stance.AGREES, Stance.RESERVES} for one in parties)
    )
    assert judge_diagnoses([("A", found)]).is_open == found.is_shared


def test_only_who_consented_is_published_and_only_what_was_written_is_shared():
    assert [why_not_publish(one) is None for one in Consent] == [False, True, True]
    assert "has started yet" in str(judge_diagnoses([]).reason)
    assert "“A” has no diagnosis" in str(judge_diagnoses([("A", None)]).reason)
