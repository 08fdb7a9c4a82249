"""Ask the database for what waits in experiment funds: of all agreements, those alone with something to do."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from collegial.plugin import ZERO, StoredFile, Viewer
from collegial_finance.asking import Waiting, ask
from collegial_finance.fund.models import (
    AgreementInstalment,
    InstalmentEvidence,
    ProjectAgreement,
    ProjectApplication,
    ProjectCall,
    ProjectReport,
)
from collegial_finance.fund.rules import ApplicationState, ReportKind

RUNS = ProjectAgreement.closed_on.is_(None)
SIGNED = and_(RUNS, ProjectAgreement.signed_on.is_not(None))
REPORTED = ProjectAgreement.reports.any(ProjectReport.kind == ReportKind.FINAL)
UNPAID = and_(RUNS, AgreementInstalment.paid == ZERO)
STANDS = ~InstalmentEvidence.refusal.has()
PROVEN = AgreementInstalment.evidence.any(STANDS)
APPROVED = AgreementInstalment.approval.has()


def to_vote(session: Session, day: date) -> Waiting[ProjectApplication]:
    """Return the applications to a call that has closed."""
    closed = ProjectApplication.call.has(ProjectCall.closes_on < day)
    return ask(session, _in_state(ApplicationState.SUBMITTED).where(closed))


def to_draw(session: Session) -> Waiting[ProjectApplication]:
    """Return the accepted applications without an agreement."""
    return ask(session, _in_state(ApplicationState.ACCEPTED))


def to_sign(session: Session) -> Waiting[ProjectAgreement]:
    """Return the agreements that nobody signed."""
    return ask(session, _agreements(RUNS, ProjectAgreement.signed_on.is_(None)))


def to_close(session: Session) -> Waiting[ProjectAgreement]:
    """Return the agreements with their final report."""
    return ask(session, _agreements(SIGNED, REPORTED))


def to_pay(session: Session, until: date) -> Waiting[AgreementInstalment]:
    """Return the instalments due until a day that nothing hinders, as `payment_hindrance` looks at each.

    The rest of one that was paid in part is offered on its page alone.
    """
    is_shown = or_(AgreementInstalment.needs_evidence.is_(False), and_(PROVEN, APPROVED))
    due = _parts(SIGNED, ~REPORTED, UNPAID, is_shown, AgreementInstalment.due_on <= until)
    return ask(session, due.order_by(AgreementInstalment.due_on, *_ORDER))


def to_approve(session: Session, viewer: Viewer) -> Waiting[AgreementInstalment]:
    """Return the instalments whose evidence waits for the approval of somebody who handed none of it in."""
    waits = _parts(UNPAID, AgreementInstalment.needs_evidence.is_(True), PROVEN, ~APPROVED)
    if viewer.account_id is not None:
        own = InstalmentEvidence.file.has(StoredFile.account_id == viewer.account_id)
        waits = waits.where(~AgreementInstalment.evidence.any(and_(own, STANDS)))
    return ask(session, waits.order_by(*_ORDER))


def to_prove(session: Session, structures: Sequence[int], until: date) -> Sequence[AgreementInstalment]:
    """Return the instalments of some structures, due until a day, without what shows that they are due."""
    waits = (
        SIGNED,
        UNPAID,
        AgreementInstalment.needs_evidence.is_(True),
        ~PROVEN,
        AgreementInstalment.due_on <= until,
    )
    return session.scalars(_parts(_of(structures), *waits).order_by(*_ORDER)).all()


def to_report(session: Session, structures: Sequence[int], until: date) -> Sequence[ProjectAgreement]:
    """Return the agreements of some structures that end by a day without their final report."""
    ends = ProjectAgreement.ends_on <= until
    return session.scalars(_agreements(_of(structures), SIGNED, ~REPORTED, ends)).all()


_ORDER = (AgreementInstalment.agreement_id, AgreementInstalment.position)


def _of(structures: Sequence[int]) -> ColumnElement[bool]:
    return ProjectAgreement.application.has(ProjectApplication.applicant_id.in_(structures))


def _in_state(state: ApplicationState) -> Select[ProjectApplication]:
    return select(ProjectApplication).where(ProjectApplication.state == state).order_by(ProjectApplication.id)


def _agreements(*where: ColumnElement[bool]) -> Select[ProjectAgreement]:
    application = joinedload(ProjectAgreement.application)
    return select(ProjectAgreement).where(*where).options(application).order_by(ProjectAgreement.id)


def _parts(*where: ColumnElement[bool]) -> Select[AgreementInstalment]:
    """Return the instalments of agreements, with the application of each."""
    application = contains_eager(AgreementInstalment.agreement).joinedload(ProjectAgreement.application)
    query = select(AgreementInstalment).join(AgreementInstalment.agreement)
    return query.where(*where).options(application)
