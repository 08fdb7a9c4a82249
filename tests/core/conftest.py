"""What tests of the core share: two acts at one moment."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from collegial.kernel.errors import DomainError

A_MOMENT = 0.2  # second in which the second act comes as far as it can


@pytest.fixture
def at_once(program, context):
    """Give a function that lets one act begin, another come meanwhile, and tells how each ended."""

    def hand(act, hold=None):
        try:
            with program.database.unit_of_work() as own:
                act(program.context(own, context.by))
                own.flush()
                if hold:
                    hold()
        except DomainError as refusal:
            return refusal.code
        return "done"

    def do(first, second=None):
        if second is None:
            return hand(first)
        with ThreadPoolExecutor(1) as other:
            begun = []

            def hold():
                begun.append(other.submit(hand, second))
                wait(begun, timeout=A_MOMENT)

            return hand(first, hold), begun[0].result(30)

    return do
