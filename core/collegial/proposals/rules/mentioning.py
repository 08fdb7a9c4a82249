"""Who is mentioned in a remark: `@` and a name, of which the text keeps a number, so that it names nobody."""

import re
import unicodedata
from collections.abc import Callable, Mapping

_KEPT = re.compile(r"@\{(\d+)\}")
_SIGN = re.compile(r"(?<![\w@])@(?=\w)")
_WORD = re.compile(r"\w[\w’'-]*")


def take_names(text: str, names: Mapping[int, str]) -> tuple[str, tuple[int, ...]]:
    """Return a text with numbers from 1 in place of the names after `@`, and whom these numbers mean.

    `names` are those who can be mentioned. The longest name that stands there counts; a first word alone
    counts when only one of them begins with it. Anything else after `@` stays as it is written.
    """
    text = _KEPT.sub(lambda found: f"@ {found[0][1:]}", text)  # nobody writes a number by hand
    parts: list[str] = []
    meant: list[int] = []
    at = 0
    for sign in _SIGN.finditer(text):
        hit = _named_at(text, sign.end(), names)
        if hit is None:
            continue
        who, end = hit
        meant += [who] if who not in meant else []
        parts += [text[at : sign.start()], f"@{{{meant.index(who) + 1}}}"]
        at = end
    return "".join([*parts, text[at:]]), tuple(meant)


def give_names(text: str, name_of: Callable[[int], str | None]) -> str:
    """Return a text with the present names of those it mentions, by number; None hides who it is."""
    return _KEPT.sub(lambda found: f"@{name_of(int(found[1])) or '…'}", text)


def _named_at(text: str, start: int, names: Mapping[int, str]) -> tuple[int, int] | None:
    """Return who is named at a place of a text, and where the name ends."""
    whole = [
        (start + len(name), number)
        for number, name in names.items()
        if _same(text[start : start + len(name)], name) and not _goes_on(text, start + len(name))
    ]
    if whole:
        end, number = max(whole)
        return number, end
    word = _WORD.match(text, start)
    meant = [number for number, name in names.items() if word and _same(word[0], name.split(" ")[0])]
    return (meant[0], word.end()) if word and len(meant) == 1 else None


def _goes_on(text: str, end: int) -> bool:
    return end < len(text) and (text[end].isalnum() or text[end] in "-_")


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()
