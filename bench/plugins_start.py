"""How long the program takes to start with fifty plugins, against five: one line of JSON.

Each plugin is a whole package as `collegial new-plugin` writes it, with an entry point, a table, pages, catalogues in
three languages and a migration. Starts are taken in turn, each in a process of its own, so that a busy moment of the
machine falls on both; the least time of each counts.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from jinja2 import Environment

from collegial.authoring.cli import TEMPLATE

MANY, FEW, ROUNDS, AIM = 50, 5, 7, 2.0
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


def main() -> None:
    """Measure, and print the line."""
    with tempfile.TemporaryDirectory(prefix="collegial-bench-") as folder:
        few, many = (_installed(Path(folder) / f"{number}", number) for number in (FEW, MANY))
        times = [(_start(many, MANY), _start(few, FEW)) for _ in range(ROUNDS + 1)][
            1:
        ]  # the first ones write bytecode
        ours, reference = (min(column) for column in zip(*times, strict=True))
    line = {
        "name": f"start with {MANY} plugins against {FEW}",
        "ours": round(ours, 3),
        "reference": round(reference, 3),
        "ratio": round(ours / reference, 2),
        "aim": AIM,
        "unit": "s",
        "rounds": ROUNDS,
    }
    print(json.dumps(line))  # noqa: T201


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


if __name__ == "__main__":
    main()
