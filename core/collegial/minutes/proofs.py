"""Read the files that prove signatures: those that count, and those that made way for others."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from collegial.files.models import StoredFile
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.minutes.models import Minutes, Replacement, Signature
from collegial.minutes.queries import signatures_of


def is_proof() -> ColumnElement[bool]:
    """Say of a stored file that it proves signatures, or once did."""
    return or_(StoredFile.id.in_(select(Signature.file_id)), StoredFile.id.in_(select(Replacement.file_id)))


def proofs_of(session: Session, minutes_id: int) -> dict[int, StoredFile]:
    """Return the file that counts for each signature, by the signature's number."""
    by = {one.replaced_id: one.file for one in replacements_of(session, minutes_id)}
    return {one.id: _last(one.file, by) for one in signatures_of(session, minutes_id)}


def _last(file: StoredFile, by: dict[int, StoredFile]) -> StoredFile:
    while file.id in by:
        file = by[file.id]
    return file


def replacements_of(session: Session, minutes_id: int) -> Sequence[Replacement]:
    """Return which files made way, the first first."""
    made = select(Replacement).where(Replacement.minutes_id == minutes_id).order_by(Replacement.file_id)
    return session.scalars(made.options(joinedload(Replacement.replaced), joinedload(Replacement.file))).all()


def replacement(session: Session, file_id: int) -> Replacement:
    """Return how a file made way; raises Missing."""
    found = session.get(Replacement, file_id)
    if found is None:
        raise Missing("minutes.not_replaced", t("No such file made way for another."))
    return found


def signed_by_file(session: Session, minutes_id: int) -> dict[StoredFile, list[Signature]]:
    """Return the files that count, each with the signatures that it proves, in the order of the first of them."""
    proofs, signed = proofs_of(session, minutes_id), defaultdict(list)
    for one in signatures_of(session, minutes_id):
        signed[proofs[one.id]].append(one)
    return dict(signed)


def proved_by(session: Session, minutes: Minutes, file: StoredFile) -> list[Signature]:
    """Return the signatures for which a file counts; none once it made way."""
    return signed_by_file(session, minutes.id).get(file, [])


def proof_in(session: Session, file_id: int) -> tuple[Minutes, StoredFile]:
    """Return a file that proves signatures, or did, with its minutes; raises Missing."""
    minutes = session.scalars(
        select(Minutes).where(
            or_(
                Minutes.id.in_(select(Signature.minutes_id).where(Signature.file_id == file_id)),
                Minutes.id.in_(select(Replacement.minutes_id).where(Replacement.file_id == file_id)),
            )
        )
    ).one_or_none()
    if minutes is None:
        raise Missing("minutes.unknown_proof", t("There is no such file of signatures."))
    return minutes, session.get_one(StoredFile, file_id)
