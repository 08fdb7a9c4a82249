"""Have signed minutes stamped, as promised."""

from collections.abc import Mapping
from typing import Any

from collegial.files.models import StoredFile
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.outbox import outside
from collegial.kernel.text import t
from collegial.minutes.events import MinutesSigned, ProofReplaced
from collegial.stamping.authority import ask
from collegial.stamping.queries import STAMP, files_signed_with, stamp_of, waiting_for
from collegial.stamping.rules import request_for, roots_in
from collegial.stamping.services import keep_stamp, promise_stamp
from collegial.web.program import current_program


def stamp_file(context: Context, payload: Mapping[str, Any]) -> None:
    """Ask for the time stamp of a file and keep it; what fails is tried again by the outbox."""
    file, settings = context.session.get_one(StoredFile, payload["file"]), current_program().settings
    if stamp_of(context.session, file.id) is not None:
        return
    if not settings.stamping.authority:
        raise RuntimeError("the setting stamping.authority is empty: nobody can be asked for a time stamp")
    asked = request_for(file.content)
    with outside():
        token = ask(settings.stamping.authority, asked.content)
    roots = roots_in(settings.stamping_roots.read_bytes())
    keep_stamp(context, file, token, roots, nonce=asked.nonce)


def promise_for_signature(context: Context, event: MinutesSigned | ProofReplaced) -> None:
    """Promise the time stamp of what was signed, once for each file, where an authority is named."""
    if not current_program().settings.stamping.authority:
        return
    files = files_signed_with(context.session, event.digest)
    asked = {one.file.id for one in waiting_for(context.session, files)}
    for file in files:
        if file.id not in asked:
            promise_stamp(context, file)


JOBS = (Job(key=STAMP, label=t("Time stamp on a signed document"), run=stamp_file),)
