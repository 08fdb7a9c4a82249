"""What a new deployment is told: read from a file, every error at once, before anything is made."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from collegial.kernel.text import Text, t

EMAIL, SITE = r"^[^@\s]+@[^@\s]+$", r"^https?://[^\s/]+$"
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class UnusableAnswers(Exception):
    """The answers cannot be used; each fault says where and what."""

    def __init__(self, *faults: Text) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


# What is said of a value, by what pydantic calls its fault.
_SAID = {
    "missing": t("it is missing"),
    "extra_forbidden": t("there is no such name"),
    "string_pattern_mismatch": t("it does not have the form that is asked for"),
    "string_too_short": t("it is empty"),
    "string_too_long": t("it is too long"),
}


class _Table(BaseModel):
    """A table of the file: a name that is not known is an error, so that no typing error hides."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Administrator(_Table):
    """Who gets the first account; with a name, the directory holds the person too."""

    name: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(pattern=EMAIL)]


class StatutesAnswer(_Table):
    """The statutes to start with: a prepared document, or a file beside the answers; none leaves them for later."""

    preset: str = ""
    file: str = ""
    effective_from: date | None = None


class PipelineAnswer(_Table):
    """The stages of proposals: a prepared pipeline, or a file beside the answers."""

    preset: str = ""
    file: str = ""
    name: Line = "Pipeline"


class AimAnswer(_Table):
    """A priority or a mission."""

    key: Key
    short: Annotated[str, Field(min_length=1, max_length=60)]
    label: Line
    text: str | None = None


class FamilyAnswer(_Table):
    """A family of actors; `level` 0 is that of the base structures."""

    key: Key
    label: Line
    level: Annotated[int, Field(ge=0, le=9)] | None = None


class GroupAnswer(_Table):
    """A group of people, such as the one that decides the passages."""

    key: Key
    name: Line
    kind: str = "working"
    mandate: str | None = None


class Answers(_Table):
    """All that `collegial init` needs. `pays` and `mail` hold settings as pays.toml does."""

    pays: dict[str, Any]
    administrator: Administrator
    public_url: Annotated[str, Field(pattern=SITE)] = "http://127.0.0.1:8000"
    database_url: str = ""
    mail: dict[str, Any] = {}
    statutes: StatutesAnswer = StatutesAnswer()
    pipeline: PipelineAnswer = PipelineAnswer()
    priorities: tuple[AimAnswer, ...] = ()
    missions: tuple[AimAnswer, ...] = ()
    families: tuple[FamilyAnswer, ...] = ()
    groups: tuple[GroupAnswer, ...] = ()
    plugins: tuple[Key, ...] = ()


def read_answers(path: Path) -> Answers:
    """Read a file of answers; raises UnusableAnswers with all its errors."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableAnswers(t("%(file)s cannot be read: %(error)s", file=path, error=error)) from None
    return parse_answers(document)


def parse_answers(document: Mapping[str, Any]) -> Answers:
    """Turn a document into answers; raises UnusableAnswers with all its errors."""
    try:
        return Answers.model_validate(document)
    except ValidationError as error:
        raise UnusableAnswers(*(_fault(one["loc"], one["type"]) for one in error.errors())) from None


def _fault(where: Iterable[str | int], kind: str) -> Text:
    said = _SAID.get(kind, t("it cannot be used"))
    return t("%(name)s: %(value)s", name=".".join(map(str, where)), value=said)
