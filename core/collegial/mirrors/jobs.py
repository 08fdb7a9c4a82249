"""Note the end of the journal elsewhere, each day on which something happened."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask_babel import force_locale
from flask_mailman import EmailMessage

from collegial.config import Settings
from collegial.hooks.contracts import Job
from collegial.journal.queries import head
from collegial.kernel.disks import add_line, write_whole
from collegial.kernel.events import Context
from collegial.kernel.outbox import outside
from collegial.kernel.text import t
from collegial.mirrors.events import JournalMirrored
from collegial.mirrors.queries import is_news
from collegial.mirrors.rules import NOTES, Noted, token_of
from collegial.stamping.authority import ask
from collegial.stamping.rules import request_for, roots_in, verified
from collegial.web.languages import say
from collegial.web.program import current_program


def mirror_journal(context: Context, _payload: Mapping[str, Any]) -> None:
    """Note the end where the settings say; what fails is tried again, and may then be noted twice."""
    settings, end = current_program().settings, head(context.session)
    if not settings.mirror.is_wanted or end is None or not is_news(context.session, end):
        return
    noted = Noted(sequence=end.sequence, digest=end.digest, at=context.clock.now().isoformat())
    with outside():
        token = _stamped(settings, noted) if settings.mirror.stamp else None
        places = [*_filed(settings, noted, token), *_mailed(settings, noted, token)]
    context.emit(JournalMirrored(sequence=noted.sequence, digest=noted.digest, places=places))


def _stamped(settings: Settings, noted: Noted) -> bytes:
    """Return the token of the authority over the line; raises when it does not verify."""
    content = noted.line().encode()
    asked = request_for(content)
    token = ask(settings.stamping.authority, asked.content)
    roots = roots_in(settings.stamping_roots.read_bytes())
    verified(token, sha256(content).hexdigest(), roots, nonce=asked.nonce)
    return token


def _filed(settings: Settings, noted: Noted, token: bytes | None) -> list[str]:
    if not settings.mirror.folder:
        return []
    folder = settings.folder / settings.mirror.folder
    folder.mkdir(parents=True, exist_ok=True)
    add_line(folder / NOTES, noted.line())
    if token is not None:
        write_whole(token_of(folder, noted), token)
    return ["file", *(["time stamp"] if token else [])]


def _mailed(settings: Settings, noted: Noted, token: bytes | None) -> list[str]:
    if not settings.mirror.mail:
        return []
    with force_locale(settings.pays.languages[0]):
        pays = settings.pays.short_name
        subject = say(
            t("%(pays)s: the end of the journal, entry %(number)s", pays=pays, number=noted.sequence)
        )
        advice = say(
            t("Keep this e-mail. Whoever cuts the journal short, or rewrites it, cannot make the same seal.")
        )
    message = EmailMessage(subject, f"{advice}\n\n{noted.line()}\n", to=list(settings.mirror.mail))
    if token is not None:
        message.attach(f"{noted.sequence}.tsr", token, "application/timestamp-reply")
    message.send()
    return ["mail"]


JOBS = (
    Job(
        key="mirrors.journal",
        label=t("Noting the end of the journal elsewhere"),
        run=mirror_journal,
        every=timedelta(days=1),
    ),
)
