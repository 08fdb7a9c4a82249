"""Show the words."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale, gettext
from markupsafe import Markup, escape

from collegial.glossary.terms import PARTS, TERMS, Term
from collegial.web.languages import NATIVE_NAMES
from collegial.web.program import current_program


def index() -> ResponseReturnValue:
    """Show every word with what it means, and what it is called in the other languages."""
    return render_template("glossary/index.html", parts=PARTS, elsewhere=elsewhere)


def elsewhere(term: Term) -> list[tuple[str, str, str]]:
    """Return what a word is called in the deployment's other languages: code, language, word."""
    found = []
    for code in current_program().settings.pays.languages:
        if code != str(get_locale()):
            with force_locale(code):
                found.append((code, NATIVE_NAMES.get(code, code), gettext(term.word.msgid)))
    return found


def link(key: str, shown: str = "") -> Markup:
    """Link a word to its meaning: `term("quorum")` in a template, or with the form that its sentence needs."""
    term = TERMS[key]
    text = shown or gettext(term.word.msgid)
    return Markup('<a class="term" href="{}#{}">{}</a>').format(url_for("glossary.index"), key, escape(text))
