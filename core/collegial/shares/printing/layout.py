"""The blocks that papers on shares are made of, and the engine that prints them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from collegial.documents.printing import print_document
from collegial.documents.voice import Voice
from collegial.kernel.text import Text, t
from collegial.shares.printing.facts import Holder, Issuer, Line, Seal
from collegial.shares.words import KINDS

Part = dict[str, object]
_TEMPLATE = Path(__file__).parent.parent / "templates" / "paper.typ"


def print_paper(
    issuer: Issuer,
    *,
    title: str,
    subtitle: str | None,
    parts: Sequence[Part],
    locale: str,
    voice: Voice,
    dated: date | None = None,
) -> bytes:
    """Print a paper as an accessible PDF, to be kept if it is of a day; the same parts give the same bytes."""
    data = {
        "title": title,
        "subtitle": subtitle,
        "letterhead": {"name": issuer.name, "legal_line": legal_line(issuer, voice)},
        "parts": list(parts),
        "dated": dated.isoformat() if dated else None,
    }
    return print_document("paper", _TEMPLATE, data, voice=voice, locale=locale)


def legal_line(issuer: Issuer, voice: Voice) -> str:
    """Return the mention that each legal paper carries (L1), in its general form where none was set."""
    return issuer.legal_mention or voice.say(
        t("Cooperative company of collective interest, with variable capital")
    )


def heading(voice: Voice, text: Text) -> Part:
    """Give a heading."""
    return {"heading": voice.say(text)}


def paragraphs(voice: Voice, *texts: Text) -> Part:
    """Give paragraphs."""
    return {"paragraphs": [voice.say(text) for text in texts]}


def facts(voice: Voice, *pairs: tuple[Text, str | None]) -> Part:
    """Give labelled values, without those that are None; an empty one is to be filled in by hand."""
    return {
        "facts": [{"label": voice.say(label), "value": value} for label, value in pairs if value is not None]
    }


def table(
    voice: Voice,
    headers: Sequence[Text],
    rows: Sequence[Sequence[str]],
    *,
    words: int,
    widths: Sequence[int] | None = None,
    total: Sequence[str] | None = None,
) -> Part:
    """Give a table; the first `words` columns are words; a width of 0 takes what its cells need."""
    return {
        "table": {
            "headers": [voice.say(header) for header in headers],
            "rows": [list(row) for row in rows],
            "total": list(total) if total is not None else None,
            "words": words,
            "widths": list(widths or (1, *(0 for _ in headers[1:]))),
        }
    }


def boxes(voice: Voice, *signers: tuple[Text, str]) -> Part:
    """Give places to sign."""
    return {"boxes": [{"role": voice.say(role), "name": name} for role, name in signers]}


def fingerprint(voice: Voice, seal: Seal) -> Part:
    """Give the end of the register, by which a paper can be checked."""
    label = t("Register of shares up to entry %(number)s, sealed by the fingerprint", number=seal.number)
    return {"fingerprint": {"label": voice.say(label), "value": seal.digest}}


def holder_facts(voice: Voice, holder: Holder) -> list[tuple[Text, str | None]]:
    """Return what names a member."""
    return [
        (t("Member"), holder.name),
        (t("Member’s number"), str(holder.number)),
        (t("Address"), ", ".join(holder.address) or None),
        (t("Member since"), voice.date(holder.admitted_on)),
        (t("Category"), holder.category),
    ]


def kind_of(voice: Voice, line: Line) -> str:
    """Say what an entry does; a correction names the entry it corrects (L13)."""
    if line.corrects is None:
        return voice.say(KINDS[line.kind])
    return voice.say(t("Correction of entry %(number)s", number=line.corrects))
