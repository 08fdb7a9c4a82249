"""Send the convocations: some at a time, each in its reader's language, once."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any, cast

import structlog
from flask import current_app
from flask_babel import force_locale
from flask_mailman import EmailMessage
from sqlalchemy.orm import Session

from collegial.accounts.services import open_accounts
from collegial.actors.models import Actor
from collegial.assemblies.models import AssemblyState, Invitation
from collegial.assemblies.services.preparing import SEND, SEND_SOME
from collegial.convocations.composing import Written, compose, message_id_of
from collegial.convocations.papers import Common, keep_papers
from collegial.convocations.queries import Addressed, addressed, has_left, without_account
from collegial.convocations.services import note_mailed, note_refused
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.insisting import insist
from collegial.kernel.outbox import outside, promise
from collegial.kernel.text import t
from collegial.web.program import current_program

log = structlog.get_logger(__name__)

# What a server says of one letter, and not of itself.
OF_ONE = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
_PERMANENT = 5
# Seconds after which what left is noted: a slow server must not outlast the lease.
_PATIENCE = 5
_AT_ONCE, LATER = timedelta(0), timedelta(minutes=1)


def send_invitations(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail some convocations over one connection, while no transaction is open.

    One that cannot be sent is promised alone, so that the others leave all the same. Where the server is lost, or slow,
    those that did not leave are promised together, and what left is noted: it must not leave again. Without a
    mail server all are tried again together.
    """
    numbers = list(payload["invitations"])
    _let_in(context, numbers)
    with outside():
        sent = _send_some(numbers)
    insist(lambda: _note_and_go_on(context, numbers, sent), ends=True)


def send_invitation(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail one convocation: one sent again, or one that could not leave with the others."""
    number = payload["invitation"]
    _let_in(context, [number])
    with outside(), current_program().database.reading() as reading:
        letters = addressed(reading, [number])
        leaving = _send(reading, letters.get(number), _written(reading, letters), None)
    insist(lambda: _note(context, {number: leaving}), ends=True)


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What became of one letter: under which Message-ID it left, or why not; `refused` is a no for good."""

    message_id: str = ""
    digest: str = ""
    common: Common | None = None
    refused: str | None = None
    error: Exception | None = None


class Sent(dict[int, Leaving | None]):
    """What became of the letters that were tried, in their order; `is_cut_off` where the server was lost."""

    is_cut_off = False


def _send_some(numbers: Sequence[int]) -> Sent:
    """Write and send letters until all are sent, the server is lost, or they take too long.

    They are written from a session that only reads: no writer waits for a printer or a server.
    """
    sent, began = Sent(), time.monotonic()
    with (
        current_program().database.reading() as reading,
        current_app.extensions["mailman"].get_connection() as connection,
    ):
        letters = addressed(reading, numbers)
        written = _written(reading, letters)
        for number in numbers:
            try:
                sent[number] = _send(reading, letters.get(number), written, connection)
            except OF_ONE as error:
                sent[number] = Leaving(error=error)
            except OSError as error:  # the connection is lost, and SMTP's own errors of it are OSErrors too
                if not sent:
                    raise
                log.warning("convocations.server_lost", error=type(error).__name__)
                sent.is_cut_off = True
                return sent
            except Exception as error:  # noqa: BLE001 (it is tried again, and kept with its own promise then)
                sent[number] = Leaving(error=error)
            if time.monotonic() - began > _PATIENCE:
                return sent
    return sent


def _written(session: Session, letters: Mapping[int, Addressed]) -> Written:
    return Written(session, [(one.invitation, one.person) for one in letters.values()])


def _note_and_go_on(context: Context, numbers: Sequence[int], sent: Sent) -> None:
    _note(context, sent)
    _promise_rest(context, numbers[len(sent) :], LATER if sent.is_cut_off else _AT_ONCE)


def _note(context: Context, sent: Mapping[int, Leaving | None]) -> None:
    """Note what became of letters; one that failed is promised alone."""
    noted = addressed(context.session, [number for number, leaving in sent.items() if leaving])
    papers = keep_papers(context.session, [one.common for one in sent.values() if one and one.common])
    for number, (one, _person, _attempts) in noted.items():
        leaving = cast("Leaving", sent[number])
        if leaving.error is not None:
            log.warning("convocations.failed", error=type(leaving.error).__name__)
            promise(context.session, SEND, {"invitation": number}, at=context.clock.now())
        elif leaving.refused:
            note_refused(
                context, one, status=leaving.refused, message_id=leaving.message_id, digest=leaving.digest
            )
        else:
            note_mailed(
                context, one,
                message_id=leaving.message_id, digest=leaving.digest,
                paper=papers[leaving.common.digest] if leaving.common else None,
            )  # fmt: skip


def _promise_rest(context: Context, numbers: Sequence[int], later: timedelta) -> None:
    if numbers:
        payload = {"invitations": list(numbers)}
        promise(context.session, SEND_SOME, payload, at=context.clock.now() + later)


def _send(session: Session, letter: Addressed | None, written: Written, connection: Any) -> Leaving | None:
    """Mail a convocation; None for one that was sent before, or cannot be.

    A worker that dies between the mail server's yes and the note sends it once more, under the same
    Message-ID: twice is better than never, and mail programs show such a pair once.
    """
    if letter is None or not letter.person.email or has_left(session, letter.invitation.id):
        return None
    # The reader of an assembly that was called off is told of that instead.
    if letter.invitation.entry.assembly.state is AssemblyState.CALLED_OFF:
        return None
    composed = compose(written, letter.invitation, letter.person)
    message_id = message_id_of(letter.invitation, letter.attempts)
    composed.message.extra_headers["Message-ID"] = message_id
    session.commit()  # reading is over: nothing is held while the server takes its time
    try:
        (connection or composed.message.get_connection()).send_messages([composed.message])
    except SMTPRecipientsRefused as refusal:
        status = refused_for_good(refusal)
        if status is None:
            raise
        return Leaving(message_id=message_id, digest=composed.digest, refused=status)
    return Leaving(message_id=message_id, digest=composed.digest, common=composed.common)


def refused_for_good(refusal: SMTPRecipientsRefused) -> str | None:
    """Return the code by which the server refuses an address for good; None where a later try may do."""
    codes = [code for code, _said in refusal.recipients.values()]
    return str(codes[0]) if codes and all(code // 100 == _PERMANENT for code in codes) else None


def reaches(message: EmailMessage) -> bool:
    """Send a mail to one reader; return False where the server refuses the address for good: a letter is due then.

    Raises SMTPRecipientsRefused where a later try may do.
    """
    try:
        message.send()
    except SMTPRecipientsRefused as refusal:
        if refused_for_good(refusal) is None:
            raise
        return False
    return True


def reaches_by_mail(session: Session, one: Invitation, write: Callable[[Actor], EmailMessage]) -> bool:
    """Mail what there is to tell to the reader of an invitation, in the reader's language, as `reaches` does.

    Returns False also where the reader has no address any more.
    """
    person = session.get_one(Actor, one.entry.voter_id)
    if not person.email:
        return False
    with force_locale(person.locale):
        message = write(person)
    return reaches(message)


def _let_in(context: Context, numbers: Sequence[int]) -> None:
    """Open accounts for voters who have an address and none yet: the code of the sign-in goes there."""
    open_accounts(context, without_account(context.session, numbers), roles=["member"])


JOBS = (
    Job(key=SEND, label=t("A convocation"), run=send_invitation),
    Job(key=SEND_SOME, label=t("Convocations, some at a time"), run=send_invitations),
)
