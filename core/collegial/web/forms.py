"""The base of every form: our languages, our CSRF, a body that survives an error."""

from collections.abc import Callable
from typing import Any

from flask_babel import get_domain, get_locale
from flask_wtf import FlaskForm
from wtforms import Field

from collegial.kernel.errors import DomainError
from collegial.web.languages import say


class _Translations:
    """WTForms' own messages through our merged catalogue, so that Breton falls back to French."""

    def gettext(self, string: str) -> str:
        return str(get_domain().get_translations().ugettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(get_domain().get_translations().ungettext(singular, plural, n))


class Form(FlaskForm):  # type: ignore[misc]
    """A form of the program; numbers are read in the visitor's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How WTForms speaks."""

        locales = property(lambda _self: [str(get_locale())])

        def get_translations(self, _form: Any) -> _Translations:
            """Return our own translations."""
            return _Translations()

    def refuse(self, error: DomainError) -> None:
        """Show a refusal at the field it names, or at the head of the form."""
        field: Field | None = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(say(error.text))
        else:
            field.errors = [*field.errors, say(error.text)]

    def attempt(self, act: Callable[[], object]) -> int | None:
        """Run an act when the form was sent and is valid; None when it is done.

        Otherwise return the status to show the form again with, the refusal standing in it: 200 when
        nothing was sent, 422 for bad input, or the refusal's own.
        """
        if not self.is_submitted():
            return 200
        if not self.validate():
            return 422
        try:
            act()
        except DomainError as error:
            self.refuse(error)
            return error.status
        return None
