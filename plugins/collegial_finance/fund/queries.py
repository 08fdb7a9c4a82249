"""Read experiment funds, their calls, applications and agreements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Actor, Money, Representative, Viewer, groups_of, seats_of
from collegial_finance.committees.queries import near, tied
from collegial_finance.committees.rules import Case
from collegial_finance.fund.means import Pots, Standing
from collegial_finance.fund.models import (
    AgreementInstalment,
    ApplicationFile,
    ExperimentFund,
    FundConvention,
    FundReceipt,
    InstalmentEvidence,
    InstalmentPayment,
    ProjectAgreement,
    ProjectApplication,
    ProjectCall,
    ProjectReport,
    ProjectReview,
    ReviewScore,
)
from collegial_finance.fund.rules import ApplicationState, mean, weighted
from collegial_finance.ledger.chart import COMMITMENTS_GIVEN, COMMITMENTS_RECEIVED, EXPERIMENTS
from collegial_finance.ledger.queries import balance_of
from collegial_finance.permissions import READ_APPLICATIONS

SUBJECT = "finance.application"
UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.VOTING, ApplicationState.ACCEPTED)


def funds(session: Session) -> Sequence[ExperimentFund]:
    """Return all funds by name."""
    return session.scalars(select(ExperimentFund).order_by(ExperimentFund.name)).all()


def calls_closing(session: Session, first: date, last: date, *, most: int) -> Sequence[ProjectCall]:
    """Return the calls that close on some days, the next first."""
    found = select(ProjectCall).where(ProjectCall.closes_on.between(first, last))
    return session.scalars(found.order_by(ProjectCall.closes_on, ProjectCall.id).limit(most)).all()


def fund(session: Session, fund_id: int) -> ExperimentFund | None:
    """Return a fund with its conventions and calls."""
    conventions = selectinload(ExperimentFund.conventions)
    options = (
        joinedload(ExperimentFund.committee),
        conventions.joinedload(FundConvention.contributor),
        conventions.joinedload(FundConvention.call),
        conventions.selectinload(FundConvention.receipts).joinedload(FundReceipt.entry),
        conventions.selectinload(FundConvention.amendments),
        selectinload(ExperimentFund.calls).selectinload(ProjectCall.applications),
    )
    return session.scalar(select(ExperimentFund).where(ExperimentFund.id == fund_id).options(*options))


def standing(session: Session, fund_id: int) -> Standing:
    """Return where a fund stands, added up from what is recorded of it."""
    mine = FundConvention.fund_id == fund_id
    amounts = select(func.sum(FundConvention.amount)).where(mine, FundConvention.ended_on.is_(None))
    received = select(func.sum(FundReceipt.amount)).join(FundConvention).where(mine)
    still = received.where(FundConvention.ended_on.is_(None))
    committed = select(func.sum(ProjectAgreement.amount), func.sum(ProjectAgreement.released)).where(
        ProjectAgreement.fund_id == fund_id
    )
    paid = (
        select(func.sum(AgreementInstalment.paid))
        .join(ProjectAgreement)
        .where(ProjectAgreement.fund_id == fund_id)
    )
    agreed, released = session.execute(committed).one()
    return Standing(
        promised=_money(session.scalar(amounts)) - _money(session.scalar(still)),
        received=_money(session.scalar(received)), committed=_money(agreed) - _money(released),
        paid=_money(session.scalar(paid)),
    )  # fmt: skip


def in_the_books(session: Session, found: ExperimentFund) -> Mapping[str, Money]:
    """Return what the books say of a fund, by account: what is promised, in hand, and to be paid."""
    return {
        COMMITMENTS_RECEIVED: balance_of(session, COMMITMENTS_RECEIVED, found.source),
        EXPERIMENTS: -balance_of(session, EXPERIMENTS, found.source),
        COMMITMENTS_GIVEN: -balance_of(session, COMMITMENTS_GIVEN, found.source),
    }


def pots(session: Session, fund_id: int) -> Pots:
    """Return what a fund received and committed, by call."""
    received = (
        select(FundConvention.call_id, func.sum(FundReceipt.amount))
        .join(FundReceipt)
        .where(FundConvention.fund_id == fund_id)
        .group_by(FundConvention.call_id)
    )
    committed = (
        select(
            ProjectAgreement.call_id, func.sum(ProjectAgreement.amount), func.sum(ProjectAgreement.released)
        )
        .where(ProjectAgreement.fund_id == fund_id)
        .group_by(ProjectAgreement.call_id)
    )
    envelopes = select(ProjectCall.id, ProjectCall.envelope).where(ProjectCall.fund_id == fund_id)
    came = {row[0]: _money(row[1]) for row in session.execute(received)}
    return Pots(
        free=came.get(None, ZERO),
        earmarked={key: amount for key, amount in came.items() if key is not None},
        committed={row[0]: _money(row[1]) - _money(row[2]) for row in session.execute(committed)},
        envelopes={row[0]: row[1] for row in session.execute(envelopes)},
    )


def calls_under_way(session: Session, fund_id: int, day: date) -> Collection[int]:
    """Return the calls of a fund that may still commit it: not closed yet, or with applications to decide on."""
    undecided = select(ProjectApplication.id).where(
        ProjectApplication.call_id == ProjectCall.id, ProjectApplication.state.in_(UNDECIDED)
    )
    under_way = or_(ProjectCall.closes_on >= day, undecided.exists())
    return session.scalars(select(ProjectCall.id).where(ProjectCall.fund_id == fund_id, under_way)).all()


def left_for_new(session: Session, fund_id: int, day: date) -> Money:
    """Return what a new call of a fund can offer of the money that is there."""
    return pots(session, fund_id).left_for_new(calls_under_way(session, fund_id, day))


def paid_by_call(session: Session, fund_id: int) -> Mapping[int, Money]:
    """Return what was paid to projects, by call."""
    query = (
        select(ProjectAgreement.call_id, func.sum(AgreementInstalment.paid))
        .join(AgreementInstalment)
        .where(ProjectAgreement.fund_id == fund_id)
        .group_by(ProjectAgreement.call_id)
    )
    return {call_id: _money(amount) for call_id, amount in session.execute(query)}


def convention(session: Session, convention_id: int) -> FundConvention | None:
    """Return a convention with what was paid in under it."""
    options = (joinedload(FundConvention.contributor), selectinload(FundConvention.receipts))
    return session.scalar(select(FundConvention).where(FundConvention.id == convention_id).options(*options))


def call(session: Session, call_id: int) -> ProjectCall | None:
    """Return a call with its criteria."""
    options = (joinedload(ProjectCall.fund), selectinload(ProjectCall.criteria))
    return session.scalar(select(ProjectCall).where(ProjectCall.id == call_id).options(*options))


def calls(session: Session) -> Sequence[ProjectCall]:
    """Return all calls, the last to close first."""
    query = select(ProjectCall).options(joinedload(ProjectCall.fund))
    return session.scalars(query.order_by(ProjectCall.closes_on.desc(), ProjectCall.id.desc())).all()


def is_readable(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """Return the condition under which an application is read on a day: by right, by its structure, to judge it."""
    if viewer.may(READ_APPLICATIONS):
        return true()
    person = viewer.actor_id or 0
    represented = select(Representative.organisation_id).where(
        Representative.person_id == person,
        Representative.starts_on <= day,
        or_(Representative.ends_on.is_(None), Representative.ends_on > day),
    )
    own = or_(ProjectApplication.applicant_id == person, ProjectApplication.applicant_id.in_(represented))
    judged = and_(
        ExperimentFund.committee_id.in_(groups_of(viewer, day)),
        ProjectCall.fund_id == ExperimentFund.id,
        ProjectApplication.call_id == ProjectCall.id,
    )
    return or_(own, select(ProjectCall.id).where(judged).exists())


def application(
    session: Session, viewer: Viewer, application_id: int, day: date
) -> ProjectApplication | None:
    """Return an application with all that belongs to it, if this viewer may read it."""
    agreement = selectinload(ProjectApplication.agreement)
    instalments = agreement.selectinload(ProjectAgreement.instalments)
    reviews = selectinload(ProjectApplication.reviews)
    evidence = instalments.selectinload(AgreementInstalment.evidence)
    options = (
        joinedload(ProjectApplication.applicant),
        joinedload(ProjectApplication.call).joinedload(ProjectCall.fund),
        joinedload(ProjectApplication.call).selectinload(ProjectCall.criteria),
        selectinload(ProjectApplication.files).joinedload(ApplicationFile.file),
        reviews.joinedload(ProjectReview.reviewer),
        reviews.selectinload(ProjectReview.scores).joinedload(ReviewScore.criterion),
        evidence.joinedload(InstalmentEvidence.file),
        evidence.joinedload(InstalmentEvidence.refusal),
        instalments.selectinload(AgreementInstalment.payments).joinedload(InstalmentPayment.entry),
        instalments.joinedload(AgreementInstalment.approval),
        agreement.selectinload(ProjectAgreement.drafts),
        agreement.selectinload(ProjectAgreement.reports).joinedload(ProjectReport.file),
    )
    query = select(ProjectApplication).where(
        ProjectApplication.id == application_id, is_readable(viewer, day)
    )
    return session.scalar(query.options(*options))


def applications(
    session: Session, viewer: Viewer, day: date, *, call_id: int | None = None
) -> Sequence[ProjectApplication]:
    """Return the applications that this viewer may read, of one call or of all, with their reviews."""
    options = (
        joinedload(ProjectApplication.applicant),
        joinedload(ProjectApplication.call),
        selectinload(ProjectApplication.reviews)
        .selectinload(ProjectReview.scores)
        .joinedload(ReviewScore.criterion),
    )
    of_call = ProjectApplication.call_id == call_id if call_id is not None else true()
    query = select(ProjectApplication).where(of_call, is_readable(viewer, day))
    return session.scalars(query.options(*options).order_by(ProjectApplication.id)).all()


def case_of(found: ProjectApplication) -> Case:
    """Return what the committee decides on."""
    return Case(
        subject=SUBJECT, subject_id=found.id, committee_id=found.call.fund.committee_id,
        concerns=found.applicant_id,
    )  # fmt: skip


def score_of(review: ProjectReview) -> Fraction | None:
    """Return the weighted mean that one reviewer gives."""
    return weighted((one.value, one.criterion.weight) for one in review.scores)


def score(found: ProjectApplication) -> Fraction | None:
    """Return the mean of what the reviewers give."""
    return mean(score_of(one) for one in found.reviews)


def ranked(found: Sequence[ProjectApplication]) -> Sequence[tuple[ProjectApplication, Fraction | None]]:
    """Return applications with their scores, the best first, those without a score last."""
    rows = [(one, score(one)) for one in found]
    return sorted(rows, key=lambda row: (row[1] is None, -(row[1] or 0), row[0].id))


def conflicts(session: Session, found: ProjectApplication, day: date) -> Mapping[int, str | None]:
    """Return the members of the committee in conflict: the declared reason, or None for a tie that is plain."""
    near = tied(session, found.call.fund.committee_id, found.applicant_id, day)
    known: dict[int, str | None] = dict.fromkeys(near)
    known |= {one.reviewer_id: one.conflict for one in found.reviews if one.conflict}
    return known


def awaiting_scores(session: Session, viewer: Viewer, day: date) -> Sequence[tuple[ProjectApplication, int]]:
    """Return the applications that wait for the scores of a reader, each with the seat that scores it.

    An application with which a seat has a tie is not for that seat.
    """
    found: list[tuple[ProjectApplication, int]] = []
    for committee_id in session.scalars(groups_of(viewer, day)).all():
        for seat in seats_of(session, viewer, committee_id, day):
            waiting = session.scalars(_unscored(committee_id, seat.id, near(session, seat.id, day)))
            found += [(one, seat.id) for one in waiting]
    return sorted(found, key=lambda pair: pair[0].id)


def _unscored(committee_id: int, seat_id: int, tied_to: frozenset[int]) -> Select[ProjectApplication]:
    reviewed = select(ProjectReview.id).where(
        ProjectReview.application_id == ProjectApplication.id, ProjectReview.reviewer_id == seat_id
    )
    return (
        select(ProjectApplication)
        .join(ProjectCall)
        .join(ExperimentFund)
        .where(
            ExperimentFund.committee_id == committee_id,
            ProjectApplication.state == ApplicationState.SUBMITTED,
            ProjectApplication.applicant_id.not_in(tied_to),
            ~reviewed.exists(),
        )
    )


def structures_for(session: Session, viewer: Viewer, day: date) -> Sequence[Actor]:
    """Return the actors for which someone may apply: itself, and the organisations that it represents."""
    represented = select(Representative.organisation_id).where(
        Representative.person_id == viewer.actor_id,
        Representative.starts_on <= day,
        or_(Representative.ends_on.is_(None), Representative.ends_on > day),
    )
    query = select(Actor).where(or_(Actor.id == viewer.actor_id, Actor.id.in_(represented)))
    return session.scalars(query.order_by(Actor.search_name, Actor.id)).all() if viewer.actor_id else ()


def _money(found: object) -> Money:
    return found if isinstance(found, Money) else Money(int(str(found or 0)))
