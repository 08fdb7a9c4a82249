"""Translatable sentences that rules and services can return without knowing any web framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Text:
    """A sentence in English with named placeholders; the edge that prints it translates it.

    A parameter may itself be a Text: it is translated first. `counts` names the parameter that decides between
    singular and plural, where its value comes later; `context` the noun that a word belongs to.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None
    counts: str | None = None
    context: str | None = None

    def filled(self, params: Mapping[str, Any]) -> "Text":
        """Return the sentence with its values; raises KeyError, TypeError or ValueError where its number is none."""
        count = int(params[self.counts]) if self.counts else self.count
        return replace(self, params=params, count=count)

    def __str__(self) -> str:
        singular = self.plural is None or self.count == 1
        sentence = self.msgid if singular else self.plural or self.msgid
        return sentence % self.params if self.params else sentence

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, self.count, self.context))


@dataclass(frozen=True)
class Month:
    """The month of a day, to be named within a sentence in the language of whoever reads it."""

    day: date

    def __str__(self) -> str:
        return f"{self.day:%Y-%m}"


def t(msgid: str, **params: object) -> Text:
    """Mark a sentence for translation; extracted by Babel under the keyword `t`."""
    return Text(msgid=msgid, params=params)


def nt(singular: str, plural: str, count: int, **params: object) -> Text:
    """Mark a sentence that depends on a number, which it may print as `%(count)d`."""
    return Text(msgid=singular, plural=plural, count=count, params={"count": count, **params})


def nt_by(counts: str, singular: str, plural: str) -> Text:
    """Mark a sentence whose number is the value called `counts`, which an event for example gives later."""
    return Text(msgid=singular, plural=plural, counts=counts)


def pt(noun: str, msgid: str, **params: object) -> Text:
    """Mark a word that agrees with a noun in other languages, as “Accepted” of a loan does."""
    return Text(msgid=msgid, params=params, context=noun)
