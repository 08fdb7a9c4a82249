"""What can be done with members."""

from collegial.membership.services.admitting import Admission, admit_member, admit_members
from collegial.membership.services.leaving import leave
from collegial.membership.services.moving import change_category, change_college
from collegial.membership.services.requesting import (
    answer_request,
    ask_data_change,
    ask_more_shares,
    ask_to_leave,
    withdraw_request,
)

__all__ = [
    "Admission",
    "admit_member",
    "admit_members",
    "answer_request",
    "ask_data_change",
    "ask_more_shares",
    "ask_to_leave",
    "change_category",
    "change_college",
    "leave",
    "withdraw_request",
]
