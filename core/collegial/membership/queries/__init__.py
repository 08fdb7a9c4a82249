"""Reads of the register: who was where on a day, one member's history, requests, and members' own spaces."""

from collegial.membership.queries.history import Period, decisions_of, growth, periods_of
from collegial.membership.queries.register import (
    NO_COLLEGE,
    CollegeCount,
    Placing,
    admissible,
    count_by_college,
    is_alone_in,
    is_in_category,
    is_in_college,
    is_member,
    member,
    member_of_actor,
    memberships_of_actor,
    placings,
    standings,
)
from collegial.membership.queries.requests import (
    RequestSearch,
    request_of,
    requests,
    requests_of,
    waiting_requests,
)
from collegial.membership.queries.spaces import space, spaces_of, speaks_for

__all__ = [
    "NO_COLLEGE",
    "CollegeCount",
    "Period",
    "Placing",
    "RequestSearch",
    "admissible",
    "count_by_college",
    "decisions_of",
    "growth",
    "is_alone_in",
    "is_in_category",
    "is_in_college",
    "is_member",
    "member",
    "member_of_actor",
    "memberships_of_actor",
    "periods_of",
    "placings",
    "request_of",
    "requests",
    "requests_of",
    "space",
    "spaces_of",
    "speaks_for",
    "standings",
    "waiting_requests",
]
