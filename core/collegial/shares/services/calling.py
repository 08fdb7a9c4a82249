"""Call for what is due on shares: a letter to print, and a mail to whoever gave an address."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import CursorResult, update

from collegial.journal.services import hold_order
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.shares.events import CallLettersPosted, PaymentsCalled
from collegial.shares.models import PaymentCall
from collegial.shares.permissions import MANAGE
from collegial.shares.queries.collecting import addressees, last_calls, waiting_debits
from collegial.shares.queries.paying import Outstanding, outstanding

SEND_CALL = "shares.send_call"


def call_for_payment(context: Context, entry_ids: Collection[int], *, pay_by: date) -> list[PaymentCall]:
    """Call for what is due on some subscriptions, and promise the mails (L12).

    What is not due any more, was called for today already, or waits for a direct debit is left out. Raises
    Invalid for a day that is past; Refused when nothing is left to call for.
    """
    require(context.by, MANAGE)
    day = context.today
    if pay_by <= day:
        raise Invalid(
            "shares.pay_by_past", t("Choose a day to come: members need time to pay."), field="pay_by"
        )
    hold_order(context.session)
    due = _still_due(context, entry_ids, day)
    if not due:
        raise Refused(
            "shares.nothing_to_call",
            t("Nothing is to be called for: it was paid, already called for today, or waits for a debit."),
        )
    reached = addressees(context.session, [one.member.actor_id for one in due], day)
    calls = [_new_call(context, one, pay_by, by_post=one.member.actor_id not in reached) for one in due]
    context.session.add_all(calls)
    context.session.flush()  # the mails name the calls by their ids
    for call in calls:
        if not call.by_post:
            promise(context.session, SEND_CALL, {"call": call.id}, at=context.clock.now())
    context.emit(PaymentsCalled(count=len(calls), pay_by=pay_by.isoformat()))
    return calls


def note_letters_posted(context: Context, wanted: Collection[int]) -> int:
    """Write down that letters of calls were posted or handed over; return how many were not noted before."""
    require(context.by, MANAGE)
    noted = context.session.execute(
        update(PaymentCall)
        .where(PaymentCall.id.in_(wanted), PaymentCall.by_post, PaymentCall.sent_at.is_(None))
        .values(sent_at=context.clock.now())
    )
    count = noted.rowcount if isinstance(noted, CursorResult) else 0
    if count:
        context.emit(CallLettersPosted(count=count))
    return count


def _still_due(context: Context, entry_ids: Collection[int], day: date) -> list[Outstanding]:
    wanted = set(entry_ids) - waiting_debits(context.session, entry_ids)
    known = last_calls(context.session, wanted)
    called_today = {entry_id for entry_id, one in known.items() if one.called_on == day}
    return [one for one in outstanding(context.session, day) if one.entry.id in wanted - called_today]


def _new_call(context: Context, one: Outstanding, pay_by: date, *, by_post: bool) -> PaymentCall:
    return PaymentCall(
        entry=one.entry, amount=one.due, called_on=context.today, pay_by=pay_by, by_post=by_post,
        recorded_at=context.clock.now(),
    )  # fmt: skip
