"""Comparing two versions of 200 actions, beside difflib alone on the same words.

`ours` is the whole comparison, in structure and in words; `reference` is the library's opcodes of each text that
changed, cut into the same words. Both in the same round.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from bench.harness import Entry, Measure
from collegial.proposals.rules import ActionText, AxisText, VersionText
from collegial.proposals.rules.comparing import compare
from collegial.proposals.rules.wording import words_of

AXES, ACTIONS, WORDS = 10, 20, 150
VOCABULARY = (
    "le", "pôle", "accompagne", "les", "structures", "de", "base", "et", "leurs", "projets", "avec", "acteurs",
    "du", "territoire", "pour", "un", "an", "financement,", "puis", "évalue", "ce", "que", "chacun", "en",
)  # fmt: skip


def versions() -> tuple[VersionText, VersionText]:
    """Return a version, and one in which half of the actions changed, some moved and some are new."""
    dice = random.Random(7)  # noqa: S311 (the same words in every run)
    before = _version([[_action(dice, f"{axis}-{at}") for at in range(ACTIONS)] for axis in range(AXES)])
    after = [[_changed(dice, one) for one in axis.actions] for axis in before.axes]
    for axis in range(1, AXES, 3):
        after[axis - 1].append(after[axis].pop(3))
        after[axis].append(_action(dice, f"new-{axis}"))
    return before, _version(after)


def _version(actions: list[list[ActionText]]) -> VersionText:
    axes = tuple(
        AxisText(title=f"Axe {at}", key=f"axis-{at}", actions=tuple(some)) for at, some in enumerate(actions)
    )
    return VersionText(summary="Un pôle.", author="Le groupe", dated_on=date(2008, 10, 15), axes=axes)


def _action(dice: random.Random, key: str) -> ActionText:
    text = " ".join(dice.choice(VOCABULARY) for _ in range(WORDS))
    return ActionText(title=f"Action {key}", text=text, key=key)


def _changed(dice: random.Random, action: ActionText) -> ActionText:
    if dice.getrandbits(1):
        return action
    words = (action.text or "").split()
    for _ in range(15):
        words[dice.randrange(len(words))] = dice.choice(VOCABULARY)
    return replace(action, text=" ".join(words))


def changed_texts(before: VersionText, after: VersionText) -> list[tuple[list[str], list[str]]]:
    """Return the words of each text that differs, before and after."""
    old = {one.key: one.text or "" for axis in before.axes for one in axis.actions}
    new = {one.key: one.text or "" for axis in after.axes for one in axis.actions}
    return [(words_of(old[key]), words_of(text)) for key, text in new.items() if old.get(key, text) != text]


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def _comparisons() -> Iterator[Measure]:
    """Write two versions, and give a function that compares them, then asks the library alone."""
    before, after = versions()
    texts = changed_texts(before, after)

    def library() -> None:
        for one, other in texts:
            SequenceMatcher(None, one, other, autojunk=False).get_opcodes()

    yield lambda: (seconds(lambda: compare(before, after)), seconds(library))


ENTRIES = (
    Entry(
        name="proposals-diff",
        what=f"compare two versions of {AXES * ACTIONS} actions",
        reference="difflib alone on the words that changed",
        unit="s",
        aim=1.5,
        more_is_better=False,
        prepare=_comparisons,
    ),
)
