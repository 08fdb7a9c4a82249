"""What is measured, how often, and how it is told: a JSON line for each entry, then a summary."""

import importlib
import json
import pkgutil
import platform
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass

from bench import entries

# A round: our figure, then the reference's, taken one after the other so that a busy machine slows both.
Round = tuple[float, float]
Measure = Callable[[], Round]
FEWEST_ROUNDS = 3


class Missing(Exception):
    """What a measurement needs is not on this machine."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A figure and what it is compared with.

    `aim` bounds the ratio of ours to the reference: from below where more is better, else from above; None where
    there is none. `prepare` sets up once and gives the function that measures one round.
    """

    name: str
    what: str
    reference: str
    unit: str
    aim: float | None
    more_is_better: bool
    prepare: Callable[[], AbstractContextManager[Measure]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """The medians of an entry, as they are printed."""

    name: str
    ours: float
    reference: float
    ratio: float
    aim: str
    unit: str
    rounds: int


def all_entries() -> list[Entry]:
    """Return every entry, by name; raises ValueError for two of one name."""
    modules = sorted(one.name for one in pkgutil.iter_modules(entries.__path__, f"{entries.__name__}."))
    found = [entry for module in modules for entry in importlib.import_module(module).ENTRIES]
    names = [one.name for one in found]
    if len(set(names)) != len(names):
        raise ValueError(names)
    return found


def measure(entry: Entry, rounds: int) -> Line:
    """Measure an entry and return its medians."""
    with entry.prepare() as one_round:
        taken = [one_round() for _ in range(max(rounds, FEWEST_ROUNDS))]
    ours, reference = (statistics.median(side) for side in zip(*taken, strict=True))
    return Line(
        name=entry.name, ours=_short(ours), reference=_short(reference), ratio=_short(ours / reference),
        aim=_aim(entry), unit=entry.unit, rounds=len(taken),
    )  # fmt: skip


def run(wanted: Sequence[str], rounds: int) -> Iterator[tuple[Entry, Line | str]]:
    """Measure the wanted entries, all when none is named; where one cannot be, say why."""
    for entry in all_entries():
        if wanted and entry.name not in wanted:
            continue
        try:
            yield entry, measure(entry, rounds)
        except Missing as missing:
            yield entry, str(missing)


def report(wanted: Sequence[str], rounds: int) -> None:
    """Print a line as soon as it is measured, and a summary at the end."""
    done = []
    for entry, line in run(wanted, rounds):
        done.append((entry, line))
        _say(json.dumps(asdict(line) if isinstance(line, Line) else {"name": entry.name, "missing": line}))
    _say(f"# {platform.machine()}, Python {platform.python_version()}; medians of the rounds")
    for entry, line in done:
        _say(_summary(entry, line))


def _summary(entry: Entry, line: Line | str) -> str:
    if isinstance(line, str):
        return f"# {entry.name}: not measured, {line}"
    verdict = "" if entry.aim is None else (" reached" if _holds(entry, line.ratio) else " MISSED")
    return (
        f"# {line.name}: {entry.what}: {line.ours} {line.unit}; {entry.reference}: {line.reference}; "
        f"ratio {line.ratio}, aim {line.aim}{verdict}"
    )


def _holds(entry: Entry, ratio: float) -> bool:
    if entry.aim is None:
        return True
    return ratio >= entry.aim if entry.more_is_better else ratio <= entry.aim


def _aim(entry: Entry) -> str:
    if entry.aim is None:
        return "none"
    return f"{'>=' if entry.more_is_better else '<='} {entry.aim:g}"


def _short(number: float) -> float:
    return float(f"{number:.3g}")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
