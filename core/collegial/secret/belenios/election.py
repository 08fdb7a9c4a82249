"""The election and its questions (4.9, 4.10): what voters are asked, under which key."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gmpy2 import mpz

from collegial.secret.belenios.credentials import ALPHABET
from collegial.secret.belenios.group import NAME, read_element
from collegial.secret.belenios.text import Unacceptable, fingerprint, items, read, table, whole, words, write

_VERSION = 1
_SHORTEST_UUID = 14


@dataclass(frozen=True, kw_only=True)
class Question:
    """A homomorphic question: choose between `least` and `most` answers, or vote blank where that is allowed."""

    text: str
    answers: tuple[str, ...]
    least: int
    most: int
    blank: bool = False

    def __post_init__(self) -> None:
        if not self.answers or not 0 <= self.least <= self.most <= len(self.answers):
            raise Unacceptable("question")

    @property
    def width(self) -> int:
        """Count the ciphertexts of an answer: one for each choice, and one before them for the blank vote."""
        return len(self.answers) + self.blank

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        blank = {"blank": True} if self.blank else {}
        bounds = {"min": self.least, "max": self.most}
        return {"answers": list(self.answers), **blank, **bounds, "question": self.text}


@dataclass(frozen=True, kw_only=True)
class Election:
    """The public parameters of an election."""

    uuid: str
    name: str
    description: str
    public_key: mpz
    questions: tuple[Question, ...]
    administrator: str | None = None
    credential_authority: str | None = None

    @cached_property
    def text(self) -> str:
        """Return the one serialisation that everybody hashes."""
        return write(_written(self))

    @cached_property
    def fingerprint(self) -> str:
        """Return φ, which every proof names."""
        return fingerprint(self.text)


def read_election(text: str) -> Election:
    """Read the parameters of an election."""
    return read(text, _election, _written)


def _written(election: Election) -> dict[str, object]:
    fields: dict[str, object] = {
        "version": _VERSION,
        "description": election.description,
        "name": election.name,
        "group": NAME,
        "public_key": election.public_key,
        "questions": [question.written() for question in election.questions],
        "uuid": election.uuid,
    }
    if election.administrator is not None:
        fields["administrator"] = election.administrator
    if election.credential_authority is not None:
        fields["credential_authority"] = election.credential_authority
    return fields


def _election(raw: object) -> Election:
    fields = table(
        raw, "version", "description", "name", "group", "public_key", "questions", "uuid",
        optional=("administrator", "credential_authority"),
    )  # fmt: skip
    if whole(fields["version"]) != _VERSION or fields["group"] != NAME:
        raise Unacceptable("version")
    questions = tuple(_question(one) for one in items(fields["questions"]))
    key = read_element(fields["public_key"])
    if key == 1:  # under it, ballots would say their choices in the clear
        raise Unacceptable("identity")
    return Election(
        uuid=_uuid(fields["uuid"]), name=words(fields["name"]), description=words(fields["description"]),
        public_key=key, questions=questions,
        administrator=_optional(fields, "administrator"),
        credential_authority=_optional(fields, "credential_authority"),
    )  # fmt: skip


def _optional(fields: Mapping[str, Any], name: str) -> str | None:
    return words(fields[name]) if name in fields else None


def _uuid(raw: object) -> str:
    uuid = words(raw)
    if len(uuid) < _SHORTEST_UUID or any(letter not in ALPHABET for letter in uuid):
        raise Unacceptable("uuid")
    return uuid


def _question(raw: object) -> Question:
    fields = table(raw, "answers", "min", "max", "question", optional=("blank",))
    blank = fields.get("blank", False)
    if not isinstance(blank, bool):
        raise Unacceptable("format")
    return Question(
        text=words(fields["question"]),
        answers=tuple(words(one) for one in items(fields["answers"])),
        least=whole(fields["min"]), most=whole(fields["max"]), blank=blank,
    )  # fmt: skip
