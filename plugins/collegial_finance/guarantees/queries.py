"""Read guarantee funds."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Actor, Money
from collegial_finance.committees.rules import Case
from collegial_finance.guarantees.models import (
    Endowment,
    FileChange,
    FileState,
    GuaranteedLoan,
    GuaranteeFile,
    GuaranteeFund,
)
from collegial_finance.guarantees.rules import Fund, ceilings, course, projection, shares_of_loss
from collegial_finance.loans.rules import schedule

SUBJECT = "finance.guarantee_file"
OVER = frozenset({FileState.REFUSED, FileState.RELEASED, FileState.WITHDRAWN})
GIVEN = (FileState.ISSUED, FileState.INCIDENT, FileState.CALLED)


def funds(session: Session) -> Sequence[GuaranteeFund]:
    """Return all funds by name, with their files."""
    query = select(GuaranteeFund).options(selectinload(GuaranteeFund.files))
    return session.scalars(query.order_by(GuaranteeFund.name, GuaranteeFund.id)).all()


def fund(session: Session, fund_id: int) -> GuaranteeFund | None:
    """Return a fund with its contributors and its files."""
    options = (
        joinedload(GuaranteeFund.committee),
        selectinload(GuaranteeFund.contributions).joinedload(Endowment.contributor),
        selectinload(GuaranteeFund.files).joinedload(GuaranteeFile.borrower),
    )
    return session.scalar(select(GuaranteeFund).where(GuaranteeFund.id == fund_id).options(*options))


def file(session: Session, file_id: int) -> GuaranteeFile | None:
    """Return a file with its fund and its steps."""
    options = (
        joinedload(GuaranteeFile.borrower),
        joinedload(GuaranteeFile.fund),
        joinedload(GuaranteeFile.loan).selectinload(GuaranteedLoan.files).joinedload(GuaranteeFile.fund),
        selectinload(GuaranteeFile.steps),
        selectinload(GuaranteeFile.changes).joinedload(FileChange.borrower),
    )
    return session.scalar(select(GuaranteeFile).where(GuaranteeFile.id == file_id).options(*options))


def case_of(found: GuaranteeFile) -> Case | None:
    """Return what the committee of the fund decides on; None where the fund has no committee."""
    committee_id = found.fund.committee_id
    if committee_id is None:
        return None
    return Case(subject=SUBJECT, subject_id=found.id, committee_id=committee_id, concerns=found.borrower_id)


def exposure(session: Session, fund_id: int) -> Money:
    """Return what a fund stands for today."""
    return _money(
        session.scalar(select(func.sum(GuaranteeFile.exposure)).where(GuaranteeFile.fund_id == fund_id))
    )


def standings(session: Session) -> Sequence[tuple[Fund, Money]]:
    """Return each fund as the rules look at it, and what it stands for today."""
    exposed = select(func.sum(GuaranteeFile.exposure)).where(GuaranteeFile.fund_id == GuaranteeFund.id)
    query = select(GuaranteeFund, exposed.scalar_subquery()).order_by(GuaranteeFund.id)
    return [(one.rule, _money(stands_for)) for one, stands_for in session.execute(query)]


def given_on(session: Session, loan: GuaranteedLoan, *, without: int | None = None) -> Money:
    """Return what is guaranteed of a loan by files that run or were called, and by others elsewhere."""
    query = select(func.sum(GuaranteeFile.guaranteed)).where(
        GuaranteeFile.loan_id == loan.id, GuaranteeFile.state.in_(GIVEN), GuaranteeFile.id != (without or 0)
    )
    return _money(session.scalar(query)) + loan.elsewhere


def sharing(found: GuaranteeFile) -> Mapping[GuaranteeFile, Money]:
    """Return the files on a loan that are not over, with what each may cover under the common ceiling.

    Where together they ask for more than is left, each is cut in proportion.
    """
    loan = found.loan
    if loan is None:
        return {}
    living = [one for one in loan.files if one.state not in OVER]
    left = loan.most - loan.elsewhere
    parts = ceilings(left, Fraction(1), [one.guaranteed for one in living]) if living else []
    return dict(zip(living, parts, strict=True))


def provided(found: GuaranteeFund) -> Money:
    """Return what a fund has set aside for calls that are likely."""
    return sum((one.provision for one in found.files), ZERO)


def projected(found: GuaranteeFund) -> Sequence[Money]:
    """Return what a fund stands for now and at the end of each month to come, if all is repaid as planned."""
    return projection([_course(one) for one in found.files if one.exposure])


def _course(one: GuaranteeFile) -> Sequence[Money]:
    planned = [one.principal, *(each.remaining for each in schedule(one.terms))]
    left = planned[one.repaid_months :]
    return course(one.cover, one.guaranteed, left, stands_still=one.state is FileState.INCIDENT)


def contributors(found: GuaranteeFund) -> Mapping[Actor, tuple[Money, Money]]:
    """Return what each contributor paid in, and what it bears of the losses less the recoveries."""
    paid: dict[Actor, Money] = {}
    for one in found.contributions:
        paid[one.contributor] = paid.get(one.contributor, ZERO) + one.amount
    lost = sum((one.paid - one.recovered for one in found.files), ZERO)
    borne = shares_of_loss(lost, list(paid.values())) if paid else []
    return {actor: (paid[actor], loss) for actor, loss in zip(paid, borne, strict=True)}


def by_state(found: GuaranteeFund) -> Mapping[FileState, Sequence[GuaranteeFile]]:
    """Return the files of a fund by state, in the order in which a file goes through them."""
    return {state: [one for one in found.files if one.state is state] for state in FileState}


def figures(session: Session) -> Mapping[str, int | Money]:
    """Return how many files wait, how many are unpaid, how many funds are over, and exposure against capacity."""
    counted = dict(
        session.execute(select(GuaranteeFile.state, func.count()).group_by(GuaranteeFile.state)).all()
    )
    known = standings(session)
    return {
        "waiting": counted.get(FileState.REQUESTED, 0),
        "unpaid": counted.get(FileState.INCIDENT, 0),
        "over": sum(exposed > rule.capacity for rule, exposed in known),
        "exposure": sum((exposed for _, exposed in known), ZERO),
        "capacity": sum((rule.capacity for rule, _ in known), ZERO),
    }


def _money(found: object) -> Money:
    return found if isinstance(found, Money) else Money(int(str(found or 0)))
