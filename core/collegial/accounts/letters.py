"""A mail to an actor, in its own language: what jobs of features and modules send."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask_babel import force_locale

from collegial.accounts.mailing import notice_to
from collegial.accounts.queries import account_of_actor
from collegial.actors.events import ActorEdited
from collegial.actors.models import Actor
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def send_letter(
    context: Context,
    actor_id: int,
    *,
    subject: Text,
    template: str,
    endpoint: str,
    values: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
    **given: Any,
) -> bool:
    """Send a mail to an actor, by the address it gave or that of its account; tell whether there is one.

    The name of the deployment stands before the subject. The template is a text, and is given `person`, the
    address `link` of the page that `endpoint` names, and what else is `given`. `headers` may say how it is stopped at
    one click. Call it in a job: what the
    mail server refuses is tried again from the outbox.
    """
    person = context.session.get(Actor, actor_id)
    account = account_of_actor(context.session, actor_id)
    address = (person.email if person else None) or (account.email if account else None)
    if person is None or address is None:
        return False
    settings = current_program().settings
    with force_locale(account.locale if account else person.locale):
        title = say(t("%(pays)s: %(subject)s", pays=settings.pays.short_name, subject=subject))
        link = settings.public_address(url_for(endpoint, **(values or {})))  # type: ignore[arg-type]
        body = render_template(template, person=person, link=link, **given)
        DressedMail(title, body, to=[address], headers=dict(headers or {})).send()
    return True


def tell_of_address(context: Context, edited: ActorEdited) -> None:
    """Tell the owner of an account that its letters go elsewhere from now on: its votes may be among them.

    It goes to the address that signs in, and to the new one; whoever took over the directory's has neither at once.
    """
    if "email" not in edited.facts:
        return
    account = account_of_actor(context.session, edited.actor)
    person = context.session.get(Actor, edited.actor)
    if account is None or person is None or not account.active:
        return
    what = t("The e-mail address to which your letters and convocations go was changed.")
    mail = notice_to(account, t("Your e-mail address was changed"), what)
    if person.email and person.email != account.email:
        mail.bcc = [person.email]  # one mail: tried again, it reaches nobody twice who had it
    mail.send()
