"""Translatable sentences that rules and services can return without knowing any web framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Text:
    """A sentence in English with named placeholders; the edge that prints it translates it.

    A parameter may itself be a Text: it is translated first.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None

    def __str__(self) -> str:
        singular = self.plural is None or self.count == 1
        sentence = self.msgid if singular else self.plural or self.msgid
        return sentence % self.params if self.params else sentence

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, self.count))


def t(msgid: str, **params: object) -> Text:
    """Mark a sentence for translation; extracted by Babel under the keyword `t`."""
    return Text(msgid=msgid, params=params)


def nt(singular: str, plural: str, count: int, **params: object) -> Text:
    """Mark a sentence that depends on a number, which it may print as `%(count)d`."""
    return Text(msgid=singular, plural=plural, count=count, params={"count": count, **params})
