"""What joining does by itself: send letters, remind, let lapse."""

from collections.abc import Mapping
from typing import Any

from collegial.accounts.queries import account_by_email, account_of_actor
from collegial.accounts.services import give_by_address, open_account
from collegial.actors.models import Actor, ActorKind
from collegial.actors.queries import voter_of
from collegial.hooks.contracts import Job
from collegial.joining.mailing import write_letter
from collegial.joining.models import Application, Letter, LetterKind
from collegial.joining.services import closing
from collegial.joining.services.holding import LAPSE_UNCONFIRMED, LAPSE_UNPAID, LETTER, REMIND
from collegial.kernel.events import Context
from collegial.kernel.text import t


def send_letter(context: Context, payload: Mapping[str, Any]) -> None:
    """Send one letter, once: a repetition finds it sent."""
    letter = context.session.get_one(Letter, payload["letter"])
    if letter.sent_at is not None or letter.application.is_forgotten:
        return
    if letter.kind is LetterKind.WELCOME:
        _let_in(context, letter.application)
    write_letter(context.session, letter, context.today).send()
    letter.sent_at = context.clock.now()


def _let_in(context: Context, one: Application) -> None:
    """Open an account for who votes for the new member, or give the one of its address: the code goes there."""
    assert one.actor_id is not None
    voter_id = voter_of(context.session, [one.actor_id], context.today)[one.actor_id]
    person = context.session.get_one(Actor, voter_id)
    if person.kind is not ActorKind.PERSON:  # nobody is named yet who votes for the organisation
        return
    if person.email and give_by_address(context, [person], roles=["member"]):
        return
    taken = account_of_actor(context.session, person.id) or account_by_email(
        context.session, person.email or ""
    )
    if person.email and not taken:
        open_account(context, email=person.email, actor_id=person.id, roles=["member"], locale=person.locale)


def remind(context: Context, payload: Mapping[str, Any]) -> None:
    """Remind of a call that is still to be paid."""
    closing.remind(context, _application(context, payload))


def lapse_unpaid(context: Context, payload: Mapping[str, Any]) -> None:
    """Close an application whose call was not paid in time."""
    closing.lapse_unpaid(context, _application(context, payload))


def lapse_unconfirmed(context: Context, payload: Mapping[str, Any]) -> None:
    """Close an application whose address was not confirmed in time."""
    closing.lapse_unconfirmed(context, _application(context, payload))


def _application(context: Context, payload: Mapping[str, Any]) -> Application:
    return context.session.get_one(Application, payload["application"])


JOBS = (
    Job(key=LETTER, label=t("Letter about an application to join"), run=send_letter),
    Job(key=REMIND, label=t("Reminders of contributions to pay"), run=remind),
    Job(key=LAPSE_UNPAID, label=t("Ending applications that were not paid"), run=lapse_unpaid),
    Job(key=LAPSE_UNCONFIRMED, label=t("Ending applications that were not confirmed"), run=lapse_unconfirmed),
)
