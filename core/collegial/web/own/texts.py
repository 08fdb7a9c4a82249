"""Texts of a deployment: `translations/<language>.po` in its folder, said in the place of ours."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path

import structlog
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from collegial.web.own.faults import Aside

log = structlog.get_logger(__name__)
FOLDER = "translations"
_PLACES = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True, kw_only=True)
class OwnTexts:
    """The texts of one language that are used, and those put aside."""

    texts: Translations | None
    aside: tuple[Aside, ...]


def own_texts(folder: Path, language: str, shipped: NullTranslations) -> OwnTexts:
    """Read a deployment's texts of a language; what cannot stand in the place of a shipped one is put aside.

    A text that asks for another value than the shipped one would take every page down that says it.
    """
    path = folder / FOLDER / f"{language}.po"
    if not path.is_file():
        return OwnTexts(texts=None, aside=())
    place = f"{FOLDER}/{path.name}"
    try:
        with path.open("rb") as lines:
            read = read_po(lines, locale=language, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        return OwnTexts(texts=None, aside=(Aside(place=place, problem=f"it cannot be read: {error}"),))
    return _sorted_out(read, place, _known(shipped))


def _sorted_out(read: Catalog, place: str, known: set[str]) -> OwnTexts:
    kept, aside = Catalog(locale=read.locale), []
    for message in read:
        if not message.id or not _is_done(message):
            continue
        problem = _problem(message, known)
        if problem:
            aside.append(Aside(place=place, problem=problem))
        else:
            kept.add(message.id, message.string, context=message.context)
    target = BytesIO()
    write_mo(target, kept)
    target.seek(0)
    return OwnTexts(texts=Translations(target), aside=tuple(aside))


def _problem(message: Message, known: set[str]) -> str:
    source = message.id if isinstance(message.id, str) else message.id[0]
    if source not in known:
        near = get_close_matches(source, known, n=1, cutoff=0.8)
        return f"nothing says “{source}”.{f' Did you mean “{near[0]}”?' if near else ''}"
    allowed = set(_PLACES.findall("".join(_strings(message.id))))
    for text in _strings(message.string):
        if set(_PLACES.findall(text)) - allowed:
            return f"“{text}” asks for a value that “{source}” does not have."
        if "%" in _PLACES.sub("", text).replace("%%", "") and allowed:
            return f"“{text}”: write a percent sign as %%, since this text holds values."
    return ""


def _known(shipped: NullTranslations) -> set[str]:
    catalogue = getattr(shipped, "_catalog", {})
    names = {one[0] if isinstance(one, tuple) else one for one in catalogue}
    return {str(one).rpartition("\x04")[2] for one in names}


def _is_done(message: Message) -> bool:
    return all(_strings(message.string)) and not message.fuzzy


def _strings(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)
