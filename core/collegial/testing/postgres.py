"""A throwaway PostgreSQL cluster on loopback, run by an unprivileged user even when the tests run as root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

URL_VARIABLE = "COLLEGIAL_TEST_POSTGRES"
_CONNECTIONS = "-c max_connections=100"
_CARELESS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
# Lets the server say which transaction was committed last: that tells whether a test left its database as it was.
_TELLING = "-c track_commit_timestamp=on"
LENDER = "lender"  # what our own connections to a database that is lent call themselves
_LAST = """
    SELECT CASE WHEN current_setting('track_commit_timestamp') = 'on' AND current_setting('is_superuser') = 'on'
    AND current_setting('server_version_num')::int >= 150000  -- earlier ones count what is written a while later
    THEN (pg_last_committed_xact()).xid::text::bigint END
"""


class PostgresMissing(Exception):
    """There is no PostgreSQL here to test with."""


class Databases:
    """The databases made on one server.

    What is thrown away goes at the next making: by then its connections have closed, and nobody waits for them.
    """

    def __init__(self, server: str) -> None:
        self._base = server.rsplit("/", 1)[0]
        self._engine = create_engine(server, isolation_level="AUTOCOMMIT")
        self._thrown: list[str] = []

    def make(self, template: str = "template1") -> str:
        """Make a database like another one; return its URL."""
        self._sweep()
        name = f"test_{uuid.uuid4().hex[:12]}"
        # On a server that never waits for its disk, copying the files takes half the time of logging them.
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.address(name)

    def address(self, name: str) -> str:
        """Return the URL of a database of this server."""
        return f"{self._base}/{name}"

    def throw(self, url: str) -> None:
        """Let a database go."""
        self._thrown.append(url.rsplit("/", 1)[1])

    def close(self) -> None:
        """Remove what was thrown away and give back the connection."""
        self._sweep()
        self._engine.dispose()

    def _sweep(self) -> None:
        while self._thrown:
            self._execute(f"DROP DATABASE {self._thrown.pop()} WITH (FORCE)")

    def last_committed(self) -> int | None:
        """Return the last transaction of the server that wrote something and was committed, where it is told."""
        with self._engine.connect() as connection:
            last: int | None = connection.scalar(text(_LAST))
            return last

    def is_left(self, url: str) -> bool:
        """Tell whether nobody is connected to a database any more, but us; wait a moment for who is leaving."""
        others = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND application_name <> :us"
        )
        about = {"name": url.rsplit("/", 1)[1], "us": LENDER}
        with self._engine.connect() as connection:
            for _ in range(100):
                if connection.scalar(others, about) == 0:
                    return True
                time.sleep(0.005)
        return False

    def _execute(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Give the URL of a server to make databases on: the one named in the environment, or our own.

    A durable one is always our own, lies on the disk and waits for it, as a deployment's does: that is what is
    measured. Raises PostgresMissing when none can be had.
    """
    named = os.environ.get(URL_VARIABLE)
    if named and not durable:
        yield named
        return
    options = _CONNECTIONS if durable else f"{_CONNECTIONS} {_CARELESS} {_TELLING}"
    with own_server(options, room=tempfile.gettempdir() if durable else _room()) as server:
        yield server.url


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server of our own, whose processes can be killed and started again."""

    folder: Path
    port: int
    options: str

    @property
    def url(self) -> str:
        """Return where its first database is reached."""
        return f"postgresql+psycopg://test@127.0.0.1:{self.port}/postgres"

    def up(self) -> None:
        """Start it, and wait until it answers."""
        place = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        start = f"-p {self.port} {place} {self.options}"
        self._control("-w", "-l", str(self.folder / "log"), "-o", start, "start")

    def kill(self) -> None:
        """End all of it at once, in the midst of what it does; it repairs itself from its log when it starts."""
        self._control("-m", "immediate", "stop")

    def _control(self, *arguments: str) -> None:
        _run("pg_ctl", "-D", str(self.folder / "data"), *arguments, user=_server_user())


@contextmanager
def own_server(options: str = f"{_CONNECTIONS} -c fsync=off", *, room: str | None = None) -> Iterator[Server]:
    """Give a running server; as it is, what it confirmed outlives its processes, though not a power cut."""
    folder, user = Path(tempfile.mkdtemp(prefix="collegial-pg-", dir=room or _room())), _server_user()
    try:
        if user:
            shutil.chown(folder, user)
        encoding = ("--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        _run("initdb", "-D", str(folder / "data"), "-U", "test", *encoding, user=user)
        server = Server(folder=folder, port=_free_port(), options=options)
        server.up()
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copied(url: str, target: str) -> str:
    """Copy all of a database into one of another server, which is empty; return its URL."""
    fill_from(target, dumped(url))
    return target


def dumped(url: str) -> bytes:
    """Return all of a database as the statements that make it."""
    command = [program_of_server("pg_dump"), _plain(url)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 (our own command line)


def fill_from(url: str, dump: bytes) -> None:
    """Bring all that was dumped into an empty database."""
    command = [program_of_server("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", _plain(url)]
    subprocess.run(command, check=True, input=dump, stdout=subprocess.DEVNULL)  # noqa: S603 (our own command line)


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql", 1)


def _room() -> str:
    """Return where the cluster lies: in memory where there is room, and where the server's user can reach it."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30
    return str(memory) if roomy else tempfile.gettempdir()


def _run(program: str, *arguments: str, user: str | None) -> None:
    subprocess.run(  # noqa: S603 (our own command line)
        [program_of_server(program), *arguments],
        check=True,
        user=user,
        stdout=subprocess.DEVNULL,
        cwd="/",
        close_fds=True,
    )


def is_installed() -> bool:
    """Tell whether a server can be had: one that is named, or our own."""
    try:
        return bool(os.environ.get(URL_VARIABLE) or program_of_server("initdb"))
    except PostgresMissing:
        return False


def program_of_server(program: str) -> str:
    """Return where a program of PostgreSQL lies; raises PostgresMissing."""
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
