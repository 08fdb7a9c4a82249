"""Tell the author of an amendment how it was answered, in the author's language."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask_babel import force_locale
from flask_mailman import EmailMessage

from collegial.accounts.queries import account_of_actor
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.proposals.models import Amendment
from collegial.proposals.services.amending import TELL
from collegial.web.languages import say
from collegial.web.program import current_program


def tell_answer(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail the answer to the author; without an address, the page alone tells it."""
    found = context.session.get(Amendment, payload["amendment"])
    account = account_of_actor(context.session, found.author_id) if found else None
    address = (found.author.email if found else None) or (account.email if account else None)
    if found is None or address is None:
        return
    with force_locale(account.locale if account else found.author.locale):
        _message(found, address).send()


def _message(found: Amendment, address: str) -> EmailMessage:
    settings = current_program().settings
    subject = say(t("%(pays)s: the answer to your amendment", pays=settings.pays.short_name))
    path = url_for("proposals.amendment", slug=found.proposal.slug, amendment_id=found.id)
    link = settings.public_url.rstrip("/") + path
    body = render_template("proposals/mail/answer.txt", amendment=found, link=link)
    return EmailMessage(subject, body, to=[address])


JOBS = (Job(key=TELL, run=tell_answer),)
