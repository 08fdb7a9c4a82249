"""Write what tells a change to whoever was convened: a mail with the calendar file, or a letter on paper."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.letters import print_letters_about
from collegial.assemblies.links import page_of
from collegial.assemblies.models import Assembly, Change, ChangeKind, ChangeLetter
from collegial.assemblies.queries.changing import changes_of
from collegial.assemblies.queries.meetings import replacement_of
from collegial.convocations.composing import calendar_part
from collegial.documents.voice import Voice
from collegial.kernel.clock import local_day
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program
from collegial.web.voices import voice_of_papers


def compose(session: Session, one: ChangeLetter, person: Actor) -> DressedMail:
    """Write the mail of a change in its reader's language, with the assembly as calendars know it now."""
    meeting, pays = one.change.assembly, current_program().settings.pays
    with force_locale(person.locale):
        subject = say(_subject(one.change, pays.short_name))
        body = render_template(
            "calling_off/mail/change.txt", person=person, link=page_of(meeting),
            sentences=[say(told) for told in sentences(session, one.change, voice_of_papers(person.locale))],
        )  # fmt: skip
        mail = DressedMail(subject, body, to=[person.email])
    mail.attach(calendar_part(meeting, changes_of(session, meeting.id)))
    return mail


def letters_pdf(
    session: Session, change: Change, letters: Sequence[tuple[ChangeLetter, Actor]], *, locale: str
) -> bytes:
    """Print the letters of some readers, in one language, one after the other."""
    told = sentences(session, change, voice_of_papers(locale))
    return print_letters_about(
        session, change.assembly, letters,
        key="change", title=_heading(change), sentences=told, locale=locale,
    )  # fmt: skip


def sentences(session: Session, change: Change, voice: Voice) -> list[Text]:
    """Say what was changed, why, and what becomes of what the reader gave."""
    meeting = change.assembly
    if change.kind is ChangeKind.MOVED:
        return _moved(change, voice)
    return [
        t(
            "The assembly “%(title)s” of %(day)s, to which you were convened, is called off: it is not held.",
            title=meeting.title, day=_day(change.former_start, voice),
        ),
        _why(change),
        *_replaced(replacement_of(session, meeting), voice),
        t(
            "A proxy, a form of vote by correspondence or a question that you gave for it is kept and has no effect. "
            "If another assembly takes its place with the same agenda, your proxy and your form hold there."
        ),
    ]  # fmt: skip


def _moved(change: Change, voice: Voice) -> list[Text]:
    meeting = change.assembly
    now = [
        t(
            "The assembly “%(title)s” of %(day)s, to which you were convened, is held at another hour or place of the "
            "same day.",
            title=meeting.title, day=_day(change.former_start, voice),
        ),
        t("Now: %(hour)s, %(place)s.", hour=voice.time(meeting.starts_at), place=meeting.place),
        t("Before: %(hour)s, %(place)s.", hour=voice.time(change.former_start), place=change.former_place),
    ]  # fmt: skip
    online = [t("Online: %(address)s", address=meeting.online_address)] if meeting.online_address else []
    return [
        *now,
        *online,
        _why(change),
        t("The agenda stays the same, and so does what you gave: proxy, form, question."),
    ]


def _why(change: Change) -> Text:
    return t("Why: %(reason)s", reason=change.reason)


def _replaced(new: Assembly | None, voice: Voice) -> list[Text]:
    if new is None:
        return []
    return [
        t(
            "It is put off: another assembly is planned for %(day)s, %(hour)s. You will be convened to it.",
            day=_day(new.starts_at, voice), hour=voice.time(new.starts_at),
        )
    ]  # fmt: skip


def _day(moment: datetime, voice: Voice) -> str:
    return voice.date(local_day(moment, current_program().settings.pays.zone))


def _subject(change: Change, pays: str) -> Text:
    return t("%(pays)s: %(subject)s", pays=pays, subject=_heading(change))


def _heading(change: Change) -> Text:
    title = change.assembly.title
    if change.kind is ChangeKind.CALLED_OFF:
        return t("“%(title)s” is called off", title=title)
    return t("“%(title)s”: another hour or place", title=title)
