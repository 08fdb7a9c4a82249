"""What happens in common works, for the journal and for the modules that lead them.

What structures wrote stays out: it is read at its place, by those who may.
"""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class CharterAdopted(Event):
    """There is a new charter of common works."""

    key = "works.charter_adopted"
    sentence = t("Version %(version)s of the charter of common works was adopted.")
    version: int


@dataclass(frozen=True, kw_only=True)
class ParticipationAsked(Event):
    """A structure asks to take part."""

    key = "works.participation_asked"
    sentence = t("The structure %(actor)s asked to take part in the work %(work)s.")
    participation: int
    work: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class ParticipationAccepted(Event):
    """A structure takes part from now on."""

    key = "works.participation_accepted"
    sentence = t("The structure %(actor)s takes part in the work %(work)s.")
    participation: int
    work: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class ParticipationRefused(Event):
    """A structure was refused, with a reason."""

    key = "works.participation_refused"
    sentence = t("The structure %(actor)s was refused in the work %(work)s.")
    participation: int
    work: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class ParticipationEnded(Event):
    """A structure left; the meetings it was to host, if any, need another host."""

    key = "works.participation_ended"
    sentence = nt_by(
        "meetings",
        "The structure %(actor)s left the work %(work)s; %(meetings)s meeting needs another host.",
        "The structure %(actor)s left the work %(work)s; %(meetings)s meetings need another host.",
    )
    participation: int
    work: int
    actor: int
    meetings: int


@dataclass(frozen=True, kw_only=True)
class GainRecorded(Event):
    """A structure said what it got."""

    key = "works.gain_recorded"
    sentence = t("The structure %(actor)s said what it got from the work %(work)s.")
    work: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class DutyAdded(Event):
    """The pole owes one more thing to a work."""

    key = "works.duty_added"
    sentence = t("A duty was added to the work %(work)s.")
    work: int
    duty: int


@dataclass(frozen=True, kw_only=True)
class DutyTicked(Event):
    """A duty was done, or is to be done after all."""

    key = "works.duty_ticked"
    sentence = t("The duty %(duty)s of the work %(work)s was ticked: %(is_done)s.")
    work: int
    duty: int
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class WorkMeetingPlanned(Event):
    """A work has a meeting to come."""

    key = "works.meeting_planned"
    sentence = t("The meeting %(meeting)s of the work %(work)s was planned.")
    work: int
    meeting: int


@dataclass(frozen=True, kw_only=True)
class WorkMeetingChanged(Event):
    """The facts, the host or the minutes of a meeting were changed."""

    key = "works.meeting_changed"
    sentence = t("The meeting %(meeting)s of the work %(work)s was changed.")
    work: int
    meeting: int


@dataclass(frozen=True, kw_only=True)
class WorkMeetingMoved(Event):
    """Those who knew of a meeting are told another day, hour or place."""

    key = "works.meeting_moved"
    sentence = t("Those who knew of the meeting %(meeting)s of the work %(work)s were told that it is moved.")
    work: int
    meeting: int


@dataclass(frozen=True, kw_only=True)
class MeetingInvited(Event):
    """Those who take part were invited to a meeting."""

    key = "works.meeting_invited"
    sentence = t("Those who take part in the work %(work)s were invited to the meeting %(meeting)s.")
    work: int
    meeting: int


@dataclass(frozen=True, kw_only=True)
class MeetingTold(Event):
    """A structure that no mail reaches was told of a meeting by telephone."""

    key = "works.meeting_told"
    sentence = t(
        "The structure %(actor)s was told of the meeting %(meeting)s of the work %(work)s by telephone."
    )
    work: int
    meeting: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class WorkMeetingCalledOff(Event):
    """A meeting to come is not held: it was called off, by itself or as its work was finished."""

    key = "works.meeting_called_off"
    sentence = t("The meeting %(meeting)s of the work %(work)s was called off.")
    work: int
    meeting: int


@dataclass(frozen=True, kw_only=True)
class WorkCalledOff(Event):
    """A work is not held, or not to its end; its meetings to come were called off with it.

    .. versionadded:: 1.6.0
    """

    key = "works.called_off"
    sentence = t("The work %(work)s was called off.")
    work: int


@dataclass(frozen=True, kw_only=True)
class AttendanceRecorded(Event):
    """Who came to a meeting was recorded."""

    key = "works.attendance_recorded"
    sentence = nt_by(
        "present",
        "%(present)s structure came to the meeting %(meeting)s of the work %(work)s.",
        "%(present)s structures came to the meeting %(meeting)s of the work %(work)s.",
    )
    work: int
    meeting: int
    present: int


@dataclass(frozen=True, kw_only=True)
class MeetingDecided(Event):
    """A meeting decided something."""

    key = "works.meeting_decided"
    sentence = t("Decision %(position)s of the meeting %(meeting)s of the work %(work)s was recorded.")
    work: int
    meeting: int
    position: int


EVENTS = (
    CharterAdopted, ParticipationAsked, ParticipationAccepted, ParticipationRefused, ParticipationEnded,
    GainRecorded, DutyAdded, DutyTicked, WorkMeetingPlanned, WorkMeetingChanged, MeetingInvited, MeetingTold,
    WorkMeetingMoved, WorkMeetingCalledOff, WorkCalledOff, AttendanceRecorded, MeetingDecided,
)  # fmt: skip
