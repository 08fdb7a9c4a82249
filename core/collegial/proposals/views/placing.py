"""The places of a draft as a form offers them, and as a sentence names them."""

from collections.abc import Mapping, Sequence

from collegial.kernel.text import t
from collegial.proposals.models import Axis
from collegial.proposals.queries import outline_of, pieces_of
from collegial.proposals.rules.ordering import Place, places_for
from collegial.web.languages import say

_BETWEEN = ":"


Choices = Mapping[str, Sequence[tuple[str, str]]]


def place_choices(axes: Sequence[Axis], key: str) -> Choices:
    """Return the places a piece can go to, with their names, by the title of their axis."""
    titles = {axis.key: axis.title for axis in axes}
    found: dict[str, list[tuple[str, str]]] = {}
    for one in places_for(outline_of(axes), key):
        heading = titles[one.axis] if one.axis else say(t("The axes"))
        found.setdefault(heading, []).append((_mark(one), _short_name(axes, one)))
    return found


def _short_name(axes: Sequence[Axis], place: Place) -> str:
    titles = {piece.key: piece.title for _, piece in pieces_of(axes)}
    return say(t("After “%(title)s”", title=titles[place.after]) if place.after else t("First"))


def axis_choices(axes: Sequence[Axis]) -> list[tuple[str, str]]:
    """Return the axes that an action can go into, each with its name."""
    return [(_mark(Place(axis=axis.key)), axis.title) for axis in axes]


def place_in(sent: str | None) -> Place | None:
    """Read a place that a form sent; None for what is none."""
    axis, between, after = (sent or "").partition(_BETWEEN)
    return Place(axis=axis or None, after=after or None) if between else None


def place_name(axes: Sequence[Axis], place: Place) -> str:
    """Say where a place is; what is not in the draft any more is told so."""
    titles = {piece.key: piece.title for _, piece in pieces_of(axes)}
    gone = say(t("what was taken out meanwhile"))
    after = titles.get(place.after, gone) if place.after else None
    if place.axis is None:
        return say(t("After the axis “%(title)s”", title=after) if after else t("Before all axes"))
    axis = titles.get(place.axis, gone)
    if after is None:
        return say(t("In “%(axis)s”, first", axis=axis))
    return say(t("In “%(axis)s”, after “%(title)s”", axis=axis, title=after))


def _mark(place: Place) -> str:
    return f"{place.axis or ''}{_BETWEEN}{place.after or ''}"
