"""Reads a pipeline document field by field and collects every error instead of stopping at the first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, nt, t

_LONGEST_SHARE = 20
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_CONDITION = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_.]*")


@dataclass(frozen=True, kw_only=True)
class PipelineError:
    """One error of a pipeline document: the dotted path of the field and a full sentence."""

    path: str
    text: Text

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


class InvalidPipeline(Invalid):
    """A pipeline document that cannot be used, with all its errors at once."""

    def __init__(self, errors: Iterable[PipelineError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            "proposals.invalid_pipeline",
            nt(
                "The pipeline cannot be used: correct %(count)d error.",
                "The pipeline cannot be used: correct %(count)d errors.",
                len(self.errors),
            ),
        )
        for error in self.errors:
            self.add_note(str(error))


class Fields:
    """One table of the document; what cannot be read is noted and read as something harmless."""

    def __init__(self, errors: list[PipelineError], path: str, content: Mapping[str, object]) -> None:
        self._errors = errors
        self._path = path
        self._content = content

    def path(self, name: str) -> str:
        """Return the dotted path of a field of this table."""
        return f"{self._path}.{name}" if self._path else name

    def wrong(self, name: str, text: Text) -> None:
        """Note an error at a field."""
        self._errors.append(PipelineError(path=self.path(name), text=text))

    def only(self, *names: str) -> None:
        """Note every field that is none of these."""
        for name in self._content:
            if name not in names:
                known = ", ".join(names)
                self.wrong(
                    str(name), t("There is no such field. The fields here are: %(names)s.", names=known)
                )

    def text(self, name: str) -> str:
        """Read a text that is not empty."""
        written = self._content.get(name)
        if isinstance(written, str) and written.strip():
            return written.strip()
        self.wrong(name, t("Write a text that is not empty."))
        return ""

    def key(self, name: str) -> str:
        """Read a key of at most 40 characters."""
        written = self._content.get(name)
        if isinstance(written, str) and _KEY.fullmatch(written):
            return written
        self.wrong(
            name, t("Write up to 40 unaccented letters, digits, hyphens or underscores, without spaces.")
        )
        return ""

    def optional_key(self, name: str) -> str | None:
        """Read a key, or None where the field is silent."""
        return None if self._content.get(name) is None else self.key(name)

    def one_of(self, name: str, known: Sequence[str], usual: str) -> str:
        """Read one of the words known; a silent field is the usual one."""
        written = self._content.get(name, usual)
        if isinstance(written, str) and written in known:
            return written
        self.wrong(name, t("Write one of: %(known)s.", known=", ".join(known)))
        return usual

    def optional_share(self, name: str) -> Fraction | None:
        """Read a share such as `1/2`, above zero and at most one; None where the field is silent."""
        written = self._content.get(name)
        if written is None or written == "":
            return None
        try:
            share = (
                Fraction(written)
                if isinstance(written, str) and len(written) < _LONGEST_SHARE
                else Fraction(0)
            )
        except (ValueError, ZeroDivisionError):
            share = Fraction(0)
        if 0 < share <= 1:
            return share
        self.wrong(name, t("Write a share such as 1/2 or 2/3, one at most."))
        return None

    def positive(self, name: str) -> int:
        """Read a whole number from one on."""
        written = self._content.get(name)
        if isinstance(written, int) and not isinstance(written, bool) and written >= 1:
            return written
        self.wrong(name, t("Write a whole number, one or more."))
        return 1

    def conditions(self, name: str) -> tuple[str, ...]:
        """Read a list of keys `module.condition`; a silent field is an empty list."""
        found = []
        for place, written in enumerate(self._list(name)):
            if isinstance(written, str) and _CONDITION.fullmatch(written):
                found.append(written)
            else:
                self.wrong(f"{name}.{place}", t("Write the key of a condition, such as “module.condition”."))
        return tuple(found)

    def tables(self, name: str) -> list["Fields"]:
        """Read a list of tables; a silent field is an empty list."""
        found = []
        for place, written in enumerate(self._list(name)):
            if isinstance(written, Mapping):
                found.append(Fields(self._errors, f"{self.path(name)}.{place}", written))
            else:
                self.wrong(f"{name}.{place}", t("Write a table of fields here."))
        return found

    def _list(self, name: str) -> list[object] | tuple[object, ...]:
        written = self._content.get(name, ())
        if isinstance(written, list | tuple):
            return written
        self.wrong(name, t("Write a list here, an empty one for none."))
        return ()
