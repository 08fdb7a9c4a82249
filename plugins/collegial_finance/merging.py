"""Follow a merge of two actors: what the dropped one carries, borrows and pledges goes to the one that stays.

A contribution is written once, as the books, and keeps the name under which it was paid in.
"""

from sqlalchemy import select, tuple_

from collegial.plugin import ActorsMerged, Context, give_to_kept
from collegial_finance.committees.models import CommitteeConflict
from collegial_finance.fund.models import FundConvention, ProjectApplication, ProjectReview
from collegial_finance.guarantees.models import GuaranteeFile
from collegial_finance.loans.models import PoleLoan
from collegial_finance.patronage.models import PatronGift, ReceiptIssuer
from collegial_finance.rounds.models import FundingRound, Pledge


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give them; where both sit at one table, the dropped one's row stays, for its steps."""
    give_to_kept(context, merged, FundingRound.project_id)
    give_to_kept(context, merged, GuaranteeFile.borrower_id)
    give_to_kept(context, merged, PoleLoan.borrower_id)
    give_to_kept(context, merged, PatronGift.patron_id)
    issuers = select(ReceiptIssuer.actor_id).where(ReceiptIssuer.actor_id == merged.kept)
    give_to_kept(context, merged, ReceiptIssuer.actor_id, ~issuers.exists())
    shared = select(Pledge.round_id).where(Pledge.funder_id == merged.kept)
    give_to_kept(context, merged, Pledge.funder_id, Pledge.round_id.not_in(shared))
    decided = (CommitteeConflict.subject, CommitteeConflict.subject_id)
    known = select(*decided).where(CommitteeConflict.member_id == merged.kept)
    give_to_kept(context, merged, CommitteeConflict.member_id, tuple_(*decided).not_in(known))
    give_to_kept(context, merged, FundConvention.contributor_id)
    give_to_kept(context, merged, ProjectApplication.applicant_id)
    judged = select(ProjectReview.application_id).where(ProjectReview.reviewer_id == merged.kept)
    give_to_kept(context, merged, ProjectReview.reviewer_id, ProjectReview.application_id.not_in(judged))
