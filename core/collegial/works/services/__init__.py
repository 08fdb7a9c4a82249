"""What can be done in common works."""

from collegial.works.services.finishing import (
    call_off_work,
    finish_work,
    meetings_called_off,
    why_not_call_off,
)
from collegial.works.services.meeting import (
    WorkMeetingFields,
    change_meeting,
    host_meeting,
    plan_meeting,
    record_attendance,
    record_decision,
)
from collegial.works.services.participating import (
    accept_participation,
    ask_to_take_part,
    leave_work,
    record_gain,
    refuse_participation,
    take_part,
)
from collegial.works.services.telling import call_off_meeting, invite_to_meeting, note_told
from collegial.works.services.working import (
    add_duty,
    adopt_charter,
    change_work,
    held_work,
    open_work,
    start_work,
    tick_duty,
)

__all__ = [
    "WorkMeetingFields",
    "accept_participation",
    "add_duty",
    "adopt_charter",
    "ask_to_take_part",
    "call_off_meeting",
    "call_off_work",
    "change_meeting",
    "change_work",
    "finish_work",
    "held_work",
    "host_meeting",
    "invite_to_meeting",
    "leave_work",
    "meetings_called_off",
    "note_told",
    "open_work",
    "plan_meeting",
    "record_attendance",
    "record_decision",
    "record_gain",
    "refuse_participation",
    "start_work",
    "take_part",
    "tick_duty",
    "why_not_call_off",
]
