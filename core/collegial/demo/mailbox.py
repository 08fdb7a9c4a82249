"""The mails that the demonstration wrote to files instead of sending them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from collegial.config import Settings

# Nobody receives mail there (RFC 2606), so whoever tries the form to join under such an address exposes nobody.
_NOBODYS = re.compile(r"[@.]example\.org$")
_MOST = 100


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail as its reader sees it: the text part only."""

    to: str
    subject: str
    sent_at: datetime | None
    text: str


def mails(settings: Settings, readers: Collection[str] | None = None) -> list[Mail]:
    """Return the newest mails, the last one first: those to these addresses, or to all that are invented.

    What was written to a real address stays unread.
    """
    found = [_mail(message) for message in _messages(settings.folder / settings.mail.folder)]
    return [one for one in found if _NOBODYS.search(one.to) and (readers is None or one.to in readers)][
        :_MOST
    ]


def _messages(folder: Path) -> Iterator[EmailMessage]:
    for file in sorted(folder.glob("*.eml"), reverse=True):
        message = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        yield message


def _mail(message: EmailMessage) -> Mail:
    body = message.get_body(preferencelist=("plain",))
    return Mail(
        to=str(message["To"] or "").strip().lower(),
        subject=str(message["Subject"] or ""),
        sent_at=parsedate_to_datetime(message["Date"]) if message["Date"] else None,
        text=body.get_content().strip() if body else "",
    )
