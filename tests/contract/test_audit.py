"""An audit that could ask nobody does not pass for one that found nothing."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / ".ci/audit.py"
FINE = {"name": "flask", "version": "3.1.2", "vulns": []}
FAULTY = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
LEFT = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_ends_are_told_apart(audit):
    ends = [audit.verdict(asked)[0] for asked in ([FINE], [FINE, FAULTY], [FINE, LEFT], [FAULTY, LEFT], [])]
    assert ends == [audit.NONE, audit.FAULTS, audit.UNKNOWN, audit.FAULTS, audit.UNKNOWN]


def test_what_is_said_names_the_fault_and_the_way_out(audit):
    said = " ".join(audit.verdict([FAULTY, LEFT])[1])
    assert "old 1.0: PYSEC-1; mended in 1.1" in said
    assert "unknown" in said
