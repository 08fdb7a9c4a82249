"""Fill an empty database from the copy in a backup, which anybody may have made: nothing that it says is run."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import URL, Connection, inspect, make_url
from sqlalchemy.exc import DBAPIError

from collegial.backups.dumping import failed, kind_of, tool
from collegial.backups.manifest import UnusableBackup
from collegial.backups.refilling import PRIVATE, refill
from collegial.backups.telling import Tell, silent
from collegial.config import Settings
from collegial.hosting.definitions import (
    Definitions,
    definitions,
    differing,
    made_definitions,
    on_other_tables,
    tables_of,
)
from collegial.hosting.migrations import Owner
from collegial.kernel.database import Database
from collegial.kernel.text import t

# What SQLite would play back into a new file of the same name.
_BESIDE = ("-wal", "-shm", "-journal")
_TOLD = 5  # definitions that are named


def fill(
    settings: Settings,
    source: Path,
    owned: Mapping[Owner, str],
    *,
    without: Collection[str] = (),
    tell: Tell = silent,
) -> None:
    """Fill the database, which must be empty, from a copy made with each owner at a revision; raises UnusableBackup.

    Tables of the modules in `without` are in the copy, and left out.
    """
    url = make_url(settings.database_url)
    tell(t("Filling the database"))
    if kind_of(settings) == "sqlite":
        _place_sqlite(url, source, owned, without)
    else:
        _fill_postgres(url, source, owned, without, tell)


def _place_sqlite(url: URL, source: Path, owned: Mapping[Owner, str], without: Collection[str]) -> None:
    target = Path(url.database or "")
    for ending in ("", *_BESIDE):
        if (there := target.with_name(target.name + ending)).exists():
            raise UnusableBackup(t("There is a database already, or a part of one: %(there)s", there=there))
    left_out = _check_sqlite(source, owned, without)
    partial = target.with_suffix(".restoring")
    partial.touch(mode=0o600)
    shutil.copyfile(source, partial)
    _drop_tables(partial, left_out)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)


def _drop_tables(file: Path, tables: Sequence[str]) -> None:
    """Leave tables out of a file for good; nothing that the file defines is followed."""
    if not tables:
        return
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("PRAGMA trusted_schema = OFF")
        for name in tables:
            opened.execute(f'DROP TABLE "{name}"')
        opened.execute("VACUUM")


def _check_sqlite(copy: Path, owned: Mapping[Owner, str], without: Collection[str]) -> list[str]:
    """Refuse a file that is damaged, or holds what the program never makes and SQLite would follow.

    Return the tables of modules that are to be left out.
    """
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            # before anything of it is evaluated
            left_out = _check_definitions(definitions(opened), owned, without)
            damage = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise UnusableBackup(t("Its database cannot be read: %(error)s", error=error)) from None
    if damage != "ok":
        raise UnusableBackup(t("Its database is damaged: %(damage)s", damage=damage))
    return left_out


def _check_definitions(found: Definitions, owned: Mapping[Owner, str], without: Collection[str]) -> list[str]:
    made = made_definitions(owned)
    left_out = tables_of(found - made, without)
    if strange := differing(made, on_other_tables(found, left_out)):
        raise UnusableBackup(
            t(
                "Its database is not defined as the program defines it: %(names)s. What somebody else put there "
                "would run later on.",
                names=_some(strange),
            )
        )

    return left_out


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_TOLD]) + (f" +{len(names) - _TOLD}" if len(names) > _TOLD else "")


def _fill_postgres(
    url: URL, source: Path, owned: Mapping[Owner, str], without: Collection[str], tell: Tell
) -> None:
    """Take the rows over in one transaction: all of them, or none."""
    database = Database(url.render_as_string(hide_password=False))
    try:
        with _script(source) as script, database.engine.begin() as connection:
            _refuse_filled(connection, url)
            refill(connection, script, owned, without, tell)
    except DBAPIError as error:
        raise UnusableBackup(
            t(
                "The database %(database)s cannot be filled: %(error)s",
                database=url.database,
                error=error.orig,
            )
        ) from None
    finally:
        database.close()


@contextmanager
def _script(source: Path) -> Iterator[IO[bytes]]:
    """Let `pg_restore` write the rows of an archive as a script, without a database; raises UnusableBackup."""
    command = [tool("pg_restore"), "--data-only", "--file=-", str(source)]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints) as process,  # noqa: S603 (PostgreSQL's own program)
    ):
        assert process.stdout is not None
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        if process.wait():
            complaints.seek(0)
            raise failed("pg_restore", complaints.read().decode(errors="replace"))


def _refuse_filled(connection: Connection, url: URL) -> None:
    there = [one for one in inspect(connection).get_table_names() if not one.startswith(PRIVATE)]
    if there:
        raise UnusableBackup(
            t(
                "The database %(database)s is not empty: it holds %(number)s tables.",
                database=url.database,
                number=len(there),
            )
        )
