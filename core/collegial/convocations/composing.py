"""Gather what the letters of an assembly say, and the mail that carries one."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import force_locale
from flask_mailman import EmailMessage
from flask_mailman.message import SafeMIMEText
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.addressing import Place, places_of
from collegial.assemblies.calendars import calendar_of
from collegial.assemblies.links import link_to, page_of, signed_number
from collegial.assemblies.models import Assembly, Change, Invitation, Resolution
from collegial.assemblies.naming import CONVOCATION, file_name
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.queries.changing import changes_of
from collegial.assemblies.queries.corresponding import form_dates_of, form_rule
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.queries.voting import answerables, poll_of
from collegial.assemblies.rules import split_dates
from collegial.convocations.printing import Ballot, Called, Letter, common_document, print_letters
from collegial.documents.letters import address_lines
from collegial.documents.voice import Voice
from collegial.kernel.clock import local_day
from collegial.kernel.naming import calendar_name
from collegial.kernel.text import Text, t
from collegial.shares.queries import capital_on
from collegial.statutes.rules import Convocation, OnArrival, blank_proxies_of
from collegial.votes.queries import secret_resolutions
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program
from collegial.web.voices import voice_of_papers


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A mail ready to leave, with the fingerprint of the letter in it."""

    message: EmailMessage
    digest: str


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
        self._places = places_of(session, entries, current_program().today)
        self._sent_at = sent_at or current_program().clock.now()
        self._common: dict[tuple[int, str], dict[str, object]] = {}
        self._calendars: dict[int, SafeMIMEText] = {}

    def common(self, meeting: Assembly, voice: Voice, locale: str) -> dict[str, object]:
        """Return it, gathered now where it was not before."""
        key = meeting.id, locale
        if key not in self._common:
            self._common[key] = common_document(_called(self._session, meeting, self._sent_at), voice)
        return self._common[key]

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
    meeting, pays = one.entry.assembly, current_program().settings.pays
    with force_locale(person.locale):
        letter = _letter(written, one, person)
        printed = _printed(written, meeting, [letter], locale=person.locale)
        subject = say(_subject(meeting, pays.short_name))
        body = render_template(
            "assemblies/mail/convocation.txt",
            assembly=meeting,
            entry=one.entry,
            person=person,
            link=letter.link,
        )
        message = DressedMail(subject, body, to=[person.email])
    message.attach(file_name(meeting, CONVOCATION, locale=person.locale), printed, "application/pdf")
    message.attach(written.calendar(meeting))
    return Composed(message=message, digest=hashlib.sha256(printed).hexdigest())


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
        return _printed(written, meeting, each, locale=locale)


def _printed(written: Written, meeting: Assembly, letters: Sequence[Letter], *, locale: str) -> bytes:
    voice = voice_of_papers(locale)
    return print_letters(written.common(meeting, voice, locale), letters, voice, locale=locale)


def _letter(written: Written, one: Invitation, person: Actor) -> Letter:
    return Letter(
        name=one.entry.name,
        number=one.entry.member_number,
        address=tuple(address_lines(person.name, written.place(one).lines, member=one.entry.name)),
        link=link_to(one),
        college=one.entry.college.key if one.entry.college else None,
    )


def _called(session: Session, meeting: Assembly, sent_at: datetime) -> Called:
    pays = current_program().settings.pays
    rules = rules_for(session, meeting, pays.zone)
    sent_on = local_day(meeting.convened_at or meeting.starts_at, pays.zone)
    first = session.get(Assembly, meeting.first_id) if meeting.first_id else None
    dates = form_dates_of(session, meeting, pays.zone)
    forms, late = split_dates(dates, sent_at, pays.zone) if dates else (None, None)
    by_form = form_rule(session, meeting, pays.zone)
    return Called(
        pays=pays.name, legal_mention=pays.legal_mention, seat=pays.locality,
        capital=capital_on(session, sent_on) if rules.capital else None,
        title=meeting.title, kind=meeting.kind, starts_at=meeting.starts_at,
        held_on=local_day(meeting.starts_at, pays.zone), place=meeting.place, online_address=meeting.online_address,
        agenda=tuple(item.title for item in meeting.items),
        resolutions=tuple((one.number, one.title, _with_list(one)) for one in meeting.resolutions),
        ballots=tuple(_ballots(session, meeting)),
        secret=tuple(one.number for one in secret_resolutions(session, meeting.id)),
        documents=tuple(one.title for one in documents_of(session, meeting.id)),
        proxies=rules.proxies_per_holder,
        first_held_on=local_day(first.starts_at, pays.zone) if first else None,
        forms=forms, late=late,
        blank=blank_proxies_of(rules) is not None,
        backed=tuple(one.number for one in meeting.resolutions if one.is_backed),
        on_arrival=by_form.on_arrival if by_form else OnArrival.BOUND,
    )  # fmt: skip


def _ballots(session: Session, meeting: Assembly) -> Iterator[Ballot]:
    """Give the elections of an assembly as the form shows them."""
    methods = {
        one.resolution.id: one.method for one in answerables(session, current_program().methods, meeting)
    }
    for one in meeting.resolutions:
        if one.elects and one.voting:
            method = methods.get(one.id)
            yield Ballot(
                number=one.number, poll=poll_of(one), form=method.form.paper if method else None,
                college=one.voting.college.key if one.voting.college else None,
            )  # fmt: skip


def _with_list(resolution: Resolution) -> str:
    """Return the text of a resolution, with its candidates and what they say."""
    if resolution.voting is None:
        return resolution.text
    listed = [
        f"{one.number}. {one.name}" + (f" – {one.statement}" if one.statement else "")
        for one in resolution.voting.options
    ]
    return "\n\n".join([resolution.text, *listed])
