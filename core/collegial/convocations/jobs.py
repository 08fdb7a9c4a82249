"""Send the convocations: some at a time, each in its reader's language, once."""

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
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
from collegial.convocations.services import note_mailed, note_refused
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import t

log = structlog.get_logger(__name__)

# What a server says of one letter, and not of itself.
_OF_ONE = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
_PERMANENT = 5
# Seconds after which what left is committed: a slow server must neither hold the database nor outlast the lease.
_PATIENCE = 5
_AT_ONCE, _LATER = timedelta(0), timedelta(minutes=1)


def send_invitations(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail some convocations over one connection and in one transaction.

    One that cannot be sent is promised alone, so that the others leave all the same. Where the server is lost, or slow,
    those that did not leave are promised together, and what left is committed: it must not leave again. Without a
    mail server all are tried again together.
    """
    written, numbers, began = Written(context.session), list(payload["invitations"]), time.monotonic()
    with current_app.extensions["mailman"].get_connection() as connection:
        for place, number in enumerate(numbers):
            try:
                with context.session.begin_nested():
                    _send(context, number, written, connection)
            except _OF_ONE as error:
                _promise_alone(context, number, error)
            except OSError as error:  # the connection is lost, and SMTP's own errors of it are OSErrors too
                if place == 0:
                    raise
                log.warning("convocations.server_lost", error=type(error).__name__)
                _promise_rest(context, numbers[place:], _LATER)
                return
            except Exception as error:  # noqa: BLE001 (it is tried again, and kept with its own promise then)
                _promise_alone(context, number, error)
            if time.monotonic() - began > _PATIENCE and place + 1 < len(numbers):
                _promise_rest(context, numbers[place + 1 :], _AT_ONCE)
                return


def _promise_alone(context: Context, number: int, error: Exception) -> None:
    log.warning("convocations.failed", error=type(error).__name__)
    promise(context.session, SEND, {"invitation": number}, at=context.clock.now())


def _promise_rest(context: Context, numbers: Sequence[int], later: timedelta) -> None:
    promise(context.session, SEND_SOME, {"invitations": list(numbers)}, at=context.clock.now() + later)


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
    try:
        composed.message.send()
    except SMTPRecipientsRefused as refusal:
        status = _for_good(refusal)
        if status is None:
            raise
        note_refused(context, one, status=status, message_id=message_id, digest=composed.digest)
        return
    note_mailed(context, one, message_id=message_id, digest=composed.digest)


def _for_good(refusal: SMTPRecipientsRefused) -> str | None:
    """Return the code by which the server refuses an address for good; None where a later try may do."""
    codes = [code for code, _said in refusal.recipients.values()]
    return str(codes[0]) if codes and all(code // 100 == _PERMANENT for code in codes) else None


def _let_in(context: Context, person: Actor) -> None:
    """Open an account for a voter who has an address and none yet: the code of the sign-in goes there."""
    if (
        not person.email
        or account_of_actor(context.session, person.id)
        or account_by_email(context.session, person.email)
    ):
        return
    open_account(context, email=person.email, actor_id=person.id, roles=["member"], locale=person.locale)


JOBS = (
    Job(key=SEND, label=t("A convocation"), run=send_invitation),
    Job(key=SEND_SOME, label=t("Convocations, some at a time"), run=send_invitations),
)
