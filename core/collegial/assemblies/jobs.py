"""Tell the voters who are convened already that members put an item on the agenda (L33)."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask_babel import force_locale
from flask_mailman import EmailMessage

from collegial.actors.models import Actor
from collegial.assemblies.links import link_to, page_of
from collegial.assemblies.models import Invitation, Mandate, MemberItem
from collegial.assemblies.queries.attending import invitation
from collegial.assemblies.services.member_items import SEND_ADDITION
from collegial.assemblies.services.proxies import SEND_DECLINED
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def send_addition(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail the notice to one voter, in the voter's language; repeated, it is sent again, which misleads nobody."""
    one = invitation(context.session, payload["invitation"])
    item = context.session.get(MemberItem, payload["item"])
    if one is None or item is None:
        return
    person = context.session.get_one(Actor, one.entry.voter_id)
    if person.email:
        with force_locale(person.locale):
            _message(one, item, person).send()


def _message(one: Invitation, item: MemberItem, person: Actor) -> EmailMessage:
    meeting, pays = one.entry.assembly, current_program().settings.pays
    subject = t(
        "%(pays)s: members added an item to the agenda of “%(title)s”",
        pays=pays.short_name,
        title=meeting.title,
    )
    body = render_template(
        "assemblies/mail/addition.txt", assembly=meeting, item=item, person=person, link=link_to(one)
    )
    return DressedMail(say(subject), body, to=[person.email])


def send_declined(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a giver that the holder declined; repeated, it is sent again, which misleads nobody."""
    mandate = context.session.get(Mandate, payload["mandate"])
    if mandate is None:
        return
    person = context.session.get_one(Actor, mandate.giver.voter_id)
    if not person.email:
        return
    meeting, pays = mandate.giver.assembly, current_program().settings.pays
    with force_locale(person.locale):
        subject = say(t("%(pays)s: your proxy was declined", pays=pays.short_name))
        body = render_template(
            "assemblies/mail/declined.txt",
            assembly=meeting,
            mandate=mandate,
            person=person,
            link=page_of(meeting),
        )
        DressedMail(subject, body, to=[person.email]).send()


JOBS = (
    Job(key=SEND_ADDITION, label=t("Notice of an item added by members"), run=send_addition),
    Job(key=SEND_DECLINED, label=t("Notice of a declined proxy"), run=send_declined),
)
