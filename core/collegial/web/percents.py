"""A share that people type as they say it: in percent."""

from fractions import Fraction

from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import ValidationError

from collegial.kernel.errors import DomainError, Invalid
from collegial.kernel.fractions import parse_fraction
from collegial.kernel.text import t
from collegial.web.languages import say


class PercentField(StringField):  # type: ignore[misc]
    """A share typed in percent, kept as it was typed and read exactly as `exact`; None when nothing was typed.

    A bare number is a percentage, with or without its sign: 2.5 and 2.5 % are the same. A ratio such as 1/3 says a
    share that no decimal says.
    """

    @property
    def exact(self) -> Fraction | None:
        """Return what was written."""
        written = str(self.data or "").strip()
        return _read(written) if written else None

    def __call__(self, **given: object) -> Markup:
        """Show the field; a phone offers the keys of numbers."""
        return Markup(super().__call__(**{"inputmode": "decimal", "size": 14, **given}))  # noqa: S704 (escaped by its widget)

    def pre_validate(self, _form: object) -> None:
        """Refuse what is no percentage."""
        try:
            _ = self.exact
        except DomainError as error:
            raise ValidationError(say(error.text)) from None


def _read(written: str) -> Fraction:
    try:
        return parse_fraction(written if "/" in written else f"{written.removesuffix('%').strip()}%")
    except Invalid:
        raise Invalid(
            "percent.invalid",
            t("“%(written)s” cannot be read as a percentage. Write 2.5 for 2.5 %%.", written=written[:60]),
        ) from None
