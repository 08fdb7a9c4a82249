"""What can be done with members."""

from collegial.membership.services.admitting import Admission, admit_member, admit_members
from collegial.membership.services.moving import change_category, change_college, leave

__all__ = ["Admission", "admit_member", "admit_members", "change_category", "change_college", "leave"]
