"""What makes two actors look like one, and what shows that they are two."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.actors.rules import (
    IdentifierKind,
    Likeness,
    Traits,
    contradictions,
    fold,
    likeness,
    pairs_of_blocks,
)


def traits(name, *, sort="organisation", emails=(), siren=None, iban=None, born_on=None):
    numbers = [(IdentifierKind.SIREN, siren), (IdentifierKind.IBAN, iban)]
    return Traits(
        sort=sort, name=fold(name), emails=frozenset(emails),
        numbers=frozenset((kind, value) for kind, value in numbers if value), born_on=born_on,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "shared", "likely"),
    [
        (traits("Le Fil"), traits("LE  FIL"), (Likeness.NAME,), False),
        (traits("Le Gall Awena"), traits("Awena Le Gall"), (Likeness.NAME,), False),
        (traits("Le Fil", siren="1"), traits("Cie du Fil", siren="1"), (Likeness.SIREN,), False),
        (traits("Le Fil", siren="1"), traits("Le Fil", siren="1"), (Likeness.SIREN, Likeness.NAME), True),
        (traits("Le Fil", emails=["a@x"]), traits("Fil", emails=["a@x", "b@x"]), (Likeness.EMAIL,), False),
        (
            traits("Ann", sort="person", born_on=date(2000, 1, 1)),
            traits("Ann", sort="person", born_on=date(2000, 1, 1)),
            (Likeness.NAME, Likeness.BIRTH),
            True,
        ),
    ],
)
def test_what_two_share_is_listed(one, other, shared, likely):
    found = likeness(one, other)

    assert (found.shared, found.is_listed, found.is_likely) == (shared, True, likely)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (traits("Le Fil"), traits("La Trame")),
        (traits("Le Fil"), traits("Le Fil", sort="person")),
        (traits("Le Fil", siren="1"), traits("Le Fil", siren="2")),
        (traits("Ann", born_on=date(2000, 1, 1)), traits("Bea", born_on=date(2000, 1, 1))),
        (traits("Ann", born_on=date(2000, 1, 1)), traits("Ann", born_on=date(2001, 1, 1))),
    ],
)
def test_two_that_are_two_are_not_listed(one, other):
    assert not likeness(one, other).is_listed


def test_two_banks_are_no_contradiction_but_two_sirens_are():
    assert contradictions(traits("A", iban="1"), traits("A", iban="2")) == ()
    assert contradictions(traits("A", siren="1"), traits("A", siren="2")) == ("siren",)
    assert contradictions(traits("A", siren="1"), traits("A")) == ()


BLOCKS = st.lists(st.frozensets(st.integers(min_value=1, max_value=60), min_size=1, max_size=40), max_size=6)


@given(BLOCKS)
def test_pairs_come_once_in_order_and_never_by_the_square_of_a_block(blocks):
    pairs = list(pairs_of_blocks(blocks))

    assert len(pairs) == len(set(pairs))
    assert all(one < other for one, other in pairs)
    assert all(any({one, other} <= block for block in blocks) for one, other in pairs)
    assert len(pairs) <= sum(max(45, len(block)) for block in blocks)


@given(BLOCKS)
def test_everyone_in_a_block_with_another_is_in_a_pair(blocks):
    paired = {one for pair in pairs_of_blocks(blocks) for one in pair}

    assert paired == {one for block in blocks if len(block) > 1 for one in block}
