"""Mails in the look of the deployment: the text as it was written, and the same words in HTML beside it.

Below a line of two dashes stands the foot: why somebody gets the mail, and how it stops.

In promised work a mail leaves while no transaction is open, and is marked once the server took it.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from itertools import groupby
from typing import Any

from flask import render_template, url_for
from flask_babel import get_locale
from flask_mailman import EmailMultiAlternatives
from markupsafe import Markup, escape

from collegial.config import Pays
from collegial.kernel.colours import accent_colour, dark_shades, light_shades
from collegial.kernel.insisting import insist
from collegial.kernel.outbox import Running, outside, running
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.links import derived_secret
from collegial.web.look import shown_pays
from collegial.web.program import current_program, public_address

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
# What somebody typed into a title may end its line: the library refuses such a subject, and no letter would leave.
_LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_FOOT = re.compile(r"^-- ?$", re.MULTILINE)
_LARGE = Markup('<strong style="font-size: 30px; letter-spacing: 0.1em; white-space: nowrap">{0}</strong>')


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of a mail: a `text`, a `list`, or the `way` to a page."""

    kind: str
    lines: tuple[Markup, ...]


class DressedMail(EmailMultiAlternatives):  # type: ignore[misc]
    """A mail whose HTML part is made from its text, in the language that is spoken when it is written.

    `code` is what the reader has to type: it stands out.
    """

    def __init__(self, subject: str, body: str, *, code: str = "", **given: Any) -> None:
        text, subject = with_foot(body), _LINE_ENDS.sub(" ", subject)
        super().__init__(subject, text, **given)
        self.extra_headers.setdefault("Date", format_datetime(current_program().clock.now()))
        self.attach_alternative(dressed(subject, text, code=code), "text/html")

    def send(self, fail_silently: bool = False) -> int:  # noqa: FBT001, FBT002 (the library's own signature)
        """Send it; in promised work without a transaction meanwhile, and once, as far as that can be known.

        A worker that dies after the server's yes and before the mark sends it once more, under the same Message-ID:
        twice is better than never, and mail programs show such a pair once.
        """
        work = running()
        if work is None:
            return super().send(fail_silently) or 0
        mark = self._mark(work)
        if mark in (work.message.mailed or ()):
            return 0
        _, _, domain = str(self.from_email).rpartition("@")
        self.extra_headers.setdefault("Message-ID", f"<{mark}@{domain.strip('<> ') or 'localhost'}>")
        with outside():
            sent = super().send(fail_silently) or 0
        insist(lambda: work.mark_as_mailed(mark))
        return sent

    def _mark(self, work: Running) -> str:
        """Return what this mail of this work is known by; without the secret it tells nothing of its reader."""
        said = "\n".join([str(work.message.id), *self.recipients(), str(self.subject)])
        return hmac.new(derived_secret("web.mails"), said.encode(), hashlib.sha256).hexdigest()[:40]


def with_foot(body: str) -> str:
    """Return a text with its foot; one that gives no reason gets the one that holds for all mails."""
    if _FOOT.search(body):
        return _FOOT.sub("-- ", body, count=1)
    pays = current_program().settings.pays
    reason = t(
        "You get this e-mail because of your part in %(pays)s. It is no advertising. Questions: %(contact)s",
        pays=pays.name, contact=pays.contact_email,
    )  # fmt: skip
    return f"{body.rstrip()}\n\n-- \n{say(reason)}\n"


def dressed(subject: str, text: str, *, code: str = "") -> str:
    """Return the HTML part of a mail: its pieces under the name, the logo and the colour of the deployment."""
    pays = shown_pays()
    body, _, foot = text.partition("\n-- \n")
    accent = accent_colour(pays.accent)
    return render_template(
        "web/mail.html",
        subject=subject,
        title=_without_name(subject, pays.short_name),
        pieces=pieces(body, code=code),
        foot=list(_sentences(pieces(foot))),
        light=light_shades(accent),
        dark=dark_shades(accent),
        logo=_logo(pays),
        site=public_address("/"),
        language=str(get_locale() or pays.languages[0]),
    )


def _logo(pays: Pays) -> str:
    path = url_for("web.logo") if pays.logo else pays.logo_url
    return public_address(path) if path else ""


def pieces(text: str, *, code: str = "") -> list[Piece]:
    """Return the pieces of a text; nothing in it is HTML. An address alone on its line is the way to a page."""
    found: list[Piece] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [one.strip() for one in paragraph.splitlines() if one.strip()]
        for kind, same in groupby(lines, key=_kind):
            found = _joined(found, _pieces(kind, list(same), code))
    return found


def _joined(found: list[Piece], more: list[Piece]) -> list[Piece]:
    """Add pieces; the lines of a list go on with the list above."""
    if found and found[-1].kind == more[0].kind == "list":
        return [*found[:-1], Piece(kind="list", lines=(*found[-1].lines, *more[0].lines)), *more[1:]]
    return [*found, *more]


def _pieces(kind: str, lines: list[str], code: str) -> list[Piece]:
    if kind == "way":
        return [Piece(kind=kind, lines=(escape(one),)) for one in lines]
    return [Piece(kind=kind, lines=tuple(_linked(one.removeprefix("- "), code) for one in lines))]


def _kind(line: str) -> str:
    if _ADDRESS.fullmatch(line):
        return "way"
    return "list" if line.startswith("- ") else "text"


def _sentences(foot: list[Piece]) -> Iterator[Markup]:
    """Yield the sentences of a foot; one that stands before an address becomes the link to it."""
    waiting: list[Markup] = []
    for one in foot:
        if one.kind == "way" and waiting:
            words = waiting.pop().rstrip(" \u00a0\u202f:")
            yield from waiting
            waiting = []
            yield Markup('<a href="{0}" style="color: inherit">{1}</a>').format(one.lines[0], Markup(words))  # noqa: S704 (escaped before)
        else:
            yield from waiting
            waiting = list(one.lines)
    yield from waiting


def _linked(line: str, code: str) -> Markup:
    """Escape a line, make links of its addresses, and let the code stand out."""
    found, end = Markup(), 0
    for match in _ADDRESS.finditer(line):
        found += escape(line[end : match.start()])
        found += Markup('<a href="{0}" style="color: inherit">{0}</a>').format(match[0])
        end = match.end()
    found += escape(line[end:])
    return found.replace(code, _LARGE.format(code)) if code else found


def _without_name(subject: str, name: str) -> str:
    """Return a subject without the name that stands before it: the head of the mail says it already."""
    rest = subject.removeprefix(name).lstrip(" :\u00a0\u202f") if subject.startswith(name) else subject
    return rest[:1].upper() + rest[1:] or subject
