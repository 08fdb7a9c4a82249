"""Put each error of a draft where it is to be corrected."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wtforms import Field, FieldList, FormField

from collegial.kernel.text import Text
from collegial.statutes.forms.drafting import DraftForm
from collegial.statutes.rules import StatuteError
from collegial.web.languages import say


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An error with the way to its field: the labels that lead there, and what to link to."""

    labels: list[str]
    anchor: str
    text: Text


@dataclass(kw_only=True)
class Spot:
    """Where a path ends in the form: a field, or the section that holds what is missing."""

    field: Field
    labels: list[str] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        """Say whether it is one field, which can show an error itself."""
        return not isinstance(self.field, FormField | FieldList)


def place_faults(form: DraftForm, errors: Iterable[StatuteError]) -> list[Fault]:
    """Show each error at its field, and return all of them with their ways, in the order of the fields."""
    found = [(_find(form, error.path.split(".")), error.text) for error in errors]
    places = {field.id: place for place, field in enumerate(_walk(form))}
    found.sort(key=lambda one: places[one[0].field.id])
    for spot, text in found:
        if spot.is_leaf:
            spot.field.errors = [*spot.field.errors, say(text)]
    return [Fault(labels=spot.labels, anchor=_anchor(spot), text=text) for spot, text in found]


def _walk(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield each field, and what it is made of after it."""
    for one in fields:
        yield one
        if isinstance(one, FormField | FieldList):
            yield from _walk(one)


def _anchor(spot: Spot) -> str:
    """Link to a field, to the first choice of a group of choices, or to a section."""
    is_group = spot.field.type == "RadioField"
    return f"{spot.field.id}-0" if is_group else str(spot.field.id)


def _find(form: DraftForm, path: list[str]) -> Spot:
    """Walk a path as far as the form goes; a majority without a round is that of the first."""
    first, *rest = path
    spot = Spot(field=form[first] if first in form else form["label"])
    spot.labels.append(str(spot.field.label.text))
    if first == "majority" and len(rest) > 1 and rest[1] not in ("first", "second"):
        rest.insert(1, "first")
    for part in rest:
        inner = _inner(spot.field, part)
        if inner is None or inner.type == "HiddenField":
            break
        spot.field = inner
        spot.labels.append(_label(inner, part))
    return spot


def _inner(outer: Field, part: str) -> Field | None:
    if isinstance(outer, FieldList):
        place = int(part) if part.isdigit() else len(outer)
        return outer[place] if place < len(outer) else None
    if isinstance(outer, FormField) and part in outer.form:
        return outer.form[part]
    return None


def _label(inner: Field, part: str) -> str:
    """Name a row of a list by what was typed as its name, or by its place."""
    if part.isdigit() and isinstance(inner, FormField):
        return str(inner.form["name"].data or int(part) + 1)
    return str(inner.label.text)
