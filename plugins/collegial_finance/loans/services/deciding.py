"""Decide on a loan: by the committee's vote, or by a form where another decides."""

from datetime import date

from collegial.plugin import Context, GroupVote, GroupVoteClosed, Text, require
from collegial_finance.committees import services as committees
from collegial_finance.committees.models import CommitteeConflict
from collegial_finance.loans import queries
from collegial_finance.loans.models import LoanAct, LoanState, PoleLoan
from collegial_finance.loans.services import noting
from collegial_finance.permissions import MANAGE_LOANS


def decide(
    context: Context, *, loan_id: int, accepted: bool, reasons: str, on: date | None = None
) -> PoleLoan:
    """Record what was decided where no committee votes; an accepted loan can still be given up."""
    found = noting.ready(context, loan_id, "accept" if accepted else "decide")
    if found.state is LoanState.REQUESTED:
        committees.check_by_form(queries.case_of(found))
    return _decided(context, found, accepted=accepted, on=on, note=reasons)


def put_to_vote(
    context: Context, *, loan_id: int, page: str, title: Text | str, question: Text | str, advice: str = ""
) -> GroupVote:
    """Ask the committee whether to lend; who is in conflict of interest is set aside."""
    require(context.by, MANAGE_LOANS)
    found = noting.ready(context, loan_id, "accept")
    return committees.put_to_vote(
        context,
        queries.case_of(found),
        page=page,
        title=title,
        question=question,
        advice=advice,
        permission=MANAGE_LOANS,
    )


def declare_conflict(context: Context, *, loan_id: int, member_id: int, reason: str) -> CommitteeConflict:
    """Declare that a member of the committee, for whom one speaks, is in conflict of interest on a loan."""
    found = noting.held_loan(context, loan_id)
    noting.check_turn(found, "accept")
    return committees.declare(context, queries.case_of(found), member_id=member_id, reason=reason)


def on_group_vote_closed(context: Context, closed: GroupVoteClosed) -> None:
    """Take over what the committee decided; a vote that was broken off leaves the loan as it was."""
    adopted = committees.outcome(closed, queries.SUBJECT)
    if adopted is None:
        return
    found = noting.held_loan(context, closed.subject_id)
    if found.state is LoanState.REQUESTED:
        _decided(context, found, accepted=adopted)


def _decided(
    context: Context, found: PoleLoan, *, accepted: bool, on: date | None = None, note: str | None = None
) -> PoleLoan:
    found.state = LoanState.ACCEPTED if accepted else LoanState.REFUSED
    noting.note_step(context, found, LoanAct.ACCEPTED if accepted else LoanAct.REFUSED, on=on, note=note)
    return found
