"""Read who can be mentioned in the debate on an amendment, and who was."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from collegial.accounts.models import Account
from collegial.actors.models import Actor
from collegial.groups.models import Group, GroupMembership
from collegial.groups.queries import is_belonging
from collegial.kernel.permissions import Viewer
from collegial.proposals.models import (
    Amendment,
    AmendmentRemark,
    AmendmentState,
    MentionSilence,
    Proposal,
    RemarkMention,
)
from collegial.proposals.queries.finding import is_readable, stands
from collegial.proposals.queries.stages import rules_of


def mentionable(session: Session, amendment: Amendment, day: date) -> Sequence[Actor]:
    """Return who can be mentioned, by name: who has an account, and writes here or is in a group that decides."""
    said = select(AmendmentRemark.author_id).where(AmendmentRemark.amendment_id == amendment.id)
    deciding = (
        select(GroupMembership.actor_id)
        .join(GroupMembership.group)
        .where(Group.key.in_(_groups(amendment.proposal)), is_belonging(day))
    )
    return session.scalars(
        select(Actor)
        .join(Account, Account.actor_id == Actor.id)
        .where(
            Account.active.is_(True),
            or_(Actor.id == amendment.author_id, Actor.id.in_(said), Actor.id.in_(deciding)),
        )
        .order_by(Actor.search_name)
    ).all()


def _groups(proposal: Proposal) -> list[str]:
    return [one.group for one in rules_of(proposal).passages if one.group]


def unanswered_mentions(session: Session, viewer: Viewer) -> Sequence[RemarkMention]:
    """Return where someone was mentioned about an open amendment, and has not spoken since; the latest first."""
    later = aliased(AmendmentRemark)
    spoke = exists().where(
        later.amendment_id == AmendmentRemark.amendment_id,
        later.author_id == viewer.actor_id,
        later.id >= AmendmentRemark.id,
    )
    query = (
        select(RemarkMention)
        .join(RemarkMention.remark)
        .join(AmendmentRemark.amendment)
        .join(Amendment.proposal)
        .where(
            RemarkMention.actor_id == viewer.actor_id,
            AmendmentRemark.hidden_at.is_(None),
            Amendment.state == AmendmentState.OPEN,
            is_readable(session, viewer),
            stands(),
            ~spoke,
        )
        .order_by(RemarkMention.id.desc())
        .options(
            contains_eager(RemarkMention.remark)
            .contains_eager(AmendmentRemark.amendment)
            .contains_eager(Amendment.proposal)
        )
    )
    return session.scalars(query).all() if viewer.actor_id is not None else []


def is_silent(session: Session, proposal: Proposal, account_id: int | None) -> bool:
    """Tell whether an account wants no mail when it is mentioned about a proposal."""
    found = select(MentionSilence.id).where(
        MentionSilence.proposal_id == proposal.id, MentionSilence.account_id == account_id
    )
    return account_id is not None and session.scalar(found) is not None
