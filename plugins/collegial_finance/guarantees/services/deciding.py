"""Let the committee decide on a file, and commit the fund."""

from datetime import date

from collegial.plugin import Context, GroupVote, GroupVoteClosed, Refused, Text, held_row, require, t
from collegial_finance.committees import services as committees
from collegial_finance.committees.models import CommitteeConflict
from collegial_finance.guarantees import queries, rules
from collegial_finance.guarantees.models import FileState, GuaranteedLoan, GuaranteeFile
from collegial_finance.guarantees.services import noting
from collegial_finance.ledger.chart import BANK, COMMISSIONS
from collegial_finance.ledger.rules import Line
from collegial_finance.modes import FundMode
from collegial_finance.permissions import MANAGE_GUARANTEES


def decide(context: Context, *, file_id: int, accepted: bool, reasons: str) -> GuaranteeFile:
    """Record what was decided, with its reasons, where no committee votes; or give an accepted file up."""
    require(context.by, MANAGE_GUARANTEES)
    wanted = FileState.ACCEPTED if accepted else FileState.REFUSED
    found = noting.ready(context, file_id, "accept" if accepted else "decide")
    if found.state is FileState.REQUESTED:
        committees.check_by_form(queries.case_of(found))
    noting.note_step(context, found, wanted, note=reasons)
    return found


def put_to_vote(
    context: Context, *, file_id: int, page: str, title: Text | str, question: Text | str, advice: str = ""
) -> GroupVote:
    """Ask the committee whether the fund guarantees; who is in conflict of interest is set aside."""
    require(context.by, MANAGE_GUARANTEES)
    found = noting.ready(context, file_id, "accept")
    return committees.put_to_vote(
        context, queries.case_of(found), page=page, title=title, question=question, advice=advice,
        permission=MANAGE_GUARANTEES,
    )  # fmt: skip


def declare_conflict(context: Context, *, file_id: int, member_id: int, reason: str) -> CommitteeConflict:
    """Declare that a member of the committee, for whom one speaks, is in conflict of interest on a file."""
    found = noting.ready(context, file_id, "accept")
    return committees.declare(context, queries.case_of(found), member_id=member_id, reason=reason)


def on_group_vote_closed(context: Context, closed: GroupVoteClosed) -> None:
    """Take over what the committee decided; a vote that was broken off leaves the file as it was."""
    adopted = committees.outcome(closed, queries.SUBJECT)
    if adopted is None:
        return
    found = noting.locked_file(context, closed.subject_id)
    if found.state is FileState.REQUESTED:
        noting.note_step(context, found, FileState.ACCEPTED if adopted else FileState.REFUSED)


def issue(context: Context, *, file_id: int, on: date | None = None) -> GuaranteeFile:
    """Commit the fund.

    Raises Refused `finance.over_capacity` beyond what it can commit, and `finance.over_ceiling` beyond what all
    guarantees on the loan may cover together.
    """
    require(context.by, MANAGE_GUARANTEES)
    found = noting.ready(context, file_id, "issue")
    if found.fund.mode is FundMode.REFER:
        raise Refused(
            "finance.only_refers", t("This fund introduces files to a guarantor; it issues no guarantee.")
        )
    rules.check_capacity(found.fund.rule, queries.exposure(context.session, found.fund_id), found.at_first)
    _check_ceiling(context, found)
    fee = found.fee
    lines = (Line(BANK, debit=fee), Line(COMMISSIONS, credit=fee))
    entry = noting.entry_of(context, found.fund, found.borrower, lines, on) if fee else None
    found.exposure = found.at_first
    noting.note_step(context, found, FileState.ISSUED, amount=fee, entry=entry)
    return found


def _check_ceiling(context: Context, found: GuaranteeFile) -> None:
    """Hold the ceiling of the loan, locked: two funds at once must not cover it beyond."""
    if found.loan_id is None:
        return
    loan = held_row(context.session, GuaranteedLoan, found.loan_id)
    assert loan is not None  # a foreign key
    given = queries.given_on(context.session, loan, without=found.id)
    rules.check_ceiling(loan.most, given, found.guaranteed)
