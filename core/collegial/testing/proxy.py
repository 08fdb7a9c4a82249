"""The proxy of deploy/ before a server on loopback, as it is installed: only its addresses and folders differ."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class NginxMissing(Exception):
    """There is no nginx here."""


@contextmanager
def proxied(upstream: str, rules: Path) -> Iterator[int]:
    """Put nginx by the rules of deploy/nginx before a server, and give its own port; raises NginxMissing.

    The server is `127.0.0.1:PORT` or `unix:PATH`.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise NginxMissing("nginx is not installed (Debian: apt-get install nginx-light)")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="collegial-proxy-") as name:
        folder = Path(name)
        configuration = folder / "nginx.conf"
        configuration.write_text(_configuration(rules, folder, upstream, port), encoding="utf-8")
        server = subprocess.Popen(  # noqa: S603 (nginx, on a file of ours)
            [program, "-c", configuration, "-e", folder / "errors.log"]
        )
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(30)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _configuration(rules: Path, folder: Path, upstream: str, port: int) -> str:
    common = (rules / "common.conf").read_text(encoding="utf-8")
    common = re.sub(r"server unix:\S+", f"server {upstream}", common).replace(
        "/var/cache/nginx/collegial", f"{folder}/answers"
    )
    locations = (
        (rules / "locations.conf").read_text(encoding="utf-8").replace("/usr/share/collegial", str(rules))
    )
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in _FOLDERS)
    account = "user root; " if os.geteuid() == 0 else ""  # else its workers could not reach the folder
    return (
        f"{account}daemon off; pid {folder}/pid; events {{}} http {{ {temporary} access_log off;\n{common}\n"
        f"server {{ listen 127.0.0.1:{port};\n{locations}\n}} }}"
    )


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not answer")
