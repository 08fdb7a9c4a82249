"""Mails in the look of the deployment: the text as it was written, and the same words in HTML beside it."""

import re
from typing import Any

from flask import render_template
from flask_babel import get_locale
from flask_mailman import EmailMultiAlternatives
from markupsafe import Markup, escape

from collegial.kernel.colours import accent_colour
from collegial.web.program import current_program

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")


class DressedMail(EmailMultiAlternatives):  # type: ignore[misc]
    """A mail whose HTML part is made from its text, in the language that is spoken when it is written."""

    def __init__(self, subject: str, body: str, **given: Any) -> None:
        super().__init__(subject, body, **given)
        self.attach_alternative(dressed(subject, body), "text/html")


def dressed(subject: str, body: str) -> str:
    """Return the HTML part of a mail: its paragraphs under the name and the colour of the deployment."""
    pays = current_program().settings.pays
    return render_template(
        "web/mail.html",
        subject=subject,
        paragraphs=paragraphs(body),
        accent=accent_colour(pays.accent),
        language=str(get_locale() or pays.languages[0]),
    )


def paragraphs(body: str) -> list[Markup]:
    """Return the paragraphs of a text with its line ends and its addresses as links; nothing else in it is HTML."""
    parts = re.split(r"\n\s*\n", body.strip())
    return [Markup("<br>").join(map(_linked, one.strip().splitlines())) for one in parts if one.strip()]


def _linked(line: str) -> Markup:
    """Escape a line, and make links of its addresses."""
    found, end = Markup(), 0
    for match in _ADDRESS.finditer(line):
        found += escape(line[end : match.start()])
        found += Markup('<a href="{0}" style="color: inherit">{0}</a>').format(match[0])
        end = match.end()
    return found + escape(line[end:])
