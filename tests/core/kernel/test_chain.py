"""A chain of hashes names the first place that does not hold, and says what is wrong there."""

from dataclasses import replace

import pytest

from collegial.kernel.chain import GENESIS, Link, first_break, seal


def chain(length):
    links, previous = [], GENESIS
    for number in range(1, length + 1):
        payload = {"said": number}
        digest = seal(number, previous, payload)
        links.append(Link(sequence=number, payload=payload, previous=previous, digest=digest))
        previous = digest
    return links


def sealed_again(link, **changes):
    changed = replace(link, **changes)
    return replace(changed, digest=seal(changed.sequence, changed.previous, changed.payload))


def test_a_whole_chain_holds():
    links = chain(4)

    assert first_break(links, length=4, head=links[-1].digest) is None


FAULTS = [
    (lambda one: [one[0], one[2]], "Number 2 is missing."),
    (
        lambda one: [one[0], sealed_again(one[1], payload={"said": 9}), one[2]],
        "Number 3 does not follow the one before it.",
    ),
    (
        lambda one: [one[0], replace(one[1], payload={"said": 9}), one[2]],
        "What stands at number 2 was changed.",
    ),
    (lambda one: one[:2], "The chain ends at number 2, and another end was recorded."),
]


@pytest.mark.parametrize(("spoil", "sentence"), FAULTS)
def test_the_first_fault_is_named(spoil, sentence):
    links = chain(3)

    broken = first_break(spoil(links), length=3, head=links[-1].digest)

    assert broken is not None
    assert str(broken.reason) == sentence
