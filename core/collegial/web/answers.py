"""Which answers of a form are marked: the fewer, be they those that must be given or those that may be left out."""

from collections.abc import Iterable, Iterator
from typing import Any

from wtforms import Field, FieldList, FormField, SelectField

from collegial.kernel.text import Text, t

# Two marks are read at a glance; a sentence above them would be one thing more to read.
MANY = 3
_ONLY_MARKED = t("Only what is marked “required” must be filled in.")
_NOTHING = t("Fill in what you like: nothing here is required.")
_WITHOUT_MARK = ("hidden", "submit", "checkbox")


def may_be_left_out(field: Field) -> bool:
    """Tell what is said to be optional; what is settled always has an answer, and so has a list with words for none."""
    return not (field.flags.required or field.flags.settled or _is_chosen(field))


def mark_the_fewer(form: Iterable[Field], *, is_search: bool) -> Text | None:
    """Mark what must be filled in where less must be than may be; return what is said of it at the head of the form.

    A search marks nothing: nobody fills in all of it.
    """
    answers = list(_answers(form))
    left = [one for one in answers if may_be_left_out(one)]
    needed = [one for one in answers if one.flags.required and not _is_chosen(one)]
    if not is_search and (len(left) < MANY or len(left) <= len(needed)):
        return None
    for one in left:
        one.flags.settled = True
    for one in needed:
        one.flags.is_marked = not is_search
    return None if is_search else _ONLY_MARKED if needed else _NOTHING


def _answers(form: Iterable[Field]) -> Iterator[Field]:
    for field in form:
        if isinstance(field, FormField | FieldList):
            yield from _answers(field)
        elif _kind(field) not in _WITHOUT_MARK:
            yield field


def _kind(field: Field) -> Any:
    return getattr(field.widget, "input_type", None)


def _is_chosen(field: Field) -> bool:
    # Not its kinds: radio buttons may stand there without any that is chosen.
    if type(field) is not SelectField:
        return False
    first = next(iter(field.iter_choices()), None)
    if first is None or first.value not in ("", None):
        return True
    return bool(str(first.label).strip()) and not field.flags.required
