"""Databases that go from one test to the next as long as they are left as they were."""

from sqlalchemy import create_engine, text

from collegial.testing.postgres import LENDER, Databases

_LOANS = 40
_SEQUENCES = (
    "SELECT seqrelid::regclass::text AS name, pg_sequence_last_value(seqrelid) AS last FROM pg_sequence"
)
_SET_BACK = """
    SELECT setval(seqrelid, coalesce(last, seqstart), last IS NOT NULL)
    FROM unnest(CAST(:names AS text[]), CAST(:lasts AS bigint[])) AS moved(name, last)
    JOIN pg_sequence ON seqrelid = CAST(name AS regclass)
"""


class Loans:
    """Lends copies of one database; a copy in which nothing was committed is lent again.

    What was rolled back stays in the files, so that a copy is lent some times only. Where the server does not tell
    what was committed, each loan is a new copy.
    """

    def __init__(self, databases: Databases, template: str) -> None:
        self._databases, self._template = databases, template
        self._sequences: dict[str, int | None] = {}
        self._kept: _Copy | None = None

    def lend(self) -> str:
        """Give the URL of a database like the template."""
        copy = self._kept
        if copy is None or not self._is_as_it_was(copy):
            self.close()
            copy = _Copy(self._databases.make(self._template))
            self._sequences = self._sequences or copy.sequences()
        else:
            copy.set_back(self._sequences)
        self._kept = copy
        copy.loans += 1
        copy.last_committed = self._databases.last_committed()
        return copy.url

    def close(self) -> None:
        """Throw away the copy that is there."""
        if self._kept:
            self._kept.close()
            self._databases.throw(self._kept.url)
            self._kept = None

    def _is_as_it_was(self, copy: "_Copy") -> bool:
        return (
            copy.loans < _LOANS
            and self._is_unwritten(copy)
            and self._databases.is_left(copy.url)
            and self._is_unwritten(copy)  # who was leaving may have written last
        )

    def _is_unwritten(self, copy: "_Copy") -> bool:
        return copy.last_committed is not None and copy.last_committed == self._databases.last_committed()


class _Copy:
    """A database that is lent: how often it was, and the transaction that was the server's last one then."""

    def __init__(self, url: str) -> None:
        self.url, self.loans = url, 0
        self.last_committed: int | None = None
        self._engine = create_engine(
            url, isolation_level="AUTOCOMMIT", connect_args={"application_name": LENDER}
        )

    def sequences(self) -> dict[str, int | None]:
        """Return the number that each sequence gave last; None where it gave none."""
        with self._engine.connect() as connection:
            return {row.name: row.last for row in connection.execute(text(_SEQUENCES))}

    def set_back(self, sequences: dict[str, int | None]) -> None:
        """Let the sequences go on from where they stood: they go forward in what is rolled back, too."""
        moved = [
            (name, sequences[name]) for name, last in self.sequences().items() if last != sequences[name]
        ]
        if moved:
            names, values = zip(*moved, strict=True)
            with self._engine.connect() as connection:
                connection.execute(text(_SET_BACK), {"names": list(names), "lasts": list(values)})

    def close(self) -> None:
        """Give back our connection."""
        self._engine.dispose()
