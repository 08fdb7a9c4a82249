"""Read the time stamps of signed minutes, and those that still wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.files.models import StoredFile
from collegial.kernel.errors import Missing
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage
from collegial.kernel.text import t
from collegial.minutes.proofs import is_proof, proofs_of
from collegial.stamping.models import TimeStamp

STAMP = "stamping.stamp"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file that was not stamped yet: how often it was tried, what the last error was, whether it is given up."""

    file: StoredFile
    attempts: int
    error: str | None

    @property
    def is_given_up(self) -> bool:
        """Tell whether nobody tries any more."""
        return self.attempts >= ATTEMPTS


def stamp_of(session: Session, file_id: int) -> TimeStamp | None:
    """Return the time stamp of a file; None when it has none."""
    return session.scalars(select(TimeStamp).where(TimeStamp.file_id == file_id)).one_or_none()


def stamp(session: Session, stamp_id: int) -> TimeStamp:
    """Return a time stamp with its file; raises Missing."""
    found = session.get(TimeStamp, stamp_id, options=[joinedload(TimeStamp.file)])
    if found is None:
        raise Missing("stamping.unknown", t("There is no such time stamp."))
    return found


def signed_files(session: Session, minutes_id: int) -> Sequence[StoredFile]:
    """Return the files that prove the signatures of some minutes, each once; none that made way for another."""
    return sorted(set(proofs_of(session, minutes_id).values()), key=lambda one: one.id)


def files_signed_with(session: Session, digest: str) -> Sequence[StoredFile]:
    """Return the proofs of signatures that have these bytes, each once: one may prove several signatures."""
    return session.scalars(select(StoredFile).where(is_proof(), StoredFile.digest == digest)).all()


def stamps_of(session: Session, files: Sequence[StoredFile]) -> dict[int, TimeStamp]:
    """Return the time stamps of some files, by file."""
    found = session.scalars(select(TimeStamp).where(TimeStamp.file_id.in_([one.id for one in files])))
    return {one.file_id: one for one in found}


def waiting_for(session: Session, files: Sequence[StoredFile]) -> list[Waiting]:
    """Return those of these files whose time stamp was asked for and did not come yet."""
    by_id = {one.id: one for one in files}
    promised = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.task == STAMP, OutboxMessage.done_at.is_(None))
        .order_by(OutboxMessage.id)
    )
    last = {one.payload["file"]: one for one in promised if one.payload.get("file") in by_id}
    return [
        Waiting(file=by_id[file], attempts=one.attempts, error=one.last_error) for file, one in last.items()
    ]
