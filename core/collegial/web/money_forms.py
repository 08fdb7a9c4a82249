"""Forms that make what is not wanted twice, as those that move money: the very same sent anew is asked about."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from flask import request
from wtforms import Field, FieldList, FormField

from collegial.kernel.errors import Refused
from collegial.kernel.text import t
from collegial.web.forms import AmountField, OnceForm
from collegial.web.links import derived_secret
from collegial.web.once import is_sure, sent_alike, sure_mark
from collegial.web.percents import ExactField
from collegial.web.request import act, session

AGAIN = timedelta(hours=1)
_OF_NO_CONTENT = {"once", "csrf_token"}
_ALIKE = t(
    "The very same was recorded less than an hour ago, and nothing is recorded now. "
    "If this is another one, send the form again."
)


class UnlikeForm(OnceForm):
    """The base of the forms that make what is not wanted twice: the same again, as after the way back, is asked about.

    The page is fetched anew then, with another mark; its mark alone would let the same be made twice.
    """

    asks_again = False  # nothing is to be corrected then: the page asks
    question = t("Is it another one?")

    def _marked(self, run: Callable[[], str]) -> str:
        return super()._marked(lambda: self._run_unlike(run))

    def _run_unlike(self, run: Callable[[], str]) -> str:
        was_sent = sent_alike(session(), _content(self), now=act().clock.now(), within=AGAIN)
        if was_sent and not is_sure(self.once.data):
            self.once.data, self.asks_again = sure_mark(), True
            raise Refused("form.alike", _ALIKE)
        return run()


class MoneyForm(UnlikeForm):
    """The base of the forms that move money: the same answers again, as after the way back, are asked about."""


def _content(form: OnceForm) -> str:
    """Return what stands for a page and the answers sent to it; nobody reads them out of it."""
    read = {one.name: repr(_meant(one)) for one in _answered(form)}
    unread = {name: repr(request.form.getlist(name)) for name in request.form if name not in read}
    answers = sorted((name, one) for name, one in (unread | read).items() if name not in _OF_NO_CONTENT)
    written = repr((request.path, answers)).encode()
    return hmac.digest(derived_secret("forms sent alike"), written, hashlib.sha256).hex()


def _answered(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield the fields that hold an answer, those of each line among them."""
    for one in fields:
        if isinstance(one, FormField):
            yield from _answered(one.form)
        elif isinstance(one, FieldList):
            yield from _answered(one.entries)
        else:
            yield one


def _meant(field: Field) -> object:
    """Return what an answer says: “8” and “8,00” are one amount, as are two ways of writing a number."""
    if isinstance(field, AmountField):
        return field.amount
    if isinstance(field, ExactField):
        return field.exact
    return field.data.strip() if isinstance(field.data, str) else field.data
