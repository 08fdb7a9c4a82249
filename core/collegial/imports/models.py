"""Imports, their rows until they are erased, the columns people matched, and what lists call actors."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collegial.imports.rules import FIXABLE, ImportState, Mode, Outcome
from collegial.kernel.base import Base, one_of

_OPEN = text("finished_at IS NULL")


class ImportFile(Base):
    """A list that was handed in, from its upload to its report.

    `mapping` gives the column of each field, `defaults` the values of rows that have none. `slot` is 1
    while it runs: one import writes at a time. One file is open once; its rows stand in `import_row`.
    """

    __tablename__ = "import_file"
    __table_args__ = (
        CheckConstraint("slot IS NULL OR slot = 1", name="slot"),
        CheckConstraint("(slot IS NOT NULL) = (state = 'running')", name="running"),
        CheckConstraint(
            "(finished_at IS NOT NULL) = (state IN ('done', 'stopped', 'discarded'))", name="finished"
        ),
        CheckConstraint(
            "mode IS NOT NULL OR state NOT IN ('running', 'done', 'stopped')", name="mode_chosen"
        ),
        Index(
            "uq_import_file_open", "kind", "digest", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[ImportState] = mapped_column(one_of(ImportState), default=ImportState.UPLOADED)
    mode: Mapped[Mode | None] = mapped_column(one_of(Mode))
    slot: Mapped[int | None] = mapped_column(unique=True)
    headers: Mapped[list[Any]]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    defaults: Mapped[dict[str, Any]] = mapped_column(default=dict)
    row_count: Mapped[int]
    done_count: Mapped[int] = mapped_column(default=0)
    new_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    same_count: Mapped[int] = mapped_column(default=0)
    wrong_count: Mapped[int] = mapped_column(default=0)
    failure: Mapped[dict[str, Any] | None]
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    uploaded_by: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    @property
    def is_fixable(self) -> bool:
        """Tell whether its columns can still be matched."""
        return self.state in FIXABLE


class ImportRow(Base):
    """One row of a list; `number` is the spreadsheet's own. Erased some days after the import.

    `rank` is the place in which it is written: members are numbered in the order of their admission.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        Index("ix_import_row_outcome", "file_id", "outcome"),
        Index("ix_import_row_rank", "file_id", "is_done", "rank"),
    )

    file_id: Mapped[int] = mapped_column(ForeignKey("import_file.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[Any]]
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome))
    faults: Mapped[list[Any]] = mapped_column(default=list)
    is_done: Mapped[bool] = mapped_column(default=False)
    rank: Mapped[int] = mapped_column(default=0)


class ImportMapping(Base):
    """Which field each title of a list gave last time, for lists with the same titles."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("kind", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    signature: Mapped[str] = mapped_column(String(64))
    fields: Mapped[dict[str, Any]]
    remembered_at: Mapped[datetime]


class ImportReference(Base):
    """What a list calls an actor, so that the next import finds it again; lists may differ in that."""

    __tablename__ = "import_reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(100), unique=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
