"""Reads a nested document field by field and collects every error instead of stopping at the first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from collegial.kernel.errors import Invalid
from collegial.kernel.fractions import parse_fraction
from collegial.kernel.money import Money, parse_money
from collegial.kernel.text import Text, nt, t

Choice = TypeVar("Choice", bound=StrEnum)
# Days of notice and proxies are counted; a larger number would leave the calendar.
_LARGEST_COUNT = 10_000
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_RULE = re.compile(r"[a-z][a-z0-9]{1,29}\.[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, kw_only=True)
class StatuteError:
    """One error of a statutes document: the dotted path of the field and a full sentence."""

    path: str
    text: Text

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


class InvalidStatutes(Invalid):
    """A statutes document that cannot be used, with all its errors at once."""

    def __init__(self, errors: Iterable[StatuteError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            "statutes.invalid",
            nt(
                "The statutes cannot be used: correct %(count)d error.",
                "The statutes cannot be used: correct %(count)d errors.",
                len(self.errors),
            ),
        )
        for error in self.errors:
            self.add_note(str(error))


@dataclass(kw_only=True)
class Findings:
    """The errors found so far."""

    errors: list[StatuteError] = field(default_factory=list)

    def add(self, path: str, text: Text) -> None:
        """Note an error at a dotted path."""
        self.errors.append(StatuteError(path=path, text=text))

    def sound(self, *paths: str) -> bool:
        """Say whether nothing is wrong at, under or above these paths, so that more can be checked."""
        return not any(
            error.path == path or error.path.startswith(f"{path}.") or path.startswith(f"{error.path}.")
            for error in self.errors
            for path in paths
        )


class Section:
    """One table of the document. A field that cannot be read is noted and read as a harmless value."""

    def __init__(self, findings: Findings, path: str, content: Mapping[str, object] | None) -> None:
        self._findings = findings
        self._path = path
        self._content = {} if content is None else content
        # A table that is missing is one error, not one more for each of its fields.
        self._absent = content is None

    def path(self, name: str) -> str:
        """Give the dotted path of a field of this table."""
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        """Say whether a field is written, be it unreadable."""
        return self._content.get(name) is not None

    def only(self, *names: str) -> None:
        """Note every field that is none of these."""
        for name in self._content:
            if name not in names:
                self._findings.add(
                    self.path(str(name)),
                    t("There is no such field. The fields here are: %(names)s.", names=", ".join(names)),
                )

    def sentence(self, name: str) -> str:
        """Read a text that is not empty."""
        written = self._required(name)
        if isinstance(written, str) and written.strip():
            return written
        if written is not None:
            self._findings.add(self.path(name), t("Write a text that is not empty."))
        return ""

    def key(self, name: str) -> str:
        """Read an identifier."""
        written = self._required(name)
        if isinstance(written, str) and _KEY.fullmatch(written):
            return written
        if written is not None:
            self._findings.add(
                self.path(name),
                t("Write up to 64 unaccented letters, digits, hyphens or underscores, without spaces."),
            )
        return ""

    def count(self, name: str) -> int:
        """Read a whole number, zero included."""
        written = self._required(name)
        if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= _LARGEST_COUNT:
            return written
        if written is not None:
            self._findings.add(self.path(name), t("Write a whole number, zero or more."))
        return 0

    def flag(self, name: str) -> bool:
        """Read true or false."""
        written = self._required(name)
        if isinstance(written, bool):
            return written
        if written is not None:
            self._findings.add(self.path(name), t("Write true or false, without quotes."))
        return False

    def share(self, name: str) -> Fraction:
        """Read a fraction."""
        written = self._required(name)
        if written is None:
            return Fraction(0)
        try:
            return parse_fraction(written)
        except Invalid as error:
            self._findings.add(self.path(name), error.text)
            return Fraction(0)

    def money(self, name: str) -> Money:
        """Read an amount of money, zero included; a whole number is one of euros."""
        written = self._required(name)
        if isinstance(written, int) and not isinstance(written, bool):
            written = str(written)
        if isinstance(written, str):
            try:
                return parse_money(written)
            except Invalid as error:
                self._findings.add(self.path(name), error.text)
        elif written is not None:
            self._findings.add(self.path(name), t("Write an amount in quotes, as 18500 or 18500.00."))
        return Money()

    def choice(self, name: str, choices: type[Choice]) -> Choice:
        """Read one value of an enumeration."""
        chosen = self._choose(name, self._required(name), choices)
        return next(iter(choices)) if chosen is None else chosen

    def optional_choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """Read one value of an enumeration, or None where the field is silent."""
        return self._choose(name, self._content.get(name), choices)

    def optional_key(self, name: str) -> str | None:
        """Read an identifier, or None where the field is silent."""
        return self.key(name) if self.has(name) else None

    def rules(self, name: str) -> tuple[str, ...]:
        """Read a list of keys of modules' rules, each once, in their order."""
        written = self._required(name)
        if not isinstance(written, list | tuple) or not all(
            isinstance(one, str) and _RULE.fullmatch(one) for one in written
        ):
            self._findings.add(
                self.path(name), t("Write a list of rules of modules, each as “module.rule” in quotes.")
            )
            return ()
        return tuple(dict.fromkeys(written))

    def section(self, name: str) -> "Section":
        """Read a table inside this one."""
        written = self._required(name)
        if isinstance(written, Mapping):
            return Section(self._findings, self.path(name), written)
        if written is not None:
            self._findings.add(self.path(name), t("Write a table of fields here."))
        return Section(self._findings, self.path(name), None)

    def optional_section(self, name: str) -> "Section | None":
        """Read a table inside this one, or None where it is silent."""
        return self.section(name) if self.has(name) else None

    def sections(self, name: str) -> list["Section"]:
        """Read a list of tables; an empty list is a list."""
        written = self._required(name)
        if not isinstance(written, list | tuple):
            if written is not None:
                self._findings.add(self.path(name), t("Write a list of tables here, an empty one for none."))
            return []
        return [self._item(f"{self.path(name)}.{place}", item) for place, item in enumerate(written)]

    def _item(self, path: str, written: object) -> "Section":
        if isinstance(written, Mapping):
            return Section(self._findings, path, written)
        self._findings.add(path, t("Write a table of fields here."))
        return Section(self._findings, path, None)

    def _required(self, name: str) -> object:
        if not self.has(name) and not self._absent:
            self._findings.add(self.path(name), t("This field is missing."))
        return self._content.get(name)

    def _choose(self, name: str, written: object, choices: type[Choice]) -> Choice | None:
        by_value = {str(choice): choice for choice in choices}
        if isinstance(written, str) and written in by_value:
            return by_value[written]
        if written is not None:
            self._findings.add(
                self.path(name), t("Write one of these values: %(values)s.", values=", ".join(by_value))
            )
        return None
