"""Tell the author of an amendment how it was answered, and followers what is new, each in their language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import force_locale
from flask_mailman import EmailMessage

from collegial.accounts.queries import account_of_actor
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.proposals.models import Amendment, Follower
from collegial.proposals.queries import rules_of
from collegial.proposals.queries.following import news_of
from collegial.proposals.services.amending import TELL
from collegial.proposals.services.following import DIGEST
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


def send_digest(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail a follower what is new, once: a repetition finds nothing to tell."""
    one = context.session.get(Follower, payload["follower"])
    if one is None or one.news_since is None:
        return
    since, one.news_since = one.news_since, None
    if not one.account.active:
        return
    with force_locale(one.account.locale):
        _digest(context, one, since).send()


def _digest(context: Context, one: Follower, since: datetime) -> EmailMessage:
    settings, proposal = current_program().settings, one.proposal
    subject = say(t("%(pays)s: news of a proposal you follow", pays=settings.pays.short_name))
    link = settings.public_url.rstrip("/") + url_for("proposals.show", slug=proposal.slug)
    body = render_template(
        "proposals/mail/digest.txt", proposal=proposal, rules=rules_of(proposal), link=link,
        news=news_of(context.session, proposal, since),
    )  # fmt: skip
    return EmailMessage(subject, body, to=[one.account.email])


JOBS = (Job(key=TELL, run=tell_answer), Job(key=DIGEST, run=send_digest))
