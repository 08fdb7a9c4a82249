"""What stands in deploy/ works: the proxy as it is installed, and every unit runs a command that there is."""

import os
import re
import shlex
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import click
import pytest
from werkzeug.serving import make_server

from collegial.cli import collegial
from collegial.testing.factories import convened
from collegial.testing.proxy import proxied
from collegial.web.live import live_address

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"


@pytest.mark.slow
def test_behind_the_proxy_a_room_reaches_the_program_once_a_second(
    root, app, context, session, client, tmp_path
):
    meeting = convened(context, {"A": 2}).assembly.id
    session.commit()
    with app.test_request_context():
        seen, unseen = (live_address("live.quorum", meeting, **more) for more in ({"seen": "x"}, {}))
        news = live_address("live.news", meeting)
        shown, told = (
            live_address(piece, meeting, seen=client.get(address).text.split("seen=")[1][:16])
            for piece, address in (("live.quorum", unseen), ("live.news", news))
        )
    reached = []

    def counted(environ, start_response):
        reached.append(environ["PATH_INFO"])
        return app(environ, start_response)

    upstream = make_server(f"unix://{tmp_path}/web.sock", 0, counted, threaded=True)
    Thread(target=upstream.serve_forever, daemon=True).start()
    try:
        with (
            proxied(f"unix:{tmp_path}/web.sock", root / "deploy" / "nginx") as port,
            ThreadPoolExecutor(8) as room,
        ):
            start = time.monotonic()
            answers = list(
                room.map(lambda at: _ask(port, (seen, shown, told)[at % 3], f"collegial={at}"), range(300))
            )
            seconds = time.monotonic() - start
    finally:
        upstream.shutdown()
    assert Counter(answers) == {200: 100, 204: 200}
    assert len(reached) <= 3 * (seconds + 1)  # three addresses, each once a second


def _ask(port: int, address: str, cookie: str) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status


@pytest.fixture(scope="module")
def proxy_alone(root):
    """Give the port of the proxy while the program is away."""
    if shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is None and not os.environ.get("CI"):
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    with proxied("127.0.0.1:9", root / "deploy" / "nginx") as port:
        yield port


@pytest.mark.parametrize(
    ("length", "status", "file", "wait"),
    [(0, 502, "down.html", "120"), (31 << 20, 413, "large.html", None)],
)
def test_what_the_proxy_says_by_itself_looks_like_the_program(proxy_alone, root, length, status, file, wait):
    with closing(HTTPConnection("127.0.0.1", proxy_alone, timeout=30)) as connection:
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", str(length))  # told before it is sent: it is refused at once
        connection.endheaders()
        answer = connection.getresponse()
        page = answer.read().decode()

    assert (answer.status, answer.headers["Retry-After"]) == (status, wait)
    assert page == (root / "deploy" / "nginx" / file).read_text(encoding="utf-8")
    assert re.findall(r'lang="(\w+)"', page) == ["fr", "br", "en"]
    assert not re.search(r"(?:src|href)=|url\(", page)  # what it is made of would not answer either
    look = (root / "core/collegial/web/static/css/collegial.css").read_text(encoding="utf-8")
    for colour in re.findall(r"--\w+(?:-soft)?: #\w{6}", page):
        assert colour in look


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
