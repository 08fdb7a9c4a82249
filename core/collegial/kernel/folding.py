"""Look for words without minding capitals and accents, in either database."""

import re
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

MOST_WORDS = 12  # each is looked for everywhere, for visitors too
SQLITE_NAME = "collegial_folded"
_MARKS = "\u0300\u0301\u0302\u0303\u0308\u0327"  # what the accents of our languages are taken apart into
_BEYOND = re.compile(r"[^\x00-\x7f]+")
# With their capitals: what `lower` knows of them depends on the locale that a server was made with.
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸ’"
_BARE = "aaaaaaceeeeiiiinooooouuuuyy" * 2 + "'"
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}


def folded_text(text: str | None) -> str | None:
    """Return a text as it is searched: `L’Économie` is found under `l'economie`."""
    if text is None:
        return None
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize(
        "NFKD", text.casefold().replace("’", "'").replace("œ", "oe").replace("æ", "ae")
    )
    for mark in _MARKS:  # most texts are plain after this, at a fifth of the time
        spread = spread.replace(mark, "")
    return spread if spread.isascii() else _BEYOND.sub(_bare, spread)


def _bare(found: re.Match[str]) -> str:
    return "".join(sign for sign in found.group() if not unicodedata.combining(sign))


class folded(GenericFunction[str]):  # noqa: N801 (SQLAlchemy's functions are named as they are written)
    """The SQL side of `folded_text`; a function of ours on SQLite, `translate` on PostgreSQL."""

    type = String()
    inherit_cache = True


@compiles(folded, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"{SQLITE_NAME}({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _on_postgres(element: Any, compiler: Any, **options: Any) -> str:
    bare = _BARE.replace("'", "''")
    written = compiler.process(element.clauses, **options)
    for sign, letters in _LIGATURES.items():
        written = f"replace({written}, '{sign}', '{letters}')"
    return f"lower(translate({written}, '{_ACCENTED}', '{bare}'))"


def beginning(word: str) -> str:
    """Return the pattern of what begins a word of a folded text, as Python and both databases read it."""
    return f"(^|[^a-z0-9]){re.escape(word)}"


def matches(pattern: str, text: str | None) -> bool:
    """Tell whether a text holds a pattern: what SQLite is asked with its word for it, and does not know by itself."""
    return text is not None and re.search(pattern, text) is not None


def says(words: str, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that every word, of the first twelve, begins one of the words of the columns."""
    wanted = [folded_text(word) or "" for word in words.split()[:MOST_WORDS]]
    return and_(*(or_(*(_begins(func.folded(column), word) for column in columns)) for word in wanted))


def _begins(folded: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Ask for the letters first, which is quick, and then where they stand."""
    return and_(folded.contains(word, autoescape=True), folded.regexp_match(beginning(word)))
