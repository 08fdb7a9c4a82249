"""The wheel, installed in an empty environment elsewhere, runs the demonstration."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def run(*command, cwd, **options):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Give a folder with an environment that holds nothing but the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("elsewhere")
    source = folder / "source"
    shutil.copytree(
        ROOT,
        source,
        ignore=shutil.ignore_patterns(
            ".venv", ".git", "build", "*.egg-info", "*.mo", "__pycache__", "node_modules"
        ),
    )
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(source),
        cwd=folder,
    )
    run(sys.executable, "-m", "venv", str(folder / "env"), cwd=folder)
    (wheel,) = folder.glob("collegial-*.whl")
    run(str(folder / "env/bin/python"), "-m", "pip", "install", "--quiet", str(wheel), cwd=folder)
    shutil.rmtree(source)
    return folder


def test_the_demonstration_runs(elsewhere):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COLLEGIAL"))
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(elsewhere / "env/bin/collegial"), "demo", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=elsewhere, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            answers = {
                path: ask(port, path)
                for path in ("/", "/chantiers/", "/proposals/pole", "/static/css/collegial.css")
            }
        finally:
            server.send_signal(signal.SIGTERM)
            printed = server.communicate(timeout=30)[0]
    assert {path: status for path, (status, _) in answers.items()} == dict.fromkeys(answers, 200)
    assert "Nos priorités" in answers["/"][1], "the catalogues are not in the wheel"
    assert printed.count("/demo/sign-in/") == 5
    state = run(
        str(elsewhere / "env/bin/collegial"), "db", "check", cwd=elsewhere,
        env=environment | {"COLLEGIAL_CONFIG": str(elsewhere / "demo-data/pays.toml")},
    )  # fmt: skip
    assert "up to date" in state


def ask(port, path):
    """Get a page in French, waiting for the server to be there."""
    for _ in range(240):
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
                connection.request("GET", path, headers={"Accept-Language": "fr"})
                answer = connection.getresponse()
                return answer.status, answer.read().decode()
        except ConnectionRefusedError:
            time.sleep(0.5)
    raise AssertionError(json.dumps({"port": port, "path": path}))
