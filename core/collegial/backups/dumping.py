"""Copy a database while the program runs, and fill an empty one from the copy, by the database's own tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, inspect, make_url, text

from collegial.backups.manifest import Head, UnusableBackup
from collegial.backups.telling import Tell, silent
from collegial.config import Settings
from collegial.hosting.definitions import Definitions, definitions, differing, made_definitions
from collegial.hosting.migrations import Owner
from collegial.kernel.text import t

_HEAD = "SELECT sequence, digest FROM journal_head"
# What SQLite would play back into a new file of the same name.
_BESIDE = ("-wal", "-shm", "-journal")
_TOLD = 5  # definitions that are named
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


def fill(settings: Settings, source: Path, owned: Mapping[Owner, str], tell: Tell = silent) -> None:
    """Fill the database, which must be empty, from a copy made with each owner at a revision; raises UnusableBackup."""
    url = make_url(settings.database_url)
    tell(t("Filling the database"))
    if kind_of(settings) == "sqlite":
        _place_sqlite(url, source, owned)
    else:
        _refuse_filled(url)
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        _run("pg_restore", *options, f"--dbname={_address(url)}", str(source), url=url)


def _copy_sqlite(url: URL, target: Path, tell: Tell) -> Head:
    if not url.database or not Path(url.database).is_file():
        raise UnusableBackup(t("There is no database %(database)s.", database=url.database))
    with closing(sqlite3.connect(url.database)) as source, closing(sqlite3.connect(target)) as copy:
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


def _place_sqlite(url: URL, source: Path, owned: Mapping[Owner, str]) -> None:
    target = Path(url.database or "")
    for ending in ("", *_BESIDE):
        if (there := target.with_name(target.name + ending)).exists():
            raise UnusableBackup(t("There is a database already, or a part of one: %(there)s", there=there))
    _check_sqlite(source, owned)
    partial = target.with_suffix(".restoring")
    partial.touch(mode=0o600)
    shutil.copyfile(source, partial)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)


def _check_sqlite(copy: Path, owned: Mapping[Owner, str]) -> None:
    """Refuse a file that is damaged, or holds what the program never makes and SQLite would follow."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            _check_definitions(definitions(opened), owned)  # before anything of it is evaluated
            damage = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise UnusableBackup(t("Its database cannot be read: %(error)s", error=error)) from None
    if damage != "ok":
        raise UnusableBackup(t("Its database is damaged: %(damage)s", damage=damage))


def _check_definitions(found: Definitions, owned: Mapping[Owner, str]) -> None:
    if strange := differing(made_definitions(owned), found):
        raise UnusableBackup(
            t(
                "Its database is not defined as the program defines it: %(names)s. What somebody else put there "
                "would run later on. Tables of a module that is not installed here count as such: install it first.",
                names=_some(strange),
            )
        )


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_TOLD]) + (f" +{len(names) - _TOLD}" if len(names) > _TOLD else "")


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


def _refuse_filled(url: URL) -> None:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            there = [one for one in inspect(connection).get_table_names() if "collegial_queue" not in one]
    finally:
        engine.dispose()
    if there:
        raise UnusableBackup(
            t(
                "The database %(database)s is not empty: it holds %(number)s tables.",
                database=url.database,
                number=len(there),
            )
        )


def _address(url: URL) -> str:
    """Return the address for PostgreSQL's programs, without the password: others can read a command line."""
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(program: str, *arguments: str, url: URL) -> None:
    found = shutil.which(program)
    if found is None:
        raise UnusableBackup(
            t("%(program)s is not installed (Debian: apt-get install postgresql-client).", program=program)
        )
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own program)
        [found, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UnusableBackup(
            t("%(program)s failed: %(error)s", program=program, error=done.stderr.strip()[-500:])
        )
