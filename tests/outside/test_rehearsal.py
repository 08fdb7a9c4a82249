"""What stands in deploy/ makes a fresh folder a deployment with two workers and a proxy, which is lost and restored."""

import subprocess

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("wheel")]


def test_a_fresh_folder_becomes_a_deployment_with_two_workers_and_a_proxy(rehearsal):
    if rehearsal is None:
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    said, _ = rehearsal.communicate()

    assert rehearsal.returncode == 0, said
    assert "entry 3; 2 ends noted elsewhere agree" in said
    assert "== All is well" in said


def test_what_a_loaded_program_runs_ends_as_it_would_by_itself(loaded, tmp_path):
    def run(*words):
        done = subprocess.run([loaded, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    script = tmp_path / "script.py"
    script.write_text("import sys\nprint(__name__, flush=True)\nsys.exit('seen')\n", encoding="utf-8")
    assert run(script) == (1, "__main__\n", "seen\n")
    status, printed, told = run("db", "check")
    assert (status, printed) == (2, "")
    assert "pays.toml" in told
