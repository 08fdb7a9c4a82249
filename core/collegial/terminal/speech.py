"""Say texts at a terminal: in English, but for what runs inside `speaking`."""

import gettext
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import click
from babel import Locale
from babel.dates import format_date
from babel.support import NullTranslations

from collegial.documents.days import day_pattern
from collegial.kernel.listing import Listing, listing_in
from collegial.kernel.locator import locate
from collegial.kernel.text import Text

_ENGLISH = "en"


@dataclass(frozen=True)
class Speech:
    """A language, with its catalogue, which is loaded when the first text is said."""

    language: str
    load: Callable[[str], NullTranslations]

    def say(self, text: Text) -> str:
        """Return a sentence in the language, its parameters first."""
        params = {name: self._worded(value) for name, value in text.params.items()}
        said = self._found(text)
        return said % params if params else said

    def say_words(self, words: str) -> str:
        """Return what stands in the catalogue for words that are no Text, such as a help text."""
        return str(self._catalogue.ugettext(words)) if words else words

    @cached_property
    def _catalogue(self) -> NullTranslations:
        return self.load(self.language)

    def _found(self, text: Text) -> str:
        if text.plural is not None and text.count is not None:
            return str(self._catalogue.ungettext(text.msgid, text.plural, text.count))
        if text.context:
            return str(self._catalogue.upgettext(text.context, text.msgid))
        return str(self._catalogue.ugettext(text.msgid))

    def _worded(self, value: Any) -> Any:
        if isinstance(value, date) and not isinstance(value, datetime):
            pattern = day_pattern("long", self.language, is_first=value.day == 1)
            return format_date(value, pattern, locale=self.language)
        if isinstance(value, Listing):
            return listing_in(value, Locale(self.language), self._worded)
        return self.say(value) if isinstance(value, Text) else value


_speech: ContextVar[Speech | None] = ContextVar("speech", default=None)


class Failure(click.ClickException):
    """What ends a command: a sentence for whoever gave it; `code` 2 says that it was given wrongly."""

    def __init__(self, text: Text | str, code: int = 1) -> None:
        super().__init__(say(text))
        self.exit_code = code  # type: ignore[misc]  # click reads it from the instance


@contextmanager
def speaking(language: str, load: Callable[[str], NullTranslations]) -> Iterator[None]:
    """Let what runs inside, click too, say its texts in a language; `load` gives the catalogue of one."""
    before, token = os.environ.get("LANGUAGE"), None
    gettext.bindtextdomain("messages", str(locate("translations")))  # where click looks for its own words
    os.environ["LANGUAGE"] = language
    if language != _ENGLISH:
        token = _speech.set(Speech(language, load))
    try:
        yield
    finally:
        os.environ.pop("LANGUAGE") if before is None else os.environ.update(LANGUAGE=before)
        if token is not None:
            _speech.reset(token)


def say(text: Text | str) -> str:
    """Return a text in the language of the terminal; a plain string as it is."""
    speech = _speech.get()
    return speech.say(text) if speech and isinstance(text, Text) else str(text)


def say_words(words: str) -> str:
    """Return a help text, or another one of click's, in the language of the terminal."""
    speech = _speech.get()
    return speech.say_words(words) if speech else words


def tell(text: Text | str, *, err: bool = False) -> None:
    """Print a text in the language of the terminal; `err` keeps it out of what the command gives."""
    click.echo(say(text), err=err)
