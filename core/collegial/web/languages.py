"""Languages: one merged catalogue per language, from the plugins, then the core; French behind Breton."""

import gettext
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol, TypeVar

import structlog
from babel import Locale
from babel.dates import format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, format_date, format_datetime, get_domain, get_locale
from jinja2 import pass_context
from markupsafe import Markup
from wtforms.i18n import messages_path

from collegial.documents.days import before_hour, day_pattern, hour_pattern
from collegial.hooks.contracts import TranslationSource
from collegial.kernel.fractions import Percent, percent_in
from collegial.kernel.listing import Listing, listed, listing_in
from collegial.kernel.locator import locate
from collegial.kernel.money import Money, money_in
from collegial.kernel.text import Month, Text
from collegial.web.elision import elided
from collegial.web.own.faults import Aside
from collegial.web.own.texts import own_texts
from collegial.web.program import current_program
from collegial.web.quoting import quoted_within
from collegial.web.together import kept_together

log = structlog.get_logger(__name__)
NATIVE_NAMES = {"fr": "Français", "en": "English", "br": "Brezhoneg"}
FALLBACK = "fr"
SOURCE = "en"
LANGUAGE = "lang"
VISIT = "visit_locale"
Words_co = TypeVar("Words_co", covariant=True)


class MergedDomain(Domain):  # type: ignore[misc]
    """All catalogues as one, the deployment's texts last; a language other than English falls back to French."""

    def __init__(self, sources: list[TranslationSource], folder: Path | None = None) -> None:
        super().__init__()
        self._sources, self._folder = sources, folder
        self._merged: dict[str, NullTranslations] = {}
        self._aside: dict[str, tuple[Aside, ...]] = {}

    def get_translations(self) -> Any:
        """Return the catalogue of the present language."""
        locale = get_locale()
        return self.catalogue(str(locale) if locale else SOURCE)

    def catalogue(self, locale: str) -> NullTranslations:
        """Return the merged catalogue of a language, loaded once."""
        if locale not in self._merged:
            self._merged[locale] = self._load(locale)
        return self._merged[locale]

    def _load(self, locale: str) -> NullTranslations:
        merged = Translations()
        for source in self._sources:
            one = _catalogue(source, locale)
            if isinstance(one, Translations):
                merged.merge(one)
                merged.plural = one.plural  # merge() forgets the rule
        self._add_own(merged, locale)
        if locale not in (FALLBACK, SOURCE):
            merged.add_fallback(self.catalogue(FALLBACK))
        return merged

    def _add_own(self, merged: Translations, locale: str) -> None:
        if self._folder is None:
            return
        own = own_texts(self._folder, locale, merged)
        self._aside[locale] = own.aside
        if own.texts is not None:
            merged.merge(own.texts)
            merged.plural = own.texts.plural
        for one in own.aside:
            log.warning("own.text_aside", place=one.place, problem=one.problem)

    def aside(self, locales: Sequence[str]) -> list[Aside]:
        """Return the deployment's texts of these languages that are not used, and why."""
        for locale in locales:
            self.catalogue(locale)
        return [one for locale in locales for one in self._aside.get(locale, ())]


def _catalogue(source: TranslationSource, locale: str) -> NullTranslations:
    """Return a catalogue as it was compiled, or compiled here: a plugin's author need not do it."""
    compiled = gettext.find(source.domain, str(source.folder), [locale])
    if compiled:
        return _read(Path(compiled), source.domain, Path(compiled).stat().st_mtime_ns)
    written = source.folder / locale / "LC_MESSAGES" / f"{source.domain}.po"
    if not written.is_file():
        return NullTranslations()
    target = BytesIO()
    with written.open("rb") as lines:
        write_mo(target, read_po(lines, locale=locale))
    target.seek(0)
    return Translations(target, source.domain)


@cache
def _read(compiled: Path, domain: str, _written_at: int) -> Translations:
    """Read a compiled catalogue once: several merge the same one, and copy of it what they take."""
    with compiled.open("rb") as lines:
        return Translations(lines, domain)


def speak(app: Flask) -> None:
    """Set up languages: the address comes first, then the viewer's choice, the account's, a link's, the browser's."""
    program = app.extensions["collegial"]
    plugins = [source for _, source in program.host.declared("translations")]
    sources = [
        TranslationSource(folder=Path(messages_path()), domain="wtforms"),
        *plugins,
        TranslationSource(folder=locate("translations")),
    ]
    babel = Babel(
        app,
        default_locale=program.settings.pays.languages[0],
        default_timezone=program.settings.pays.zone,
        locale_selector=choose_language,
    )
    app.after_request(_keep_for_the_visit)
    babel.domain_instance = MergedDomain(sources, program.settings.folder)
    app.extensions["collegial.texts"] = babel.domain_instance
    app.jinja_env.finalize = say_if_text
    app.jinja_env.filters["say"] = say_if_text  # for a text within another
    app.jinja_env.filters["listed"] = listed
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        app.jinja_env.globals[name] = _in_templates(name)


def _in_templates(name: str) -> Callable[..., str]:
    """Return a template's way to translate, which first translates a Text among the values of a sentence."""

    @pass_context
    def call(context: Any, *given: Any, **values: Any) -> str:
        said = {
            name: say_if_text(value) if isinstance(value, Text | Listing) else value
            for name, value in values.items()
        }
        if name.startswith("n"):
            said.setdefault("num", given[-1])
        text = getattr(get_domain().get_translations(), f"u{name}")(*given)
        said = quoted_within(text, said, str(get_locale()))
        text = _set(text, said)
        words = Markup(text) if context.eval_ctx.autoescape else text  # noqa: S704 (a translator's own)
        return words % said if "%" in text else words

    return call


def choose_language() -> str:
    """Return the language of this request; an address may ask for one, as those given to search engines do."""
    offered = current_program().settings.pays.languages
    if not has_request_context():
        return offered[0]
    viewer = g.get("viewer")
    wishes = [
        request.args.get(LANGUAGE),
        request.cookies.get("locale"),
        viewer.locale if viewer and viewer.is_signed_in else None,
        request.cookies.get(VISIT),
    ]
    best = next((wish for wish in wishes if wish in offered), None)
    return best or request.accept_languages.best_match(offered) or offered[0]


def _keep_for_the_visit(response: Response) -> Response:
    """Let the pages that a link in a language leads on to speak it too, until the browser is closed.

    It yields to what was chosen: the switch's cookie, or the language of an account; and to the next such link.
    """
    asked, viewer = request.args.get(LANGUAGE), g.get("viewer")
    is_chosen = "locale" in request.cookies or (viewer is not None and viewer.is_signed_in)
    is_page = response.mimetype == "text/html" and not response.cache_control.public
    if is_page and not is_chosen and asked in current_program().settings.pays.languages:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(VISIT, str(asked), samesite="Lax", httponly=True, secure=secure)
    return response


def say(text: Text) -> str:
    """Translate a sentence, its parameters first."""
    catalogue = get_domain().get_translations()
    params = {name: _worded(value) for name, value in text.params.items()}
    if text.plural is not None and text.count is not None:
        found, params = catalogue.ungettext(text.msgid, text.plural, text.count), {"num": text.count} | params
    elif text.context:
        found = catalogue.upgettext(text.context, text.msgid)
    else:
        found = catalogue.ugettext(text.msgid)
    params = quoted_within(found, params, str(get_locale()))
    return _set(found, params) % params if params else _set(found, params)


def _set(text: str, values: Mapping[str, object]) -> str:
    """Return a text that waits for its values, written as its language asks for beside them."""
    language = str(get_locale())
    return kept_together(elided(text, values, language) if values else text, values, language)


def _worded(value: Any) -> Any:
    """Write a day or a month in words; what is left goes as it is printed anywhere."""
    if isinstance(value, Month):
        return written_month(value.day)
    if isinstance(value, date) and not isinstance(value, datetime):
        return written_day(value)
    if isinstance(value, time):
        return written_clock(value)
    return say_if_text(value)


def written_day(moment: date, width: str = "long") -> str:
    """Write a day in the reader's language: `full` with its weekday, `long`, or `medium` with a short month."""
    # Of the month where the Pays is, not where time is counted.
    is_first = str(format_date(moment, "d")) == "1"
    return str(format_date(moment, day_pattern(width, get_locale() or SOURCE, is_first=is_first)))


def written_clock(hour: time) -> str:
    """Write an hour of the clock, in the reader's language."""
    locale = get_locale() or SOURCE
    return str(format_time(hour, hour_pattern(locale), locale=locale))


def written_day_at(day: date, hour: time) -> str:
    """Write a day with an hour of the clock, in the reader's language."""
    return f"{written_day(day)}{before_hour(get_locale() or SOURCE)}{written_clock(hour)}"


def written_hour(moment: datetime) -> str:
    """Write the hour of a moment where the Pays is, in the reader's language."""
    return str(format_datetime(moment, hour_pattern(get_locale() or SOURCE)))


def written_moment(moment: datetime, width: str = "long") -> str:
    """Write a day, as wide as `written_day` says, with its hour, in the reader's language."""
    return f"{written_day(moment, width)}{before_hour(get_locale() or SOURCE)}{written_hour(moment)}"


def written_month(moment: date) -> str:
    """Name the month of a day, with its year, in the reader's language."""
    return str(format_date(moment, "LLLL y"))


def written_amount(amount: Money, *, whole: bool = False) -> str:
    """Write an amount in the reader's language; `whole` leaves out cents where there are none."""
    return money_in(amount, get_locale() or Locale(SOURCE), whole=whole)


class Worded(Protocol[Words_co]):
    """Something of the deployment that is said in several languages, as a priority is."""

    def in_language(self, locale: str) -> Words_co:
        """Return its words in a language."""


def worded(one: Worded[Words_co]) -> Words_co:
    """Return the words of something in the reader's language."""
    return one.in_language(str(get_locale() or SOURCE))


def say_if_text(value: Any) -> Any:
    """Translate a Text, write a share, an amount or a listing, leave any other value; Jinja prints every value so."""
    if isinstance(value, Percent):
        return percent_in(value.share, get_locale() or Locale(SOURCE))
    if isinstance(value, Decimal):
        return format_decimal(value, decimal_quantization=False, locale=get_locale() or Locale(SOURCE))
    if isinstance(value, Money):
        return written_amount(value)
    if isinstance(value, Listing):
        return listing_in(value, get_locale() or Locale(SOURCE), _worded)
    return say(value) if isinstance(value, Text) else value
