"""The wheel, installed in an empty environment elsewhere, runs the demonstration."""

import http.client
import json
import re
import signal
import socket
import subprocess
import time
from contextlib import closing
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

SIGN_IN = re.compile("/demo/sign-in/")

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
            links = [next(filter(SIGN_IN.search, server.stdout)) for _persona in range(5)]
            answers = {
                path: ask(port, path)
                for path in ("/", "/chantiers/", "/proposals/pole", "/static/css/collegial.css")
            }
            drawn = document(next(one for one in links if "staff" in one).split()[-1])
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)
    assert {path: status for path, (status, _) in answers.items()} == dict.fromkeys(answers, 200)
    assert "Nos priorités" in answers["/"][1], "the catalogues are not in the wheel"
    assert drawn.startswith(b"%PDF"), (
        "what serves draws documents, though they were drawn while the data were made"
    )
    state = elsewhere.collegial(elsewhere.folder / "demo-data", "db", "check")
    assert "up to date" in state


def document(link):
    """Get a document as whoever signs in by a link."""
    visitor = build_opener(HTTPCookieProcessor())
    visitor.open(link, timeout=30).close()
    with visitor.open(urljoin(link, "/assemblies/2/attendance.pdf"), timeout=60) as answer:
        return answer.read()


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
