"""Send the convocations: each by its own job, in its reader's language."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask_babel import force_locale
from flask_mailman import EmailMessage

from collegial.accounts.queries import account_by_email, account_of_actor
from collegial.accounts.services import open_account
from collegial.actors.models import Actor
from collegial.assemblies.calendars import calendar_of
from collegial.assemblies.links import link_to, page_of
from collegial.assemblies.models import Invitation
from collegial.assemblies.queries.attending import invitation
from collegial.assemblies.services.preparing import SEND
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program


def send_invitation(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail one convocation, once: a repetition finds it sent."""
    one = invitation(context.session, payload["invitation"])
    if one is None or one.sent_at is not None:
        return
    person = context.session.get_one(Actor, one.entry.voter_id)
    _let_in(context, person)
    with force_locale(person.locale):
        _message(one, person).send()
    one.sent_at = context.clock.now()


def _let_in(context: Context, person: Actor) -> None:
    """Open an account for a voter who has an address and none yet: the code of the sign-in goes there."""
    if (
        not person.email
        or account_of_actor(context.session, person.id)
        or account_by_email(context.session, person.email)
    ):
        return
    open_account(context, email=person.email, actor_id=person.id, roles=["member"], locale=person.locale)


def _message(one: Invitation, person: Actor) -> EmailMessage:
    meeting = one.entry.assembly
    pays = current_program().settings.pays
    subject = say(t("%(pays)s: you are convened to “%(title)s”", pays=pays.short_name, title=meeting.title))
    body = render_template(
        "assemblies/mail/convocation.txt", assembly=meeting, entry=one.entry, person=person, link=link_to(one)
    )
    message = EmailMessage(subject, body, to=[person.email])
    message.attach(
        "assembly.ics", calendar_of(meeting, address=page_of(meeting), organiser=pays.name), "text/calendar"
    )
    return message


JOBS = (Job(key=SEND, run=send_invitation),)
