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


@dataclass(frozen=True, kw_only=True)
class GroupInvited(Event):
    """The members of a group were invited to a meeting."""

    key = "groups.meeting_invited"
    sentence = t("The members of the group “%(group)s” were invited to the meeting %(meeting)s.")
    group: str
    meeting: int


@dataclass(frozen=True, kw_only=True)
class GroupMeetingMoved(Event):
    """Those who knew of a meeting are told another day, hour or place."""

    key = "groups.meeting_moved"
    sentence = t(
        "Those who knew of the meeting %(meeting)s of the group “%(group)s” were told that it is moved."
    )
    group: str
    meeting: int


@dataclass(frozen=True, kw_only=True)
class GroupMeetingCalledOff(Event):
    """A meeting to come is not held."""

    key = "groups.meeting_called_off"
    sentence = t("The meeting %(meeting)s of the group “%(group)s” was called off.")
    group: str
    meeting: int


@dataclass(frozen=True, kw_only=True)
class GroupMemberTold(Event):
    """A member that no mail reaches was told of a meeting by telephone."""

    key = "groups.meeting_told"
    sentence = t(
        "The member %(actor)s of the group “%(group)s” was told of the meeting %(meeting)s by telephone."
    )
    group: str
    meeting: int
    actor: int


EVENTS = (
    GroupCreated,
    GroupMemberAdded,
    GroupMembershipEnded,
    TermRenewed,
    GroupDescribed,
    GroupMeetingPlanned,
    GroupMeetingChanged,
    GroupInvited,
    GroupMeetingMoved,
    GroupMeetingCalledOff,
    GroupMemberTold,
)
