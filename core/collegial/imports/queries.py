"""Read imports, their rows, and what was chosen for lists with the same titles."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from collegial.imports.models import ImportFile, ImportMapping, ImportRow
from collegial.imports.rules import Outcome
from collegial.kernel.errors import Missing
from collegial.kernel.holding import held_row
from collegial.kernel.text import t


def imports() -> Select[ImportFile]:
    """Return the query of all imports, the latest first."""
    return select(ImportFile).order_by(ImportFile.uploaded_at.desc(), ImportFile.id.desc())


def import_file(session: Session, number: int) -> ImportFile:
    """Return an import; raises Missing."""
    found = session.get(ImportFile, number)
    if found is None:
        raise Missing("imports.unknown", t("There is no such import."))
    return found


def locked(session: Session, number: int) -> ImportFile | None:
    """Return an import as it is now, held until the end of the transaction."""
    return held_row(session, ImportFile, number)


def open_import(session: Session, kind: str, digest: str) -> ImportFile | None:
    """Return the import of this very file that is not finished."""
    return session.scalars(
        select(ImportFile).where(
            ImportFile.kind == kind, ImportFile.digest == digest, ImportFile.finished_at.is_(None)
        )
    ).one_or_none()


def running(session: Session) -> ImportFile | None:
    """Return the import that is writing now."""
    return session.scalars(select(ImportFile).where(ImportFile.slot == 1)).one_or_none()


def rows(number: int, *outcomes: Outcome) -> Select[ImportRow]:
    """Return the query of the rows of an import, in the order of the file; of some outcomes, or all."""
    found = select(ImportRow).where(ImportRow.file_id == number).order_by(ImportRow.number)
    return found.where(ImportRow.outcome.in_(outcomes)) if outcomes else found


def next_rows(session: Session, number: int, most: int) -> Sequence[ImportRow]:
    """Return the next rows to deal with, in the order in which they are written."""
    waiting = select(ImportRow).where(ImportRow.file_id == number, ImportRow.is_done.is_(False))
    return session.scalars(waiting.order_by(ImportRow.rank, ImportRow.number).limit(most)).all()


def samples(session: Session, number: int, most: int = 3) -> Sequence[ImportRow]:
    """Return the first rows, to show what the columns hold."""
    return session.scalars(rows(number).limit(most)).all()


def count_outcomes(session: Session, number: int) -> dict[Outcome, int]:
    """Return how many of the rows that were dealt with have each outcome, in one statement."""
    counted = (
        select(ImportRow.outcome, func.count())
        .where(ImportRow.file_id == number, ImportRow.is_done, ImportRow.outcome.is_not(None))
        .group_by(ImportRow.outcome)
    )
    return {outcome: count for outcome, count in session.execute(counted) if outcome is not None}


def remembered(session: Session, kind: str, signature: str) -> ImportMapping | None:
    """Return what was chosen last time for a list with these titles."""
    return session.scalars(
        select(ImportMapping).where(ImportMapping.kind == kind, ImportMapping.signature == signature)
    ).one_or_none()
