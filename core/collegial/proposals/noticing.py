"""What the followers of a proposal are told: that it passed a gate, or was sent back."""

from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.hooks.noticing import LETTER_WAYS, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.proposals.events import GatePassed, GateSentBack, ProposalTakenUp, ProposalWithdrawn
from collegial.proposals.models import Follower, Proposal

Moved = GatePassed | GateSentBack | ProposalWithdrawn | ProposalTakenUp


def _passed(context: Context, event: GatePassed | GateSentBack) -> Told:
    went_on = isinstance(event, GatePassed)
    sentence = (
        t("A proposal passed from %(start)s to %(end)s", start=event.from_stage, end=event.to_stage)
        if went_on
        else t("A proposal was sent back and stays at %(start)s", start=event.from_stage)
    )
    title = context.session.scalar(select(Proposal.title).where(Proposal.slug == event.proposal))
    return Told(sentence=sentence, endpoint="proposals.show", values={"slug": event.proposal}, about=title)


def _followers(context: Context, event: Moved) -> Audience:
    following = (
        select(Account.actor_id)
        .join(Follower, Follower.account_id == Account.id)
        .join(Proposal, Proposal.id == Follower.proposal_id)
        .where(Proposal.slug == event.proposal, Account.actor_id.is_not(None))
    )
    return Audience(actors=[one for one in context.session.scalars(following) if one is not None])


def _withdrawn(context: Context, event: ProposalWithdrawn | ProposalTakenUp) -> Told:
    is_gone = isinstance(event, ProposalWithdrawn)
    sentence = t("A proposal was withdrawn") if is_gone else t("A proposal was taken up again")
    title = context.session.scalar(select(Proposal.title).where(Proposal.slug == event.proposal))
    return Told(sentence=sentence, endpoint="proposals.show", values={"slug": event.proposal}, about=title)


NOTICES = (
    NoticeKind(
        key="proposals.moved", label=t("A proposal that you follow moves"), events=(GatePassed, GateSentBack),
        tell=_passed, audience=_followers, usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
    NoticeKind(
        key="proposals.withdrawn", label=t("A proposal that you follow is withdrawn or taken up again"),
        events=(ProposalWithdrawn, ProposalTakenUp), tell=_withdrawn, audience=_followers,
        usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
)  # fmt: skip
