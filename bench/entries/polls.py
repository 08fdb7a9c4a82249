"""A room that asks for the live quorum, beside the server's own 304 for a file."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.harness import Entry, Measure
from bench.stack import Posts, fetch, rate, served, settings_for
from bench.voters import fill
from collegial.features import FEATURES
from collegial.hosting.host import Host
from collegial.hosting.migrations import upgrade

HANDS, POLLS, ROOM, FILE = 16, 1000, 1000, "/static/css/collegial.css"


@contextmanager
def _polls() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        url = f"sqlite:///{folder}/collegial.db"
        upgrade(url, Host(FEATURES, ()))
        hall = fill(settings_for(url, Path(folder)), ROOM)
        with served(url, Path(folder)) as port:
            write = Posts().read
            shown = fetch(port, write(f"/assemblies/{hall.assembly}/quorum", hall.voters[0])).decode()
            again = shown.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
            mark = (
                fetch(port, write(FILE, hall.voters[0]), head=True)
                .decode()
                .split("ETag: ")[1]
                .split("\r\n")[0]
            )
            polls = [write(again, one) for one in hall.voters[:POLLS]]
            files = [write(FILE, one, f"If-None-Match: {mark}\r\n") for one in hall.voters[:POLLS]]

            def measure() -> tuple[float, float]:
                return (
                    rate(port, polls, hands=HANDS, wanted=b" 204 "),
                    rate(port, files, hands=HANDS, wanted=b" 304 "),
                )

            yield measure


ENTRIES = (
    Entry(
        name="live", what=f"polls of the live quorum by a room of {ROOM}", reference="the server's 304 for a file",
        unit="a second", aim=0.3, more_is_better=True, prepare=_polls,
    ),
)  # fmt: skip
