"""The mails that the demonstration wrote to files instead of sending them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from collegial.config import Settings
from collegial.files.rules import Upload
from collegial.kernel.errors import Missing
from collegial.kernel.text import t

# Nobody receives mail there (RFC 2606), so whoever tries the form to join under such an address exposes nobody.
_NOBODYS = re.compile(r"[@.]example\.org$")
_MOST = 100


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail as its reader sees it: its text, and the names of what is attached; `key` is its file's."""

    key: str
    to: str
    subject: str
    sent_at: datetime | None
    text: str
    attached: Sequence[str]


def mails(settings: Settings, readers: Collection[str] | None = None) -> list[Mail]:
    """Return the newest mails, the last one first: those to these addresses, or to all that are invented.

    What was written to a real address stays unread.
    """
    found = [_mail(key, message) for key, message in _messages(settings)]
    return [one for one in found if _NOBODYS.search(one.to) and (readers is None or one.to in readers)][
        :_MOST
    ]


def attachment(settings: Settings, key: str, number: int) -> Upload:
    """Return what is attached to a mail to an invented address, counted from one; raises Missing."""
    message = dict(_messages(settings)).get(key)
    parts = list(message.iter_attachments()) if message and _NOBODYS.search(_reader(message)) else []
    if not 1 <= number <= len(parts):
        raise Missing("demo.unknown_attachment", t("Nothing is attached there."))
    part = parts[number - 1]
    return Upload(name=part.get_filename() or "", content=bytes(part.get_payload(decode=True)))


def _reader(message: EmailMessage) -> str:
    return str(message["To"] or "").strip().lower()


def _messages(settings: Settings) -> Iterator[tuple[str, EmailMessage]]:
    for file in sorted((settings.folder / settings.mail.folder).glob("*.eml"), reverse=True):
        message = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        yield file.stem, message


def _mail(key: str, message: EmailMessage) -> Mail:
    body = message.get_body(preferencelist=("plain",))
    return Mail(
        key=key,
        to=_reader(message),
        subject=str(message["Subject"] or ""),
        sent_at=parsedate_to_datetime(message["Date"]) if message["Date"] else None,
        text=body.get_content().strip() if body else "",
        attached=[part.get_filename() or "" for part in message.iter_attachments()],
    )
