"""The assembly as a calendar file (RFC 5545): times in UTC, so that no time zone has to be described."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Calendar, Event

from collegial.assemblies.models import Assembly, AssemblyState, Change

LENGTH = timedelta(hours=2)


def calendar_of(meeting: Assembly, changes: Sequence[Change], *, address: str, organiser: str) -> bytes:
    """Return a calendar with one event; `address` is the page of the assembly, and names the event for good.

    Each change raises its SEQUENCE, so that calendars take the new hour; what was called off is CANCELLED there.
    """
    event = Event()
    event.add("uid", address)
    event.add("dtstamp", changes[-1].decided_at if changes else meeting.convened_at or meeting.starts_at)
    event.add("sequence", len(changes))
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + LENGTH)
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("url", address)
    if meeting.state is AssemblyState.CALLED_OFF:
        event.add("status", "CANCELLED")
    event.add("description", f"{organiser}\n{address}")
    calendar = Calendar()
    calendar.add("prodid", "-//collegial//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
