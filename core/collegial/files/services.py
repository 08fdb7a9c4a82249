"""Keep a file and erase it; the permission is that of the feature which the file belongs to."""

import secrets

from collegial.files.events import FileErased, FileStored
from collegial.files.models import StoredFile
from collegial.files.rules import Upload, check_file
from collegial.kernel.events import Context
from collegial.kernel.permissions import Permission, require


def store_file(context: Context, upload: Upload, *, permission: Permission) -> StoredFile:
    """Check a file by its content and keep it; raises Invalid at the field `file`."""
    require(context.by, permission)
    checked = check_file(upload)
    kept = StoredFile(
        token=secrets.token_urlsafe(32), name=checked.name, media_type=checked.media_type,
        size=len(checked.content), digest=checked.digest, content=checked.content,
        uploaded_at=context.clock.now(), account_id=context.by.account_id,
    )  # fmt: skip
    context.session.add(kept)
    context.session.flush()  # the event, and what the file is attached to, name it by its number
    context.emit(FileStored(file=kept.id, digest=kept.digest))
    return kept


def erase_file(context: Context, file: StoredFile, *, permission: Permission) -> None:
    """Erase a file; the database refuses it while something still names the file."""
    require(context.by, permission)
    context.emit(FileErased(file=file.id, digest=file.digest))
    context.session.delete(file)
    context.session.flush()  # a file that something names must stop the act here, not at the commit
