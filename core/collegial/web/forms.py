"""The base of every form: our languages, our CSRF, a body that survives an error."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from flask import flash, g
from flask_babel import format_decimal, get_domain, get_locale
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, SelectChoice, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from collegial.kernel.errors import DomainError
from collegial.kernel.money import ZERO, Money, parse_money
from collegial.kernel.text import t
from collegial.web.field_words import in_our_words
from collegial.web.languages import SOURCE, say
from collegial.web.once import is_mark, new_mark, sent_before, take
from collegial.web.request import KEPT, act, session
from collegial.web.routing import LARGEST_NUMBER

_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+(?!\d))")
GROUP = "\N{NARROW NO-BREAK SPACE}"  # read back in every language; a comma in those alone that write it so
_MINUS = "-\N{MINUS SIGN}"
_NOTHING_TWICE = t("This form had been sent before. Here is what it made then: nothing was made twice.")


class _Translations:
    """WTForms' messages in our words, through our merged catalogue, so that Breton falls back to French."""

    def gettext(self, string: str) -> str:
        return str(get_domain().get_translations().ugettext(in_our_words(string)))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        if (ours := in_our_words(singular)) != singular:
            return self.gettext(ours)
        return str(get_domain().get_translations().ungettext(singular, plural, n))


class _Spoken:
    """How WTForms speaks."""

    locales = property(lambda _self: [str(get_locale())])

    def get_translations(self, _form: Any) -> _Translations:
        """Return our own translations."""
        return _Translations()


class PartForm(PlainForm):  # type: ignore[misc]
    """The base of a part of a form, such as a line that stands there several times; it speaks as the form does."""

    class Meta(_Spoken):
        """As the form around it."""


class Form(FlaskForm):  # type: ignore[misc]
    """A form of the program; numbers are read in the visitor's language.

    One that was kept while its sign-in was confirmed shows what was typed, without being sent.
    """

    class Meta(_Spoken, FlaskForm.Meta):  # type: ignore[misc]
        """How WTForms speaks, and what fills it."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what was sent; else what was typed here before the sign-in was confirmed, where it was kept."""
            sent = super().wrap_formdata(form, formdata)
            return g.get(KEPT) if sent is None and formdata is not None else sent

        def render_field(self, field: Any, render_kw: Mapping[str, Any]) -> Any:
            """Print a field; a browser that knew how long a text may be would cut one that is pasted, in silence."""
            told = {"maxlength": False, **render_kw} if isinstance(field, TextAreaField) else render_kw
            return super().render_field(field, told)

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

    def make(self, act_and_say_where: Callable[[], str]) -> str | int:
        """Run an act as `attempt` does, and return the address that it says; else the status to show the form with."""
        made: list[str] = []
        status = self.attempt(lambda: made.append(act_and_say_where()))
        return made[0] if status is None else status


def is_web_address(_form: Form, field: Field) -> None:
    """Refuse what is no page of the web: a link on our pages must run no script."""
    try:
        parts = urlsplit(field.data)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValidationError(field.gettext("This is not a web address: it looks like https://example.org."))


def filled_in(form: MultiDict[str, str], name: str) -> dict[str, list[str]]:
    """Return what was filled in under a name, by the endings of its fields: `q3`, `q3-rank-1`."""
    return {
        key.removeprefix(name): form.getlist(key) for key in form if key == name or key.startswith(f"{name}-")
    }


def row_number(written: object) -> int | None:
    """Read the number of a row from what was sent, as the `coerce` of a list or by itself; None for anything else."""
    text = str(written)
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))
    return int(text) if is_number and int(text) <= LARGEST_NUMBER else None


def row_numbers(written: Iterable[str]) -> list[int]:
    """Read the numbers of rows from what was sent several times; what is none is left out."""
    return [number for one in written if (number := row_number(one)) is not None]


def choose_one(choices: Iterable[SelectChoice]) -> list[SelectChoice]:
    """Return a list from which somebody chooses: nothing is chosen by itself, unless there is nothing else."""
    offered = list(choices)
    return offered if len(offered) == 1 else [SelectChoice("", say(t("Choose one"))), *offered]


class AmountField(StringField):  # type: ignore[misc]
    """An amount of money, kept as it was typed and read as `amount`; nothing typed is zero.

    Filled in with Money, it shows the amount as its reader types it. Where amounts are written with commas, as in
    English, they are read with them.
    """

    keys = "decimal"

    @property
    def amount(self) -> Money:
        """Return what was written."""
        if isinstance(self.data, Money):
            return self.data
        written = str(self.data or "").strip()
        return self._read(written) if written else ZERO

    def _read(self, written: str) -> Money:
        return parse_money(written, commas=_group() == ",")

    def _value(self) -> str:
        return _as_typed(self.data) if isinstance(self.data, Money) else str(super()._value())

    def __call__(self, **given: object) -> Markup:
        """Show the field; a phone offers the keys of numbers."""
        return Markup(super().__call__(**{"inputmode": self.keys, "size": 14, **given}))  # noqa: S704 (escaped by its widget)

    def pre_validate(self, _form: Form) -> None:
        """Refuse what is no amount."""
        try:
            _ = self.amount
        except DomainError as error:
            raise ValidationError(say(error.text)) from None


class SignedAmountField(AmountField):
    """An amount of money that may be a loss, with a minus sign before it."""

    keys = "text"  # the numbers of some phones have no minus

    def _read(self, written: str) -> Money:
        return -super()._read(written[1:]) if written[0] in _MINUS else super()._read(written)


def _as_typed(money: Money) -> str:
    pattern = "0.00" if money.cents % 100 else "0"
    written = str(format_decimal(Decimal(money.cents).scaleb(-2), format=pattern))
    return _THOUSANDS.sub(_group(), written)


def _group() -> str:
    own = str((get_locale() or Locale(SOURCE)).number_symbols["latn"]["group"])
    return own if own == "," else GROUP


class _MarkField(HiddenField):  # type: ignore[misc]
    """A mark; it is named alike in every form, also where the names of the other fields begin with its prefix."""

    def __init__(self, *args: Any, _prefix: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.id: str = f"{_prefix}{self.short_name}"


class OnceForm(Form):
    """The base of the forms that make something: a double click, or a reload, makes nothing more."""

    once = _MarkField(default=new_mark)

    def make(self, act_and_say_where: Callable[[], str]) -> str | int:
        """Run an act that returns the address of what it made, unless this very form was sent before.

        Return the address to go to, which for a second sending is that of the first. Otherwise return the
        status to show the form again with, as `attempt` does; its mark is still good then.
        """
        said: list[str] = []

        def run() -> str:
            said.append(act_and_say_where())
            return said[0]

        made = self._once(run)
        if isinstance(made, str) and not said:
            flash(say(_NOTHING_TWICE), "info")
        return made

    def attempt(self, act: Callable[[], object]) -> int | None:
        """Run an act as any form does; a second sending of this very form does nothing, and is done like the first."""

        def run() -> str:
            act()
            return ""

        made = self._once(run)
        return made if isinstance(made, int) else None

    def _once(self, run: Callable[[], str]) -> str | int:
        if not self.is_submitted():
            return 200
        if not is_mark(self.once.data or ""):
            return self._marked_anew()
        if (known := sent_before(session(), self.once.data)) is not None:
            return known
        made: list[str] = []
        status = super().attempt(lambda: made.append(self._marked(run)))
        return made[0] if status is None else status

    def _marked(self, run: Callable[[], str]) -> str:
        mark = take(session(), self.once.data, now=act().clock.now())
        if mark is None:
            return sent_before(session(), self.once.data) or ""
        mark.address = run()
        return mark.address

    def _marked_anew(self) -> int:
        self.once.data = new_mark()
        self.form_errors.append(say(t("This form was incomplete when it arrived. Send it again.")))
        return 422
