"""What committees hold of an actor: the conflicts of interest that it declared."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import PersonalDataSource, t
from collegial_finance.committees.models import CommitteeConflict
from collegial_finance.keeping import erase_nothing, kept_if


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    mine = session.scalars(select(CommitteeConflict).where(CommitteeConflict.member_id == actor_id))
    return [{"file": f"{one.subject} {one.subject_id}", "conflict_of_interest": one.reason} for one in mine]


COMMITTEES = PersonalDataSource(
    key="finance.committees",
    label=t("Committees of guarantee and loan funds"),
    purpose=t("To let nobody decide on a file with which they have a tie."),
    retention=t("Ten years after the end of the file, as the books."),
    tables=("finance_committee_conflict",),
    export=_export,
    answer=kept_if(_export, t("The conflicts of interest that were declared")),
    erase=erase_nothing,
)
