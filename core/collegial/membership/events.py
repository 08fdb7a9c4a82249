"""What happens to members, by their numbers."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


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
    sentence = t("%(count)s members, numbers %(first)s to %(last)s, were admitted on %(admitted_on)s.")
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


EVENTS = (MemberAdmitted, MembersAdmitted, CollegeChanged, CategoryChanged, MemberLeft)
