"""What is told of proposals: to their followers what happens, to those who answer that an amendment waits."""

from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.groups.queries import members_on
from collegial.hooks.noticing import LETTER_WAYS, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.proposals.events import (
    AmendmentCarried,
    AmendmentWritten,
    GatePassed,
    GateSentBack,
    ProposalTakenUp,
    ProposalWithdrawn,
)
from collegial.proposals.models import Amendment, AmendmentKind, AmendmentState, Follower, Proposal
from collegial.proposals.permissions import DECIDE
from collegial.proposals.queries import deciding_group, next_passage

Moved = GatePassed | GateSentBack | ProposalWithdrawn | ProposalTakenUp | AmendmentWritten


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


def _amended(context: Context, event: AmendmentWritten) -> Told | None:
    found = context.session.get(Amendment, event.amendment)
    if found is None or found.state is not AmendmentState.OPEN:
        return None
    values = {"slug": event.proposal, "amendment_id": found.id}
    sentence = (
        t("A remark is made on “%(proposal)s”", proposal=found.proposal.title)
        if found.kind is AmendmentKind.REMARK
        else t("An amendment is suggested to “%(proposal)s”", proposal=found.proposal.title)
    )
    return Told(sentence=sentence, endpoint="proposals.amendment", values=values, about=found.title)


def _carried(context: Context, event: AmendmentCarried) -> Told | None:
    found = context.session.get(Amendment, event.amendment)
    if found is None or found.state is not AmendmentState.OPEN:
        return None
    values = {"slug": event.proposal, "amendment_id": found.id}
    sentence = t(
        "“%(proposal)s” passed to %(stage)s: what you suggested goes with it, and waits for an answer there",
        proposal=found.proposal.title, stage=event.stage,
    )  # fmt: skip
    return Told(sentence=sentence, endpoint="proposals.amendment", values=values, about=found.title)


def _who_wrote(context: Context, event: AmendmentCarried) -> Audience:
    return Audience(actors=[context.session.get_one(Amendment, event.amendment).author_id])


def _who_answers(context: Context, event: AmendmentWritten) -> Audience:
    """Return the group that decides the next passage; where none is named, all who decide. Not the author."""
    found = context.session.get_one(Amendment, event.amendment)
    passage = next_passage(found.proposal)
    group = deciding_group(context.session, passage) if passage else None
    if group is None:
        return Audience(holders=DECIDE)
    members = members_on(context.session, group.id, context.today)
    return Audience(actors=[one.id for one in members if one.id != found.author_id])


def _who_follows(context: Context, event: AmendmentWritten) -> Audience:
    """Return the followers but the author, and those who are told as they answer."""
    author = context.session.get_one(Amendment, event.amendment).author_id
    told = {author, *_who_answers(context, event).actors}
    return Audience(actors=[one for one in _followers(context, event).actors if one not in told])


NOTICES = (
    NoticeKind(
        key="proposals.amendment_waits", label=t("An amendment waits for the answer of your group"),
        events=(AmendmentWritten,), tell=_amended, audience=_who_answers, permission=DECIDE,
    ),
    NoticeKind(
        key="proposals.amendment_carried", label=t("Your amendment is carried over to the next version"),
        events=(AmendmentCarried,), tell=_carried, audience=_who_wrote,
    ),
    NoticeKind(
        key="proposals.amended", label=t("An amendment is suggested to a proposal that you follow"),
        events=(AmendmentWritten,), tell=_amended, audience=_who_follows, usual=NoticeWay.PAGE,
        ways=LETTER_WAYS,
    ),
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
