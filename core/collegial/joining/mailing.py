"""The letters to applicants, each written in the language of its reader."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import render_template, url_for
from flask_babel import force_locale
from flask_mailman import EmailMessage
from sqlalchemy.orm import Session

from collegial.documents.voice import Voice
from collegial.joining.links import confirm_link, follow_link
from collegial.joining.models import Application, Letter, LetterKind, Verdict
from collegial.joining.printing import print_first_certificate, print_newcomers_call
from collegial.joining.queries.applications import waiting_position
from collegial.kernel.naming import slug_from
from collegial.kernel.text import Text, t
from collegial.shares.queries import Outstanding, outstanding
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program, public_address
from collegial.web.voices import voice_of_papers

_SUBJECTS: Mapping[LetterKind, Callable[[str], Text]] = {
    LetterKind.CONFIRM: lambda pays: t("%(pays)s: confirm your application", pays=pays),
    LetterKind.WAITING: lambda pays: t("%(pays)s: you are on the waiting list", pays=pays),
    LetterKind.CALL: lambda pays: t("%(pays)s: you are accepted, your shares are to be paid", pays=pays),
    LetterKind.REMINDER: lambda pays: t("%(pays)s: your shares are still to be paid", pays=pays),
    LetterKind.REFUSAL: lambda pays: t("%(pays)s: the answer to your application", pays=pays),
    LetterKind.LAPSED: lambda pays: t("%(pays)s: your application has lapsed", pays=pays),
    LetterKind.WELCOME: lambda pays: t("%(pays)s: welcome among the members", pays=pays),
}
_WITH_CALL = (LetterKind.CALL, LetterKind.REMINDER)


def write_letter(session: Session, letter: Letter, today: date) -> EmailMessage:
    """Return a letter ready to leave, with the papers that belong to it."""
    one = letter.application
    with force_locale(one.locale):
        message = DressedMail(
            say(_SUBJECTS[letter.kind](current_program().settings.pays.short_name)),
            render_template(f"joining/mail/{letter.kind.value}.txt", **_given(session, letter, today)),
            to=_readers(letter),
        )
        if letter.kind in _WITH_CALL:
            message.attach(f"{one.reference}.pdf", call_pdf(one, one.locale), "application/pdf")
        if letter.kind is LetterKind.WELCOME and one.subscribed is not None:
            paper = _certificate(session, one, today)
            message.attach(_certificate_name(one), paper, "application/pdf")
    return message


def call_pdf(one: Application, locale: str) -> bytes:
    """Print the call for payment of an accepted application."""
    settings = current_program().settings
    with force_locale(locale):
        return print_newcomers_call(one, settings.pays, settings.bank, _voice(locale), locale=locale)


def _rest(session: Session, one: Application, today: date) -> Outstanding | None:
    """Return what a new member still has to pay; None where all is paid."""
    due = outstanding(session, today, member_id=one.member.id) if one.member else []
    return due[0] if due else None


def _certificate(session: Session, one: Application, today: date) -> bytes:
    pays = current_program().settings.pays
    return print_first_certificate(session, one, pays, today, _voice(one.locale), locale=one.locale)


def _certificate_address(one: Application) -> str | None:
    if one.member_id is None:
        return None
    return public_address(url_for("shares.own_certificate", member_id=one.member_id))


def _voice(locale: str) -> Voice:
    return voice_of_papers(locale)


def _certificate_name(one: Application) -> str:
    """Return the file's name in the language of its reader."""
    assert one.member is not None
    title = say(t("Certificate of shares"))
    return f"{slug_from(title)}-{one.member.number}.pdf"


def _readers(letter: Letter) -> list[str]:
    """Return whom a letter is for: the welcome also goes to who votes for the organisation."""
    one = letter.application
    if letter.kind is LetterKind.WELCOME and one.representative_email not in {None, one.email}:
        return [one.email, str(one.representative_email)]
    return [one.email]


def _given(session: Session, letter: Letter, today: date) -> dict[str, object]:
    one = letter.application
    told = next((made for made in reversed(one.decisions) if made.verdict is Verdict.REFUSE), None)
    is_waiting = letter.kind is LetterKind.WAITING
    return {
        "application": one,
        "bank": current_program().settings.bank,
        "rest": _rest(session, one, today) if letter.kind is LetterKind.WELCOME else None,
        "follow": follow_link(one),
        "confirm": confirm_link(one),
        "refusal": told,
        "position": waiting_position(session, one) if is_waiting else None,
        "sign_in": public_address(url_for("security.login")),
        "certificate": _certificate_address(one),
        "apply": public_address(url_for("joining.about")),
    }
