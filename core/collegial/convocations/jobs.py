"""Send the convocations: some at a time, each in its reader's language, once."""

from collections.abc import Mapping
from typing import Any

import structlog
from flask import current_app

from collegial.accounts.queries import account_by_email, account_of_actor
from collegial.accounts.services import open_account
from collegial.actors.models import Actor
from collegial.assemblies.queries.attending import invitation
from collegial.assemblies.services.preparing import SEND, SEND_SOME
from collegial.convocations.composing import Written, compose, message_id_of
from collegial.convocations.queries import attempts_of
from collegial.convocations.services import note_mailed
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise

log = structlog.get_logger(__name__)


def send_invitations(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail some convocations over one connection and in one transaction.

    One that cannot be sent is promised alone, so that the others leave all the same; without a mail server they
    are all tried again together.
    """
    written = Written(context.session)
    with current_app.extensions["mailman"].get_connection() as connection:
        for number in payload["invitations"]:
            try:
                with context.session.begin_nested():
                    _send(context, number, written, connection)
            except Exception as error:  # noqa: BLE001 (it is tried again, and kept with its own promise then)
                log.warning("convocations.failed", error=type(error).__name__)
                promise(context.session, SEND, {"invitation": number}, at=context.clock.now())


def send_invitation(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail one convocation: one sent again, or one that could not leave with the others."""
    _send(context, payload["invitation"], Written(context.session), None)


def _send(context: Context, number: int, written: Written, connection: Any) -> None:
    """Mail a convocation; a repetition finds it sent.

    A worker that dies between the mail server's yes and the commit sends it once more, under the same
    Message-ID: twice is better than never, and mail programs show such a pair once.
    """
    one = invitation(context.session, number)
    if one is None or one.sent_at is not None:
        return
    person = context.session.get_one(Actor, one.entry.voter_id)
    if not person.email:
        return
    _let_in(context, person)
    composed = compose(written, one, person)
    message_id = message_id_of(one, len(attempts_of(context.session, one.id)))
    composed.message.extra_headers["Message-ID"] = message_id
    composed.message.connection = connection
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


JOBS = (Job(key=SEND, run=send_invitation), Job(key=SEND_SOME, run=send_invitations))
