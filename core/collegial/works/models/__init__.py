"""The tables of common works."""

from collegial.works.models.meeting import WorkAttendance, WorkDecision, WorkMeeting, WorkToldByPhone
from collegial.works.models.participating import Charter, Duty, Participation
from collegial.works.models.work import Work

__all__ = [
    "Charter",
    "Duty",
    "Participation",
    "Work",
    "WorkAttendance",
    "WorkDecision",
    "WorkMeeting",
    "WorkToldByPhone",
]
