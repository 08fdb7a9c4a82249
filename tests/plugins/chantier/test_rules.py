from hypothesis import given
from hypothesis import strategies as st

from collegial_chantier.rules import MINIMUM_BASE_STRUCTURES, StartedChantier, is_base, judge, why_not_start

numbers = st.integers(min_value=0, max_value=5)
chantiers = st.lists(
    st.builds(StartedChantier, title=st.text(max_size=5), base_structures=numbers), max_size=5
)


@given(numbers)
def test_a_chantier_starts_only_with_enough_base_structures(base_structures):
    assert (why_not_start(base_structures) is None) == (base_structures >= MINIMUM_BASE_STRUCTURES)


def test_one_base_structure_is_enough_and_none_is_not():
    assert why_not_start(1) is None
    assert why_not_start(0) is not None


def test_only_level_zero_is_the_base():
    assert [is_base(level) for level in (0, 1, 2, None)] == [True, False, False, False]


@given(chantiers, numbers)
def test_the_gate_opens_only_when_some_have_started_each_with_a_base_structure(started, not_started):
    verdict = judge(len(started) + not_started, started)

    assert verdict.is_open == (bool(started) and all(one.base_structures > 0 for one in started))
    assert str(verdict.reason)


def test_the_gate_says_which_obstacle_there_is():
    lonely = StartedChantier(title="Financement", base_structures=0)

    assert "No chantier is linked" in str(judge(0, []).reason)
    assert "None of the proposal's chantiers has started" in str(judge(2, []).reason)
    assert "“Financement”" in str(judge(1, [lonely]).reason)
