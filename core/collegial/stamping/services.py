"""Promise a time stamp, and keep the one that came."""

from collections.abc import Sequence

from cryptography.x509 import Certificate
from sqlalchemy.exc import IntegrityError

from collegial.files.models import StoredFile
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.minutes.permissions import ESTABLISH
from collegial.stamping.events import FileStamped
from collegial.stamping.models import TimeStamp
from collegial.stamping.queries import STAMP, stamp_of, stamps_of, waiting_for
from collegial.stamping.rules import verified


def promise_stamp(context: Context, file: StoredFile) -> None:
    """Have a file stamped once this transaction is committed."""
    promise(context.session, STAMP, {"file": file.id}, at=context.clock.now())


def ask_again(context: Context, files: Sequence[StoredFile]) -> int:
    """Promise anew what was given up or never asked for; return how many."""
    require(context.by, ESTABLISH)
    stamped = stamps_of(context.session, files)
    tried = {one.file.id for one in waiting_for(context.session, files) if not one.is_given_up}
    missing = [one for one in files if one.id not in stamped and one.id not in tried]
    for one in missing:
        promise_stamp(context, one)
    return len(missing)


def keep_stamp(
    context: Context, file: StoredFile, token: bytes, roots: Sequence[Certificate], *, nonce: int
) -> TimeStamp:
    """Verify a token and keep it; the first one stays. Raises Unacceptable."""
    said = verified(token, file.digest, roots, nonce=nonce)
    kept = TimeStamp(
        file_id=file.id, stamped_at=said.at, serial=said.serial, authority=said.authority[:300],
        token=token, received_at=context.clock.now(),
    )  # fmt: skip
    try:
        with context.session.begin_nested():
            context.session.add(kept)
    except IntegrityError:
        earlier = stamp_of(context.session, file.id)
        assert earlier is not None  # its place has just been found taken
        return earlier
    context.emit(FileStamped(file=file.id, at=said.at.isoformat(), serial=said.serial))
    return kept
