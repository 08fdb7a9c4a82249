"""What stands in deploy/ works: the rehearsal plays it, and every unit runs a command that there is."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest

from collegial.cli import collegial

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_fresh_folder_becomes_a_deployment_with_two_workers_and_a_proxy(root, postgres_server, tmp_path):
    if shutil.which("nginx") is None and not os.environ.get("CI"):
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COLLEGIAL")}
    program = Path(sys.executable).with_name("collegial")
    number = 8400 + os.getpid() % 500

    played = subprocess.Popen(
        [root / "deploy" / "rehearse", tmp_path / "rehearsal", postgres_server.replace("+psycopg", "")],
        env=environment | {"COLLEGIAL": str(program), "PORT": str(number)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = played.communicate()
    finally:
        with suppress(ProcessLookupError):  # where it was cut short: what it started goes with it
            os.killpg(played.pid, signal.SIGKILL)

    assert played.returncode == 0, said
    assert "entry 3; 2 ends noted elsewhere agree" in said
    assert "== All is well" in said


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda path: path.name)
def test_a_unit_runs_a_command_with_options_that_there_are(unit):
    lines = re.findall(
        r"^ExecStart=/opt/collegial/env/bin/collegial (.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert lines
    for line in lines:
        command, words = collegial, shlex.split(line)
        while isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words.pop(0))
        known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known
