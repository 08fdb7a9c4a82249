"""A name that is quoted holds quotation marks itself: French and Breton set the inner ones as “…”."""

import re
from typing import Any

_LANGUAGES = {"fr", "br"}
_QUOTED = re.compile(r"«\s?%\((\w+)\)s\s?»")
_INNER = (
    ("«\N{NO-BREAK SPACE}", "“"), ("«\N{NARROW NO-BREAK SPACE}", "“"), ("« ", "“"), ("«", "“"),
    ("\N{NO-BREAK SPACE}»", "”"), ("\N{NARROW NO-BREAK SPACE}»", "”"), (" »", "”"), ("»", "”"),
)  # fmt: skip


def quoted_within(text: str, values: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the values of a text that waits for them; those that it quotes have no marks like its own."""
    if language not in _LANGUAGES or "«" not in text:
        return values
    quoted = [name for name in _QUOTED.findall(text) if "«" in str(values.get(name))]
    return {**values, **{name: _inner(values[name]) for name in quoted}} if quoted else values


def _inner(value: Any) -> Any:
    """Return words with the inner marks; what is safe to print as it stands stays so."""
    words = value if isinstance(value, str) else str(value)
    for mark, inner in _INNER:
        words = words.replace(mark, inner)
    return words
