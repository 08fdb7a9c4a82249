"""Gather what the letters of an assembly say, and the mail that carries one."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from flask import render_template
from flask_babel import force_locale
from flask_mailman import EmailMessage
from flask_mailman.message import SafeMIMEText
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.addressing import Place, places_of
from collegial.assemblies.calendars import calendar_of
from collegial.assemblies.links import link_to, page_of, signed_number
from collegial.assemblies.models import Assembly, Change, Invitation
from collegial.assemblies.naming import CONVOCATION, file_name
from collegial.assemblies.queries.changing import changes_of
from collegial.convocations.gathering import called_of
from collegial.convocations.papers import Common
from collegial.convocations.printing import Called, Letter, common_document, print_letters
from collegial.documents.letters import address_lines
from collegial.documents.logo import Logo
from collegial.documents.voice import Voice
from collegial.kernel.clock import local_day
from collegial.kernel.naming import calendar_name
from collegial.kernel.text import Text, t
from collegial.statutes.rules import Convocation
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program
from collegial.web.voices import voice_of_papers

_NOT_SENT = t("Not sent: a letter to look at before convening")


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A mail ready to leave, with the fingerprint of the letter in it, and what that says to all."""

    message: EmailMessage
    digest: str
    common: Common


class Written:
    """What letters of an assembly say to all, by language, and where each goes: gathered once for those of a batch."""

    def __init__(
        self,
        session: Session,
        letters: Iterable[tuple[Invitation, Actor]],
        *,
        sent_at: datetime | None = None,
    ) -> None:
        self._session = session
        entries = ((one.entry, person) for one, person in letters)
        day = local_day(sent_at, current_program().settings.pays.zone) if sent_at else current_program().today
        self._places = places_of(session, entries, day)
        self._sent_at = sent_at or current_program().clock.now()
        self._called: dict[int, Called] = {}
        self._common: dict[tuple[int, str], Common] = {}
        self._calendars: dict[int, SafeMIMEText] = {}

    def common(self, meeting: Assembly, voice: Voice, locale: str) -> Common:
        """Return it, gathered now where it was not before."""
        key = meeting.id, locale
        if key not in self._common:
            document, logo = common_document(self.called(meeting), voice), voice.logo()
            self._common[key] = Common(locale=locale, document=document, logo=logo.content if logo else None)
        return self._common[key]

    def called(self, meeting: Assembly) -> Called:
        """Return what all letters of an assembly say, as facts."""
        if meeting.id not in self._called:
            self._called[meeting.id] = called_of(self._session, meeting, self._sent_at)
        return self._called[meeting.id]

    def place(self, one: Invitation) -> Place:
        """Return where the letter of a convocation goes."""
        return self._places[one.entry_id]

    def calendar(self, meeting: Assembly) -> SafeMIMEText:
        """Return the assembly as a calendar file, as it is attached to each mail."""
        if meeting.id not in self._calendars:
            self._calendars[meeting.id] = calendar_part(meeting, changes_of(self._session, meeting.id))
        return self._calendars[meeting.id]


def calendar_part(meeting: Assembly, changes: Sequence[Change]) -> SafeMIMEText:
    """Return the assembly as a calendar file to attach."""
    pays = current_program().settings.pays
    written = calendar_of(meeting, changes, address=page_of(meeting), organiser=pays.name)
    part = SafeMIMEText(written.decode(), "calendar", "utf-8")
    part.add_header("Content-Disposition", "attachment", filename=calendar_name(meeting.title))
    return part


def _subject(meeting: Assembly, pays: str) -> Text:
    if meeting.convocation is Convocation.SECOND:
        return t("%(pays)s: second convocation to “%(title)s”", pays=pays, title=meeting.title)
    return t("%(pays)s: you are convened to “%(title)s”", pays=pays, title=meeting.title)


def compose(written: Written, one: Invitation, person: Actor) -> Composed:
    """Write the mail of one convocation in the reader's language: letter, calendar file and personal link."""
    meeting = one.entry.assembly
    subject, body = mail_words(written, one, person)
    with force_locale(person.locale):
        common = written.common(meeting, voice_of_papers(person.locale), person.locale)
        printed = print_common(common, [_letter(written, one, person)])
        message = DressedMail(subject, body, to=[person.email])
    message.attach(file_name(meeting, CONVOCATION, locale=person.locale), printed, "application/pdf")
    message.attach(written.calendar(meeting))
    return Composed(message=message, digest=hashlib.sha256(printed).hexdigest(), common=common)


def mail_words(written: Written, one: Invitation, person: Actor) -> tuple[str, str]:
    """Return the subject and the text of the mail of one convocation, in the reader's language."""
    meeting, pays = one.entry.assembly, current_program().settings.pays
    with force_locale(person.locale):
        body = render_template(
            "assemblies/mail/convocation.txt",
            assembly=meeting, entry=one.entry, person=person, link=link_to(one), called=written.called(meeting),
        )  # fmt: skip
        return say(_subject(meeting, pays.short_name)), body


def print_sample(session: Session, one: Invitation, person: Actor) -> bytes:
    """Print the letter of a convocation that nobody sent, in the reader's language, marked so."""
    return print_marked(Written(session, [(one, person)]), one, person, t("Not sent"), _NOT_SENT)


def print_marked(written: Written, one: Invitation, person: Actor, mark: Text, sentence: Text) -> bytes:
    """Print a letter that is not the one that left, in the reader's language; each page of it says so."""
    with force_locale(person.locale):
        common = written.common(one.entry.assembly, voice_of_papers(person.locale), person.locale)
        marked = {**common.document, "sample": {"mark": say(mark), "sentence": say(sentence)}}
        return print_common(replace(common, document=marked), [_letter(written, one, person)])


def message_id_of(one: Invitation, attempt: int) -> str:
    """Return the Message-ID of an attempt: a mail that leaves twice after a crash is the same one to its reader.

    It is signed, since whoever knows it could report the mail as come back.
    """
    _, _, domain = current_program().settings.mail.sender.rpartition("@")
    return f"<{signed_number(one.id, attempt)}@{domain or 'localhost'}>"


def letters_pdf(
    session: Session,
    meeting: Assembly,
    letters: Sequence[tuple[Invitation, Actor]],
    *,
    locale: str,
    sent_at: datetime | None = None,
) -> bytes:
    """Print the letters of some voters, in one language, one after the other; those that left, as they left."""
    written = Written(session, letters, sent_at=sent_at)
    with force_locale(locale):
        each = [_letter(written, one, person) for one, person in letters]
        return print_common(written.common(meeting, voice_of_papers(locale), locale), each)


def print_again(written: Written, one: Invitation, person: Actor, common: Common) -> bytes:
    """Print the letter of a convocation around what was said to all when it left."""
    with force_locale(common.locale):
        return print_common(common, [_letter(written, one, person)])


def print_common(common: Common, letters: Sequence[Letter]) -> bytes:
    """Print letters around what is said to all, in the language at hand."""
    head = cast("Mapping[str, str]", common.document["letterhead"])
    logo = Logo(owner=head["name"], content=common.logo) if common.logo is not None else None
    voice = replace(voice_of_papers(common.locale), logo=lambda: logo)
    return print_letters(common.document, letters, voice, locale=common.locale)


def _letter(written: Written, one: Invitation, person: Actor) -> Letter:
    return Letter(
        name=one.entry.name,
        number=one.entry.member_number,
        address=tuple(address_lines(person.name, written.place(one).lines, member=one.entry.name)),
        link=link_to(one),
        college=one.entry.college.key if one.entry.college else None,
    )
