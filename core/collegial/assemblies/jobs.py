"""Tell the giver of a proxy that its holder declined it."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask_babel import force_locale

from collegial.actors.models import Actor
from collegial.assemblies.links import page_of
from collegial.assemblies.models import Mandate
from collegial.assemblies.services.proxies import SEND_DECLINED
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


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


JOBS = (Job(key=SEND_DECLINED, label=t("Notice of a declined proxy"), run=send_declined),)
