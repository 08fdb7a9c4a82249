"""Say why a database cannot be used, and what to do: its file, its server, or what the server refuses."""

import socket
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.exc import SQLAlchemyError

from collegial.doctor.findings import Finding, wrong
from collegial.kernel.text import Text, t

_PATIENCE = 5  # seconds
_PORT = 5432
_SOCKETS = "/var/run/postgresql"
_BACK = t("Stop the program, keep the file, and restore the last backup.")
_ROOM = t("Make room on its disk, and see in the log of the system (dmesg) whether that disk is failing.")
_ACCOUNT = t(
    "Run this as the account that runs the program, or give it the folder: chown -R collegial FOLDER"
)
# Of what SQLite calls its errors: https://sqlite.org/rescode.html
_EMBEDDED: tuple[tuple[str, Text, Text], ...] = (
    ("SQLITE_FULL", t("Its disk is full."), _ROOM),
    ("SQLITE_IOERR", t("Its disk is full, or fails."), _ROOM),
    ("SQLITE_READONLY", t("It cannot be written by this account."), _ACCOUNT),
    ("SQLITE_CANTOPEN", t("Its file cannot be opened by this account."), _ACCOUNT),
    ("SQLITE_NOTADB", t("Its file is no database, or is damaged."), _BACK),
    ("SQLITE_CORRUPT", t("Its file is damaged."), _BACK),
    (
        "SQLITE_BUSY",
        t("Another process holds it for too long."),
        t("See which one (fuser -v collegial.db), and let it end."),
    ),
)


def unusable(engine: Engine, error: SQLAlchemyError) -> Finding:
    """Return what is wrong with a database that could not be opened or asked."""
    if engine.dialect.name == "sqlite":
        return _embedded(error)
    return _server(engine.url, error)


def missing_file(file: Path) -> Iterator[Finding]:
    """Look whether an embedded database is there at all: to open it would make an empty one."""
    try:
        there = file.exists()
    except PermissionError:
        there = True  # the folder is told of already
    if not there:
        yield wrong(
            "database",
            t("There is no %(file)s.", file=file),
            t(
                "Correct database_url, or restore the last backup. Only for a new deployment, make it:"
                " collegial db upgrade"
            ),
        )


def _first_line(error: Exception) -> str:
    """Return what a database says, without the statement and without what its client says before it."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.partition("\n")[0].rpartition("FATAL:")[2].strip()


def _embedded(error: SQLAlchemyError) -> Finding:
    name = getattr(getattr(error, "orig", None), "sqlite_errorname", None) or ""
    for beginning, found, advice in _EMBEDDED:
        if name.startswith(beginning):
            return wrong("database", found, advice)
    return wrong("database", t("It cannot be used: %(error)s", error=_first_line(error)), _BACK)


def _server(url: URL, error: SQLAlchemyError) -> Finding:
    place = _place(url)
    try:
        _call(place)
    except OSError:
        return wrong(
            "database",
            t("No PostgreSQL answers at %(place)s.", place=_written(place)),
            t(
                "Start it (systemctl start postgresql) and see its log, or correct the address in database_url or"
                " COLLEGIAL_DATABASE_URL. The program goes on by itself once it answers."
            ),
        )
    return wrong(
        "database",
        t("PostgreSQL at %(place)s refuses: %(error)s", place=_written(place), error=_first_line(error)),
        t(
            "Correct the account, the password and the name of the database in database_url or COLLEGIAL_DATABASE_URL."
        ),
    )


def _place(url: URL) -> str | tuple[str, int]:
    """Return where a server listens: a socket's file, or a name and a port."""
    said = url.translate_connect_args() | dict(url.query)
    host, port = str(said.get("host") or _SOCKETS), int(str(said.get("port") or _PORT))
    return f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)


def _written(place: str | tuple[str, int]) -> str:
    return place if isinstance(place, str) else f"{place[0]}:{place[1]}"


def _call(place: str | tuple[str, int]) -> None:
    if isinstance(place, tuple):
        socket.create_connection(place, timeout=_PATIENCE).close()
        return
    with socket.socket(socket.AF_UNIX) as way:
        way.settimeout(_PATIENCE)
        way.connect(place)
