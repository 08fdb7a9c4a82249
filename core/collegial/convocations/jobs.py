"""Send the convocations: each by its own job, in its reader's language, once."""

from collections.abc import Mapping
from typing import Any

from collegial.accounts.queries import account_by_email, account_of_actor
from collegial.accounts.services import open_account
from collegial.actors.models import Actor
from collegial.assemblies.queries.attending import invitation
from collegial.assemblies.services.preparing import SEND
from collegial.convocations.composing import compose, message_id_of
from collegial.convocations.queries import attempts_of
from collegial.convocations.services import note_mailed
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context


def send_invitation(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail one convocation; a repetition finds it sent.

    A worker that dies between the mail server's yes and the commit sends it once more, under the same
    Message-ID: twice is better than never, and mail programs show such a pair once.
    """
    one = invitation(context.session, payload["invitation"])
    if one is None or one.sent_at is not None:
        return
    person = context.session.get_one(Actor, one.entry.voter_id)
    if not person.email:
        return
    _let_in(context, person)
    composed = compose(context.session, one, person)
    message_id = message_id_of(one, len(attempts_of(context.session, one.id)))
    composed.message.extra_headers["Message-ID"] = message_id
    composed.message.send()
    note_mailed(context, one, message_id=message_id, digest=composed.digest)


def _let_in(context: Context, person: Actor) -> None:
    """Open an account for a voter who has an address and none yet: the code of the sign-in goes there."""
    if (
        not person.email
        or account_of_actor(context.session, person.id)
        or account_by_email(context.session, person.email)
    ):
        return
    open_account(context, email=person.email, actor_id=person.id, roles=["member"], locale=person.locale)


JOBS = (Job(key=SEND, run=send_invitation),)
