"""A room that asks for the live quorum, beside the server's own 304 for a file."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.harness import Entry, Measure, Missing
from bench.stack import Posts, fetch, rate, served, settings_for
from bench.voters import Hall, fill
from collegial.features import FEATURES
from collegial.hosting.host import Host
from collegial.hosting.migrations import upgrade
from collegial.testing.proxy import NginxMissing, proxied

HANDS, POLLS, ROOM, FILE = 16, 1000, 1000, "/static/css/collegial.css"
CROWD = 50_000
RULES = Path(__file__).resolve().parents[2] / "deploy" / "nginx"


@contextmanager
def _room(access: Path | None = None) -> Iterator[tuple[Hall, int, str]]:
    """Fill a hall and serve it; give the port, and the address that a page of the room asks again."""
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        url = f"sqlite:///{folder}/collegial.db"
        upgrade(url, Host(FEATURES, ()))
        hall = fill(settings_for(url, Path(folder)), ROOM)
        with served(url, Path(folder), access=access) as port:
            page = fetch(port, Posts().read(f"/assemblies/{hall.assembly}", hall.voters[0])).decode()
            address = page.split('hx-get="')[1].split('"')[0]
            yield hall, port, address.replace("&amp;", "&")


@contextmanager
def _polls() -> Iterator[Measure]:
    with _room() as (hall, port, again):
        write = Posts().read
        head = fetch(port, write(FILE, hall.voters[0]), head=True).decode()
        mark = head.split("ETag: ")[1].split("\r\n")[0]
        polls = [write(again, one) for one in hall.voters[:POLLS]]
        files = [write(FILE, one, f"If-None-Match: {mark}\r\n") for one in hall.voters[:POLLS]]

        def measure() -> tuple[float, float]:
            return (
                rate(port, polls, hands=HANDS, wanted=b" 204 "),
                rate(port, files, hands=HANDS, wanted=b" 304 "),
            )

        yield measure


@contextmanager
def _polls_behind_proxy() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        access = Path(folder) / "access.log"
        try:
            with _room(access) as (hall, port, again), proxied(f"127.0.0.1:{port}", RULES) as front:
                write = Posts().read
                polls = [write(again, hall.voters[at % ROOM]) for at in range(CROWD)]

                def measure() -> tuple[float, float]:
                    """Count what reached the program in a rush; the second before it began still holds an answer."""
                    before, start = _lines(access), time.perf_counter()
                    rate(front, polls, hands=HANDS, wanted=b" 204 ")
                    return (_lines(access) - before) / (time.perf_counter() - start + 1), 1

                yield measure
        except NginxMissing as missing:
            raise Missing(str(missing)) from None


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


ENTRIES = (
    Entry(
        name="live", what=f"polls of the live quorum by a room of {ROOM}", reference="the server's 304 for a file",
        unit="a second", aim=0.3, more_is_better=True, prepare=_polls,
    ),
    Entry(
        name="live-proxy", what=f"of {CROWD} polls behind the proxy of deploy/, those that reach the program",
        reference="once a second", unit="a second", aim=1, more_is_better=False, prepare=_polls_behind_proxy,
    ),
)  # fmt: skip
