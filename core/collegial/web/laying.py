"""How the fields of a form lie: some side by side, some folded away, the others one below the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field

_UNSHOWN = ("hidden", "submit")


@dataclass(frozen=True, kw_only=True)
class FormPart:
    """Fields that lie side by side; with a `summary` they are folded away below it."""

    fields: Sequence[Field]
    summary: Any = None

    @property
    def stands_open(self) -> bool:
        """Whether what is folded away must be seen: something is wrong in it, or already written."""
        return any(one.errors or one.data for one in self.fields)


def parts_of(form: Any) -> Iterator[FormPart]:
    """Return the fields of a form as they lie, in their order; a form says so by `side_by_side` and `folded`."""
    rows = [(None, names) for names in getattr(form, "side_by_side", ())]
    rows += getattr(form, "folded", ())
    placed: set[str] = set()
    for field in form:
        name = field.short_name
        if name in placed or getattr(field.widget, "input_type", None) in _UNSHOWN:
            continue
        summary, names = next((one for one in rows if name in one[1]), (None, (name,)))
        placed.update(names)
        yield FormPart(fields=[form[one] for one in names if one in form], summary=summary)
