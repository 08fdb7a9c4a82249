"""Letters that go by post, some at a time: printed in the language of each reader, then noted as posted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flask import Response, flash, request
from sqlalchemy import Select

from collegial.kernel.errors import Missing, Refused
from collegial.kernel.paging import Page, page_of
from collegial.kernel.text import nt, t
from collegial.web.forms import row_numbers
from collegial.web.languages import NATIVE_NAMES, say
from collegial.web.request import session

if TYPE_CHECKING:
    from collegial.actors.models import Actor

SIZE = 200  # some four seconds of printing
_ALL = "all"
L = TypeVar("L")


@dataclass(frozen=True, kw_only=True)
class Batch(Generic[L]):
    """One page of the letters that wait, each with its reader, by the readers' languages; see `ui.by_post`."""

    page: Page[L]
    by_language: Mapping[str, Sequence[tuple[L, "Actor"]]]

    @property
    def languages(self) -> Mapping[str, str]:
        """Return the languages, each with its own name."""
        return {one: NATIVE_NAMES.get(one, one) for one in self.by_language}

    def wanted(self) -> tuple[str, Sequence[tuple[L, "Actor"]]]:
        """Return the language that the address asks for, else the first, with its letters; raises Missing."""
        if not self.by_language:
            raise Missing("letters.none", t("No letter waits to be posted."))
        asked = request.args.get("language", "")
        locale = asked if asked in self.by_language else next(iter(self.by_language))
        return locale, self.by_language[locale]


def batch_of(waiting: Select[L], readers: Callable[[Sequence[L]], Iterable[tuple[L, "Actor"]]]) -> Batch[L]:
    """Return the page of waiting letters that the address asks for; `readers` gives each with its reader."""
    page = page_of(session(), waiting, number=request.args.get("page", 1, type=int), size=SIZE)
    by_language: dict[str, list[tuple[L, Actor]]] = {}
    for letter, reader in readers(page.items):
        by_language.setdefault(reader.locale, []).append((letter, reader))
    return Batch(page=page, by_language=by_language)


def noted_letters(waiting: Select[Any]) -> list[int]:
    """Return the numbers of the letters that `ui.by_post` notes: a batch, or all that wait.

    Raises Refused where others wait than were seen: what joined them meanwhile was never printed.
    """
    if _ALL not in request.form:
        return row_numbers(request.form.getlist("letter"))
    numbers = [one.id for one in session().scalars(waiting)]
    if request.form[_ALL] != str(len(numbers)):
        raise Refused(
            "letters.others_wait", t("The letters that wait are others than you saw. Look at them again.")
        )
    return numbers


def flash_noted(count: int) -> None:
    """Say how many letters were noted."""
    flash(say(nt("%(count)d letter is noted.", "%(count)d letters are noted.", count)), "success")


def letters_response(printed: bytes, name: str) -> Response:
    """Answer with printed letters, which no cache keeps."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(printed, mimetype="application/pdf", headers=headers)
