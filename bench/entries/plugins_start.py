"""How long the program takes to start with fifty plugins, against five.

Each plugin is a whole package as `collegial new-plugin` writes it, with an entry point, a table, pages, catalogues in
three languages and a migration. Starts are taken in turn, each in a process of its own.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import Environment

from bench.harness import Entry, Measure
from collegial.authoring.cli import TEMPLATE

MANY, FEW = 50, 5
START = """
import time; begin = time.perf_counter()
from pathlib import Path
from collegial.app import create_app
from collegial.config import Secrets, Settings
app = create_app(Settings(folder=Path("."), secrets=Secrets(key="k" * 40, password_salt="s" * 40, totp="t" * 40),
                    database_url="sqlite://"))
seconds = time.perf_counter() - begin
host = app.extensions["collegial"].host
print(seconds, len(host.broken), sum(name.startswith("bench") for name in host.loaded))
"""


@contextmanager
def _starts() -> Iterator[Measure]:
    """Install the plugins beside the program, and give a function that starts it with many, then with few."""
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        few, many = (_installed(Path(folder) / f"{number}", number) for number in (FEW, MANY))
        for place, number in ((few, FEW), (many, MANY)):
            _start(place, number)  # the first one writes bytecode
        yield lambda: (_start(many, MANY), _start(few, FEW))


def _installed(folder: Path, number: int) -> Path:
    """Put plugins into a folder as pip leaves them there."""
    for index in range(number):
        _write(folder, f"bench{index:02}")
    return folder


def _write(folder: Path, name: str) -> None:
    engine, project = Environment(keep_trailing_newline=True), TEMPLATE / "project"  # noqa: S701 (no page)
    given = {"name": name, "title": f"Bench {name}", "author": "Ada"}
    package = project / "collegial_{{ name }}"
    for source in package.rglob("*.jinja"):
        target = folder / engine.from_string(source.relative_to(project).as_posix()).render(
            given
        ).removesuffix(".jinja")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            engine.from_string(source.read_text(encoding="utf-8")).render(given), encoding="utf-8"
        )
    told = folder / f"collegial_{name}-0.1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: collegial-{name}\nVersion: 0.1.0\n", encoding="utf-8"
    )
    (told / "entry_points.txt").write_text(
        f"[collegial.plugins]\n{name} = collegial_{name}.plugin\n", encoding="utf-8"
    )


def _start(folder: Path, number: int) -> float:
    """Return how long a start takes; raises where not all plugins are usable."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", START], env=environment, cwd=folder, capture_output=True, text=True, check=True
    )
    seconds, broken, loaded = done.stdout.split()[-3:]
    if (int(broken), int(loaded)) != (0, number):
        raise RuntimeError(f"{loaded} of {number} plugins are usable, {broken} are broken")
    return float(seconds)


ENTRIES = (
    Entry(
        name="plugins-start",
        what=f"start with {MANY} plugins",
        reference=f"with {FEW}",
        unit="s",
        aim=2.0,
        more_is_better=False,
        prepare=_starts,
    ),
)
