"""Tell everyone who was convened by mail that the minutes are there, and what was decided."""

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from flask import render_template, url_for
from flask_babel import force_locale
from flask_mailman import EmailMessage
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.links import page_of
from collegial.assemblies.models import Assembly
from collegial.assemblies.queries.attending import invitation
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, t
from collegial.minutes.models import Minutes
from collegial.minutes.queries import minutes_of
from collegial.minutes.services import SHARE
from collegial.votes.electing import elected_in
from collegial.votes.models import SessionState, VoteSession
from collegial.votes.queries import sessions_of
from collegial.votes.results import results_of
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def send_minutes(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail one reader in the reader's language; repeated, it is sent again, which misleads nobody."""
    one = invitation(context.session, payload["invitation"])
    if one is None:
        return
    person, minutes = (
        context.session.get_one(Actor, one.entry.voter_id),
        minutes_of(context.session, one.entry.assembly_id),
    )
    if minutes is None or not person.email:
        return
    with force_locale(person.locale):
        _message(context.session, minutes, person).send()


def _message(session: Session, minutes: Minutes, person: Actor) -> EmailMessage:
    meeting, pays = minutes.assembly, current_program().settings.pays
    subject = t("%(pays)s: what “%(title)s” decided", pays=pays.short_name, title=meeting.title)
    path = url_for("minutes.pdf", assembly_id=meeting.id)
    body = render_template(
        "minutes/mail/shared.txt",
        assembly=meeting,
        minutes=minutes,
        person=person,
        decided=[say(one) for one in decided_in(session, meeting)],
        link=page_of(meeting),
        address=current_program().settings.public_address(path),
    )
    return DressedMail(say(subject), body, to=[person.email])


def decided_in(session: Session, meeting: Assembly) -> list[Text]:
    """Say what became of each resolution that was counted, in the order of their numbers."""
    zone = current_program().settings.pays.zone
    counted = [one for one in sessions_of(session, meeting.id) if one.state is SessionState.CLOSED]
    became = [one for vote in counted for one in _outcomes(session, vote, zone)]
    return [said for _number, said in sorted(became, key=itemgetter(0))]


def _outcomes(session: Session, vote: VoteSession, zone: str) -> Iterator[tuple[int, Text]]:
    for text in results_of(session, vote, zone):
        resolution = text.question.resolution
        yield resolution.number, _became(resolution.number, resolution.title, text.result.adopted)
    for election in elected_in(session, vote):
        resolution = election.question.resolution
        yield (
            resolution.number,
            t(
                "Resolution %(number)s, %(title)s: elected: %(names)s.",
                number=resolution.number, title=resolution.title, names=listed(election.names or ["–"]),
            ),
        )  # fmt: skip


def _became(number: int, title: str, adopted: bool | None) -> Text:  # noqa: FBT001 (the result as it is kept)
    if adopted is None:
        return t("Resolution %(number)s, %(title)s: undecided.", number=number, title=title)
    if adopted:
        return t("Resolution %(number)s, %(title)s: adopted.", number=number, title=title)
    return t("Resolution %(number)s, %(title)s: rejected.", number=number, title=title)


JOBS = (Job(key=SHARE, label=t("Minutes told to a voter"), run=send_minutes),)
