"""Send the mails on shares, each by its own job."""

from collections.abc import Mapping
from typing import Any

from collegial.actors.models import Actor
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares.mailing import call_mail, debit_mail
from collegial.shares.models import Debit, DebitState
from collegial.shares.queries import addressees
from collegial.shares.queries import call as call_by_id
from collegial.shares.services.calling import SEND_CALL
from collegial.shares.services.debiting import ANNOUNCE_DEBIT


def send_call(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail one call, once: a repetition finds it sent. Without an address any more it goes by post."""
    call = call_by_id(context.session, payload["call"])
    if call.sent_at is not None:
        return
    reader = _reader(context, call.entry.to_member)
    if reader is None:  # the address went meanwhile
        call.by_post = True
        return
    call_mail(context.session, call, reader).send()
    call.sent_at = context.clock.now()


def announce_debit(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a member of a debit that is still to come; one that was cancelled meanwhile is not announced."""
    debit = context.session.get_one(Debit, payload["debit"])
    reader = _reader(context, debit.mandate.member)
    if debit.state is DebitState.WAITING and reader is not None:
        debit_mail(debit, reader).send()


def _reader(context: Context, member: Member | None) -> Actor | None:
    if member is None:
        return None
    today = context.today
    return addressees(context.session, [member.actor_id], today).get(member.actor_id)


JOBS = (
    Job(key=SEND_CALL, label=t("A call for payment"), run=send_call),
    Job(key=ANNOUNCE_DEBIT, label=t("Announcement of a direct debit"), run=announce_debit),
)
