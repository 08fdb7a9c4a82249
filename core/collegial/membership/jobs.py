"""Mail a member the answer to its request, in the language of whoever speaks for it."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask_babel import force_locale
from flask_mailman import EmailMessage

from collegial.accounts.queries import account_of_actor
from collegial.actors.models import Actor
from collegial.actors.queries import voter_of
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.membership.models import Member, MemberRequest
from collegial.membership.services.requesting import TELL
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def tell_answer(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail one answer, once: a repetition finds it told. Without an address, the staff tells it."""
    request = context.session.get(MemberRequest, payload["request"])
    if request is None or request.told_at is not None:
        return
    person = _speaker(context, request.member)
    account = account_of_actor(context.session, person.id)
    address = person.email or (account.email if account else None)
    if address is None:
        return
    with force_locale(account.locale if account else person.locale):
        _message(request, person, address).send()
    request.told_at = context.clock.now()


def _speaker(context: Context, member: Member) -> Actor:
    today = context.today
    speaker = voter_of(context.session, [member.actor_id], today)[member.actor_id]
    return context.session.get_one(Actor, speaker)


def _message(request: MemberRequest, person: Actor, address: str) -> EmailMessage:
    settings = current_program().settings
    subject = say(t("%(pays)s: the answer to your request", pays=settings.pays.short_name))
    link = settings.public_address(url_for("mine.show", member_id=request.member_id))
    body = render_template("membership/mail/answer.txt", answered=request, person=person, link=link)
    return DressedMail(subject, body, to=[address])


JOBS = (Job(key=TELL, label=t("Answer to a member’s request"), run=tell_answer),)
