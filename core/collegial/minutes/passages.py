"""The small pieces that minutes are made of: labelled values, paragraphs, tables of figures."""

import re
from collections.abc import Sequence

from collegial.documents.voice import Voice
from collegial.kernel.text import Text, t

Worded = dict[str, object]


def pair(voice: Voice, label: Text, value: str) -> Worded:
    """Give a labelled value."""
    return {"label": voice.say(label), "value": value}


def told_guarding(guarding: Sequence[Text], voice: Voice) -> list[Worded]:
    """Say how a secret vote was guarded; nothing of an open one."""
    return [pair(voice, t("Secrecy"), " ".join(voice.say(one) for one in guarding))] if guarding else []


def paragraphs(text: str) -> list[str]:
    """Split what a person wrote at its empty lines."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip() for part in re.split(r"\n\s*\n", normal) if part.strip()]


def figures_table(
    voice: Voice, headers: Sequence[Text], rows: Sequence[list[str]], *, total: list[str] | None
) -> Worded:
    """Give a table whose first column names and whose others are figures."""
    return {
        "headers": [voice.say(header) for header in headers],
        "rows": list(rows),
        "total": total,
    }
