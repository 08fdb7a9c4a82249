"""Send the letters that tell a change: some at a time, each in its reader's language, once."""

from collections.abc import Mapping
from smtplib import SMTPRecipientsRefused
from typing import Any

import structlog

from collegial.calling_off.composing import compose
from collegial.calling_off.queries import addressed
from collegial.calling_off.services import SEND, note_mailed, send_by_post
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import t

log = structlog.get_logger(__name__)


def send_letters(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail some letters; one that cannot be sent is tried again by itself, so that the others are told at once.

    Who has no address any more, or whose server refuses it, gets a letter on paper.
    """
    numbers = list(payload["letters"])
    left: list[int] = []
    for one, person in addressed(context.session, numbers):
        if not person.email:
            send_by_post(context, one)
            continue
        try:
            compose(context.session, one, person).send()
        except SMTPRecipientsRefused:
            send_by_post(context, one)
        except Exception as error:
            if len(numbers) == 1:
                raise
            log.warning("calling_off.failed", error=type(error).__name__)
            promise(context.session, SEND, {"letters": [one.id]}, at=context.clock.now())
        else:
            left.append(one.id)
    note_mailed(context, left)


JOBS = (Job(key=SEND, label=t("Letters about an assembly that is called off or moved"), run=send_letters),)
