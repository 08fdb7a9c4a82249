"""The wheel, installed in an empty environment elsewhere, runs the demonstration."""

import http.client
import json
import signal
import socket
import subprocess
import time
from contextlib import closing

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("wheel")]


@pytest.mark.usefixtures(
    "rehearsal"
)  # it begins here, and goes on while the next ones of its group are played
def test_the_demonstration_runs(elsewhere):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(elsewhere.bin / "collegial"), "demo", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=elsewhere.folder, env=elsewhere.environment, stdout=subprocess.PIPE, text=True
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
    state = elsewhere.collegial(elsewhere.folder / "demo-data", "db", "check")
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
