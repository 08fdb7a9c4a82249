"""What a protocol must say before it is signed, the digest of what it says, and what a deployment sets."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from collegial.plugin import Text, t


@dataclass(frozen=True, kw_only=True)
class PartnerRules:
    """What a deployment sets: how long names are kept, how long links hold, how early reviews are recalled."""

    retention_days: int = 365
    link_days: int = 365
    reminder_days: int = 30


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What stands in a draft, as far as signing depends on it."""

    is_cooperation: bool
    partners: int
    has_orientation: bool
    has_information: bool
    has_seat: bool


def why_not_sign(draft: Readiness) -> Text | None:
    """Return what is missing before anyone can sign, None when nothing is."""
    if draft.partners == 0:
        return t("Add the partner first: nobody signs alone.")
    if draft.is_cooperation and not (draft.has_orientation and draft.has_information):
        return t("Write how people are informed and how project holders are referred, before anyone signs.")
    if not draft.is_cooperation and not draft.has_seat:
        return t("Say in which body the partner sits, before anyone signs.")
    return None


def sealed(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what the parties sign."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
