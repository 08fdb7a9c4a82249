"""What happens to members, by their numbers."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class MemberAdmitted(Event):
    """An actor became a member."""

    key = "members.admitted"
    sentence = t("Member %(number)s was admitted on %(admitted_on)s, in the category “%(category)s”.")
    member: int
    number: int
    category: str
    college: str | None
    admitted_on: str


@dataclass(frozen=True, kw_only=True)
class MembersAdmitted(Event):
    """Many actors became members at once; their numbers follow one another."""

    key = "members.many_admitted"
    sentence = nt_by(
        "count",
        "%(count)s member, number %(first)s, was admitted on %(admitted_on)s.",
        "%(count)s members, numbers %(first)s to %(last)s, were admitted on %(admitted_on)s.",
    )
    count: int
    first: int
    last: int
    admitted_on: str


@dataclass(frozen=True, kw_only=True)
class CollegeChanged(Event):
    """A member votes in another college from a day on."""

    key = "members.college_changed"
    sentence = t("Member %(number)s belongs to the college “%(college)s” from %(starts_on)s.")
    member: int
    number: int
    college: str
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class CategoryChanged(Event):
    """A member belongs to another category from a day on."""

    key = "members.category_changed"
    sentence = t("Member %(number)s belongs to the category “%(category)s” from %(starts_on)s.")
    member: int
    number: int
    category: str
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """A member is one no longer."""

    key = "members.left"
    sentence = t("Member %(number)s is no longer a member from %(left_on)s.")
    member: int
    number: int
    left_on: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class CategoryEmptied(Event):
    """A category that the statutes need has lost its last member, and whoever recorded it was warned (L2)."""

    key = "members.category_emptied"
    sentence = t("The mandatory category “%(category)s” has no member left from %(from_on)s.")
    category: str
    from_on: str


@dataclass(frozen=True, kw_only=True)
class MoreSharesAsked(Event):
    """A member would like to subscribe more shares."""

    key = "members.more_shares_asked"
    sentence = t("Member %(number)s asked for more shares: %(shares)s.")
    member: int
    number: int
    request: int
    shares: int


@dataclass(frozen=True, kw_only=True)
class LeavingAsked(Event):
    """A member would like to leave."""

    key = "members.leaving_asked"
    sentence = t("Member %(number)s asked to leave on %(wished_on)s.")
    member: int
    number: int
    request: int
    wished_on: str


@dataclass(frozen=True, kw_only=True)
class DataChangeAsked(Event):
    """A member would like its contact data corrected."""

    key = "members.data_change_asked"
    sentence = t("Member %(number)s asked for a change of its contact data.")
    member: int
    number: int
    request: int


@dataclass(frozen=True, kw_only=True)
class RequestGranted(Event):
    """What a member asked for is done."""

    key = "members.request_granted"
    sentence = t("Request %(request)s of member %(number)s was accepted.")
    member: int
    number: int
    request: int


@dataclass(frozen=True, kw_only=True)
class RequestRefused(Event):
    """What a member asked for is refused, with its reason."""

    key = "members.request_refused"
    sentence = t("Request %(request)s of member %(number)s was not accepted.")
    member: int
    number: int
    request: int


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(Event):
    """A member took a request back."""

    key = "members.request_withdrawn"
    sentence = t("Request %(request)s of member %(number)s was taken back.")
    member: int
    number: int
    request: int


EVENTS = (
    MemberAdmitted,
    MembersAdmitted,
    CollegeChanged,
    CategoryChanged,
    MemberLeft,
    CategoryEmptied,
    MoreSharesAsked,
    LeavingAsked,
    DataChangeAsked,
    RequestGranted,
    RequestRefused,
    RequestWithdrawn,
)
