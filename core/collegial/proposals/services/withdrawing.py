"""Withdraw a proposal, and take it up again where it stood."""

from sqlalchemy import select

from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.proposals.events import ProposalTakenUp, ProposalWithdrawn, RoundClosed
from collegial.proposals.models import Adoption, Proposal, ProposalWithdrawal
from collegial.proposals.permissions import DECIDE
from collegial.proposals.queries import draft_of, held_or_withdrawn, may_decide, open_round
from collegial.proposals.queries.withdrawing import holders_of, withdrawal_of

_LONGEST = 2000


def withdraw_proposal(context: Context, proposal: Proposal, *, reasons: str) -> ProposalWithdrawal:
    """Withdraw a proposal (retirer) that nobody adopted yet; it stays readable, and nothing moves in it any more.

    A round under way is broken off; what was said in it stays. Raises Forbidden for anyone but the group that decides
    its passages, Refused once it is withdrawn or adopted, Invalid without reasons.
    """
    proposal = _held_by_its_group(context, proposal)
    if proposal.withdrawal is not None:
        raise _already()
    if context.session.scalar(select(Adoption.proposal_id).where(Adoption.proposal_id == proposal.id)):
        raise Refused(
            "proposals.adopted",
            t(
                "This proposal was adopted: what was decided on it is not withdrawn, but changed by another decision."
            ),
        )
    row = ProposalWithdrawal(
        proposal_id=proposal.id, reasons=_said(reasons), withdrawn_at=context.clock.now(),
        withdrawn_by=context.by.name[:200],
    )  # fmt: skip
    _break_off(context, proposal)
    with or_refuse(context.session, _already()):
        context.session.add(row)
    stage = draft_of(proposal).stage
    context.emit(ProposalWithdrawn(proposal=proposal.slug, stage=stage, reasons=row.reasons))
    context.session.expire(proposal, ["withdrawal"])
    return row


def take_up_again(context: Context, proposal: Proposal, *, reasons: str) -> None:
    """Take a withdrawn proposal up again (reprendre), at the stage where it stood.

    Raises Forbidden for anyone but the group that decides its passages, Refused unless it is withdrawn, Invalid
    without reasons.
    """
    proposal = _held_by_its_group(context, proposal)
    row = withdrawal_of(context.session, proposal)
    if row is None:
        raise Refused("proposals.not_withdrawn", t("This proposal is not withdrawn."))
    row.taken_up_reasons = _said(reasons)
    row.taken_up_at, row.taken_up_by = context.clock.now(), context.by.name[:200]
    context.session.flush()
    stage = draft_of(proposal).stage
    context.emit(ProposalTakenUp(proposal=proposal.slug, stage=stage, reasons=row.taken_up_reasons))
    context.session.expire(proposal, ["withdrawal"])


def _held_by_its_group(context: Context, proposal: Proposal) -> Proposal:
    require(context.by, DECIDE)
    proposal = held_or_withdrawn(context.session, proposal.id)
    group = holders_of(context.session, proposal)
    if not may_decide(context.session, context.by, group, context.today):
        raise Forbidden(
            "proposals.not_its_group",
            t("Only the members of “%(group)s” withdraw this proposal.", group=group.name if group else ""),
        )
    return proposal


def _break_off(context: Context, proposal: Proposal) -> None:
    current = open_round(context.session, proposal)
    if current is not None:
        current.closed_at = context.clock.now()
        context.emit(RoundClosed(proposal=proposal.slug, to_stage=current.to_stage, is_decided=False))


def _said(reasons: str) -> str:
    words = reasons.strip()
    if not words or len(words) > _LONGEST:
        raise Invalid(
            "proposals.no_reasons",
            t("Say why, in 2,000 characters at most: every reader sees it."),
            field="reasons",
        )
    return words


def _already() -> Refused:
    return Refused("proposals.withdrawn", t("This proposal is withdrawn. Take it up again first."))
