"""A throwaway PostgreSQL cluster on loopback, run by an unprivileged user even when the tests run as root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

URL_VARIABLE = "COLLEGIAL_TEST_POSTGRES"
_OPTIONS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"


class PostgresMissing(Exception):
    """There is no PostgreSQL here to test with."""


@contextmanager
def cluster() -> Iterator[str]:
    """Give the URL of a server to make databases on: the one named in the environment, or our own.

    Raises PostgresMissing when neither can be had.
    """
    named = os.environ.get(URL_VARIABLE)
    if named:
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="collegial-pg-", dir=_room()))
    try:
        with _started(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    data, port = folder / "data", _free_port()
    user = _server_user()
    if user:
        shutil.chown(folder, user)
    _run(
        "initdb",
        "-D",
        str(data),
        "-U",
        "test",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        user=user,
    )
    start = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {_OPTIONS}"
    _run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", start, "start", user=user)
    try:
        yield f"postgresql+psycopg://test@127.0.0.1:{port}/postgres"
    finally:
        _run("pg_ctl", "-D", str(data), "-m", "immediate", "stop", user=user)


def _room() -> str:
    """Return where the cluster lies: in memory where there is room, and where the server's user can reach it."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30
    return str(memory) if roomy else tempfile.gettempdir()


def _run(program: str, *arguments: str, user: str | None) -> None:
    subprocess.run(  # noqa: S603 (our own command line)
        [_find(program), *arguments],
        check=True,
        user=user,
        stdout=subprocess.DEVNULL,
        cwd="/",
        close_fds=True,
    )


def _find(program: str) -> str:
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    found = str(versions[-1]) if versions else shutil.which(program)
    if not found:
        raise PostgresMissing(f"{program} is not installed (Debian: apt-get install postgresql)")
    return found


def _server_user() -> str | None:
    """Return who runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise PostgresMissing("the tests run as root and there is no user to run PostgreSQL")


def _free_port() -> int:
    """Return a free port under the ephemeral range, whose ports clients may take meanwhile."""
    for port in range(20000 + os.getpid() % 5000, 32000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise PostgresMissing("no free port")
