"""The form in which the bureau enters what it counted in the room."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from collegial.hooks.voting import Poll
from collegial.kernel.errors import DomainError
from collegial.votes.rules import RoomSums
from collegial.votes.rules.box import RoomMarks
from collegial.web.forms import Form

HEADS = {
    "for_": _l("For"),
    "against": _l("Against"),
    "abstain": _l("Abstentions"),
    "blank": _l("Blank"),
    "void": _l("Void"),
}
PAPERS = {
    "papers": _l("Papers that name somebody"),
    "blank": _l("Blank papers"),
    "void": _l("Void papers"),
}


class TotalsForm(Form):
    """The totals of one resolution; a field is added for each college and each answer."""

    def of(self, college: str) -> list[IntegerField]:
        """Return the fields of a college, in the order of the heads."""
        return [self._fields[f"{college}-{name}"] for name in HEADS]

    def sums(self, colleges: Sequence[str]) -> dict[str, RoomSums]:
        """Return the totals by college."""
        return {
            key: RoomSums(**dict(zip(HEADS, (field.data for field in self.of(key)), strict=True)))
            for key in colleges
        }

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of a college's figures in its row."""
        row = f"{error.field}-for_"
        super().refuse(type(error)(error.code, error.text, field=row) if row in self._fields else error)


class MarksForm(Form):
    """The votes of an election added up; a field is added for each group and each name."""

    def of(self, group: str) -> list[IntegerField]:
        """Return the fields of a group: the names in their order, then the papers."""
        return [field for name, field in self._fields.items() if name.startswith(f"{group}-")]

    def counted(self, groups: Sequence[str], poll: Poll) -> dict[str, RoomMarks]:
        """Return the votes by group."""
        return {
            key: RoomMarks(
                marks={one.number: self._fields[f"{key}-{one.number}"].data for one in poll.options},
                **{
                    name: self._fields[f"{key}-{name}"].data
                    for name in PAPERS
                    if f"{key}-{name}" in self._fields
                },
            )
            for key in groups
        }

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of a group's figures in its row."""
        row = f"{error.field}-1"
        super().refuse(type(error)(error.code, error.text, field=row) if row in self._fields else error)


def marks_form(limits: Mapping[str, int], poll: Poll) -> type[MarksForm]:
    """Return a form with a field for each name and each kind of paper that there can be, up to the rights there are."""
    papers = [(name, label) for name, label in PAPERS.items() if poll.takes_blank or name != "blank"]
    fields = {
        f"{key}-{name}": _figure(label, most)
        for key, most in limits.items()
        for name, label in [*((str(one.number), one.name) for one in poll.options), *papers]
    }
    return type("MarksForm", (MarksForm,), fields)


def totals_form(limits: Mapping[str, int]) -> type[TotalsForm]:
    """Return a form with the fields of these colleges, at most as many votes as each has rights in the room."""
    fields = {
        f"{key}-{name}": _figure(label, most) for key, most in limits.items() for name, label in HEADS.items()
    }
    return type("TotalsForm", (TotalsForm,), fields)


def _figure(label: str, most: int) -> IntegerField:
    return IntegerField(
        label, default=0,
        validators=[
            InputRequired(_l("Write a whole number, zero or more.")),
            NumberRange(min=0, max=most),
        ],
        render_kw={"min": 0, "max": most, "inputmode": "numeric", "autocomplete": "off"},
    )  # fmt: skip
