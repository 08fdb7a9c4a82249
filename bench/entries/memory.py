"""How much a process that takes votes grows while it takes them."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.entries.casts import HANDS, ballots
from bench.harness import FEWEST_ROUNDS, Entry, Measure
from bench.stack import Posts, rate, served, settings_for
from bench.voters import Hall, Voter, fill
from collegial.features import FEATURES
from collegial.hosting.host import Host
from collegial.hosting.migrations import upgrade

FEW, MANY = 100, 10_000


@contextmanager
def _growth() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        url = f"sqlite:///{folder}/collegial.db"
        upgrade(url, Host(FEATURES, ()))
        hall = fill(settings_for(url, Path(folder)), MANY * FEWEST_ROUNDS)
        come = iter(hall.voters)

        def measure() -> tuple[float, float]:
            """Let a new process take many votes; return its size in megabytes after all of them, and after few."""
            with served(url, Path(folder), workers=1) as port:
                sizes = []
                for number in (FEW, MANY - FEW):
                    _cast(port, hall, [next(come) for _ in range(number)])
                    sizes.append(_resident(_worker()))
            return sizes[1], sizes[0]

        yield measure


def _cast(port: int, hall: Hall, voters: list[Voter]) -> None:
    rate(port, ballots(Posts(), hall, voters), hands=HANDS)


def _worker() -> int:
    """Return the one process that takes votes: the child of the only child."""
    (master,) = _children(os.getpid())
    (worker,) = _children(master)
    return worker


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(one) for one in listed.split()]


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    if found is None:
        raise RuntimeError(status)
    return int(found[1]) / 1024


ENTRIES = (
    Entry(
        name="memory", what=f"size of a process that took {MANY} votes", reference=f"after {FEW} of them", unit="MB",
        aim=1.1, more_is_better=False, prepare=_growth,
    ),
)  # fmt: skip
