"""What can be done in groups."""

from collegial.groups.services.meeting import (
    MeetingFields,
    call_off_meeting,
    change_meeting,
    invite_to_meeting,
    may_minute,
    note_told,
    plan_meeting,
)
from collegial.groups.services.members import (
    add_group_member,
    create_group,
    describe_group,
    end_group_membership,
    end_of_term,
    lose_seat,
    take_seat,
)

__all__ = [
    "MeetingFields",
    "add_group_member",
    "call_off_meeting",
    "change_meeting",
    "create_group",
    "describe_group",
    "end_group_membership",
    "end_of_term",
    "invite_to_meeting",
    "lose_seat",
    "may_minute",
    "note_told",
    "plan_meeting",
    "take_seat",
]
