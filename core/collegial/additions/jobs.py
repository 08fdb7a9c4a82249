"""Tell the voters who are convened already that members put an item on the agenda (L33)."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask_mailman import EmailMessage

from collegial.actors.models import Actor
from collegial.additions.services import send_by_post
from collegial.assemblies.links import link_to
from collegial.assemblies.models import Invitation, MemberItem
from collegial.assemblies.queries.attending import invitation
from collegial.assemblies.services.member_items import SEND_ADDITION
from collegial.convocations.jobs import reaches_by_mail
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def send_addition(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail the notice to one voter, in the voter's language; repeated, it is sent again, which misleads nobody.

    Who has no address any more, or whose server refuses it for good, gets a letter on paper.
    """
    one = invitation(context.session, payload["invitation"])
    item = context.session.get(MemberItem, payload["item"])
    if one is None or item is None:
        return
    if not reaches_by_mail(context.session, one, lambda person: _message(one, item, person)):
        send_by_post(context, item, one.entry_id)


def _message(one: Invitation, item: MemberItem, person: Actor) -> EmailMessage:
    meeting, pays = one.entry.assembly, current_program().settings.pays
    subject = t(
        "%(pays)s: members added an item to the agenda of “%(title)s”",
        pays=pays.short_name,
        title=meeting.title,
    )
    body = render_template(
        "additions/mail/addition.txt", assembly=meeting, item=item, person=person, link=link_to(one)
    )
    return DressedMail(say(subject), body, to=[person.email])


JOBS = (Job(key=SEND_ADDITION, label=t("Notice of an item added by members"), run=send_addition),)
