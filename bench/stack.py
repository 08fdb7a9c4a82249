"""The program behind gunicorn, with an empty page beside its own, and clients who keep their connections.

`python -m bench.stack` serves: settings come as JSON in the environment, so that nothing is written to a folder.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, redirect
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer

from bench.voters import Voter
from collegial.app import create_app
from collegial.config import Secrets, Settings
from collegial.serving import settle
from collegial.votes.permissions import CAST
from collegial.web.guard import mount
from collegial.web.routing import Pages

KEY, TOKEN = "k" * 40, "t" * 40
VARIABLE = "COLLEGIAL_BENCH"


def settings_for(url: str, folder: Path) -> Settings:
    """Return the settings of a deployment on this database."""
    secrets = Secrets(key=KEY, password_salt="s" * 40, totp="t" * 40)
    return Settings(folder=folder, secrets=secrets, database_url=url, rate_limits=False)


def build() -> Flask:
    """Build the application, with the page that does nothing: session, forgery token, right, and a way on."""
    given = json.loads(os.environ[VARIABLE])
    app = create_app(settings_for(given["url"], Path(given["folder"])), candidates=())
    pages = Pages("bench", __name__, url_prefix="/bench")
    pages.page("/empty", _empty, permission=CAST, methods=["POST"], fresh=True)
    mount(app, [("core", pages)])
    settle()
    return app


def _empty() -> ResponseReturnValue:
    return redirect("/")


@contextmanager
def served(
    url: str, folder: Path, *, workers: int = 2, threads: int = 16, access: Path | None = None
) -> Iterator[int]:
    """Serve on a free port by gunicorn, and give the port; `access` is where it writes a line for each request."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
        "--worker-class", "gthread", "--threads", str(threads), "--log-level", "error", "--keep-alive", "30",
        *(("--access-logfile", str(access)) if access else ()), "bench.stack:build()",
    ]  # fmt: skip
    environment = os.environ | {VARIABLE: json.dumps({"url": url, "folder": str(folder)})}
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(120)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                probe.sendall(b"GET /health/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if probe.recv(1):
                    return
        time.sleep(0.2)
    raise RuntimeError("the server does not answer")


class Posts:
    """Whole requests of voters who are signed in, ready to be sent."""

    def __init__(self) -> None:
        app = Flask("bench")
        app.secret_key = KEY
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        if signer is None:
            raise RuntimeError("no signer")
        self._signer = signer
        self._token = str(URLSafeTimedSerializer(KEY, salt="wtf-csrf-token").dumps(TOKEN))

    def write(self, path: str, voter: Voter, fields: str = "") -> bytes:
        """Return a POST of a form by a voter."""
        body = f"csrf_token={self._token}&{fields}".encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self._head("POST", path, voter, kind) + body

    def read(self, path: str, voter: Voter, more: str = "") -> bytes:
        """Return a GET by a voter; `more` are further lines of its head."""
        return self._head("GET", path, voter, more)

    def _head(self, method: str, path: str, voter: Voter, more: str) -> bytes:
        kept = {
            "_user_id": voter.mark, "held": voter.mark, "_fresh": True, "fs_cc": "set", "csrf_token": TOKEN,
            "fs_paa": datetime.now(UTC).timestamp(),
        }  # fmt: skip
        cookie = self._signer.dumps(kept)
        return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: collegial={cookie}\r\n{more}\r\n".encode()


def fetch(port: int, request: bytes, *, head: bool = False) -> bytes:
    """Return the body, or the head, of one answer."""
    return asyncio.run(_fetch(port, request))[0 if head else 1]


async def _fetch(port: int, request: bytes) -> tuple[bytes, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    body = await reader.readexactly(_length(head))
    writer.close()
    return head, body


def rate(port: int, requests: Sequence[bytes], *, hands: int, wanted: bytes = b" 302 ") -> float:
    """Send all requests by so many hands at once and return how many a second were answered as wanted.

    Raises RuntimeError for an answer that is not the one wanted.
    """
    return asyncio.run(_send_all(port, requests, hands, wanted))


async def _send_all(port: int, requests: Sequence[bytes], hands: int, wanted: bytes) -> float:
    left = iter(requests)
    start = time.perf_counter()
    await asyncio.gather(*(_hand(port, left, wanted) for _ in range(hands)))
    return len(requests) / (time.perf_counter() - start)


async def _hand(port: int, left: Iterator[bytes], wanted: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in left:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
        if wanted not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError((head + body)[:2000].decode(errors="replace"))
        if b"connection: close" in head.lower():
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0
