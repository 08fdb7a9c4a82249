"""Read a JSON file table by table; the first thing wrong ends the reading, with the place it stands at."""

import json
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from collegial.kernel.errors import Invalid
from collegial.kernel.fractions import parse_fraction
from collegial.kernel.text import Text, t

Choice = TypeVar("Choice", bound=StrEnum)
_MOST = 10**9


def read_json(text: str) -> "Table":
    """Return the table that a text holds; raise Invalid `votes.file`.

    A number with a point stays the digits that are written, so a share without quotes is as exact as one in them.
    """
    try:
        return Table(json.loads(text, parse_float=str, object_pairs_hook=_without_repetition), "")
    except (ValueError, RecursionError) as error:
        raise Invalid("votes.file", t("This is not JSON: %(reason)s.", reason=str(error)[:200])) from None


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise Invalid("votes.file", t("A field stands twice in one table of the file."))
    return table


class Table:
    """One table of a file."""

    def __init__(self, content: object, path: str) -> None:
        self._path = path
        if not isinstance(content, dict):
            raise self.wrong("", t("a table of fields is needed"))
        self._content: dict[str, object] = content

    def only(self, *names: str) -> None:
        """Refuse every field that is none of these."""
        for name in self._content:
            if name not in names:
                raise self.wrong(
                    name[:60], t("there is no such field; the fields are %(names)s", names=", ".join(names))
                )

    def has(self, name: str) -> bool:
        """Tell whether a field is there."""
        return self._content.get(name) is not None

    def word(self, name: str) -> str:
        """Read a text that is not empty."""
        value = self._value(name)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(name, t("a text is needed"))
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """Read a list of different texts."""
        value = self._value(name)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
            raise self.wrong(name, t("a list of texts is needed"))
        if len(set(value)) < len(value):
            raise self.wrong(name, t("the same text stands twice"))
        return tuple(value)

    def count(self, name: str, *, default: int | None = None) -> int:
        """Read a whole number, zero included."""
        value = self._content.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
            raise self.wrong(name, t("a whole number, zero or more, is needed"))
        return value

    def flag(self, name: str) -> bool:
        """Read true or false."""
        value = self._value(name)
        if not isinstance(value, bool):
            raise self.wrong(name, t("true or false is needed"))
        return value

    def share(self, name: str) -> Fraction:
        """Read a share from 0 to 1."""
        try:
            share = parse_fraction(self._value(name))
        except Invalid:
            raise self.wrong(name, t("an exact share is needed, such as 2/5 or 0.4")) from None
        if share > 1:
            raise self.wrong(name, t("a share from 0 to 1 is needed"))
        return share

    def choice(self, name: str, choices: type[Choice]) -> Choice:
        """Read one value of an enumeration."""
        value = self._value(name)
        if value not in list(choices):
            raise self.wrong(name, t("one of these values is needed: %(values)s", values=", ".join(choices)))
        return choices(str(value))

    def optional_choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """Read one value of an enumeration, or None where the field is silent."""
        return self.choice(name, choices) if self.has(name) else None

    def table(self, name: str) -> "Table":
        """Read a table inside this one."""
        return Table(self._value(name), self._at(name))

    def tables(self, name: str) -> list["Table"]:
        """Read a list of tables."""
        value = self._value(name)
        if not isinstance(value, list):
            raise self.wrong(name, t("a list of tables is needed"))
        return [Table(one, f"{self._at(name)}.{place}") for place, one in enumerate(value)]

    def wrong(self, name: str, what: Text) -> Invalid:
        """Return the refusal of a field."""
        place = self._at(name) or t("the file")
        return Invalid("votes.file", t("%(place)s: %(what)s.", place=place, what=what))

    def _value(self, name: str) -> object:
        if not self.has(name):
            raise self.wrong(name, t("this field is missing"))
        return self._content[name]

    def _at(self, name: str) -> str:
        return ".".join(part for part in (self._path, name) if part)
