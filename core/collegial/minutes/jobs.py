"""Tell everyone who was convened by mail that the minutes are there, and what was decided."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask_mailman import EmailMessage
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.links import page_of
from collegial.assemblies.queries.attending import invitation
from collegial.convocations.jobs import reaches_by_mail
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.minutes.decided import decided_in
from collegial.minutes.models import Minutes
from collegial.minutes.queries import minutes_of
from collegial.minutes.services.sharing import SHARE, send_by_post
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def send_minutes(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail one reader in the reader's language; repeated, it is sent again, which misleads nobody.

    Who has no address any more, or whose server refuses it for good, gets a letter on paper.
    """
    one = invitation(context.session, payload["invitation"])
    minutes = minutes_of(context.session, one.entry.assembly_id) if one else None
    if one is None or minutes is None:
        return
    if not reaches_by_mail(context.session, one, lambda person: _message(context.session, minutes, person)):
        send_by_post(context, minutes, one.entry_id)


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


JOBS = (Job(key=SHARE, label=t("Minutes told to a voter"), run=send_minutes),)
