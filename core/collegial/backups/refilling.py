"""Fill tables that our migrations made on PostgreSQL with the rows of an archive."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from collegial.backups.manifest import UnusableBackup
from collegial.backups.rows import Place, Rows, contents
from collegial.backups.telling import Tell
from collegial.hosting.migrations import Owner, belongs_to, make_tables
from collegial.kernel.text import t

PRIVATE = "collegial_queue"  # what wakes workers is worth nothing elsewhere
_LINKS = """SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"""
_SEQUENCES = (
    "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace"
)


def refill(
    connection: Connection,
    script: IO[bytes],
    owned: Mapping[Owner, str],
    without: Collection[str],
    tell: Tell,
) -> None:
    """Make the tables at the revisions of an archive and take its rows over; raises UnusableBackup.

    The rows of the modules in `without` are read over.
    """
    make_tables(connection, owned)
    columns = {
        table: {one["name"] for one in inspect(connection).get_columns(table)}
        for table in _tables(connection)
    }
    try:
        with _resting(connection, list(columns)):
            known = {*columns, *_sequences(connection)}
            _take_over(connection, _contents_without(script, without, known), columns, tell)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _unfit(error) from None
    except DBAPIError as error:
        raise _unfit(error.orig or error) from None


def _unfit(error: BaseException) -> UnusableBackup:
    return UnusableBackup(
        t("Its rows do not fit the tables that they are of: %(error)s", error=str(error).splitlines()[0])
    )


def _tables(connection: Connection) -> list[str]:
    return [one for one in inspect(connection).get_table_names() if not one.startswith(PRIVATE)]


def _sequences(connection: Connection) -> set[str]:
    return set(connection.exec_driver_sql(_SEQUENCES).scalars())


@contextmanager
def _resting(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Let guards, counts and foreign keys rest while rows come in any order; each key is held to again at the end."""
    said = connection.exec_driver_sql
    said("SET CONSTRAINTS ALL IMMEDIATE")
    links = said(_LINKS).all()
    names = [_quoted(connection, one) for one in tables]
    for table, link, _definition in links:
        said(f"ALTER TABLE {table} DROP CONSTRAINT {link}")
    for name in names:
        said(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    said(f"TRUNCATE {', '.join(names)}")  # the migrations write some rows, which are in the archive
    yield
    for name in names:
        said(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    for table, link, definition in links:
        said(f"ALTER TABLE {table} ADD CONSTRAINT {link} {definition}")


def _contents_without(
    script: IO[bytes], modules: Collection[str], known: Collection[str]
) -> Iterator[Rows | Place]:
    """Yield what a script holds, but for what is not known and belongs to these modules."""
    for one in contents(script):
        name = one.table if isinstance(one, Rows) else one.sequence
        if name in known or not belongs_to(name, modules):
            yield one
        elif isinstance(one, Rows):
            for _ in one.pieces:
                pass


def _take_over(
    connection: Connection, read: Iterator[Rows | Place], columns: Mapping[str, set[str]], tell: Tell
) -> None:
    step, sequences = t("Filling tables:"), _sequences(connection)
    missing = set(columns)
    for one in read:
        if isinstance(one, Place):
            _set_place(connection, one, sequences)
            continue
        if not columns.get(one.table, set()).issuperset(one.columns) or one.table not in missing:
            raise UnusableBackup(
                t("Its database holds a table that the program does not make so: %(table)s.", table=one.table)
            )
        missing.discard(one.table)
        _copy(connection, one)
        tell(step, len(columns) - len(missing), len(columns))
    if missing:
        names = ", ".join(sorted(missing))
        raise UnusableBackup(t("Its database lacks tables: %(names)s.", names=names))


def _copy(connection: Connection, rows: Rows) -> None:
    columns = ", ".join(_quoted(connection, one) for one in rows.columns)
    cursor: Any = connection.connection.cursor()  # SQLAlchemy has no word for COPY
    with cursor, cursor.copy(f"COPY {_quoted(connection, rows.table)} ({columns}) FROM STDIN") as copy:
        for piece in rows.pieces:
            copy.write(piece)


def _set_place(connection: Connection, place: Place, sequences: set[str]) -> None:
    if place.sequence not in sequences:
        raise UnusableBackup(
            t(
                "Its database holds a table that the program does not make so: %(table)s.",
                table=place.sequence,
            )
        )
    name = _quoted(connection, place.sequence)
    connection.execute(
        text("SELECT setval(CAST(:name AS regclass), :value, :called)"),
        {"name": name, "value": place.value, "called": place.is_called},
    )


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
