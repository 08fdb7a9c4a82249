"""Follow a proposal: what happens in a day is told in one mail, the next morning."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from collegial.accounts.events import AccountClosed
from collegial.kernel.events import Context, Event
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.proposals.events import (
    AmendmentAnswered,
    AmendmentWritten,
    GatePassed,
    GateSentBack,
    RolledBack,
    RoundOpened,
)
from collegial.proposals.models import Follower, Proposal, WorkingCopy

DIGEST = "proposals.digest"
NEWS: tuple[type[Event], ...] = (
    GatePassed,
    GateSentBack,
    RolledBack,
    RoundOpened,
    AmendmentWritten,
    AmendmentAnswered,
)
_MORNING = time(7)


def follow(context: Context, proposal: Proposal) -> None:
    """Follow a proposal; a second time changes nothing. The caller has found that it may be read."""
    require(context.by, SIGNED_IN)
    row = Follower(proposal_id=proposal.id, account_id=context.by.account_id, followed_at=context.clock.now())
    try:
        with context.session.begin_nested():
            context.session.add(row)
            context.session.flush()
    except IntegrityError:
        return


def unfollow(context: Context, proposal: Proposal) -> None:
    """Follow a proposal no longer."""
    require(context.by, SIGNED_IN)
    context.session.execute(
        delete(Follower).where(
            Follower.proposal_id == proposal.id, Follower.account_id == context.by.account_id
        )
    )


def note_news(context: Context, event: Event) -> None:
    """Promise each follower who waits for none a mail for the next morning; not to whoever made the news."""
    slug = getattr(event, "proposal", None)
    waiting = (
        select(Follower).join(Follower.proposal).where(Proposal.slug == slug, Follower.news_since.is_(None))
    )
    for one in context.session.scalars(waiting):
        if one.account_id == context.by.account_id:
            continue
        one.news_since = context.clock.now()
        promise(context.session, DIGEST, {"follower": one.id}, at=_next_morning(context))


def on_account_closed(context: Context, closed: AccountClosed) -> None:
    """Forget what a closed account followed, and what it typed and never saved."""
    for kind in (Follower, WorkingCopy):
        context.session.execute(delete(kind).where(kind.account_id == closed.account))


def _next_morning(context: Context) -> datetime:
    now = context.clock.now().astimezone(ZoneInfo(context.zone))
    return datetime.combine(now.date() + timedelta(days=1), _MORNING, tzinfo=now.tzinfo)
