"""An audit that could ask nobody does not pass for one that found nothing."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATH = ROOT / ".ci/audit.py"
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


def test_that_nobody_could_be_asked_passes_where_it_is_told_alone_and_a_fault_never(audit):
    ends = audit.NONE, audit.FAULTS, audit.UNKNOWN
    assert [audit.ended(one, []) for one in ends] == [audit.NONE, audit.FAULTS, audit.UNKNOWN]
    assert [audit.ended(one, ["--told"]) for one in ends] == [audit.NONE, audit.FAULTS, audit.NONE]


def test_a_service_that_does_not_answer_is_not_a_yes(audit, monkeypatch, capsys):
    def never(command, **given):
        raise subprocess.TimeoutExpired(command, given["timeout"])

    monkeypatch.setattr(audit.subprocess, "run", never)
    assert (audit.main([]), audit.main(["--told"])) == (audit.UNKNOWN, audit.NONE)
    assert capsys.readouterr().out.count("nothing is known") == 2


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not there")
@pytest.mark.parametrize(
    ("given", "asked"), [([], ".ci/audit.py"), (["UNREACHED=told"], ".ci/audit.py --told")]
)
def test_make_asks_as_it_is_told(given, asked):
    made = ["make", "--no-print-directory", "--dry-run", "audit", *given]
    said = subprocess.run(made, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1].strip().endswith(asked)


def test_continuous_integration_asks_and_heeds_the_answer():
    run = (ROOT / ".ci/run").read_text("utf-8")
    assert "make --no-print-directory audit UNREACHED=told" in run
    assert run.index('wait "$audit" || audited=$?') < run.index('exit "$audited"')
