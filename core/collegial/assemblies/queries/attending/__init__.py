"""Read who may vote, who is there, who represents whom, and whether they are enough."""

from collegial.assemblies.queries.attending.counting import (
    Counts,
    attendance_by_college,
    by_correspondence,
    has_form,
    left_to_chair,
    represented,
)
from collegial.assemblies.queries.attending.desk import DeskRow, desk_rows, find_entry
from collegial.assemblies.queries.attending.entries import (
    RollRow,
    current_stay,
    entries_of_voter,
    entry,
    hold,
    invitation,
    invitations_of,
    is_here,
    last_departure,
    present_entry_ids,
    roll_on,
)
from collegial.assemblies.queries.attending.proxies import (
    declined_for,
    live_proxies,
    live_proxies_held,
    live_proxy_of,
    mandates_of_voter,
    proxies_given_by,
    proxies_to_carry,
)
from collegial.assemblies.queries.attending.quorum import quorum_of, quorum_rulings

__all__ = [
    "Counts",
    "DeskRow",
    "RollRow",
    "attendance_by_college",
    "by_correspondence",
    "current_stay",
    "declined_for",
    "desk_rows",
    "entries_of_voter",
    "entry",
    "find_entry",
    "has_form",
    "hold",
    "invitation",
    "invitations_of",
    "is_here",
    "last_departure",
    "left_to_chair",
    "live_proxies",
    "live_proxies_held",
    "live_proxy_of",
    "mandates_of_voter",
    "present_entry_ids",
    "proxies_given_by",
    "proxies_to_carry",
    "quorum_of",
    "quorum_rulings",
    "represented",
    "roll_on",
]
