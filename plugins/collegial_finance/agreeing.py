"""What the agreements of the financial tools print alike: who signs, what is agreed, where to sign."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from collegial.plugin import Actor, Text, Voice, t

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
AGREED = t("What is agreed")
TEMPLATE = Path(__file__).parent / "templates" / "print" / "agreement.typ"


def party(heading: Text, actor: Actor, voice: Voice, *more: str) -> Mapping[str, object]:
    """Return a side of the agreement."""
    return {"heading": voice.say(heading), "lines": [actor.name, *more]}


def facts(voice: Voice, pairs: Iterable[tuple[Text, str | None]]) -> list[Mapping[str, str]]:
    """Return the facts that have a value."""
    return [{"label": voice.say(label), "value": value} for label, value in pairs if value]


def article(
    voice: Voice, heading: Text, *lines: str | Text, table: Mapping[str, object] | None = None
) -> Mapping[str, object]:
    """Return an article: its heading and paragraphs, and a table of dates and amounts."""
    said = [one if isinstance(one, str) else voice.say(one) for one in lines]
    return {"heading": voice.say(heading), "lines": said, "table": table}


def paragraphs(written: str) -> list[str]:
    """Return what was written in Markdown as plain paragraphs: paper shows no marks."""
    blocks = (one for one in _MARKDOWN.parse(written) if one.type == "inline")
    return ["".join(_read(part) for part in one.children or ()) for one in blocks]


def _read(part: Token) -> str:
    return " " if part.type in ("softbreak", "hardbreak") else part.content


def signatures(voice: Voice, names: Sequence[str]) -> list[Mapping[str, str]]:
    """Return a place to sign for each side."""
    return [
        {"name": name, "role": voice.say(t("Name, date and signature, on paper or electronically"))}
        for name in names
    ]
