"""The form of a record: text that can be written in one way only, sealed section by section."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime


def write_record(form: str, sections: Mapping[str, object]) -> bytes:
    """Return the file: sorted keys, one space of indent, UTF-8, a last line feed; the same facts, the same bytes."""
    record = {
        "format": form,
        "sections": sections,
        "seals": _seals(sections),
        "seal": seal_of(form, sections),
    }
    return (json.dumps(record, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def seal_of(form: str, sections: Mapping[str, object]) -> str:
    """Return the seal over all sections: the fingerprint of the record."""
    return digest({"format": form, "seals": _seals(sections)})


def _seals(sections: Mapping[str, object]) -> dict[str, str]:
    return {name: digest(content) for name, content in sections.items()}


def digest(content: object) -> str:
    """Return the SHA-256 of a content in its compact form, in hexadecimal."""
    compact = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(compact.encode()).hexdigest()


def moment(known: datetime | None) -> str | None:
    """Return a moment as a record tells it; None for one that has not come."""
    return known.isoformat() if known else None
