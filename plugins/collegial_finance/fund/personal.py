"""What experiment funds hold of an actor: what it promised, applied for, reviewed and received."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import HeldFile, PersonalDataSource, StoredFile, t
from collegial_finance.fund.models import FundConvention, ProjectApplication, ProjectReview
from collegial_finance.keeping import erase_nothing, kept_if


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    promised = session.scalars(select(FundConvention).where(FundConvention.contributor_id == actor_id))
    reviewed = session.scalars(select(ProjectReview).where(ProjectReview.reviewer_id == actor_id))
    return [
        *({"fund": one.fund_id, "promised_cents": one.amount.cents} for one in promised),
        *(_application(one) for one in _applications(session, actor_id)),
        *(
            {
                "reviewed_application": one.application_id,
                "scores": {score.criterion.label: score.value for score in one.scores},
                "comment": one.comment,
                "conflict_of_interest": one.conflict,
            }
            for one in reviewed
        ),
    ]


def _applications(session: Session, actor_id: int) -> Sequence[ProjectApplication]:
    query = select(ProjectApplication).where(ProjectApplication.applicant_id == actor_id)
    return session.scalars(query.order_by(ProjectApplication.id)).all()


def _application(one: ProjectApplication) -> Mapping[str, Any]:
    agreement = one.agreement
    return {
        "application": one.title,
        "summary": one.summary,
        "asked_cents": one.asked.cents,
        "granted_cents": one.granted.cents if one.granted else None,
        "state": one.state.value,
        "paid_cents": agreement.paid.cents if agreement else None,
        "reports": [report.text for report in agreement.reports] if agreement else [],
    }


def _files(session: Session, actor_id: int) -> Sequence[HeldFile]:
    numbers: set[int] = set()
    for one in _applications(session, actor_id):
        agreement = one.agreement
        numbers |= {kept.file_id for kept in one.files}
        numbers |= {
            proof.file_id for row in (agreement.instalments if agreement else ()) for proof in row.evidence
        }
        numbers |= {row.file_id for row in (agreement.reports if agreement else ()) if row.file_id}
    query = select(StoredFile).where(StoredFile.id.in_(numbers)).order_by(StoredFile.id)
    return [HeldFile(name=f"{one.id}-{one.name}", content=one.content) for one in session.scalars(query)]


EXPERIMENTS = PersonalDataSource(
    key="finance.experiments",
    label=t("Experiment funds"),
    purpose=t("To choose the projects that a fund helps, and to account for its money."),
    retention=t("Ten years after the end of the agreement, as the books."),
    tables=("finance_fund_convention", "finance_application", "finance_review"),
    export=_export,
    answer=kept_if(
        _export,
        t("What was promised to an experiment fund, applied for, or said in its committee"),
    ),
    erase=erase_nothing,
    files=_files,
)
