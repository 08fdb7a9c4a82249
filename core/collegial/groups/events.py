"""What happens to groups."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class GroupCreated(Event):
    """A group was formed."""

    key = "groups.created"
    sentence = t("The group “%(group)s” was created.")
    group: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class GroupMemberAdded(Event):
    """An actor belongs to a group from a day on."""

    key = "groups.member_added"
    sentence = t("Actor %(actor)s belongs to the group “%(group)s” from %(starts_on)s.")
    group: str
    actor: int
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class TermRenewed(Event):
    """Someone was elected again, for another term."""

    key = "groups.term_renewed"
    sentence = t("Actor %(actor)s keeps the seat in the group “%(group)s” until %(term_ends_on)s.")
    group: str
    actor: int
    term_ends_on: str


@dataclass(frozen=True, kw_only=True)
class GroupMembershipEnded(Event):
    """An actor belongs to a group no longer."""

    key = "groups.membership_ended"
    sentence = t("Actor %(actor)s no longer belongs to the group “%(group)s” from %(ends_on)s.")
    group: str
    actor: int
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class GroupDescribed(Event):
    """The name or the mandate of a group was changed."""

    key = "groups.described"
    sentence = t("The name or the mandate of the group “%(group)s” was changed.")
    group: str


@dataclass(frozen=True, kw_only=True)
class GroupMeetingPlanned(Event):
    """A meeting of a group was planned, or recorded."""

    key = "groups.meeting_planned"
    sentence = t("The meeting %(meeting)s of the group “%(group)s” was planned.")
    group: str
    meeting: int


@dataclass(frozen=True, kw_only=True)
class GroupMeetingChanged(Event):
    """A meeting of a group was changed."""

    key = "groups.meeting_changed"
    sentence = t("The meeting %(meeting)s of the group “%(group)s” was changed.")
    group: str
    meeting: int


EVENTS = (
    GroupCreated,
    GroupMemberAdded,
    GroupMembershipEnded,
    TermRenewed,
    GroupDescribed,
    GroupMeetingPlanned,
    GroupMeetingChanged,
)
