"""Read what mail servers send back (RFC 3464): whether a message came back for good, and which one it was."""

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.policy import default

_STATUS = re.compile(r"\b([245])\.[0-9]{1,3}\.[0-9]{1,3}\b")
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^>\r\n]{3,180}>)", re.IGNORECASE | re.MULTILINE)
_LARGEST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A message that came back for good: its Message-ID, and the status in three numbers."""

    message_id: str
    status: str


def read_bounce(raw: bytes) -> Bounce | None:
    """Return the bounce that a mail reports; None for any other mail, and for a delay that may still end well."""
    try:
        report = email.message_from_bytes(raw[:_LARGEST], policy=default)
    except (ValueError, LookupError):
        return None
    if report.get_content_type() != "multipart/report":
        return None
    status = next((found for part in report.walk() if (found := _failure(part))), None)
    original = next((found for part in report.walk() if (found := _original(part))), None)
    return Bounce(message_id=original, status=status) if status and original else None


def _failure(part: Message) -> str | None:
    if part.get_content_type() != "message/delivery-status":
        return None
    text = _text(part)
    found = _STATUS.search(text)
    is_failed = re.search(r"^action:\s*failed", text, re.IGNORECASE | re.MULTILINE)
    return found[0] if found and is_failed and found[1] == "5" else None


def _original(part: Message) -> str | None:
    if part.get_content_type() not in ("message/rfc822", "text/rfc822-headers"):
        return None
    found = _MESSAGE_ID.search(_text(part))
    return found[1] if found else None


def _text(part: Message) -> str:
    content = part.get_payload()
    if isinstance(content, list):
        return "\n".join(str(one) for one in content)
    return str(content)
