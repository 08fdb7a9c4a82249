"""Read a list of paper forms from a table: whose form, the day it came in, an answer for each resolution."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t

MEMBER, RECEIVED = "member", "received_on"
# Titles and words that people write, in the languages of the program, without case.
_TITLES = {
    MEMBER: ("member", "member number", "sociétaire", "numéro de sociétaire", "membre", "ezel"),
    RECEIVED: ("received on", "came in on", "reçu le", "degemeret d'an"),
}
_RESOLUTION = re.compile(r"(?:(?:resolution|résolution|diviz|r|n°)\s*)?([0-9]{1,4})")
_WORDS = {
    "for": ("for", "pour", "a-du", "evit"),
    "against": ("against", "contre", "a-enep"),
    "abstain": ("abstain", "i abstain", "abstention", "je m'abstiens", "diouer"),
    "blank": ("blank", "blank vote", "blanc", "vote blanc", "gwenn", "mouezh wenn"),
    "void": ("void", "nul", "didalvoud"),
}
_CHOICES = {word: choice for choice, words in _WORDS.items() for word in words}


@dataclass(frozen=True, kw_only=True)
class ListedForm:
    """One row: the member and the day as they are written, the answers by the number of their resolution."""

    row: int
    member: str
    received_on: str
    answers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class FormList:
    """The rows of a list; `titles` names the column from which each field was read, as the list does."""

    titles: Mapping[str, str]
    forms: tuple[ListedForm, ...]

    def column_of(self, field: str | None) -> str:
        """Return the title of the column of a field; what concerns a whole form stands at its member."""
        return self.titles.get(field or "", self.titles[MEMBER])


def listed_forms(
    headers: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], numbers: Collection[str]
) -> FormList:
    """Return the forms of a list, for an assembly with resolutions of these numbers.

    Raises Invalid at the field `file` for a column that cannot be told: an answer must never be passed over.
    """
    places = _places(headers, numbers)
    if MEMBER not in places or RECEIVED not in places or len(places) == len(_TITLES):
        raise _wrong(
            "columns",
            t(
                "Name the columns in the first line: “member”, “received on”, and the number of each resolution."
            ),
        )
    return FormList(
        titles={field: headers[place] for field, place in places.items()},
        forms=tuple(_form(number, cells, places) for number, cells in rows),
    )


def answer_field(number: object) -> str:
    """Return the field of the answer to a resolution, as refusals name it."""
    return f"answers.{number}"


def _places(headers: Sequence[str], numbers: Collection[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, title in enumerate(headers):
        field = _field(title, numbers)
        if field is None or field in places:
            raise _wrong(
                "column",
                t(
                    "Column %(place)d, “%(title)s”, is not known or stands there twice. Correct or remove it.",
                    place=place + 1, title=title[:80],
                ),
            )  # fmt: skip
        places[field] = place
    return places


def _field(title: str, numbers: Collection[str]) -> str | None:
    plain = _plain(title)
    known = next((field for field, titles in _TITLES.items() if plain in titles), None)
    found = _RESOLUTION.fullmatch(plain)
    if known or not found:
        return known
    if found[1] not in numbers:
        raise _wrong(
            "unknown_resolution",
            t("There is no resolution “%(number)s” in this assembly.", number=found[1]),
        )
    return answer_field(found[1])


def _form(row: int, cells: Sequence[str], places: Mapping[str, int]) -> ListedForm:
    answers = {
        field.partition(".")[2]: _choice(cells[place])
        for field, place in places.items()
        if field not in _TITLES and cells[place].strip()
    }
    return ListedForm(
        row=row, member=cells[places[MEMBER]].strip(), received_on=cells[places[RECEIVED]].strip(),
        answers=answers,
    )  # fmt: skip


def _choice(written: str) -> str:
    """Return the answer that a word means; the paper of an election is written as a form keeps it, without spaces."""
    plain = _plain(written)
    return _CHOICES.get(plain, "".join(plain.split()))


def _plain(written: str) -> str:
    return " ".join(written.casefold().replace("’", "'").split())


def _wrong(code: str, text: Text) -> Invalid:
    return Invalid(f"correspondence.{code}", text, field="file")
