"""The measurements can be listed, and one that fails is told; none is taken here."""

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from subprocess import CalledProcessError


def test_every_measurement_has_a_name_an_aim_and_a_reference(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    from bench.harness import all_entries

    found = all_entries()
    assert all(one.name and one.what and one.reference and one.unit for one in found)
    assert len({one.name for one in found}) == len(found)
    for name in [one for one in sys.modules if one.split(".")[0] == "bench"]:
        del sys.modules[name]


def test_an_entry_that_fails_says_so_and_the_others_are_measured(monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    from bench import harness

    def entry(name, prepare):
        return harness.Entry(
            name=name, what="w", reference="r", unit="s", aim=1, more_is_better=True, prepare=contextmanager(prepare)
        )  # fmt: skip

    def broken():
        raise CalledProcessError(2, "pgbench", stderr="duplicate key")
        yield

    def whole():
        yield lambda: (2.0, 1.0)

    monkeypatch.setattr(harness, "all_entries", lambda: [entry("broken", broken), entry("whole", whole)])
    came_to_its_end = harness.report([], 3)

    told = [json.loads(one) for one in capsys.readouterr().out.splitlines() if one.startswith("{")]
    assert not came_to_its_end
    assert "duplicate key" in told[0]["failed"]
    assert (told[1]["name"], told[1]["ratio"], told[1]["rounds"]) == ("whole", 2.0, 3)
    for name in [one for one in sys.modules if one.split(".")[0] == "bench"]:
        del sys.modules[name]
