"""Send the letters that tell a change: some at a time, each in its reader's language, once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from flask import current_app

from collegial.actors.models import Actor
from collegial.assemblies.models import ChangeLetter
from collegial.calling_off.composing import compose
from collegial.calling_off.queries import addressed
from collegial.calling_off.services import SEND, note_mailed, send_by_post
from collegial.convocations.jobs import LATER, OF_ONE, reaches
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import t

log = structlog.get_logger(__name__)


def send_letters(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail some letters over one connection; one that cannot be sent is tried again by itself.

    Where the server is lost, those that did not leave are promised together. Who has no address any more, or whose
    server refuses it for good, gets a letter on paper.
    """
    letters, left = addressed(context.session, list(payload["letters"])), []
    with current_app.extensions["mailman"].get_connection() as connection:
        for place, (one, person) in enumerate(letters):
            try:
                left += [one.id] if _send(context, one, person, connection) else []
            except Exception as error:
                is_lost = isinstance(error, OSError) and not isinstance(error, OF_ONE)
                if len(letters) == 1 or (is_lost and not place):
                    raise
                log.warning("calling_off.failed", error=type(error).__name__)
                unsent = [row[0].id for row in letters[place:]] if is_lost else [one.id]
                _promise_again(context, unsent, LATER if is_lost else timedelta(0))
                if is_lost:
                    break
    note_mailed(context, left)


def _promise_again(context: Context, numbers: Sequence[int], later: timedelta) -> None:
    promise(context.session, SEND, {"letters": list(numbers)}, at=context.clock.now() + later)


def _send(context: Context, one: ChangeLetter, person: Actor, connection: Any) -> bool:
    """Mail a letter; tell whether it left, or is to go on paper."""
    if not person.email:
        send_by_post(context, one)
        return False
    mail = compose(context.session, one, person)
    mail.connection = connection
    if not reaches(mail):
        send_by_post(context, one)
        return False
    return True


JOBS = (Job(key=SEND, label=t("Letters about an assembly that is called off or moved"), run=send_letters),)
