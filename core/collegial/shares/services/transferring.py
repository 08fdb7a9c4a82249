"""Enter transfers (cessions): shares go from one member to another."""

from datetime import date

from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares.events import SharesTransferred
from collegial.shares.models import EntryKind, ShareEntry
from collegial.shares.permissions import MANAGE
from collegial.shares.services.checking import (
    check_day,
    check_free,
    check_held,
    check_member,
    check_shares,
    clause,
    written_reason,
)
from collegial.shares.services.entering import NewEntry, enter, open_register
from collegial.shares.services.leaving import settle_leaver


def transfer(
    context: Context,
    giver: Member,
    receiver: Member,
    *,
    shares: int,
    effective_on: date,
    reason: str | None = None,
) -> ShareEntry:
    """Enter a transfer; it takes effect by this entry (L13).

    A new person is admitted first, on the same day. The shares of a member who left may go to another, such
    as an heir: they leave the queue then. Raises Invalid for a number, a day or a receiver that cannot be
    right; Refused for more shares than the giver can spare on that day, for shares that are not paid in full
    or wait to be redeemed, and for a receiver who was no member on that day.
    """
    require(context.by, MANAGE)
    check_shares(shares)
    check_day(context, effective_on)
    clause(context.session, effective_on)
    why = written_reason(reason) if reason else None
    _check_two(giver, receiver)
    register = open_register(context, [giver, receiver])
    check_member(context.session, receiver, effective_on)
    check_held(context.session, giver, shares, effective_on)
    check_free(context.session, giver, shares, paid_only=True)
    new = NewEntry(
        kind=EntryKind.TRANSFER, shares=shares, nominal=register.nominal, effective_on=effective_on,
        giver_id=giver.id, receiver_id=receiver.id, reason=why,
    )  # fmt: skip
    entry = enter(context, register, new)
    told = SharesTransferred(
        number=entry.number, giver=giver.number, receiver=receiver.number, shares=shares,
        effective_on=effective_on.isoformat(),
    )  # fmt: skip
    context.emit(told)
    settle_leaver(context, giver)
    settle_leaver(context, receiver)
    return entry


def _check_two(giver: Member, receiver: Member) -> None:
    if giver.id == receiver.id:
        raise Invalid(
            "shares.same_member", t("Choose another member to receive the shares."), field="receiver"
        )
