"""Common works: who took part shows on whose work a result rests."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from collegial.hooks.contracts import PersonalDataSource
from collegial.kernel.text import t
from collegial.privacy.records import records_of
from collegial.privacy.sources.keeping import erase_nothing, keeps
from collegial.works.models import Participation, WorkAttendance, WorkMeeting, WorkToldByPhone


def _works(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return [
        *records_of(session, Participation, Participation.actor_id == actor_id),
        *records_of(session, WorkAttendance, WorkAttendance.actor_id == actor_id),
        *records_of(session, WorkToldByPhone, WorkToldByPhone.actor_id == actor_id, without=("told_by",)),
        *records_of(session, WorkMeeting, WorkMeeting.host_id == actor_id, without=("minutes", "agenda")),
    ]


WORKS = PersonalDataSource(
    key="core.works",
    label=t("Common works"),
    purpose=t("To know who takes part, on which conditions, and who received the others."),
    retention=t("As long as the work is shown."),
    tables=("work_participation", "work_attendance", "work_told_by_phone", "work_meeting"),
    export=_works,
    answer=keeps(
        _works, t("What a structure stated, its meetings and what it got"),
        t("A common work shows on whose work its result rests."),
    ),
    erase=erase_nothing,
)  # fmt: skip
