"""Comparing two versions of 200 actions, beside difflib alone on the same words.

`ours` is the whole comparison, in structure and in words; `reference` is the library's opcodes of each text that
changed, cut into the same words. Both in the same run, the median of the rounds.
"""

import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from collegial.proposals.rules import ActionText, AxisText, VersionText
from collegial.proposals.rules.comparing import compare
from collegial.proposals.rules.wording import words_of

NAME, AIM, ROUNDS = "proposals_diff", 1.5, 9
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


def measure() -> dict[str, object]:
    """Return one line of the bench."""
    before, after = versions()
    texts = changed_texts(before, after)

    def library() -> None:
        for one, other in texts:
            SequenceMatcher(None, one, other, autojunk=False).get_opcodes()

    rounds = [(seconds(lambda: compare(before, after)), seconds(library)) for _ in range(ROUNDS)]
    ours, reference = (statistics.median(times) for times in zip(*rounds, strict=True))
    return {
        "name": NAME, "ours": round(ours, 4), "reference": round(reference, 4),
        "ratio": round(ours / reference, 2), "aim": AIM, "unit": "s", "rounds": ROUNDS,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure()))  # noqa: T201 (what a bench is for)
