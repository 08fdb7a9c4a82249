"""What is measured, how often, and how it is told: a JSON line for each entry, then a summary."""

import importlib
import json
import pkgutil
import platform
import statistics
import sys
import time
import traceback
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
    """The medians of an entry, as they are printed; `seconds` is how long it took with all that it set up."""

    name: str
    ours: float
    reference: float
    ratio: float
    aim: str
    unit: str
    rounds: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Failure:
    """An entry that did not come to its end, and why."""

    name: str
    failed: str


Told = Line | Failure | str


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
    start = time.monotonic()
    with entry.prepare() as one_round:
        taken = [one_round() for _ in range(max(rounds, FEWEST_ROUNDS))]
    ours, reference = (statistics.median(side) for side in zip(*taken, strict=True))
    return Line(
        name=entry.name, ours=_short(ours), reference=_short(reference), ratio=_short(ours / reference),
        aim=_aim(entry), unit=entry.unit, rounds=len(taken), seconds=round(time.monotonic() - start, 1),
    )  # fmt: skip


def run(wanted: Sequence[str], rounds: int) -> Iterator[tuple[Entry, Told]]:
    """Measure the wanted entries, all when none is named; where one cannot be or fails, say why and go on."""
    for entry in all_entries():
        if wanted and entry.name not in wanted:
            continue
        try:
            yield entry, measure(entry, rounds)
        except Missing as missing:
            yield entry, str(missing)
        except Exception as error:  # noqa: BLE001 (the other entries are measured all the same)
            traceback.print_exc()
            yield entry, Failure(name=entry.name, failed=_why(error))


def _why(error: Exception) -> str:
    """Return what an error says, with what a program that was called wrote last."""
    written = getattr(error, "stderr", None) or ""
    last = written.strip().splitlines()[-3:] if isinstance(written, str) else []
    return " | ".join([f"{type(error).__name__}: {error}", *last])[:600]


def report(wanted: Sequence[str], rounds: int) -> bool:
    """Print a line as soon as it is measured, and a summary at the end; tell whether every entry came to its end."""
    done = []
    for entry, told in run(wanted, rounds):
        done.append((entry, told))
        _say(json.dumps({"name": entry.name, "missing": told} if isinstance(told, str) else asdict(told)))
    _say(f"# {platform.machine()}, Python {platform.python_version()}; medians of the rounds")
    for entry, told in done:
        _say(_summary(entry, told))
    return not any(isinstance(told, Failure) for _, told in done)


def _summary(entry: Entry, told: Told) -> str:
    if isinstance(told, Failure):
        return f"# {entry.name}: FAILED, {told.failed}"
    if isinstance(told, str):
        return f"# {entry.name}: not measured, {told}"
    verdict = "" if entry.aim is None else (" reached" if _holds(entry, told.ratio) else " MISSED")
    return (
        f"# {told.name}: {entry.what}: {told.ours} {told.unit}; {entry.reference}: {told.reference}; "
        f"ratio {told.ratio}, aim {told.aim}{verdict}; {told.seconds:.0f} s"
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
