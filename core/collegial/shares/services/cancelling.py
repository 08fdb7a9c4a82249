"""Enter cancellations (annulations): shares that cease to exist without being redeemed."""

from datetime import date

from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.membership.models import Member
from collegial.shares.events import SharesCancelled
from collegial.shares.models import EntryKind, ShareEntry
from collegial.shares.permissions import MANAGE
from collegial.shares.services.checking import (
    check_day,
    check_floor,
    check_free,
    check_held,
    check_shares,
    clause,
    written_reason,
)
from collegial.shares.services.entering import NewEntry, enter, open_register
from collegial.shares.services.leaving import settle_leaver


def cancel_shares(
    context: Context, member: Member, *, shares: int, effective_on: date, reason: str
) -> ShareEntry:
    """Cancel shares: those never paid for after a formal notice, or those that losses have used up.

    Takes first those that are not paid in full; what was paid counts for those that remain. Raises Invalid
    for a number, a day or a reason that cannot be right; Refused for more shares than the member can lose on
    that day, for shares that wait to be redeemed, and when the capital would fall under its floor (L11).
    """
    require(context.by, MANAGE)
    check_shares(shares)
    check_day(context, effective_on)
    clause(context.session, effective_on)
    why = written_reason(reason)
    register = open_register(context, [member])
    check_held(context.session, member, shares, effective_on)
    check_free(context.session, member, shares, paid_only=False)
    check_floor(context, register.nominal * shares, effective_on)
    cancelled = NewEntry(
        kind=EntryKind.CANCELLATION, shares=shares, nominal=register.nominal, effective_on=effective_on,
        giver_id=member.id, reason=why,
    )  # fmt: skip
    entry = enter(context, register, cancelled)
    context.emit(_told(entry, member))
    settle_leaver(context, member)
    return entry


def _told(entry: ShareEntry, member: Member) -> SharesCancelled:
    return SharesCancelled(
        number=entry.number,
        member=member.id,
        member_number=member.number,
        shares=entry.shares,
        effective_on=entry.effective_on.isoformat(),
    )
