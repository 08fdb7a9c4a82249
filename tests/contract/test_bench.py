"""The measurements can be listed; none is taken here."""

import sys
from pathlib import Path


def test_every_measurement_has_a_name_an_aim_and_a_reference(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    from bench.harness import all_entries

    found = all_entries()
    assert all(one.name and one.what and one.reference and one.unit for one in found)
    assert len({one.name for one in found}) == len(found)
    for name in [one for one in sys.modules if one.split(".")[0] == "bench"]:
        del sys.modules[name]
