"""Numbers that people type as they say them and that are read exactly: a quantity, a share in percent."""

from decimal import Decimal
from fractions import Fraction

from flask_babel import format_decimal
from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import ValidationError

from collegial.kernel.errors import DomainError, Invalid
from collegial.kernel.fractions import parse_fraction, show_fraction
from collegial.kernel.text import t
from collegial.web.languages import say

_DIGITS = 4


class ExactField(StringField):  # type: ignore[misc]
    """A number, kept as it was typed and read exactly as `exact`; None when nothing was typed.

    Filled in with a Fraction, it shows the number as its reader types it.
    """

    keys = "text"  # the numbers of some phones have no slash

    @property
    def exact(self) -> Fraction | None:
        """Return what was written."""
        if isinstance(self.data, Fraction):
            return self.data
        written = str(self.data or "").strip()
        return self._read(written) if written else None

    def _read(self, written: str) -> Fraction:
        return parse_fraction(written)

    def _typed(self, exact: Fraction) -> str:
        return _decimal(exact) or show_fraction(exact)

    def _value(self) -> str:
        return self._typed(self.data) if isinstance(self.data, Fraction) else str(super()._value())

    def __call__(self, **given: object) -> Markup:
        """Show the field; a phone offers the keys of numbers where they suffice."""
        return Markup(super().__call__(**{"inputmode": self.keys, **given}))  # noqa: S704 (escaped by its widget)

    def pre_validate(self, _form: object) -> None:
        """Refuse what is no exact number."""
        try:
            _ = self.exact
        except DomainError as error:
            raise ValidationError(say(error.text)) from None


class PercentField(ExactField):
    """A share typed in percent, kept as it was typed and read exactly as `exact`; None when nothing was typed.

    A bare number is a percentage, with or without its sign: 2.5 and 2.5 % are the same. A ratio such as 1/3 says a
    share that no decimal says.
    """

    keys = "decimal"

    def _read(self, written: str) -> Fraction:
        try:
            return parse_fraction(written if "/" in written else f"{written.removesuffix('%').strip()}%")
        except Invalid:
            raise Invalid(
                "percent.invalid",
                t(
                    "“%(written)s” cannot be read as a percentage. Write 2.5 for 2.5 %%.",
                    written=written[:60],
                ),
            ) from None

    def _typed(self, exact: Fraction) -> str:
        return _decimal(exact * 100) or show_fraction(exact)

    def __call__(self, **given: object) -> Markup:
        """Show the field, short as what it holds."""
        return super().__call__(**{"size": 14, **given})


def _decimal(exact: Fraction) -> str | None:
    """Write a number as its reader types it, 0,75 in French; None where no short decimal says it."""
    parts = exact * 10**_DIGITS
    if parts.denominator != 1:
        return None
    return str(format_decimal(Decimal(int(parts)).scaleb(-_DIGITS), format="0.####"))
