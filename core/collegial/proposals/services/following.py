"""Follow a proposal: what happens in a day is told in one mail, the next morning. Want no mail of mentions."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from collegial.accounts.events import AccountClosed
from collegial.kernel.errors import Forbidden
from collegial.kernel.events import Context, Event
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.text import t
from collegial.proposals.events import (
    AmendmentAnswered,
    AmendmentWritten,
    GatePassed,
    GateSentBack,
    ProposalTakenUp,
    ProposalWithdrawn,
    RolledBack,
    RoundOpened,
)
from collegial.proposals.models import Follower, MentionSilence, Proposal, WorkingCopy

DIGEST, MENTIONS = "proposals.digest", "proposals.tell_mention"
NEWS: tuple[type[Event], ...] = (
    GatePassed,
    GateSentBack,
    RolledBack,
    RoundOpened,
    AmendmentWritten,
    AmendmentAnswered,
    ProposalWithdrawn,
    ProposalTakenUp,
)
_MORNING = time(7)


def follow(context: Context, proposal: Proposal) -> None:
    """Follow a proposal; a second time changes nothing. The caller has found that it may be read."""
    account = _account(context)
    _put_once(context, Follower(proposal_id=proposal.id, account_id=account, followed_at=context.clock.now()))


def unfollow(context: Context, proposal: Proposal) -> None:
    """Follow a proposal no longer."""
    _take_off(context, Follower, proposal.id, _account(context))


def silence_mentions(context: Context, proposal: Proposal) -> None:
    """Want no mail any more when one is mentioned about a proposal."""
    _put_once(context, MentionSilence(proposal_id=proposal.id, account_id=_account(context)))


def hear_mentions(context: Context, proposal: Proposal) -> None:
    """Want a mail again when one is mentioned about a proposal."""
    _take_off(context, MentionSilence, proposal.id, _account(context))


def stop_by_link(context: Context, what: str, proposal: int, account: int) -> None:
    """Stop the mails that a signed link names: the link itself is the right, so nobody needs to sign in."""
    if what == MENTIONS:
        _put_once(context, MentionSilence(proposal_id=proposal, account_id=account))
    else:
        _take_off(context, Follower, proposal, account)


def _take_off(
    context: Context, kind: type[Follower] | type[MentionSilence], proposal: int, account: int
) -> None:
    context.session.execute(delete(kind).where(kind.proposal_id == proposal, kind.account_id == account))


def _account(context: Context) -> int:
    require(context.by, SIGNED_IN)
    if context.by.account_id is None:
        raise Forbidden("proposals.no_account", t("Sign in first: the e-mails go to your account."))
    return context.by.account_id


def _put_once(context: Context, row: Follower | MentionSilence) -> None:
    try:
        with context.session.begin_nested():
            context.session.add(row)
            context.session.flush()
    except IntegrityError:
        return


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
    for kind in (Follower, MentionSilence, WorkingCopy):
        context.session.execute(delete(kind).where(kind.account_id == closed.account))


def _next_morning(context: Context) -> datetime:
    now = context.clock.now().astimezone(ZoneInfo(context.zone))
    return datetime.combine(now.date() + timedelta(days=1), _MORNING, tzinfo=now.tzinfo)
