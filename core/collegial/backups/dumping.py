"""Copy a database while the program runs, by the database's own tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from collegial.backups.manifest import Head, UnusableBackup
from collegial.backups.telling import Tell, silent
from collegial.config import Settings
from collegial.kernel.text import t

_HEAD = "SELECT sequence, digest FROM journal_head"
_PAGES = 4096  # at one go, of a database that is copied; then it is told how far that is
_NO_JOURNAL = Head(sequence=0, digest="0" * 64)
_PRIVATE_TABLES = "collegial_queue_*"  # what wakes workers is worth nothing elsewhere


def kind_of(settings: Settings) -> str:
    """Return which kind of database a deployment has: `sqlite` or `postgresql`."""
    return make_url(settings.database_url).get_backend_name()


def dump(settings: Settings, target: Path, tell: Tell = silent) -> Head:
    """Copy the database as it is at one moment; return the end of the journal at that very moment."""
    url = make_url(settings.database_url)
    if kind_of(settings) == "sqlite":
        return _copy_sqlite(url, target, tell)
    tell(t("Copying the database (pg_dump)"))
    return _dump_postgres(url, target)


def _copy_sqlite(url: URL, target: Path, tell: Tell) -> Head:
    if not url.database or not Path(url.database).is_file():
        raise UnusableBackup(t("There is no database %(database)s.", database=url.database))
    try:
        return _copied(url.database, target, tell)
    except sqlite3.Error as error:  # such as a disk that is full
        raise UnusableBackup(t("The database cannot be copied: %(error)s", error=error)) from None


def _copied(database: str, target: Path, tell: Tell) -> Head:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        step = t("Copying the pages of the database:")
        source.isolation_level = None
        source.execute("BEGIN")
        source.execute(_HEAD)  # holds the moment: the copy would begin anew at each act of others meanwhile
        source.backup(
            copy, pages=_PAGES, progress=lambda _code, left, all_: tell(step, all_ - left, all_), sleep=0
        )
        tell(t("Checking the copy"))
        copy.execute("PRAGMA journal_mode=DELETE")
        damage = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise UnusableBackup(t("The database is damaged: %(damage)s", damage=damage))
        found = copy.execute(_HEAD).fetchone()
    return Head(sequence=found[0], digest=found[1]) if found else _NO_JOURNAL


def _dump_postgres(url: URL, target: Path) -> Head:
    with _moment(url) as (connection, snapshot):
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        _run(
            "pg_dump", *options, f"--exclude-table={_PRIVATE_TABLES}", f"--file={target}",
            f"--dbname={_address(url)}", url=url,
        )  # fmt: skip
        found = connection.execute(text(_HEAD)).first()
    return Head(sequence=found[0], digest=found[1]) if found else _NO_JOURNAL


@contextmanager
def _moment(url: URL) -> Iterator[tuple[Connection, str]]:
    """Hold one moment of the database, so that the journal's end is that of the copy."""
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            yield connection, connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    finally:
        engine.dispose()


def _address(url: URL) -> str:
    """Return the address for PostgreSQL's programs, without the password: others can read a command line."""
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(program: str, *arguments: str, url: URL) -> None:
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own program)
        [tool(program), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise failed(program, done.stderr)


def tool(program: str) -> str:
    """Return where one of PostgreSQL's programs lies; raises UnusableBackup."""
    found = shutil.which(program)
    if found is None:
        raise UnusableBackup(
            t("%(program)s is not installed (Debian: apt-get install postgresql-client).", program=program)
        )
    return found


def failed(program: str, complaint: str) -> UnusableBackup:
    """Return what to say when one of them failed."""
    return UnusableBackup(t("%(program)s failed: %(error)s", program=program, error=complaint.strip()[-500:]))
