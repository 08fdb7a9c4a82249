"""The form in which the bureau enters what it counted in the room."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from collegial.kernel.errors import DomainError
from collegial.votes.rules import RoomSums
from collegial.web.forms import Form

HEADS = {
    "for_": _l("For"),
    "against": _l("Against"),
    "abstain": _l("Abstentions"),
    "blank": _l("Blank"),
    "void": _l("Void"),
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


def totals_form(limits: Mapping[str, int]) -> type[TotalsForm]:
    """Return a form with the fields of these colleges, at most as many votes as each has rights in the room."""
    fields = {
        f"{key}-{name}": IntegerField(
            label, default=0,
            validators=[
                InputRequired(_l("Write a whole number, zero or more.")),
                NumberRange(min=0, max=most),
            ],
            render_kw={"min": 0, "max": most, "inputmode": "numeric", "autocomplete": "off"},
        )
        for key, most in limits.items()
        for name, label in HEADS.items()
    }  # fmt: skip
    return type("TotalsForm", (TotalsForm,), fields)
