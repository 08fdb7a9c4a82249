"""The steps that journeys through forms are made of, told in English and taken in the language of the page."""

import re
from decimal import Decimal

from babel.numbers import format_currency
from playwright.sync_api import expect

_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


class Words:
    """The words of the pages in a language, by their English."""

    def __init__(self, catalogue, language):
        self.catalogue, self.language = catalogue, language
        self.known = {
            key if isinstance(key, str) else key[0]: said for key, said in catalogue._catalog.items() if key
        }
        # A word that agrees with a noun stands behind it in a catalogue; where no other does, the word says enough.
        agreeing = {key.rpartition("\x04")[2]: said for key, said in self.known.items() if "\x04" in key}
        self.agreeing = {word: said for word, said in agreeing.items() if word not in self.known}
        self.known |= self.agreeing

    def __call__(self, text, **values):
        """Return a text of the pages, its places filled in; a pattern where they are left open."""
        assert text in self.known, f"no page says “{text}”"
        said = self.agreeing.get(text) or self.catalogue.gettext(text)
        if values:
            return said % values
        return re.compile(_pattern(said)) if _PLACE.search(said) else said

    def like(self, excerpt):
        """Return a pattern of all the texts whose English holds an excerpt."""
        found = [said for text, said in self.known.items() if excerpt in text]
        assert found, f"no page says “{excerpt}”"
        return re.compile("|".join(map(_pattern, found)))

    def either(self, one):
        """Return a pattern of both forms of a text that counts."""
        forms = [
            said for key, said in self.catalogue._catalog.items() if isinstance(key, tuple) and key[0] == one
        ]
        assert forms, f"no page counts “{one}”"
        return re.compile("|".join(map(_pattern, forms)))

    def count(self, one, many, number):
        """Return a text that counts, in the form that a number asks for."""
        return self.catalogue.ngettext(one, many, number) % {"num": number}

    def euros(self, amount):
        """Return an amount as the pages print it."""
        return format_currency(Decimal(amount), "EUR", locale=self.language)


def _pattern(said):
    parts = [r"\s+".join(map(re.escape, re.split(r"\s+", part))) for part in _PLACE.split(said)]
    return ".+?".join(parts)


def _in_words(page, name):
    return page.words(name) if isinstance(name, str) else name


def press(page, name, **options):
    page.get_by_role("button", name=_in_words(page, name), **options).first.click()


def follow(page, name):
    page.locator("main").get_by_role("link", name=_in_words(page, name)).first.click()


def fill(page, **fields):
    """Fill fields by their names: a choice of several, a list by its value or its place, or something written."""
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]").first
        kind = field.get_attribute("type")
        if kind == "radio":
            page.locator(f"[name={name}][value={value}]").check()
        elif kind == "checkbox":
            field.check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(**value if isinstance(value, dict) else {"value": value})
        else:
            field.fill(value)


def record(page, link, *, button=None, **fields):
    """Take a step by its link and its form, whose button says the same unless told otherwise."""
    follow(page, link)
    fill(page, **fields)
    press(page, button or link)


def refused(page, excerpt):
    """See a form come back with a sentence, and take its refusal as told."""
    expect(page.get_by_text(page.words.like(excerpt)).first).to_be_visible()
    page.console_errors.clear()  # the browser notes the refusal


def sees(page, *words):
    """See texts of the pages, and whatever else was written."""
    for one in words:
        said = page.words(one) if one in page.words.known else one
        expect(page.locator("main").get_by_text(said).first).to_be_visible()
